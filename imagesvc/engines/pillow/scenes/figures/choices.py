"""What is chosen of skin, hair, hat and dress: what the words say, or else what is usual for such people."""

from functools import cache

from imagesvc.engines.pillow.scenes.figures.peoples import Folk, by_lot
from imagesvc.engines.pillow.sentences import Words
from imagesvc.engines.pillow.vocabulary import clothing, people
from imagesvc.engines.pillow.vocabulary.grammar import Table
from imagesvc.engines.pillow.words import Reading

OF_METAL = frozenset({"plate", "mail", "scale", "tabard"})  # dresses of metal

_NOT_CLOTH = f"{people.HAIR_NOUNS} {people.SKIN_NOUNS} {people.EYE_NOUNS} tusk tusks horns teeth ring"
# Cuts that need no word for hair beside them.
_PLAIN_CUTS = ("bald", "mohawk", "dreadlocks", "tonsure", "curly", "braids", "ponytail")
_CHILDISH = {"receding": "short", "bald": "short", "tonsure": "bob", "back": "wavy"}
# A robe is worn in many callings, of which these know their own.
_ROBED = frozenset({"vestment", "habit", "scholar", "desert", "gi", "mantle", "leaves", "toga"})
_OUTERMOST = ("tabard", "smith", "apron")  # what is worn beneath them is not seen
_METAL_NOUNS = "armor armour plate mail chainmail breastplate cuirass hauberk"
_PROMINENT = 0.3  # later in a text a hat is rarely on this person's head ("the helmets of the guards")

# A space helmet is more than a helmet.
_SPECIAL_HATS = {name: words for name, words in clothing.HATS.items() if name not in {"nasal", "cap", "hood"}}

_USUAL_DYES = {
    "ranger": ("green", "moss", "brown"),
    "leather": ("brown", "brown", "black"),
    "smith": ("brown", "sand"),
    "apron": ("sand", "teal", "brown", "wine"),
    "smock": ("sand", "blue", "brown", "moss"),
    "habit": ("brown", "grey", "black"),
    "robe": ("blue", "purple", "navy", "teal", "wine"),
    "vestment": ("white", "purple", "gold"),
    "doublet": ("wine", "blue", "green", "purple"),
    "gown": ("blue", "wine", "green", "purple", "pink"),
    "mantle": ("red", "purple", "blue"),
    "bard": ("red", "green", "teal", "orange"),
    "rogue": ("black", "grey", "navy"),
    "pirate": ("red", "navy", "black"),
    "sailor": ("navy", "blue"),
    "scholar": ("black", "wine", "navy", "moss"),
    "rags": ("brown", "grey", "sand"),
    "desert": ("sand", "white", "blue"),
    "space": ("white", "orange"),
    "cyber": ("black", "navy", "purple"),
    "labcoat": ("white",),
    "suit": ("black", "grey", "navy"),
    "uniform": ("navy", "grey", "moss", "red"),
    "overalls": ("blue", "orange"),
    "duster": ("brown", "sand"),
    "toga": ("white",),
    "furs": ("brown", "grey"),
    "leaves": ("green", "moss"),
    "gi": ("white", "red", "navy"),
    "plate": ("silver", "silver", "grey"),
    "mail": ("grey", "silver"),
    "scale": ("silver", "red", "teal"),
    "tabard": ("grey",),
}
_ANY_DYE = ("brown", "green", "blue", "wine", "moss", "teal", "sand")


def skin_of(reading: Reading, folk: Folk, *, draw: float) -> str:
    """The colour of the skin."""
    told = ""
    if folk.is_of_skin:
        told = reading.colour(people.SKIN_NOUNS, people.SKIN_COLOURS) or reading.best(people.SKIN_ALONE, default="")
    return told or by_lot(folk.skins, draw)


def hair_colour_of(reading: Reading, folk: Folk, *, age: float, draw: float) -> str:
    """The colour of hair and beard."""
    told = reading.colour(people.HAIR_NOUNS, people.HAIR_COLOURS) or reading.best(people.HAIR_ALONE, default="")
    if told:
        return told
    if age > 0.8:
        return by_lot(("white", "grey"), draw)
    return "grey" if age > 0.5 and draw > 0.7 else by_lot(folk.hairs, draw)


def cut_of(reading: Reading, folk: Folk, *, woman: bool, child: bool, age: float, draw: float) -> str:
    """How the hair is cut."""
    told = next((name for name in _PLAIN_CUTS if reading.has(people.CUTS, name)), "")
    if reading.lacks("hair"):
        told = "bald"
    elif reading.score(f"{people.HAIR_NOUNS} head skull") > 0:
        told = reading.best(people.CUTS, default="") or told
    if told:
        return told
    cut = by_lot(folk.women if woman else folk.old_men if age > 0.8 else folk.men, draw)
    return _CHILDISH.get(cut, cut) if child else cut


