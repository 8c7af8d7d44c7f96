"""Heads of birds."""

from collections.abc import Callable
from dataclasses import dataclass
from math import cos, sin

from imagesvc.engines.pillow.parts import Material, oval
from imagesvc.engines.pillow.scenes.figures.face import ACCENT, HAIR, SKIN, WHITE
from imagesvc.engines.pillow.scenes.figures.side import BONE, Side
from imagesvc.engines.pillow.scenes.figures.strands import Lie, strokes

_PLUME = Material(hue=SKIN, dark=0.08, bright=0.95, base=0.54)


@dataclass(frozen=True, kw_only=True)
class Bird:
    """How a bird's head differs from others."""

    beak: str  # outline
    crest: float = 0.0
    cere: bool = False  # a soft base of the beak
    frown: bool = False


_BIRDS = {
    "eagle": Bird(beak="96 -70, 190 -78, 262 -30, 268 60, 240 86, 224 30, 150 24, 96 30", cere=True, frown=True),
    "raven": Bird(beak="96 -56, 210 -62, 310 -10, 330 26, 240 22, 100 28", crest=0.3),
    "parrot": Bird(beak="90 -80, 180 -90, 240 -20, 220 90, 190 100, 190 30, 140 50, 90 40", crest=1.0),
}


def _bird(name: str) -> Callable[[Side], None]:
    bird = _BIRDS[name]

    def draw(side: Side) -> None:
        low = side.bottom
        for row, y0 in enumerate((300, 190, 90)):
            guides = []
            for k in range(9):
                t = k / 8 * 2 - 1
                tip = (t * min(430, 210 + low * 0.4 - 40 * row) - 40, min(low + 40, y0 + 240 + 60 * (1 - t * t)))
                guides.append([(t * (110 + 20 * (2 - row)) - 20, y0 - 60), ((t * 190) - 40, y0 + 60), tip])
            side.flow(
                guides, _PLUME, Lie(ragged=0.24, stray=1.2, sheen=0.5, taper=0.3, dark=0.4 - 0.2 * row, spread=0.6)
            )
        if bird.crest:
            guides = [
                [
                    (-20 - 20 * k, -140 + 20 * k),
                    (-90 - 30 * k, -220 * (0.6 + 0.4 * bird.crest) + 50 * k),
                    (-190 - 20 * k, -200 - 120 * bird.crest + 110 * k),
                ]
                for k in range(4)
            ]
            side.flow(guides, _PLUME.but(hue=HAIR), Lie(ragged=0.3, stray=1.6, sheen=0.4, taper=0.1, spread=0.7))
        side.panel(
            [(0, -170), (80, -150), (130, -80), (126, 20), (60, 90), (-50, 110), (-130, 60), (-150, -40), (-90, -140)],
            _PLUME.but(pitch=9),
            bevel=80,
        )
        side.flow(
            [
                [(100, -100), (20, -156), (-110, -130), (-170, 30)],
                [(104, -40), (0, -60), (-90, -10), (-130, 130)],
                [(96, 30), (30, 60), (-30, 100), (-40, 170)],
            ],
            _PLUME,
            Lie(ragged=0.3, stray=1.4, sheen=0.35, taper=0.15, spread=0.9),
        )
        beak = [(x, y) for x, y in (tuple(map(float, pair.split())) for pair in bird.beak.split(","))]
        side.panel(
            [(90, 10), (200, 24), (220, 44), (150, 66), (90, 52)],
            BONE.but(hue=ACCENT, dark=0.1, bright=0.7, base=0.44),
            bevel=14,
        )
        side.panel(beak, BONE.but(hue=ACCENT, dark=0.1, bright=0.95, base=0.6, gloss=0.5), bevel=30)
        side.ink([(96, 14), (180, 18), (230, 26)], 6)
        side.ink([(140, -40), (156, -48), (170, -36)], 8)
        if bird.cere:
            side.panel(
                [(84, -74), (130, -84), (140, -20), (124, 28), (84, 30)],
                BONE.but(hue=ACCENT, dark=0.4, bright=1.0, base=0.7),
                bevel=14,
            )
        side.eye(46, -62, 26, slit=False)
        if bird.frown:
            side.panel([(-10, -84), (60, -110), (112, -70), (60, -84)], _PLUME.but(base=0.36), bevel=10)

    return draw


def _owl(side: Side) -> None:
    low = side.bottom
    bench, pose = side.bench, side.pose
    for row, y0 in enumerate((280, 180, 90)):
        guides = [
            [(t * 150, y0 - 60), (t * 230, y0 + 60), (t * min(430, 260 + low * 0.3), min(low + 40, y0 + 260))]
            for t in (-1, -0.66, -0.33, 0, 0.33, 0.66, 1)
        ]
        side.flow(guides, _PLUME, Lie(ragged=0.24, stray=1.2, sheen=0.5, taper=0.3, dark=0.4 - 0.2 * row, spread=0.6))
    side.panel(
        [
            (0, -150),
            (100, -170),
            (190, -240),
            (196, -60),
            (186, 80),
            (90, 150),
            (0, 166),
            (-90, 150),
            (-186, 80),
            (-196, -60),
            (-190, -240),
            (-100, -170),
        ],
        _PLUME,
        bevel=70,
    )
    for s in (-1, 1):
        for radius, hue in ((104, WHITE), (74, SKIN)):
            roots, tips = [], []
            for k in range(40):
                t = k * 0.157
                roots.append((84 * s + 30 * cos(t), -30 + 30 * sin(t)))
                tips.append((84 * s + radius * cos(t), -30 + radius * sin(t)))
            if hue == WHITE:
                bench.part(
                    oval(84 * s, -30, radius), Material(hue=WHITE, dark=0.3, bright=0.95, base=0.8), pose=pose, bevel=30
                )
            strokes(bench, pose, roots, tips, width=6)
        side.eye(84 * s, -30, 42, slit=False)
        side.ink([(6 * s, -80), (80 * s, -150), (190 * s, -236)], 14)
    side.panel(
        [(-24, -20), (24, -20), (18, 50), (0, 84), (-18, 50)],
        BONE.but(hue=ACCENT, dark=0.1, bright=0.9, base=0.5),
        bevel=16,
    )


HEADS: dict[str, Callable[[Side], None]] = {**{name: _bird(name) for name in _BIRDS}, "owl": _owl}
