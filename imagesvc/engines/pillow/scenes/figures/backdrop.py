"""What a portrait is printed on: rays, rings or waves of light around the head."""

import numpy as np

from imagesvc.engines.pillow.fields import fbm
from imagesvc.engines.pillow.parts import Pose
from imagesvc.engines.pillow.scenes.figures.identity import lots
from imagesvc.engines.pillow.sheet import Sheet
from imagesvc.engines.pillow.words import Reading


def paint(sheet: Sheet, reading: Reading, *, pose: Pose) -> None:
    """Lay rays, rings or waves of light around the head."""
    box = sheet.everything()
    cx, cy = np.float32(pose.x), np.float32(pose.y - 20)
    x, y = box.coarse()
    distance = np.sqrt((x - cx) ** 2 + (y - cy) ** 2)
    clouds = fbm(reading.chance("ground"), sheet.light.shape, cell=320 * sheet.scale / 2, octaves=4)
    # A little lighter on the shadow side of the face, so that both sides stand out.
    side = np.clip((x - cx) * np.float32(1 / 512), -1.2, 1.2) * np.float32(0.08)
    fade = np.minimum(distance * np.float32(1 / 760), 1.5)
    deep = 0.0 if reading.time != "night" and reading.palette not in {"arcane", "plague", "neon", "night"} else 0.2
    sheet.light[:] = np.clip(0.82 - deep - 0.34 * fade + side + 0.05 * clouds, 0.16, 1)
    sheet.tone[:] = np.clip(0.78 - 1.4 * deep - 0.32 * fade + side + 0.06 * clouds, 0.04, 1)
    x, y = box.fine()
    dx, dy = x - cx, y - cy
    style = int(lots(reading, "ground style", count=1)[0] * 3)
    if style == 0:
        sheet.phase[:] = np.arctan2(dy, dx) * np.float32(200 / (2 * np.pi))
    elif style == 1:
        sheet.phase[:] = np.sqrt(dx * dx + dy * dy) * np.float32(1 / 9)
    else:
        warp = fbm(reading.chance("warp"), sheet.phase.shape, cell=380 * sheet.scale, octaves=3)
        sheet.phase[:] = (y + np.float32(0.2) * x + 30 * warp) * np.float32(1 / 9)
