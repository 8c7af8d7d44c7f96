"""Hair that is braided or matted: plaits and ropes along a path."""

import numpy as np

from imagesvc.engines.pillow.parts import Bench, Material, Outline, Pose, band, curve, oval
from imagesvc.engines.pillow.scenes.figures.face import ACCENT
from imagesvc.engines.pillow.scenes.figures.strands import Lie, flow


def plait(bench: Bench, pose: Pose, stuff: Material, path: Outline, *, width: float) -> None:
    """Plait a braid along a path, tied at its end."""
    line = curve(path, closed=False, steps=8)
    lengths = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(np.array(line), axis=0).T))])
    count = max(3, int(lengths[-1] / (width * 0.8)))
    for k in range(count):
        at = lengths[-1] * k / count
        x, y = (float(np.interp(at, lengths, [p[i] for p in line])) for i in (0, 1))
        ahead = [float(np.interp(min(at + 6, lengths[-1]), lengths, [p[i] for p in line])) for i in (0, 1)]
        turn = float(np.degrees(np.arctan2(ahead[1] - y, ahead[0] - x))) - 90
        size = width * (1 - 0.35 * k / count)
        here = Pose(x=x, y=y, turn=turn)
        for side in (1, -1):
            rise = 0.0 if side > 0 else size * 0.4
            guides = [
                here.at(
                    [
                        (size * 0.5 * side, rise - size * 0.5),
                        (size * 0.56 * side, rise + size * 0.1),
                        (0, rise + size * 0.86),
                    ]
                ),
                here.at(
                    [
                        (size * 0.2 * side, rise - size * 0.3),
                        (size * 0.12 * side, rise + size * 0.1),
                        (-size * 0.22 * side, rise + size * 0.62),
                    ]
                ),
            ]
            lie = Lie(ragged=0.02, sheen=0.4 if side < 0 else -1, taper=0.7, stray=0.1, spread=1.2)
            flow(bench, pose, guides, stuff, lie)
    x, y = line[-1]
    brush = [[(x + w * 0.2, y), (x + w, y + 34), (x + w * 0.8, y + 66)] for w in (-16, 0, 16)]
    flow(bench, pose, brush, stuff, Lie(ragged=0.3, sheen=0.3, taper=0.1, spread=1.5))
    bench.part(oval(x, y, width * 0.3, 11), stuff.but(hue=ACCENT, dark=0.2, bright=0.9), pose=pose, bevel=6)


def rope(bench: Bench, pose: Pose, stuff: Material, path: Outline, *, width: float) -> None:
    """Lay a rope of matted hair."""
    line = curve(path, closed=False, steps=7)
    widths = [width * (1 - 0.4 * k / len(line)) for k in range(len(line))]
    bench.part(
        band(line, widths),
        stuff.but(
            base=0.5, dark=stuff.dark, bright=stuff.dark + 0.7 * (stuff.bright - stuff.dark), angle=70, pitch=6.2
        ),
        pose=pose,
        bevel=width * 0.45,
        outline=3,
    )
    marks = []
    for k in range(1, len(line) - 1, 2):
        (x, y), (a, b) = line[k], line[k + 1]
        n = max(1e-6, ((a - x) ** 2 + (b - y) ** 2) ** 0.5)
        nx, ny = -(b - y) / n * widths[k] * 0.42, (a - x) / n * widths[k] * 0.42
        marks.append(
            band([(x - nx, y - ny), (x + (a - x) * 0.5, y + (b - y) * 0.5 + 4), (x + nx, y + ny)], [1, 3.4, 1])
        )
    bench.inks(marks, pose=pose)
