"""How the texts of a game become plain words."""

import time

import pytest

from imagesvc.images import wording

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  a lamp \n", "a lamp"),
        ("\u2018one\u2019 \u201ctwo\u201d \u201ethree\u201d \u00abfour\u00bb", '\'one\' "two" "three" "four"'),
        ("dusk \u2014 dawn, 3\u20134, well\u2011worn, \u22125", "dusk - dawn, 3-4, well-worn, -5"),
        ("and so on\u2026", "and so on..."),
        ("a\u00a0lamp\u202fof\u2003brass", "a lamp of brass"),
        ("bell\x07 escape\x1b[31m nul\x00 delete\x7f next\x85line", "bell escape[31m nul delete nextline"),
        ("half \ud83d a pair", "half  a pair"),
        ("turned \u202ednuora and \u200binvisible\ufeff", "turned dnuora and invisible"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("\u200b\ufeff\x00", ""),
    ],
)
def test_plain_keeps_what_is_seen_and_said(text: str, expected: str) -> None:
    assert wording.plain(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "\U0001f468\u200d\U0001f469\u200d\U0001f467 \u706f\u53f0 \u0645\u06cc\u200c\u0631\u0648\u062f",
        "{{7*7}} {% load %} {0.__class__} %s %(x)s $HOME `id`",
    ],
)
def test_plain_leaves_other_texts_alone(text: str) -> None:
    assert wording.plain(text) == text


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("two\n\nlines  of\ttext", "two lines of text"),
        ("wet stone\u2014black as ink", "wet stone - black as ink"),
        (None, ""),
        (7, ""),
        (["a"], ""),
    ],
)
def test_words_of_is_one_line_or_nothing(value: object, expected: str) -> None:
    assert wording.words_of(value) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A blade. Type: weapon | Slot: hands | Rarity: Common | Value: 15", "A blade."),
        ("A blade. Type: weapon", "A blade."),
        ("Type: weapon | Value: 1", ""),
        ("A seal. Type: the first | Type: tool | Slot: neck", "A seal. Type: the first"),
        ("A blade. | Slot: hands | Value: 3", "A blade."),
        ("A blade. Slot: hands | Value: 3", "A blade."),
        ("A vial of Type: O negative, drawn from a saint.", "A vial of Type: O negative, drawn from a saint."),
        ("A board in two parts | left and right.", "A board in two parts | left and right."),
        ("", ""),
    ],
)
def test_stat_tail_is_cut_and_prose_is_not(text: str, expected: str) -> None:
    assert wording.without_stat_tail(text) == expected


@pytest.mark.parametrize("text", ["Slot: " * 100_000, "| " + "Slot: " * 100_000, "Type: a " * 50_000, "x | " * 100_000])
def test_stat_tail_is_looked_for_in_linear_time(text: str) -> None:
    started = time.process_time()

    wording.without_stat_tail(text)

    assert time.process_time() - started < 2  # it takes hundredths; the square of the length took minutes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lightning flickers behind the glass; grants advantage on checks", "Lightning flickers behind the glass"),
        ("Sheds light in a 30-foot radius; never needs refueling", ""),
        ("bloodstained. Restores 1d4 hit points.", "Bloodstained"),
        ("Waterproof", ""),
    ],
)
def test_visible_part_drops_the_rules_of_the_game(text: str, expected: str) -> None:
    assert wording.visible_part(text) == expected


@pytest.mark.parametrize(
    ("parts", "expected"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_listed_reads_as_prose(parts: list[str], expected: str) -> None:
    assert wording.listed(parts) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("elf ranger", "an elf ranger"),
        ("human", "a human"),
        ("unicorn", "a unicorn"),
        ("one-eyed man", "a one-eyed man"),
        ("", ""),
    ],
)
def test_article_follows_the_sound(text: str, expected: str) -> None:
    assert wording.with_article(text) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Brass Lantern", "the Brass Lantern"),
        ("Guard's Spear", "Guard's Spear"),
        ("The Gilded Hook", "The Gilded Hook"),
        ("Winterthorn", "Winterthorn"),
        ("{{7*7}} lamp", "{{7*7}} lamp"),
    ],
)
def test_thing_is_named_with_the_unless_it_needs_none(name: str, expected: str) -> None:
    assert wording.the(name) == expected


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("Merchant / Alchemist", "merchant and alchemist"),
        ("Human, Dwarf", "human and dwarf"),
        ("Half-Orc", "half-orc"),
        ("{Class.__NAME__}", "{Class.__NAME__}"),
    ],
)
def test_common_noun_makes_words_of_terms(term: str, expected: str) -> None:
    assert wording.common_noun(term) == expected


def test_within_cuts_at_sentence_borders() -> None:
    text = 'It rains. "Go home!" says the sign. Nobody does.'

    assert [wording.within(text, length=length) for length in (0, 9, 35, 1000)] == [
        "",
        "It rains.",
        'It rains. "Go home!" says the sign.',
        text,
    ]


def test_sentence_ends_once() -> None:
    assert [wording.sentence(text) for text in ("A lamp", "A lamp.", 'He said "stop."', "Lamps (two)", "", "So!")] == [
        "A lamp.",
        "A lamp.",
        'He said "stop."',
        "Lamps (two).",
        "",
        "So!",
    ]
