"""Reads a description: which words stand in it, how much each counts, and what they say of palette, light and subject.

The small grammar of it: a name, then sentences about the subject; sentences about what is around it are kept apart
(`around`), and so is what the world says of all its pictures (`lore`, which only lends a palette when nothing else
does). What is denied ("no hair") is not there. It never reads more than the first words: a novel costs what a note
does. It knows no drawing; what words mean stands in `vocabulary`, how a text is cut into words in `sentences`.
"""

from dataclasses import dataclass, replace
from functools import cache, cached_property

import numpy as np

from imagesvc.engines.pillow.fields import stream
from imagesvc.engines.pillow.palette import PALETTES, SPOTS
from imagesvc.engines.pillow.sentences import NOTHING, Words, cut, forms_of
from imagesvc.engines.pillow.vocabulary import grammar, light, people, places, things
from imagesvc.engines.pillow.vocabulary.grammar import Table

_SUBJECT_WORDS = 60  # behind the name in which the subject may still be found
_ADJECTIVES = 4  # that may stand between a colour and its noun
_SIDE_WEIGHT = 0.5  # from which on a colour named somewhere lends the accent
_IMPLIED_WEIGHT = 0.5  # of an implied colour: less than one named early, more than one named late


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What was read. Scores fall with the distance from the start; words of the head (the name) count in full."""

    text: str  # all that the drawing may depend on
    kind: str
    seed: int
    main: Words
    around: Words = NOTHING
    lore: Words = NOTHING
    implied: tuple[str, ...] = ()  # colours that what is spoken of has by itself: grass is green

    @property
    def words(self) -> tuple[str, ...]:
        """The words about the subject, in order."""
        return self.main.words

    @property
    def head(self) -> int:
        """How many of the words are the name."""
        return self.main.head

    @property
    def near(self) -> "Reading":
        """What is read of the surroundings, as if it were the subject."""
        return replace(self, main=self.around, around=NOTHING)

    def score(self, words: str) -> float:
        """How much the text speaks of a group of words; 0 if it does not."""
        return self.main.score(_group(words))

    def has(self, table: Table, name: str) -> bool:
        """Does the text speak of this row of the table at all?"""
        return self.score(table[name]) > 0

    def lacks(self, words: str) -> bool:
        """Does the text deny one of these words ("no hair", "without a hat")?"""
        exact, stems = _group(words)
        return any(_belongs(word, exact, stems) for word in self.main.denied)

    def best(self, table: Table, *, default: str) -> str:
        """The row with the highest score."""
        scores = {name: self.score(words) for name, words in table.items()}
        name = min(scores, key=lambda row: (-scores[row], row))
        return name if scores[name] > 0 else default

    def subject(self, table: Table, *, default: str, strict: bool = False) -> str:
        """The row that names the subject: the last fitting word of the name, else the first of the rest.

        If `strict`, what the name only adds ("with a ruby", "in a box") and participles ("nailed") are no subjects.
        """
        groups = {name: _group(words) for name, words in sorted(table.items())}
        for place in self._candidates(strict=strict):
            single = self.main.forms[place]
            if strict and self.words[place].endswith("ed"):
                single = frozenset({self.words[place]})
            # Two words that belong together say more than the second alone: a throne room is no room.
            for forms in (self.main.pairs[place], single):
                for name, (exact, _) in groups.items():
                    if not exact.isdisjoint(forms):
                        return name
            for name, (_, stems) in groups.items():
                if self.words[place].startswith(stems):
                    return name
        return default

    def _candidates(self, *, strict: bool) -> list[int]:
        """The places where the subject may stand, in the order in which they are looked at."""
        nouns = self.words[: self.head]
        end = next((i for i, word in enumerate(nouns) if i and word in grammar.STOP_WORDS), len(nouns))
        name, more = [*reversed(range(end))], [*range(end, len(nouns))]
        is_owned = nouns[end : end + 1] == ("of",)
        if is_owned and nouns[end - 1] in grammar.MEASURES:
            # Of a pile of books, the books are seen.
            stop = next((i for i in range(end + 1, len(nouns)) if nouns[i] in grammar.STOP_WORDS), len(nouns))
            name, more = [*reversed(range(end + 1, stop))], name
        elif strict and not is_owned:
            more = []
        return [*name, *more, *range(len(nouns), min(len(self.words), self.head + _SUBJECT_WORDS))]

    def colour(self, nouns: str, table: Table) -> str:
        """The row of colours that stands with one of the nouns ("long silver hair", "eyes of amber"), or nothing."""
        exact, stems = _group(nouns)
        for place, word in enumerate(self.words):
            first, _, rest = word.partition("-")
            if rest and _belongs(rest, exact, stems):
                found = _row(table, (first,))
            elif _belongs(word, exact, stems):
                found = _row(table, self.main.before(place, reach=_ADJECTIVES)) or _row(table, self.main.behind(place))
            else:
                continue
            if found:
                return found
        return ""

    def named(self, nouns: str) -> str:
        """The colour that is named of one of the nouns, as `light.COLOURS` calls it, or nothing."""
        return self.colour(nouns, light.COLOURS)

    def hue(self, nouns: str, *, default: float) -> float:
        """Where on the hue path the colour named of one of these nouns is printed; `default` if none is named.

        Give it to a Material or to any part: `CLOTH.but(hue=reading.hue("cloak cape", default=0.5))`.
        """
        return self.print_hue(self.named(nouns), default=default)

    def print_hue(self, colour: str, *, default: float) -> float:
        """Where on the hue path a named colour is printed, if the text names it among the first."""
        return SPOTS[self.dyes.index(colour)] if colour in self.dyes else default

    @cached_property
    def colours(self) -> dict[str, float]:
        """The colours the text names, and how much it speaks of each."""
        weights: dict[str, float] = {}
        for place, word in enumerate(self.words):
            if name := _row(light.COLOURS, (word, word.partition("-")[0])):
                weights[name] = weights.get(name, 0) + self.main.weight(place)
        return weights

    @cached_property
    def dyes(self) -> tuple[str, ...]:
        """The colours that get a block of their own, as far as there are: those named first, then those implied."""
        weights = dict.fromkeys(self.implied, _IMPLIED_WEIGHT) | self.colours
        return tuple(sorted(weights, key=lambda name: (-weights[name], name))[: len(SPOTS)])

    @cached_property
    def side_colour(self) -> str:
        """The colour named most that is not the subject's own."""
        others = [name for name in self.colours if name != self.own_colour and self.colours[name] >= _SIDE_WEIGHT]
        return min(others, key=lambda name: (-self.colours[name], name), default="")

    @cached_property
    def own_colour(self) -> str:
        """The colour named of the subject itself: the last one of the name before "of" or "with"."""
        nouns = self.words[: self.head]
        end = next((i for i, word in enumerate(nouns) if i and word in grammar.STOP_WORDS), len(nouns))
        return _row(light.COLOURS, tuple(reversed(nouns[:end])))

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
        """Dawn, day, dusk or night."""
        told = self.best(light.TIMES, default="")
        return told or {"dusk": "dusk", "night": "night", "neon": "night", "fire": "dusk"}.get(self.palette, "day")

    @cached_property
    def weather(self) -> str:
        """Snow, rain, storm, fog, wind or nothing."""
        return self.best(light.WEATHERS, default="snow" if self.palette == "winter" else "")

    @cached_property
    def mood(self) -> str:
        """Grim, eerie, serene, festive, holy or nothing."""
        return self.best(light.MOODS, default="")


