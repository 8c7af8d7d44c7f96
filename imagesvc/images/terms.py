"""The game's terms and numbers, and the words for what they look like: levels, attributes, moods, slots, rarities.

To have another term seen, add it to its table. What has no look comes out as the empty text.
"""

import re
from collections.abc import Mapping

from imagesvc.images.wording import listed, with_article, words_of

_EXPERIENCE = ((1, "novice"), (7, ""), (14, "seasoned"))  # up to that level; beyond the last: renowned


def experience(level: int | None) -> str:
    """Return how a person of that level looks to others."""
    if level is None:
        return ""
    return next((word for limit, word in _EXPERIENCE if level <= limit), "renowned")


# Attributes are drawn only where they stand out of the person's own average: worlds count on scales of their own.
_LOW, _HIGH = 0.45, 1.3
_BEARING: Mapping[str, tuple[str, str]] = {
    "strength": ("a slight build", "a powerful build"),
    "dexterity": ("stiff movements", "nimble movements"),
    "constitution": ("a frail frame", "a hardy frame"),
    "intelligence": ("a vacant stare", "a keen look"),
    "wisdom": ("a naive look", "a knowing gaze"),
    "charisma": ("a forbidding air", "a commanding presence"),
}
_BEARINGS = 3


def bearing_of(attributes: object) -> str:
    """Return the build and the air of a person with those attributes, the most notable first."""
    known = attributes if isinstance(attributes, dict) else {}
    values = {name: known[name] for name in _BEARING if isinstance(known.get(name), int | float) and known[name] > 0}
    average = sum(values.values()) / max(len(values), 1)
    notable = [name for name, value in values.items() if not _LOW < value / average < _HIGH]
    notable.sort(key=lambda name: -abs(values[name] - average))
    return listed(_BEARING[name][values[name] > average] for name in notable[:_BEARINGS])


# What of a personality shows in a face. The beginning of a word decides.
_MOODS: Mapping[str, str] = {
    "stoic": "stoic",
    "anxi": "anxious",
    "nervous": "nervous",
    "phobi": "fearful",
    "depress": "sorrowful",
    "grie": "grieving",
    "melanchol": "melancholic",
    "ptsd": "haunted",
    "traum": "haunted",
    "haunted": "haunted",
    "insomnia": "sleepless",
    "cynic": "cynical",
    "pragmati": "matter-of-fact",
    "taciturn": "taciturn",
    "shy": "shy",
    "nurtur": "kindly",
    "kind": "kindly",
    "gentle": "gentle",
    "gregarious": "cheerful",
    "cheer": "cheerful",
    "jovial": "cheerful",
    "proud": "proud",
    "arrogan": "haughty",
    "dominant": "domineering",
    "fierce": "fierce",
    "wrath": "wrathful",
    "angry": "angry",
    "calm": "calm",
    "serene": "serene",
    "curious": "curious",
    "obsess": "obsessive",
    "mercurial": "restless",
    "cruel": "cruel",
    "compulsive": "driven",
    "sly": "sly",
    "mischiev": "mischievous",
}
_MOODS_SHOWN = 3


def mood_of(personality: object) -> str:
    """Return what of a personality shows in the face."""
    if not isinstance(personality, dict):
        return ""
    said = f"{words_of(personality.get('type'))} {words_of(personality.get('traits'))}".lower()
    # An adverb tells of something else: "fiercely devoted to maps" is no fierce look.
    words = [word for word in re.findall(r"[a-z]+", said) if not word.endswith("ly")]
    moods = [mood for word in words for stem, mood in _MOODS.items() if word.startswith(stem)]
    return listed([*dict.fromkeys(moods)][:_MOODS_SHOWN])


# Where a thing is, by the name of its slot without a number. Other slots do not say.
_SLOTS: Mapping[str, str] = {
    "head": "on the head",
    "eyewear": "over the eyes",
    "neck": "around the neck",
    "shoulders": "on the shoulders",
    "back": "on the back",
    "waist": "at the waist",
    "legs": "on the legs",
    "feet": "on the feet",
    "gloves": "on the hands",
    "right glove": "on the hands",
    "left glove": "on the hands",
    "ring": "on a finger",
    "hands": "in the hand",
    "right hand": "in the right hand",
    "left hand": "in the left hand",
}


def place_of_slot(name: str) -> str:
    """Return where a thing in that slot is seen."""
    return _SLOTS.get(words_of(name).lower().rstrip(" 0123456789"), "")


_QUALITIES: Mapping[str, str] = {
    "junk": "shabby",
    "common": "plain",
    "uncommon": "fine",
    "rare": "rare and precious",
    "very rare": "exceedingly rare and precious",
    "epic": "magnificent",
    "mythic": "mythical",
    "artifact": "storied, ancient",
    "unique": "one-of-a-kind",
}
_UNREMARKABLE = ("plain", "fine")  # not worth a sentence of their own
# The game's words for types that are no words for a look.
_TYPES: Mapping[str, str] = {
    "armor": "piece of armor",
    "accessory": "trinket",
    "furniture": "piece of furniture",
    "clothing": "garment",
    "reagent": "alchemical ingredient",
    "consumable": "",
    "misc": "",
    "miscellaneous": "",
    "mystery": "",
    "junk": "",
    "item": "",
}
# Scarves, belts and gloves are armor to the game.
_DRESSED = ("around the neck", "on the shoulders", "on the back", "at the waist", "on the feet", "on the hands")


def make_of(*, rarities: list[object], types: list[object], slot: str) -> str:
    """Return how good a thing is, what kind of thing, and where it is worn; the first of each list that says it counts.

    Such as "a fine tool, worn at the waist".
    """
    rarity = next(filter(None, map(_term, rarities)), "")
    kind = next(filter(None, map(_term, types)), "")
    quality, noun, place = _QUALITIES.get(rarity, rarity), _TYPES.get(kind, kind), place_of_slot(slot)
    if kind == "armor" and place in _DRESSED:
        noun = "garment"
    if noun:
        look = with_article(f"{quality} {noun}".strip())
    else:
        look = f"{quality} to look at" if quality and quality not in _UNREMARKABLE else ""
    worn = f"{'held' if place.startswith('in ') else 'worn'} {place}" if place else ""
    return ", ".join(filter(None, [look, worn]))


def _term(value: object) -> str:
    """Return a term of the game in small letters; what has figures in it is a statistic, not a term."""
    term = words_of(value).lower()
    return "" if any(character.isdigit() for character in term) else term
