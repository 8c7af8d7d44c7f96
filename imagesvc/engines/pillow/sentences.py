"""Cuts a text into words: those about the subject, those about what is around it, and those of the world at large.

Knows sentences, clauses and denials, and nothing of what any noun means.
"""

import re
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from imagesvc.engines.pillow.vocabulary.grammar import (
    ASIDES,
    COLOUR_LINKS,
    DETERMINERS,
    NEGATIONS,
    PHRASE_ENDS,
    STOP_WORDS,
    SURROUNDINGS,
)

Group = tuple[frozenset[str], tuple[str, ...]]  # whole words, and beginnings of words

_CHARACTERS_READ = 4000
_WORDS_READ = 300
_HEAD_WORDS = 9  # a name is rarely longer
_DENIED_WORDS = 3
_SHORT = 3  # letters: a bed is no "b"
_LINKS = 5  # words that may stand between a thing and its colour behind it

# Tails such as "Type: weapon | Slot: main hand | ..." are tables for machines, not what is seen.
_TAIL = re.compile(r"\b(?:type|slot|rarity|value|weight|properties|bonuses)\s*:.*", re.IGNORECASE | re.DOTALL)
_SENTENCE_END = re.compile(r"[.!?\n]+")
_TOKEN = re.compile(r"[a-z]+(?:-[a-z]+)*|[,;:()]")
_HEAD_END = re.compile(r"[\n.:;!?|,(]| - ")


@dataclass(frozen=True, kw_only=True)
class Words:
    """Words in order. `ends` says after which of them a clause ends; `denied` are those the text says are not there."""

    words: tuple[str, ...] = ()
    ends: frozenset[int] = frozenset()
    denied: tuple[str, ...] = ()
    head: int = 0  # how many of the words are the name

    @cached_property
    def forms(self) -> tuple[frozenset[str], ...]:
        """Each word with its singulars."""
        return tuple(forms_of(word) for word in self.words)

    @cached_property
    def pairs(self) -> tuple[frozenset[str], ...]:
        """Each word joined to the one before it ("throne room": throne-room)."""
        joined = [frozenset[str]()] if self.words else []
        for before, forms in zip(self.words, self.forms[1:], strict=False):
            joined.append(frozenset(f"{before}-{form}" for form in forms))
        return tuple(joined)

    @cached_property
    def tallies(self) -> tuple[tuple[str, frozenset[str], float], ...]:
        """Each different word, with its forms and pairs, and how much it counts; the third time hardly any more."""
        counts: dict[str, tuple[frozenset[str], float, int]] = {}
        for place, word in enumerate(self.words):
            forms, total, times = counts.get(word, (frozenset(), 0.0, 0))
            counts[word] = (
                forms | self.forms[place] | self.pairs[place],
                total + self.weight(place) * 0.5**times,
                times + 1,
            )
        return tuple((word, forms, total) for word, (forms, total, _) in counts.items())

    def weight(self, place: int) -> float:
        """How much a word counts where it stands."""
        return 1.0 if place < self.head else 1 / (1 + place / 25)

    def score(self, group: Group) -> float:
        """How much is said of a group of words."""
        exact, stems = group
        return sum(
            total
            for word, forms, total in self.tallies
            if not exact.isdisjoint(forms) or (stems and word.startswith(stems))
        )

    def part(self, start: int, stop: int) -> "Words":
        """The words from one place to another, with what is known of them."""
        ends = frozenset(end - start for end in self.ends if start <= end < stop)
        head = max(0, min(self.head, stop) - start)
        return Words(words=self.words[start:stop], ends=ends, denied=self.denied, head=head)

    def before(self, place: int, *, reach: int) -> tuple[str, ...]:
        """The words of the same phrase before a word, nearest first."""
        found: list[str] = []
        for i in range(place - 1, max(-1, place - 1 - reach), -1):
            if i in self.ends or self.words[i] in STOP_WORDS - {"and"}:
                break
            if self.words[i] == "and" and not found:
                break
            found.append(self.words[i])
        return tuple(found)

    def behind(self, place: int) -> tuple[str, ...]:
        """The word that links like "of" and "the colour of" lead to behind a word; empty if none does."""
        if place in self.ends:
            return ()
        for i in range(place + 1, min(len(self.words), place + 2 + _LINKS)):
            if self.words[i] not in COLOUR_LINKS:
                return (self.words[i],) if i > place + 1 else ()
            if i in self.ends:
                return ()
        return ()


NOTHING = Words()


@dataclass
class _Pile:
    """Words being gathered."""

    words: list[str] = field(default_factory=list)
    ends: set[int] = field(default_factory=set)
    denied: list[str] = field(default_factory=list)

    def add(self, sentence: str) -> None:
        room, barred = 0, False
        for token in _TOKEN.findall(sentence):
            if not token[0].isalpha():
                self.ends.add(len(self.words) - 1)
                barred = False
            elif token in NEGATIONS:
                room, barred = _DENIED_WORDS, True
                self.ends.add(len(self.words) - 1)
            elif barred and token in DETERMINERS:
                continue
            elif barred and room > 0 and token not in PHRASE_ENDS:
                if token != "or":  # noqa: S105 - a word, no secret
                    self.denied.append(token)
                    room -= 1
            else:
                barred = False
                self.words.append(token)
        self.ends.add(len(self.words) - 1)

    def packed(self, *, head: int = 0) -> Words:
        kept = self.words[:_WORDS_READ]
        return Words(words=tuple(kept), ends=frozenset(self.ends), denied=tuple(self.denied), head=min(head, len(kept)))


def cut(description: str, *, preamble: str, is_free: bool) -> tuple[Words, Words, Words]:
    """Return the words about the subject, about what is around it, and of the world.

    Of composed descriptions the paragraphs before the last are the world's; a text that somebody wrote freely is all
    about its subject.
    """
    text = _plain(_TAIL.sub("", description[:_CHARACTERS_READ]))
    prefix, _, told = ("", "", text) if is_free else text.strip().rpartition("\n\n")
    main, around, lore = _Pile(), _Pile(), _Pile()
    for sentence in _SENTENCE_END.split(told):
        opening = sentence.lstrip()
        if opening.startswith(ASIDES):
            continue
        (around if opening.startswith(SURROUNDINGS) else main).add(sentence)
    for sentence in _SENTENCE_END.split(f"{prefix}\n{_plain(preamble[:_CHARACTERS_READ])}"):
        lore.add(sentence)
    named = _Pile()
    named.add(_HEAD_END.split(told.strip(), maxsplit=1)[0])
    return main.packed(head=min(_HEAD_WORDS, len(named.words))), around.packed(), lore.packed()


def _plain(text: str) -> str:
    return text.lower().replace("’", "'").replace("'s ", " ")


@lru_cache(maxsize=4096)
def forms_of(word: str) -> frozenset[str]:
    """A word with what may be its singular, or the noun in it ("hooded", "eyed")."""
    forms = {word}
    if word.endswith("ed") and len(word) > _SHORT:
        forms |= {word[:-1], word[:-2]}
    for ending, singular in (("s", ""), ("es", ""), ("ies", "y"), ("ves", "f"), ("ves", "fe"), ("men", "man")):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            forms.add(word[: -len(ending)] + singular)
    return frozenset(forms)
