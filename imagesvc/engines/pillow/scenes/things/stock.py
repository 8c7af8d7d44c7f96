"""All kinds of things that can be drawn, by the words for them: which one a text speaks of, and how it is shown.

An item may be called by the name of a piece of scenery and the other way round: a lantern stands, a statue is carried.
"""

from dataclasses import dataclass

from imagesvc.engines.pillow.scenes.things import (
    apparel,
    armour,
    arms,
    blades,
    curios,
    finery,
    fires,
    furnishings,
    gadgets,
    growth,
    hangings,
    instruments,
    jewels,
    lights,
    luggage,
    market,
    missiles,
    monuments,
    papers,
    provisions,
    sanctuaries,
    sorcery,
    stones,
    stores,
    tools,
    vessels,
    waters,
    ways,
    works,
    yards,
)
from imagesvc.engines.pillow.scenes.things.piece import Draw
from imagesvc.engines.pillow.vocabulary import things
from imagesvc.engines.pillow.vocabulary.grammar import Table
from imagesvc.engines.pillow.words import Reading

ITEMS: dict[str, Draw] = {
    **apparel.OBJECTS,
    **armour.OBJECTS,
    **arms.OBJECTS,
    **blades.OBJECTS,
    **curios.OBJECTS,
    **finery.OBJECTS,
    **gadgets.OBJECTS,
    **instruments.OBJECTS,
    **jewels.OBJECTS,
    **lights.OBJECTS,
    **luggage.OBJECTS,
    **missiles.OBJECTS,
    **papers.OBJECTS,
    **provisions.OBJECTS,
    **sorcery.OBJECTS,
    **stones.OBJECTS,
    **tools.OBJECTS,
    **vessels.OBJECTS,
}
SCENERY: dict[str, Draw] = {
    **fires.OBJECTS,
    **furnishings.OBJECTS,
    **growth.OBJECTS,
    **hangings.OBJECTS,
    **market.OBJECTS,
    **monuments.OBJECTS,
    **sanctuaries.OBJECTS,
    **stores.OBJECTS,
    **waters.OBJECTS,
    **ways.OBJECTS,
    **works.OBJECTS,
    **yards.OBJECTS,
}
_UNNAMED_ITEM = "parcel"
_UNNAMED_SCENERY = "veiled"


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of thing: its family, how it is drawn and how it is shown."""

    name: str
    draw: Draw
    stands: bool  # drawn from its foot upwards
    shines: bool = False
    homely: bool = False
    indoors: bool = False


def item(reading: Reading) -> Kind:
    """The kind of item a text speaks of; a parcel if none."""
    return _kind(_TABLES["item"], reading, default=f"item {_UNNAMED_ITEM}")


def scenery(reading: Reading) -> Kind:
    """The kind of scenery a text speaks of; a veiled monument if none."""
    return _kind(_TABLES["scenery"], reading, default=f"scenery {_UNNAMED_SCENERY}")


def looks(kind: Kind, reading: Reading) -> tuple[str, ...]:
    """The colours that a kind of thing has by itself, the one of its metal first if a metal is named."""
    metal = _METAL_COLOURS.get(reading.best(things.METALS, default=""), "")
    own = [colour for colour, families in _LOOKS if kind.name in families]
    return tuple(dict.fromkeys([*filter(None, [metal if own else ""]), *own]))


def _kind(table: Table, reading: Reading, *, default: str) -> Kind:
    side, _, name = reading.subject(table, default=default, strict=True).partition(" ")
    if side == "item":
        return Kind(name=name, draw=ITEMS[name], stands=False, shines=name in _SHINING, homely=name in _HOMELY)
    return Kind(name=name, draw=SCENERY[name], stands=True, indoors=name in _INDOORS)


def _joined(first: Table, second: Table, *, names: tuple[str, str]) -> Table:
    """Both tables as one; a word of the first, one or many, is taken from the second."""
    taken = {
        form
        for words in first.values()
        for word in words.split()
        for form in (word, word + "s", word.removesuffix("s"))
    }
    joined = {f"{names[0]} {family}": words for family, words in first.items()}
    for family, words in second.items():
        left = [word for word in words.split() if word not in taken]
        if left:
            joined[f"{names[1]} {family}"] = " ".join(left)
    return joined


_TABLES = {
    "item": _joined(things.ITEMS, things.SCENERY, names=("item", "scenery")),
    "scenery": _joined(things.SCENERY, things.ITEMS, names=("scenery", "item")),
}
_SHINING = frozenset(things.SHINING.split())
_HOMELY = frozenset(things.HOMELY.split())
_INDOORS = frozenset(things.INDOORS.split())
_LOOKS = [(colour, frozenset(families.split())) for colour, families in things.LOOKS.items()]
_METAL_COLOURS = {"gold": "gold", "iron": "grey", "steel": "grey"}
