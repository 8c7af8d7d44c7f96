"""Reading descriptions: which words decide, how far it reads, and that all the vocabulary can be drawn."""

import time

import pytest

from imagesvc.engines.pillow import vocabulary
from imagesvc.engines.pillow.palette import PALETTES, colour_table
from imagesvc.engines.pillow.scenes import item, set_piece
from imagesvc.engines.pillow.words import Reading, kind_of, read

pytestmark = pytest.mark.once


def reading(text: str, *, kind: str = "item") -> Reading:
    return read(text, kind=kind, seed=0)


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("Pact Dagger. A ritualistic blade", "blade"),
        ("Healing Potion, Standard Issue. A vial", "bottle"),
        ("Key to the Shrine Cabinet", "keys"),
        ("Recovered Token Pouch", "pouch"),
        ("Chainmail of the Unreturned", "armour"),
        ("Notched Greataxe of the Deep Delver", "axe"),
        ("Burnscar's Ring", "ring"),
        ("Something strange. It looks like a lantern", "lantern"),
        ("Whatsit", "parcel"),
        ("", "parcel"),
    ],
)
def test_subject_is_the_last_fitting_noun_of_the_name(text: str, family: str) -> None:
    assert reading(text).subject(vocabulary.ITEMS, default="parcel") == family


@pytest.mark.parametrize(
    ("text", "kind", "palette"),
    [
        ("A castle in the snow", "location", "winter"),
        ("A room in a tavern", "location", "earth"),
        ("Harbour town by the sea at midnight", "location", "night"),
        ("Robot in a neon city", "character", "neon"),
        ("An old man with silver hair and cold eyes, a wizard of the arcane", "character", "arcane"),
        ("Common Room", "exit", "earth"),
        ("Slime pit", "item", "plague"),
    ],
)
def test_palette_follows_the_words(text: str, kind: str, palette: str) -> None:
    assert reading(text, kind=kind).palette == palette


def test_a_palette_without_any_word_belongs_to_the_text() -> None:
    assert {reading(f"zz{number}").palette for number in range(60)} == set(PALETTES)


def test_a_table_of_properties_at_the_end_is_not_read() -> None:
    plain = reading("Brooch of tin.")
    told = reading("Brooch of tin. Type: weapon | Slot: ring | Properties: fire resistance")

    assert told.words == plain.words


def test_the_preamble_is_taken_off_the_front() -> None:
    told = read("Dark fantasy.\n\nA lamp", kind="item", seed=0, preamble="Dark fantasy.")

    assert (told.text, told.words) == ("A lamp", ("a", "lamp"))


def test_colour_stands_before_its_noun() -> None:
    person = reading("A knight in red armour with long silver hair and dark skin", kind="character")

    assert person.colour(vocabulary.HAIR_NOUNS, vocabulary.HAIR_COLOURS) == "grey"
    assert person.colour(vocabulary.SKIN_NOUNS, vocabulary.SKIN_COLOURS) == "dark"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("portrait of a smiling innkeeper", "character"),
        ("a lighthouse by the sea", "location"),
        ("a silver ring", "item"),
        ("a marble fountain", "scenery"),
        ("grblfx", "location"),
    ],
)
def test_kind_of_a_custom_prompt(text: str, kind: str) -> None:
    assert kind_of(reading(text, kind="custom")) == kind


def test_a_novel_is_read_no_slower_than_its_first_page() -> None:
    novel = "the quick brown fox jumps over the lazy dog " * 40_000

    started = time.process_time()
    words = reading(novel).words
    spent = time.process_time() - started

    assert len(words) == 300
    assert spent < 0.1


def test_every_word_group_can_be_drawn() -> None:
    assert set(item.OBJECTS) == {*vocabulary.ITEMS, "parcel"}
    assert set(set_piece.OBJECTS) == set(vocabulary.SCENERY)
    assert set(vocabulary.PALETTES) == set(PALETTES)
    assert set(vocabulary.SETTING_PALETTES) == set(vocabulary.SETTINGS)
    assert set(vocabulary.SETTING_PALETTES.values()) <= set(PALETTES)
    assert {sister for palette in PALETTES.values() for sister in palette.sisters} <= set(PALETTES)


def test_colour_tables_have_one_colour_for_every_index() -> None:
    assert {colour_table(palette).shape for palette in PALETTES.values()} == {(243, 3)}
