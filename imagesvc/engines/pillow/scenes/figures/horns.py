"""Horns and antlers, of people and of beasts."""

from imagesvc.engines.pillow.parts import Bench, Material, Outline, Pose, band, curve
from imagesvc.engines.pillow.scenes.figures.face import HAIR, Look, place

_HORN = Material(hue=HAIR, dark=0.1, bright=0.8, base=0.5, pitch=7)

# The right one's path from root to tip, and how thick it is at the root.
_PATHS: dict[str, tuple[Outline, float]] = {
    "small": ([(70, -186), (84, -226), (78, -266)], 44),
    "tall": ([(78, -184), (124, -250), (120, -350), (84, -430)], 62),
    "swept": ([(92, -176), (160, -220), (230, -240), (292, -200)], 62),
    "ram": ([(76, -176), (160, -250), (240, -190), (240, -84), (182, -50), (166, -100)], 72),
    "bull": ([(96, -150), (200, -160), (270, -230), (250, -330)], 70),
}
_BEAM = [(56, -176), (126, -246), (190, -330), (178, -430)]
_TINES = [
    [(108, -228), (180, -236), (224, -290)],
    [(158, -288), (236, -316), (266, -376)],
    [(186, -350), (140, -386), (128, -446)],
]


def crown(bench: Bench, pose: Pose, look: Look, *, kind: str) -> None:
    """Grow a pair on somebody's turned head."""
    grow(bench, pose, kind=kind, stuff=_HORN, middle=place(look, 0, -190, -30)[0])


def grow(bench: Bench, pose: Pose, *, kind: str, stuff: Material, middle: float = 0.0) -> None:
    """Grow a pair of ringed horns or antlers."""
    for side in (-1, 1):
        if kind == "antlers":
            for tine in _TINES:
                _taper(bench, pose, [(middle + x * side, y) for x, y in tine], 24, stuff)
            _taper(bench, pose, [(middle + x * side, y) for x, y in _BEAM], 38, stuff)
        else:
            path, width = _PATHS[kind]
            _ringed(bench, pose, [(middle + x * side, y) for x, y in path], width, stuff)


def _taper(bench: Bench, pose: Pose, path: Outline, width: float, stuff: Material) -> list[float]:
    line = curve(path, closed=False)
    widths = [width * (1 - 0.88 * k / (len(line) - 1)) for k in range(len(line))]
    bench.part(band(line, widths), stuff, pose=pose, bevel=width * 0.3, outline=3)
    return widths


def _ringed(bench: Bench, pose: Pose, path: Outline, width: float, stuff: Material) -> None:
    widths = _taper(bench, pose, path, width, stuff)
    line = curve(path, closed=False)
    for k in range(2, len(line) - 3, 2):
        (x, y), (a, b) = line[k], line[k + 1]
        n = max(1e-6, ((a - x) ** 2 + (b - y) ** 2) ** 0.5)
        nx, ny = -(b - y) / n * widths[k] * 0.46, (a - x) / n * widths[k] * 0.46
        ring = [(x + nx, y + ny), (x + (a - x) * 0.6, y + (b - y) * 0.6), (x - nx, y - ny)]
        bench.line(ring, [1.4, 4, 1.4], pose=pose)
