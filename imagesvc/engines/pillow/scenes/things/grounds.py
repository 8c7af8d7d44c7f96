"""What an item lies on: rays, rings, waves, planks; and behind a precious one a nimbus, that rank be seen."""

from math import cos, pi, sin

import numpy as np

from imagesvc.engines.pillow.fields import bumps, fbm
from imagesvc.engines.pillow.parts import GEM, GOLD, Bench, Point, Pose, band, oval, ring
from imagesvc.engines.pillow.scenes.things.forms import around
from imagesvc.engines.pillow.sheet import Sheet
from imagesvc.engines.pillow.words import Reading

_PLANK = 176.0  # units from joint to joint


def lay(sheet: Sheet, reading: Reading, *, centre: Point, dark: bool, homely: bool) -> None:
    """Fill the sheet: a dark ground for what shines, planks for what belongs on a table, else by the text."""
    box = sheet.everything()
    x, y = box.coarse()
    dx, dy = x - np.float32(centre[0]), y - np.float32(centre[1])
    distance = np.sqrt(dx * dx + dy * dy)
    fade = np.minimum(distance * np.float32(1 / 720), 1.4)
    clouds = fbm(reading.chance("ground"), sheet.light.shape, cell=300 * sheet.scale / 2, octaves=4)
    if dark:
        sheet.light[:] = 0.62 - 0.38 * fade + 0.05 * clouds
        sheet.tone[:] = 0.46 - 0.34 * fade + 0.05 * clouds
    else:
        sheet.light[:] = 0.97 - 0.42 * fade + 0.05 * clouds
        sheet.tone[:] = 0.98 - 0.42 * fade + 0.06 * clouds
    np.clip(sheet.light, 0.14, 1, out=sheet.light)

    style = int(reading.trait("ground style").random() * 3)
    if homely and not dark:
        _planks(sheet, reading)
    elif style == 0 and not dark:
        _rays(sheet, centre)
    elif style < 2:
        _rings(sheet, centre)
    else:
        _waves(sheet, reading)


def nimbus(bench: Bench, *, centre: Point, rich: int) -> None:
    """Set off a precious thing by a beaded ring, a legendary one by a burst of rays as well."""
    pose = Pose(x=centre[0], y=centre[1])
    gold = GOLD.but(base=0.66, dark=0.35)
    if rich > 1:
        spikes = []
        for k, (cx, sy) in enumerate(around(32, 1.0)):
            near, far, half = 395, 560 if k % 2 else 476, 15 if k % 2 else 9
            spikes.append(
                [
                    (near * cx - half * sy, near * sy + half * cx),
                    (far * cx, far * sy),
                    (near * cx + half * sy, near * sy - half * cx),
                ]
            )
        bench.cuts(spikes, pose=pose, light=0.8, tone=0.86, hue=0.95)
    for outer, inner in ((452, 440), (398, 390)) if rich > 1 else ((452, 443),):
        bench.part(ring(0, 0, outer, inner), gold, pose=pose, bevel=4, outline=1.6)
    for k, (x, y) in enumerate(around(24 if rich > 1 else 12, 446)):
        if rich > 1 and k % 3 == 0:
            bench.part(oval(x, y, 15, steps=12), GEM.but(base=0.8), pose=pose, bevel=7, outline=1.8)
        else:
            bench.ball(x, y, 8, gold, pose=pose)


def sparks(bench: Bench, *, centre: Point, count: int) -> None:
    """Strew little stars around the middle."""
    shapes = []
    for turn, far, size in bench.rng.random((count, 3)).tolist():
        reach, arm = 300 + 240 * far, 3 + 7 * size**3
        x, y = centre[0] + reach * cos(2 * pi * turn), centre[1] + reach * sin(2 * pi * turn)
        shapes += [
            band([(x - arm, y), (x, y), (x + arm, y)], [0.6, 2 + arm * 0.3, 0.6]),
            band([(x, y - arm * 1.8), (x, y), (x, y + arm * 1.8)], [0.6, 2 + arm * 0.3, 0.6]),
        ]
    for shape in shapes:
        bench.cuts([shape], light=1, tone=0.97, hue=1.0)


def _rays(sheet: Sheet, centre: Point) -> None:
    x, y = sheet.everything().fine()
    dx, dy = x - np.float32(centre[0]), y - np.float32(centre[1])
    sheet.phase[:] = np.arctan2(dy, dx) * np.float32(224 / (2 * np.pi))
    x, y = sheet.everything().coarse()
    distance = np.sqrt((x - np.float32(centre[0])) ** 2 + (y - np.float32(centre[1])) ** 2)
    # Where the rays meet they would be a moiré.
    np.maximum(sheet.light, np.minimum(2.05 - distance * np.float32(1 / 240), 1.14), out=sheet.light)


def _rings(sheet: Sheet, centre: Point) -> None:
    x, y = sheet.everything().fine()
    dx, dy = x - np.float32(centre[0]), y - np.float32(centre[1])
    sheet.phase[:] = np.sqrt(dx * dx + dy * dy) * np.float32(1 / 9)


def _waves(sheet: Sheet, reading: Reading) -> None:
    _, y = sheet.everything().fine()
    warp = fbm(reading.chance("warp"), sheet.phase.shape, cell=360 * sheet.scale, octaves=3)
    sheet.phase[:] = (y + 26 * warp) * np.float32(1 / 9)


def _planks(sheet: Sheet, reading: Reading) -> None:
    """Lay boards with grain, knots bending it, and a joint between each two."""
    rng = reading.chance("planks")
    x, y = sheet.everything().fine()
    warp = fbm(rng, sheet.phase.shape, cell=(70 * sheet.scale, 460 * sheet.scale), octaves=3)
    sheet.phase[:] = (y + 13 * warp) * np.float32(1 / 9)
    shift = float(rng.random()) * _PLANK
    across, down = sheet.everything().coarse()
    board = np.floor((down + np.float32(shift)) * np.float32(1 / _PLANK))
    tint = bumps(board + np.float32(0.0), rng) - np.float32(0.5)
    sheet.tone += tint * np.float32(0.12) + 0 * across
    sheet.light += tint * np.float32(0.1)
    joint = np.abs((y + np.float32(shift)) * np.float32(1 / _PLANK) % 1 - np.float32(0.5))
    sheet.ink[:] = (
        np.clip((joint - np.float32(0.5 - 1.8 / _PLANK)) * np.float32(_PLANK * sheet.scale * 0.8), 0, 1) + 0 * x
    )
