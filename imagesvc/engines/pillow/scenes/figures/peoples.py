"""The peoples as data: how each differs from humans in face, colours, hair and dress.

To add a people: one row here, and its words in `vocabulary/people.py` (PEOPLES). Whatever a text says of a person goes
before what is usual for the people; of several usual things the text's lot takes one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

Names = tuple[str, ...]

_MEN = ("short", "short", "wavy", "back", "cropped", "curly", "wild", "long", "receding")
_WOMEN = ("long", "wavy", "braids", "bun", "ponytail", "curly", "bob", "short")
_OLD_MEN = ("receding", "bald", "long", "wild", "back", "tonsure")
_BEARDS = ("none", "none", "none", "none", "none", "stubble", "full", "goatee", "moustache", "full")
_BALD = ("bald",)
_NO_BEARDS = ("none",)
_RARE_BEARDS = ("none",) * 8 + ("full", "goatee")


@dataclass(frozen=True, kw_only=True)
class Folk:
    """What is usual for a people."""

    face: Mapping[str, float] = field(default_factory=dict)  # added to the fields of a Look
    kind: str = "flesh"  # see `Look.kind`
    ears: float = 0.0  # how long their points are; below 0 none are seen
    tusks: float = 0.0
    teeth: str = ""  # bared or fangs
    glows: float = 0.0  # how often the eyes are lights
    marks: frozenset[str] = frozenset()
    skins: Names = ("pale", "fair", "fair", "tan", "brown", "dark")
    is_of_skin: bool = True  # whether words of skin say anything
    hairs: Names = ("black", "brown", "brown", "auburn", "blond", "red", "black")
    men: Names = _MEN  # their cuts
    women: Names = _WOMEN
    old_men: Names = _OLD_MEN
    beards: Names = _BEARDS
    dresses: Names = ("tunic", "coat", "leather", "smock", "tunic")
    horns: Names = ()
    wings: str = ""
    is_broad: bool = False
    women_share: float = 0.42  # where the words do not tell


HUMAN = Folk()

PEOPLES: dict[str, Folk] = {
    "elf": Folk(
        face={"width": -0.05, "slant": 0.7, "soft": 0.15, "eye": 0.15, "cheek": -0.15, "nose": -0.15, "chin": 0.1},
        ears=0.62,
        skins=("pale", "fair", "tan", "fair"),
        hairs=("blond", "white", "brown", "black", "auburn"),
        men=("long", "long", "back", "wavy"),
        women=("long", "long", "braids", "wavy"),
        old_men=("long", "back"),
        beards=_NO_BEARDS,
        dresses=("ranger", "gown", "robe"),
    ),
    "halfelf": Folk(face={"width": -0.02, "slant": 0.4, "soft": 0.08}, ears=0.35, beards=_RARE_BEARDS),
    "dwarf": Folk(
        face={
            "jaw": 0.25,
            "width": 0.1,
            "nose": 0.4,
            "nose_wide": 0.3,
            "cheek": 0.3,
            "brow_thick": 0.3,
            "chin": -0.2,
        },
        beards=("braided", "long", "braided", "long", "full"),
        dresses=("mail", "leather", "smith"),
        is_broad=True,
    ),
    "halfling": Folk(
        face={"cheek": 0.3, "width": 0.05, "eye": 0.2, "nose": 0.05, "bridge": -0.5, "chin": -0.2},
        ears=0.12,
        men=("curly", "wavy", "curly", "wild"),
        beards=_NO_BEARDS,
        dresses=("smock", "coat", "tunic"),
    ),
    "gnome": Folk(
        face={"nose": 0.5, "nose_wide": 0.3, "eye": 0.3, "jaw": -0.2, "cheek": 0.1, "chin": -0.2},
        ears=0.34,
        men=("wild", "wavy", "receding", "curly"),
        beards=("none", "none", "goatee", "full", "moustache"),
        dresses=("coat", "scholar", "overalls"),
    ),
    "orc": Folk(
        face={
            "jaw": 0.5,
            "width": 0.12,
            "soft": -0.5,
            "nose_wide": 0.5,
            "bridge": -0.9,
            "brow": 0.5,
            "eye": -0.3,
            "chin": 0.4,
            "mouth_wide": 0.5,
        },
        ears=0.34,
        tusks=0.9,
        skins=("green", "olive", "green"),
        hairs=("black",),
        men=("bald", "mohawk", "bun", "cropped", "wild"),
        women=("mohawk", "bun", "braids", "wild"),
        beards=_NO_BEARDS,
        dresses=("furs", "leather", "mail"),
        is_broad=True,
    ),
    "halforc": Folk(
        face={
            "jaw": 0.4,
            "width": 0.08,
            "soft": -0.3,
            "nose_wide": 0.35,
            "bridge": -0.5,
            "brow": 0.3,
            "eye": -0.15,
            "chin": 0.3,
            "mouth_wide": 0.4,
        },
        ears=0.26,
        tusks=0.55,
        skins=("olive", "ash", "olive"),
        hairs=("black", "brown"),
        men=("bald", "mohawk", "bun", "cropped", "wild"),
        women=("mohawk", "bun", "braids", "cropped"),
        beards=_NO_BEARDS,
        dresses=("leather", "furs", "mail"),
        is_broad=True,
    ),
    "goblin": Folk(
        face={
            "jaw": -0.4,
            "width": 0.06,
            "nose": 0.7,
            "bridge": 0.9,
            "eye": 0.5,
            "mouth_wide": 0.8,
            "cheek": -0.3,
            "slant": 0.6,
            "chin": 0.2,
            "soft": -0.2,
        },
        ears=1.0,
        teeth="fangs",
        skins=("green", "olive", "gold"),
        dresses=("rags", "leather"),
        men=_BALD,
        women=_BALD,
        old_men=_BALD,
        beards=_NO_BEARDS,
    ),
    "tiefling": Folk(
        face={"jaw": -0.05, "slant": 0.6, "cheek": -0.2, "chin": 0.2, "brow": 0.15},
        ears=0.4,
        glows=0.5,
        skins=("red", "violet", "red", "blue"),
        hairs=("black", "violet", "white", "black"),
        horns=("tall", "ram", "swept"),
    ),
    "faun": Folk(face={"slant": 0.4, "chin": 0.2, "nose": 0.1}, ears=0.5, men=("curly",), horns=("ram",)),
    "skeleton": Folk(
        kind="skull",
        ears=-1.0,
        glows=0.7,
        skins=("bone",),
        is_of_skin=False,
        dresses=("rags", "mail"),
        men=_BALD,
        women=_BALD,
        old_men=_BALD,
        beards=_NO_BEARDS,
    ),
    "zombie": Folk(
        face={"cheek": -0.6, "soft": -0.3, "lids": -0.1, "mouth_wide": 0.2, "lips": -0.3},
        teeth="bared",
        glows=0.6,
        marks=frozenset({"stitches"}),
        skins=("ash", "ash", "grey"),
        hairs=("grey", "black"),
        beards=_RARE_BEARDS,
        dresses=("rags",),
    ),
    "ghost": Folk(
        kind="ghost",
        glows=0.7,
        skins=("spectral",),
        is_of_skin=False,
        hairs=("white",),
        men=("long", "wild"),
        women=("long", "wavy"),
        beards=_RARE_BEARDS,
        dresses=("rags", "gown"),
    ),
    "vampire": Folk(
        face={"cheek": -0.35, "slant": 0.4, "brow": 0.2, "jaw": -0.1, "chin": 0.2},
        ears=0.16,
        teeth="fangs",
        skins=("pale",),
        hairs=("black", "white", "auburn"),
        men=("back", "long"),
        women=("long", "wavy"),
        beards=_RARE_BEARDS,
        dresses=("doublet", "gown"),
    ),
    "angel": Folk(
        face={"soft": 0.2, "eye": 0.15, "slant": 0.1},
        hairs=("blond", "white", "black"),
        men=("long", "wavy", "curly"),
        women=("long", "wavy", "curly"),
        beards=_NO_BEARDS,
        dresses=("toga",),
        wings="feathered",
    ),
    "fairy": Folk(
        face={"eye": 0.5, "slant": 0.6, "jaw": -0.35, "soft": 0.3, "nose": -0.3, "bridge": -0.5, "chin": -0.1},
        ears=0.5,
        skins=("pale", "fair", "green"),
        hairs=("pink", "green", "blond", "violet"),
        beards=_NO_BEARDS,
        dresses=("leaves",),
        wings="gauzy",
        women_share=0.75,
    ),
    "giant": Folk(
        face={
            "jaw": 0.5,
            "width": 0.14,
            "nose": 0.4,
            "nose_wide": 0.4,
            "brow": 0.3,
            "eye": -0.35,
            "chin": 0.4,
            "soft": -0.4,
        },
        skins=("tan", "grey", "fair"),
        men=("bald", "mohawk", "wild", "cropped"),
        dresses=("furs", "rags"),
        is_broad=True,
    ),
    "troll": Folk(
        face={
            "jaw": 0.2,
            "width": 0.08,
            "nose": 0.9,
            "nose_wide": 0.5,
            "bridge": 0.5,
            "eye": -0.2,
            "mouth_wide": 0.7,
            "soft": -0.5,
            "brow": 0.4,
        },
        ears=0.7,
        tusks=1.1,
        skins=("olive", "blue", "grey"),
        men=("wild", "bald", "mohawk"),
        beards=_NO_BEARDS,
        dresses=("rags", "furs"),
        is_broad=True,
    ),
    "alien": Folk(
        face={"eye": 0.5, "slant": 0.6, "soft": 0.5},
        kind="alien",
        ears=-1.0,
        skins=("ash", "blue", "violet", "grey"),
        dresses=("space", "uniform"),
        men=_BALD,
        women=_BALD,
        old_men=_BALD,
        beards=_NO_BEARDS,
    ),
    "android": Folk(marks=frozenset({"seams"}), glows=0.6, skins=("pale", "steel", "fair"), dresses=("cyber",)),
    "merfolk": Folk(
        face={"eye": 0.25, "soft": 0.25, "slant": 0.3, "nose": -0.15},
        ears=-1.0,
        marks=frozenset({"gills"}),
        skins=("blue", "ash", "pale"),
        hairs=("green", "blue", "black"),
        men=("long", "wavy"),
        women=("long", "wavy"),
        beards=_RARE_BEARDS,
        dresses=("leaves",),
        women_share=0.75,
    ),
    "stonefolk": Folk(
        face={"jaw": 0.5, "soft": -0.5, "brow": 0.4, "nose_wide": 0.3},
        kind="stone",
        ears=-1.0,
        glows=0.5,
        skins=("stone",),
        is_of_skin=False,
        dresses=("plate",),
        is_broad=True,
        men=_BALD,
        women=_BALD,
        old_men=_BALD,
        beards=_NO_BEARDS,
    ),
    "treant": Folk(
        face={"nose": 0.7, "soft": -0.5, "cheek": -0.3, "age": 0.4, "chin": 0.4},
        kind="bark",
        ears=-1.0,
        glows=0.5,
        skins=("bark",),
        is_of_skin=False,
        hairs=("green",),
        men=("wild",),
        women=("wild",),
        old_men=("wild",),
        beards=("full", "long", "none"),
        dresses=("leaves",),
    ),
}


def folk_of(name: str) -> Folk:
    """The people of this name; humans have none."""
    return PEOPLES.get(name, HUMAN)


def by_lot(names: Names, draw: float) -> str:
    """One of several, by a draw 0..1."""
    return names[int(draw * len(names))]
