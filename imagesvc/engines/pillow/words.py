"""Reads a description: which words stand in it, how much each counts, and what they say of palette, light and subject.

It reads the description alone, never the preamble, and never more than its first words: a novel costs what a note does.
It knows no drawing; what words mean stands in `vocabulary.py`.
"""

import re
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np

from imagesvc.engines.pillow import vocabulary
from imagesvc.engines.pillow.fields import stream
from imagesvc.engines.pillow.palette import PALETTES
from imagesvc.engines.pillow.vocabulary import Table

_CHARACTERS_READ = 4000
_WORDS_READ = 300
_HEAD_WORDS = 9  # a name is rarely longer

# Tails such as "Type: weapon | Slot: main hand | ..." are tables for machines, not what is seen.
_TAIL = re.compile(r"\b(?:type|slot|rarity|value|weight|properties|bonuses)\s*:.*", re.IGNORECASE | re.DOTALL)
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
_HEAD_END = re.compile(r"[\n.:;!?|,(]| - ")


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What was read. Scores fall with the distance from the start; words of the head (the name) count in full."""

    text: str  # all that the drawing may depend on
    kind: str
    seed: int
    words: tuple[str, ...]
    head: int  # how many of the words are the name

    def score(self, words: str) -> float:
        """How much the text speaks of a group of words; 0 if it does not."""
        exact, stems = _group(words)
        total = 0.0
        for position, word in enumerate(self.words):
            if _belongs(word, exact, stems):
                total += 1.0 if position < self.head else 1 / (1 + position / 25)
        return total

    def has(self, table: Table, name: str) -> bool:
        """Does the text speak of this row of the table at all?"""
        return self.score(table[name]) > 0

    def best(self, table: Table, *, default: str) -> str:
        """The row with the highest score."""
        scores = {name: self.score(words) for name, words in table.items()}
        name = min(scores, key=lambda row: (-scores[row], row))
        return name if scores[name] > 0 else default

    def subject(self, table: Table, *, default: str) -> str:
        """The row that names the subject: the last fitting word of the name, else the first of the rest."""
        groups = {name: _group(words) for name, words in sorted(table.items())}
        nouns = self.words[: self.head]
        cut = next((i for i, word in enumerate(nouns) if i and word in vocabulary.STOP_WORDS), len(nouns))
        for word in (*reversed(nouns[:cut]), *nouns[cut:], *self.words[self.head : self.head + 60]):
            for name, (exact, stems) in groups.items():
                if _belongs(word, exact, stems):
                    return name
        return default

    def colour(self, nouns: str, table: Table) -> str:
        """The row of colours that stands right before one of the nouns ("long silver hair"), or nothing."""
        exact, stems = _group(nouns)
        for position, word in enumerate(self.words):
            if _belongs(word, exact, stems):
                for near in reversed(self.words[max(0, position - 3) : position]):
                    for name, words in sorted(table.items()):
                        if _belongs(near, *_group(words)):
                            return name
        return ""

    def chance(self, stage: str) -> np.random.Generator:
        """The random stream of one stage of this very picture."""
        return stream(f"{self.kind} {stage}", text=self.text, seed=self.seed)

    def trait(self, stage: str) -> np.random.Generator:
        """The random stream for what stays the same under every seed: who somebody is."""
        return stream(f"{self.kind} {stage}", text=self.text)

    @cached_property
    def palette(self) -> str:
        """The palette that fits the words; without any, one chosen by the text."""
        return _palette(self)

    @cached_property
    def time(self) -> str:
        """Day, dusk or night."""
        told = self.best(vocabulary.TIMES, default="")
        return told or {"dusk": "dusk", "night": "night", "neon": "night", "fire": "dusk"}.get(self.palette, "day")

    @cached_property
    def weather(self) -> str:
        """Snow, rain, fog or nothing."""
        return self.best(vocabulary.WEATHERS, default="snow" if self.palette == "winter" else "")


def read(description: str, *, kind: str, seed: int, preamble: str = "") -> Reading:
    """Read a description. The preamble is taken off its front if somebody left it there, and not read."""
    if preamble and description.startswith(preamble):
        description = description[len(preamble) :].lstrip()
    start = _TAIL.sub("", description[:_CHARACTERS_READ]).lower().replace("’", "'").replace("'s ", " ")
    words = tuple(_WORD.findall(start)[:_WORDS_READ])
    head = _HEAD_END.split(start.strip(), maxsplit=1)[0]
    return Reading(text=description, kind=kind, seed=seed, words=words, head=min(_HEAD_WORDS, len(_WORD.findall(head))))


def kind_of(reading: Reading) -> str:
    """Judge what a custom prompt shows: a character, an item, scenery or (when nothing says so) a location."""
    return reading.subject(_KINDS, default="location")


_KINDS: Table = {
    "character": vocabulary.PERSONS,
    "location": " ".join(words for name, words in vocabulary.SETTINGS.items() if name != "mushrooms"),
    "item": " ".join(vocabulary.ITEMS.values()),
    "scenery": " ".join(vocabulary.SCENERY.values()),
}
_OUTDOORS = frozenset({"location", "exit", "scenery"})
_INDOORS = frozenset({"character", "item"})  # no sky that a sister palette could contradict
_SISTERLY = 0.45  # how often a sister takes the place of a palette that very many words speak for
_SKY_WEIGHT = 2.6  # words of time and weather in outdoor pictures; elsewhere silver hair would make snow


def _palette(reading: Reading) -> str:
    sky = _SKY_WEIGHT if reading.kind in _OUTDOORS else 1.0
    scores = {
        name: reading.score(words) * (sky if name in {"dusk", "night", "winter"} else 1.0)
        for name, words in vocabulary.PALETTES.items()
    }
    names = sorted(scores, key=lambda name: (-scores[name], name))
    lot = float(reading.trait("palette").random())
    if scores[names[0]] <= 0:
        place = reading.subject(vocabulary.SETTINGS, default="") if reading.kind in _OUTDOORS else ""
        return vocabulary.SETTING_PALETTES.get(place, names[int(lot * len(names))])
    sisters = PALETTES[names[0]].sisters if reading.kind in _INDOORS else ()
    if lot < _SISTERLY and sisters:
        return sisters[int(lot / _SISTERLY * len(sisters))]
    return names[0]


def _belongs(word: str, exact: frozenset[str], stems: tuple[str, ...]) -> bool:
    return word in exact or (word.endswith("s") and word[:-1] in exact) or word.startswith(stems)


@cache
def _group(words: str) -> tuple[frozenset[str], tuple[str, ...]]:
    parts = words.split()
    return (
        frozenset(word for word in parts if not word.endswith("*")),
        tuple(word[:-1] for word in parts if word.endswith("*")),
    )