def read(description: str, *, kind: str, seed: int, preamble: str = "") -> Reading:
    """Read a description. The preamble is taken off its front if somebody left it there."""
    if preamble and description.startswith(preamble):
        description = description[len(preamble) :].lstrip()
    main, around, lore = cut(description, preamble=preamble, is_free=kind not in _TOLD)
    return Reading(text=description, kind=kind, seed=seed, main=main, around=around, lore=lore)


def kind_of(reading: Reading) -> str:
    """Judge what a custom prompt shows: a character, an item, scenery or (when nothing says so) a location."""
    return reading.subject(_KINDS, default="location")


_KINDS: Table = {
    "character": people.PERSONS,
    "location": " ".join(words for name, words in places.SETTINGS.items() if name != "mushrooms"),
    "item": " ".join(things.ITEMS.values()),
    "scenery": " ".join(things.SCENERY.values()),
}
# The kinds whose descriptions are composed: paragraphs before the last are the world's prefix for the kind.
_TOLD = frozenset({"character", "location", "exit", "item", "scenery"})
_OUTDOORS = frozenset({"location", "exit", "scenery"})
_SKIES = frozenset({"dusk", "night", "noon", "winter"})
# Places where a palette is at home: there its words count more than those of the sky.
_HOMES = {"neon": frozenset({"city", "station", "space"}), "fire": frozenset({"volcano", "smithy"})}
_HOME_WEIGHT = 4.0
_SISTERLY = 0.45  # how often a sister takes the place of a palette that very many words speak for
_AIRY = 0.75  # how often the open air is not all earth
_SKY_WEIGHT = 2.6  # words of time and weather in outdoor pictures; elsewhere silver hair would make snow
_AROUND_WEIGHT = 0.3  # words about what is around the subject


