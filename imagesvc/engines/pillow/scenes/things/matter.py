"""What things are made of: from words to materials, in the colours that are named; shared by all that draw objects."""

from imagesvc.engines.pillow.parts import BONE, CLOTH, GLASS, GOLD, IRON, LEATHER, METAL, STONE, WOOD, Material
from imagesvc.engines.pillow.vocabulary import things
from imagesvc.engines.pillow.words import Reading

MATERIALS = {
    "bone": BONE,
    "glass": GLASS.but(hue=0.7, dark=0.3, base=0.7),
    "gold": GOLD,
    "iron": IRON,
    "jade": STONE.but(hue=0.5, gloss=0.5, grain=0.2),
    "leather": LEATHER,
    "obsidian": STONE.but(hue=0.3, dark=0.02, bright=0.62, base=0.36, gloss=0.9, grain=0.1),
    "steel": METAL,
    "stone": STONE,
    "wood": WOOD,
}
_CLOTHS = {
    "": CLOTH,
    "dark": CLOTH.but(hue=0.4, dark=0.06, bright=0.5, base=0.36),
    "pale": CLOTH.but(hue=0.35, dark=0.5, bright=1.0, base=0.7),
    "rich": CLOTH.but(bright=0.9, gloss=0.35, grain=0.3),
    "rough": CLOTH.but(grain=1.6, pitch=6.4),
}
# The named colours in which a metal shows; the word for a metal often names one.
_TINTS = {
    "bone": ("white",),
    "gold": ("gold", "orange", "brown"),
    "iron": ("black", "grey"),
    "leather": ("brown",),
    "steel": ("grey", "white", "blue"),
    "wood": ("brown",),
}


def metal(reading: Reading, *, default: str = "steel") -> Material:
    """The metal the words name."""
    return _tinted(reading, reading.best(things.METALS, default=default))


def body(reading: Reading, *, default: str) -> Material:
    """Whatever solid matter the words name."""
    return _tinted(reading, reading.best(things.BODIES, default=default))


def haft(reading: Reading) -> Material:
    """Wood, or bone if that is named more, whatever the head is of."""
    return _tinted(
        reading, reading.best({name: things.BODIES[name] for name in ("bone", "wood")}, default="wood"), own=False
    )


def cloth(reading: Reading, *, nouns: str = "") -> Material:
    """Cloth in the colour that is named of one of the nouns, else of the thing, else dark or pale as words hint."""
    colour = (reading.named(nouns) if nouns else "") or reading.own_colour
    stuff = _CLOTHS[reading.best(things.CLOTHS, default="")]
    if not colour:
        return stuff
    tone = {"black": (0.06, 0.6), "white": (0.4, 1.0)}.get(colour, (0.2, 0.9))
    return stuff.but(hue=reading.print_hue(colour, default=stuff.hue), dark=tone[0], bright=tone[1], base=0.55)


def _tinted(reading: Reading, name: str, *, own: bool = True) -> Material:
    stuff = MATERIALS[name]
    named = (reading.own_colour if own else "") or next(
        (colour for colour in _TINTS.get(name, ()) if colour in reading.dyes), ""
    )
    return stuff.but(hue=reading.print_hue(named, default=stuff.hue)) if named else stuff


def gem(reading: Reading, *, nouns: str) -> float:
    """Where on the hue path a stone is printed: in the colour it is named with, or by its very name."""
    stone = reading.named(nouns) or reading.best(things.STONES, default="")
    return reading.print_hue(stone, default=1.0)
