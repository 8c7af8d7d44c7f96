"""Beards, each a function of a face; their words stand in `vocabulary/people.py` (BEARDS)."""

from imagesvc.engines.pillow.parts import Bench, Material, Point, Pose, curve
from imagesvc.engines.pillow.scenes.figures.face import MOUTH, Look, edge, on, place
from imagesvc.engines.pillow.scenes.figures.haircuts import Cut, Draws
from imagesvc.engines.pillow.scenes.figures.plaits import plait
from imagesvc.engines.pillow.scenes.figures.strands import Lie, flow


def _jawline(look: Look) -> list[tuple[int, Point]]:
    side = [(edge(look, -1, 10) + 8, 10.0), (edge(look, -1, 84) + 6, 84.0)]
    right = [(edge(look, 1, 84) - 6, 84.0), (edge(look, 1, 10) - 8, 10.0)]
    return [
        *((-1, p) for p in side),
        *((0, place(look, x, y, 4)) for x, y in ((-92, 112), (-52, 146), (-20, 160), (20, 160), (52, 146), (92, 112))),
        *((1, p) for p in right),
    ]


def full(
    bench: Bench, pose: Pose, look: Look, stuff: Material, d: Draws, *, length: float = 40, lie: Lie | None = None
) -> None:
    chin = place(look, 0, 200, 10)[0]
    guides = []
    for side, (x, y) in _jawline(look):
        share = (x - chin) / 150
        reach = 214 + length * max(0.0, 1 - abs(share) ** 1.7) + 14
        end = (chin + (x - chin) * (0.98 - 0.0012 * length), max(reach, y + 90))
        out = (x + 14 * side, (y * 0.45 + end[1] * 0.55))
        guides.append([(x, y), out if side else (x + (x - chin) * 0.08, (y + end[1]) / 2), end])
    flow(bench, pose, guides, stuff, lie or Lie(ragged=0.22, wave=4, length=70, sheen=0.45, taper=0.1, stray=0.9))
    _lip(bench, pose, look)
    moustache(bench, pose, look, stuff)


def _lip(bench: Bench, pose: Pose, look: Look) -> None:
    """The lower lip shows above a beard."""
    full = 5 + 9 * look.lips
    shape = on(
        look,
        curve(
            [(-26, MOUTH + 6), (0, MOUTH + 4), (26, MOUTH + 6), (12, MOUTH + 8 + full), (-12, MOUTH + 8 + full)],
            steps=4,
        ),
        8,
    )
    bench.part(shape, look.skin.but(base=look.skin.base - 0.05, pitch=5.2), pose=pose, bevel=6, outline=2)


def _long_beard(bench: Bench, pose: Pose, look: Look, stuff: Material, d: Draws) -> None:
    full(
        bench,
        pose,
        look,
        stuff,
        d,
        length=170 + 70 * d[6],
        lie=Lie(ragged=0.16, wave=7, length=120, sheen=0.4, taper=0.08, stray=0.9),
    )


def _braided(bench: Bench, pose: Pose, look: Look, stuff: Material, d: Draws) -> None:
    full(bench, pose, look, stuff, d, length=50)
    x = place(look, 0, 220, 10)[0]
    for dx in (-46, 46) if d[6] < 0.5 else (0,):
        plait(bench, pose, stuff, [(x + dx, 236), (x + dx * 1.2, 320), (x + dx * 1.1, 400)], width=48)


def _goatee(bench: Bench, pose: Pose, look: Look, stuff: Material, d: Draws) -> None:
    guides = [
        [
            place(look, x, 158 + abs(x) * 0.1, 6),
            place(look, x * 0.9, 194, 10),
            place(look, x * 0.3, 236 + 30 * d[6], 10),
        ]
        for x in (-44, -22, 0, 22, 44)
    ]
    flow(bench, pose, guides, stuff, Lie(ragged=0.2, sheen=0.4, taper=0.1))
    moustache(bench, pose, look, stuff, long=0.9)


def moustache(bench: Bench, pose: Pose, look: Look, stuff: Material, *, long: float = 1.0) -> None:
    for side in (-1, 1):
        tip = [place(look, 66 * side, 140, 8), place(look, 78 * side * long, 162, 6)]
        guides = [
            [place(look, 2 * side, 104, 16), place(look, 34 * side, 106, 14), *tip],
            [
                place(look, 2 * side, 118, 16),
                place(look, 30 * side, 124, 14),
                place(look, 56 * side, 146, 8),
                place(look, 72 * side * long, 168, 6),
            ],
        ]
        flow(bench, pose, guides, stuff, Lie(ragged=0.2, sheen=0.3, taper=0.1, spread=1.7))


def _handlebar(bench: Bench, pose: Pose, look: Look, stuff: Material, d: Draws) -> None:
    for side in (-1, 1):
        guides = [
            [
                place(look, 2 * side, 102, 16),
                place(look, 44 * side, 108, 14),
                place(look, 92 * side, 122, 6),
                place(look, 116 * side, 92, 0),
            ],
            [
                place(look, 2 * side, 120, 16),
                place(look, 40 * side, 128, 14),
                place(look, 90 * side, 136, 6),
                place(look, 118 * side, 96, 0),
            ],
        ]
        flow(bench, pose, guides, stuff, Lie(ragged=0.06, sheen=0.3, taper=0.1, spread=1.7))


BEARDS: dict[str, Cut] = {
    "full": full,
    "long": _long_beard,
    "braided": _braided,
    "goatee": _goatee,
    "moustache": _handlebar,
}
