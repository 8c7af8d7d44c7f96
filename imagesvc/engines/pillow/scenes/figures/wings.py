"""Wings behind the shoulders, and the light around a saint."""

from math import cos, sin

from imagesvc.engines.pillow.parts import Bench, Material, Outline, Pose, curve, ring
from imagesvc.engines.pillow.scenes.figures.face import ACCENT, SKIN, WHITE
from imagesvc.engines.pillow.scenes.figures.strands import Lie, flow
from imagesvc.engines.pillow.scenes.figures.stuffs import HIDE, LINEN

_PLUMAGE = Material(hue=WHITE, dark=0.3, bright=1.0, base=0.8)
_WEBS: dict[str, tuple[Outline, Material]] = {
    "leathern": ([(200, -250), (380, -210), (450, -40), (430, 150)], HIDE.but(hue=SKIN)),
    "gauzy": ([(240, -250), (400, -120), (420, 60), (330, 200)], LINEN.but(base=0.9, hue=ACCENT, dark=0.6)),
}


def spread(bench: Bench, pose: Pose, *, kind: str) -> None:
    """Spread wings behind the shoulders: feathered, leathern or gauzy."""
    for side in (-1, 1):
        if kind == "feathered":
            _feathered(bench, pose, side)
        else:
            _webbed(bench, pose, side, kind=kind)


def _feathered(bench: Bench, pose: Pose, side: int) -> None:
    for row, reach in enumerate((1.0, 0.6)):
        guides = []
        for k in range(9):
            t = k / 8
            root = ((130 + 210 * t) * side, 260 - 440 * t + 60 * t * t)
            turn = 1.35 - 1.75 * t  # from downwards to up and out
            far = (250 + 110 * t) * reach
            tip = (root[0] + far * cos(turn) * side * 0.9, root[1] + far * sin(turn) * 1.15 + (12 if k % 2 else 0))
            guides.append([root, ((root[0] + tip[0]) / 2 + 14 * side, (root[1] + tip[1]) / 2 - 26), tip])
        lie = Lie(ragged=0.1, sheen=0.62, stray=0.4, spread=0.5, taper=0.55, dark=0.3 - 0.15 * row)
        flow(bench, pose, guides, _PLUMAGE, lie)


def _webbed(bench: Bench, pose: Pose, side: int, *, kind: str) -> None:
    ribs, stuff = _WEBS[kind]
    root = (120.0 * side, 250.0)
    shape: Outline = [root]
    for k, (x, y) in enumerate(ribs):
        shape.append((x * side, y))
        if k < len(ribs) - 1:
            nx, ny = ribs[k + 1]
            shape.append((((x + nx) / 2 - 60) * side, (y + ny) / 2 + 20))
    bench.part(shape if kind == "leathern" else curve(shape, steps=5), stuff, pose=pose, bevel=24, outline=3)
    for x, y in ribs:
        rib = curve([root, ((x * 0.6 + 20) * side, y * 0.6), (x * side, y)], closed=False)
        bench.line(rib, [9 - 7 * k / len(rib) for k in range(len(rib))], pose=pose)


def halo(bench: Bench, pose: Pose) -> None:
    """A ring of light behind the head."""
    bench.cuts([ring(0, -60, 286, 270)], pose=pose, hue=ACCENT, tone=1.0)
    ((x, y),) = pose.at([(0.0, -60.0)])
    bench.glow(x, y, radius=170 * pose.size, light=0.2, tone=0.3)
