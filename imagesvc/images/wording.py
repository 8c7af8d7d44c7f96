"""How the texts of a game become plain words: typography, controls, sentences, lists, articles, and what is no picture.

Pure functions on text. Nothing here knows an entity, and no text is ever read as a format or a template.
"""

import re
from collections.abc import Iterable

# Typographic characters and the plain ones that every engine reads alike.
_PLAIN = str.maketrans(
    dict.fromkeys("\u2018\u2019\u201a\u201b\u2039\u203a\u2032\u02bc", "'")
    | dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033", '"')
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-")
    | dict.fromkeys("\t\u00a0\u1680\u202f\u205f\u3000", " ")
    | dict.fromkeys(range(0x2000, 0x200B), " ")
    | {"\u2026": "...", "\u2028": "\n", "\u2029": "\n"}
)
# Controls but for the line feed, lone surrogates, and what is invisible or turns the direction of writing. The joiners
# U+200C and U+200D stay: emoji and several scripts are spelt with them.
_UNSEEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_LONG_DASH_IN_PROSE = re.compile("(?<=\\S)\u2014(?=\\S)")
_SENTENCE_BORDER = re.compile(r"""(?<=[.!?])\s+|(?<=[.!?]["')])\s+""")


def plain(text: str) -> str:
    """Return the text with plain quotes, dashes and spaces, without controls, trimmed; lines stay lines."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_PLAIN)
    return _UNSEEN.sub("", text).strip()


def words_of(value: object) -> str:
    """Return what a game says, on one line and in plain characters; the empty text if it is not a text."""
    if not isinstance(value, str):
        return ""
    # Set close, a dash that parts two thoughts would be read as a hyphen that joins two words.
    return " ".join(plain(_LONG_DASH_IN_PROSE.sub(" - ", value)).split())


def sentence(text: str) -> str:
    """Return the text with a full stop, unless it ends in a mark of its own."""
    return f"{text}." if text and (text[-1].isalnum() or text[-1] in "\"')]") and not _ended(text) else text


def sentences(text: str) -> list[str]:
    return [part for part in _SENTENCE_BORDER.split(text) if part]


def opening(text: str, *, length: int) -> str:
    """Return the first sentence, and as many more as fit into `length` characters."""
    return "" if not text else within(text, length=length) or sentences(text)[0]


def within(text: str, *, length: int) -> str:
    """Return the longest beginning of whole sentences that fits into `length` characters, which may be none."""
    kept = ""
    for part in sentences(text):
        longer = f"{kept} {part}".strip()
        if len(longer) > length:
            break
        kept = longer
    return kept


def listed(parts: Iterable[str]) -> str:
    """Return `a, b and c`."""
    *others, last = [*parts] or [""]
    return f"{', '.join(others)} and {last}" if others else last


def with_article(text: str) -> str:
    """Return the words with `a` or `an` before them."""
    sounds_open = text[:1].lower() in "aeiou" and not text.lower().startswith(("uni", "one", "eu"))
    return f"{'an' if sounds_open else 'a'} {text}" if text else ""


def the(name: str) -> str:
    """Return the name of a thing as it stands in a sentence: with `the`, unless it is one word or says whose it is."""
    first, _, others = name.partition(" ")
    needs_none = not others or first.endswith(("'s", "s'")) or first.lower() in ("the", "a", "an")
    return name if needs_none or not first.isascii() or not first[0].isalpha() else f"the {name}"


def mid_sentence(text: str) -> str:
    """Return a text that opens a sentence as it stands within one: with a small first letter, without the full stop."""
    return text[:1].lower() + text[1:].removesuffix(".")


def common_noun(text: str) -> str:
    """Return a game's term, such as `Merchant / Alchemist`, as words within a sentence; any other text unchanged."""
    if not re.fullmatch(r"[A-Za-z' ,/&-]+", text):
        return text
    return listed(part.lower() for part in re.split(r"\s*[/,&]\s*", text) if part)


def _ended(text: str) -> bool:
    return len(text) > 1 and text[-1] in "\"')" and text[-2] in ".!?"


# A tail of values that the game puts behind a thing's description: `Type: tool | Slot: waist | Value: 185`.
_TAIL_START = re.compile(r"(?:^|[\s|])Type:\s")
_TAIL_WITHOUT_TYPE = re.compile(r"(?:^|[\s|])(?:Slot|Rarity|Value|Weight|Properties|Bonuses|Status Effect):\s[^|]*\|")
_TAIL_VALUE = re.compile(r"\s*Type:\s[\w /-]{1,40}\.?")


def without_stat_tail(text: str) -> str:
    """Return a thing's description without the values behind it: it ends where its last `Type:` begins."""
    last = None
    for last in _TAIL_START.finditer(text):  # noqa: B007  (the last one counts)
        pass
    if last is not None and ("|" in text[last.end() :] or _TAIL_VALUE.fullmatch(text[last.start() :].lstrip("|"))):
        text = text[: last.start()]
    # Up to the last bar: behind it nothing can match, and looking would take the square of the length.
    other = _TAIL_WITHOUT_TYPE.search(text, 0, text.rfind("|") + 1)
    return (text[: other.start()] if other else text).rstrip(" |")


_VISIBLE = re.compile(
    r"\b(?:glow|gleam|glint|glitter|shin|shimmer|luminous|light|flicker|puls|spark|colou?r|stain|blood|rust|carv|"
    r"engrav|etch|inscrib|inscript|rune|crack|dent|scratch|flam|burning|burnt|scorch|smok|frost|mist|drip|gem|jewel|crystal|gild|"
    r"gold|silver|feather|fur\b|tassel|ribbon|emblem|crest|marked|marks|pattern|attach|hang|transparent|translucent|crossed)",
    re.IGNORECASE,
)
_RULES_OF_THE_GAME = re.compile(
    r"\d|\b(?:advantage|checks?|bonus|penalt|damage|resist|saving throw|grant|immun|duration|per day|once|slot|wearer|"
    r"bearer|cast|attack|skill|roll|restor|requir|creature|target|charge|level|attun|turn|round|hit point|can be|"
    r"allow|serve|impair|provid|us(?:e|ed|es|ing)\b|salvag|can\b)",
    re.IGNORECASE,
)


def visible_part(text: str) -> str:
    """Return those clauses of a thing's properties that tell how it looks, not what the game does with it."""
    clauses = (clause.strip(" .") for part in sentences(text) for clause in part.split(";"))
    visible = (clause for clause in clauses if _VISIBLE.search(clause) and not _RULES_OF_THE_GAME.search(clause))
    return ". ".join(clause[:1].upper() + clause[1:] for clause in visible)