def beard_of(reading: Reading, folk: Folk, *, woman: bool, child: bool, age: float, draw: float) -> str:
    """What grows on the chin."""
    told = reading.best(people.BEARDS, default="")
    if woman or child or folk.kind in {"skull", "alien"} or reading.lacks("beard"):
        return "none"
    if told in {"full", "long"}:
        if reading.score("braid braids braided plaited") > 0:
            return "braided"
        is_long = told == "long" or reading.score("long flowing huge great") > 0 or age > 0.8
        return "long" if is_long or "braided" in folk.beards else "full"
    if told:
        return told
    return "long" if reading.score("wizard archmage") > 0 and age > 0.1 else by_lot(folk.beards, draw)


def hat_of(reading: Reading) -> str:
    """What is on the head; who is not known at all hides under a hood."""
    if reading.lacks("hat helmet hood helm cap headgear crown"):
        return ""
    told = reading.best(_SPECIAL_HATS, default="") or reading.best(clothing.HATS, default="")
    if told == "crown" and reading.score("leaf leaves leafy flower flowers ivy thorns") > 0:
        return "laurel"
    if told and reading.score(clothing.HATS[told]) > _PROMINENT:
        return told
    usual = reading.best(clothing.USUAL_HATS, default="")
    score = reading.score(clothing.USUAL_HATS[usual]) if usual else 0.0
    if score > 2 * _PROMINENT or (score > 0 and reading.score("hat") > 0):
        return usual
    if reading.score("hat") > _PROMINENT:
        return "wide"
    return "" if _is_known(reading) else "hood"


def _is_known(reading: Reading) -> bool:
    tables = (
        *(people.PEOPLES, people.BEASTS, people.PROFILES, people.MACHINES, people.SEXES, people.AGES, people.BUILDS),
        *(people.CUTS, people.MOODS, clothing.GARMENTS, clothing.CALLINGS),
    )
    return reading.score(people.CALLED) > 0 or any(reading.best(table, default="") for table in tables)


def dress_of(reading: Reading, folk: Folk, *, draw: float) -> str:
    """What is worn: a garment that is named, or else what the calling or the people wears."""
    garment, calling = reading.best(clothing.GARMENTS, default=""), reading.best(clothing.CALLINGS, default="")
    garment = next((name for name in _OUTERMOST if reading.has(clothing.GARMENTS, name)), garment)
    told = calling if garment == "robe" and calling in _ROBED else garment or calling
    return told or by_lot(folk.dresses if _is_known(reading) else ("habit",), draw)


def horns_of(reading: Reading, folk: Folk, *, draw: float) -> str:
    """What kind of horns or antlers there are, if any."""
    told = reading.score("horns horn horned antlers antlered") > 0
    if reading.lacks("horns horn") or not (told or folk.horns):
        return ""
    kinds = {
        "antlers": "antlers antlered",
        "small": "small stubby little",
        "ram": "curved curling ram coiled curled",
    }
    return reading.best(kinds, default="") if told else by_lot(folk.horns, draw)


def colours_of(reading: Reading, *, dress: str, draw: float) -> tuple[str, str]:
    """The colours of the dress and of what adorns it; the second may be left to the palette."""
    dyes = _dyes(reading)
    usual = by_lot(_USUAL_DYES.get(dress, _ANY_DYE), draw)
    told = reading.colour(_METAL_NOUNS, people.DYES) if dress in OF_METAL else next(iter(dyes), "")
    cloth = told or usual
    second = next((dye for dye in dyes if dye != cloth), "")
    eyes = reading.colour(people.EYE_NOUNS, people.DYES)
    if eyes and (reading.score(people.GLOWING) > 0 or not second):
        second = eyes
    return cloth, second or ("red" if dress == "tabard" else "")


def _dyes(reading: Reading) -> list[str]:
    """The colours of clothes: first the one said of a garment, then all that are said of nothing else."""
    names = [reading.colour(clothing.GARMENT_NOUNS, people.DYES)]
    for place, word in enumerate(reading.words):
        ahead = reading.words[place + 1 : place + 4]
        if not any(_speaks(near, _NOT_CLOTH) for near in ahead) and not _speaks(word, people.NO_DYES_ALONE):
            names.append(_row(people.DYES, word))
    return list(dict.fromkeys(filter(None, names)))


def _row(table: Table, word: str) -> str:
    return next((name for name in sorted(table) if _speaks(word, table[name])), "")


@cache
def _speaks(word: str, words: str) -> bool:
    """Does a single word belong to a group?"""
    return Reading(text="", kind="", seed=0, main=Words(words=(word,), head=1)).score(words) > 0
