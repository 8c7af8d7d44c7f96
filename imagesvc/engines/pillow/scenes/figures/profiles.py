"""All heads that are drawn from the side, by name."""

from imagesvc.engines.pillow.parts import Bench, Pose
from imagesvc.engines.pillow.scenes.figures import birds, dragons
from imagesvc.engines.pillow.scenes.figures.side import Side

PROFILES = {**dragons.HEADS, **birds.HEADS}


def paint(bench: Bench, pose: Pose, name: str, *, look: int, bottom: float, is_dressed: bool) -> None:
    """Draw the head of one of `PROFILES` on its neck; the neck of one that is dressed ends in the collar."""
    PROFILES[name](Side(bench=bench, pose=pose, look=look, bottom=330 if is_dressed else bottom))
