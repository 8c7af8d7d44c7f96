"""What things are made of: from words to materials, shared by all scenes that draw objects."""

from collections.abc import Callable

from imagesvc.engines.pillow.parts import BONE, CLOTH, GOLD, IRON, LEATHER, METAL, STONE, WOOD, Bench, Material, Pose
from imagesvc.engines.pillow.words import Reading

Draw = Callable[[Bench, Pose, Reading], None]

METALS = {
    "gold": "gold golden brass bronze copper gilded",
    "iron": "iron rust* corroded black* darkened obsidian tarnished battered",
    "steel": "steel silver* polished mithril chrome metal platinum",
}
CLOTHS = {
    "accent": "red crimson scarlet gold golden yellow orange royal embroidered",
    "dark": "black dark shadow* midnight charcoal dried stained",
    "pale": "white pale bleached cream linen snow* silk",
}
BODIES = {
    "bone": "bone ivory antler skull tooth",
    "stone": "stone marble granite obsidian jade",
    "wood": "wood* oak ash yew pine carved",
    "leather": "leather hide",
    "gold": METALS["gold"],
    "iron": METALS["iron"],
    "steel": METALS["steel"],
}
MATERIALS = {"bone": BONE, "stone": STONE, "wood": WOOD, "leather": LEATHER, "gold": GOLD, "iron": IRON, "steel": METAL}


def metal(reading: Reading, *, default: str = "steel") -> Material:
    """The metal the words name."""
    return MATERIALS[reading.best(METALS, default=default)]


def body(reading: Reading, *, default: str) -> Material:
    """Whatever solid matter the words name."""
    return MATERIALS[reading.best(BODIES, default=default)]


def cloth(reading: Reading) -> Material:
    """Cloth in the colour the words hint at: of the palette's subject, of its accent, dark or pale."""
    return {
        "": CLOTH,
        "accent": CLOTH.but(hue=0.92, dark=0.2, bright=0.8),
        "dark": CLOTH.but(hue=0.4, dark=0.06, bright=0.5, base=0.36),
        "pale": CLOTH.but(hue=0.35, dark=0.5, bright=1.0, base=0.7),
    }[reading.best(CLOTHS, default="")]