def _palette(reading: Reading) -> str:
    outdoors = reading.kind in _OUTDOORS
    place = reading.subject(places.SETTINGS, default="") if outdoors else ""
    if place in places.OUTDOORS and _told(reading, light.WEATHERS) == "snow" and _told(reading, light.TIMES) != "night":
        return "winter"
    scores = _palette_scores(reading.main, sky=_SKY_WEIGHT if outdoors else 1.0)
    near = _palette_scores(reading.around, sky=1.0)
    scores = {name: score + _AROUND_WEIGHT * near[name] for name, score in scores.items()}
    for name, homes in _HOMES.items():
        scores[name] *= _HOME_WEIGHT if place in homes else 1.0
    names = sorted(scores, key=lambda name: (-scores[name], name))
    lot = float(reading.trait("palette").random())
    if scores[names[0]] <= 0:
        return _palette_of_nothing(reading, names, place=place, lot=lot)
    if names[0] == "earth" and place in places.OUTDOORS and lot < _AIRY and _told(reading, light.TIMES) != "night":
        return "noon"  # brown earth under a brown sky is for rooms
    # A sister must not contradict the sky that the words tell of.
    is_told = _told(reading, light.TIMES) or _told(reading, light.WEATHERS)
    sisters = () if place in places.OUTDOORS and is_told else PALETTES[names[0]].sisters
    if lot < _SISTERLY and sisters:
        return sisters[int(lot / _SISTERLY * len(sisters))]
    return names[0]


def _told(reading: Reading, sky: Table) -> str:
    return reading.best(sky, default="")


def _palette_of_nothing(reading: Reading, names: list[str], *, place: str, lot: float) -> str:
    """By the place, the mood, the world, and at last by lot."""
    if place:
        return places.SETTING_PALETTES[place]
    if reading.mood:
        return light.MOOD_PALETTES[reading.mood]
    lore = _palette_scores(reading.lore, sky=1.0)
    best = min(lore, key=lambda name: (-lore[name], name))
    return best if lore[best] > 0 else names[int(lot * len(names))]


def _palette_scores(words: Words, *, sky: float) -> dict[str, float]:
    return {
        name: words.score(_group(group)) * (sky if name in _SKIES else 1.0) for name, group in light.PALETTES.items()
    }


def _row(table: Table, words: tuple[str, ...]) -> str:
    """The row to which the first fitting word belongs, or nothing."""
    for word in words:
        for name, group in sorted(table.items()):
            if _belongs(word, *_group(group)):
                return name
    return ""


def _belongs(word: str, exact: frozenset[str], stems: tuple[str, ...]) -> bool:
    return not exact.isdisjoint(forms_of(word)) or word.startswith(stems)


@cache
def _group(words: str) -> tuple[frozenset[str], tuple[str, ...]]:
    parts = words.split()
    return (
        frozenset(word for word in parts if not word.endswith("*")),
        tuple(word[:-1] for word in parts if word.endswith("*")),
    )
