"""The golden pictures: what the embedded engine drew when somebody last looked, and how they are drawn anew.

`python -m tests.engines.goldens` writes them, after a change of style that was meant.
"""

from pathlib import Path

from PIL import Image

from imagesvc.engines import configure_all, make_engine
from imagesvc.engines.base import ImageSpec

FOLDER = Path(__file__).resolve().parent / "golden_pictures"
SIDE = 160  # pixels

CASES = {
    "elf": ("character", "An old elf woman with long silver hair and green eyes in a blue cloak"),
    "robot": ("character", "A battered robot with one red eye"),
    "wolf": ("character", "A grey wolf"),
    "village": ("location", "A village with red roofs in the snow at dusk"),
    "harbour": ("location", "The old harbour at night in the rain"),
    "library": ("location", "A library with a green carpet"),
    "cave": ("location", "A cave of glowing mushrooms"),
    "door": ("exit", "A red door to the throne room"),
    "tunnel": ("exit", "A tunnel to the forest"),
    "sword": ("item", "A legendary golden sword with a blue gem"),
    "potion": ("item", "A green potion"),
    "fountain": ("scenery", "A mossy stone fountain"),
}


class Nobody:
    """A watch of somebody who waits as long as it takes."""

    def report(self, percent: int, message: str) -> None:
        """Say nothing."""

    def check(self) -> None:
        """Let it go on."""

    def preview(self, pixels: Image.Image) -> None:
        """Look away."""


def draw(name: str) -> Image.Image:
    """Draw one of the cases."""
    kind, text = CASES[name]
    engine = make_engine(configure_all({"pillow": {}}, limit_seconds=60)[0])
    spec = ImageSpec(kind=kind, description=text, width=SIDE, height=SIDE, seed=7)
    pixels = engine.draw(spec, Nobody()).pictures[0].pixels
    assert pixels is not None
    return pixels


def path_of(name: str) -> Path:
    """Where its picture is."""
    return FOLDER / f"{name}.webp"


def main() -> None:
    """Draw all anew."""
    FOLDER.mkdir(exist_ok=True)
    for name in CASES:
        draw(name).save(path_of(name), lossless=True, method=6)


if __name__ == "__main__":
    main()
