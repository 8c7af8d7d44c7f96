"""Reading descriptions: which words decide, how far it reads, and that all the vocabulary can be drawn."""

import time
from pathlib import Path

import pytest

from imagesvc.engines import pillow
from imagesvc.engines.pillow.palette import COLOURS, PALETTES, colour_table
from imagesvc.engines.pillow.scenes import doorway, landscape
from imagesvc.engines.pillow.scenes.places import frames
from imagesvc.engines.pillow.scenes.things import stock
from imagesvc.engines.pillow.vocabulary import light, places, things
from imagesvc.engines.pillow.words import Reading, kind_of, read

pytestmark = pytest.mark.once

SAMPLES = Path(pillow.__file__).parent / "samples.txt"


def reading(text: str, *, kind: str = "item") -> Reading:
    return read(text, kind=kind, seed=0)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Guildhall Exterior: timber and stone", "village"),
        ("The Throne Room of a ruined castle", "throne"),
        ("Dusthollow Market Square", "market"),
        ("Old harbour town at dusk", "harbour"),
        ("Notice Board Area: opens from the Common Room", "boards"),
        ("Sewers under the city", "sewer"),
        ("The Twilight Depths", "mushrooms"),
        ("Something strange. It looks like a desert", "desert"),
        ("Whatsit", ""),
        ("", ""),
    ],
)
def test_subject_is_the_last_fitting_noun_of_the_name(text: str, place: str) -> None:
    assert reading(text, kind="location").subject(places.SETTINGS, default="") == place


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


KNIGHT = (
    "A knight in red armour with long silver hair, green-eyed, and a cloak the colour of dried blood; boots of gold"
)


@pytest.mark.parametrize(
    ("text", "nouns", "colour"),
    [
        (KNIGHT, "armour", "red"),
        (KNIGHT, "hair", "grey"),
        (KNIGHT, "eye eyes", "green"),
        (KNIGHT, "cloak", "red"),
        (KNIGHT, "boots", "gold"),
        (KNIGHT, "sword", ""),
        ("a red cloak and boots", "boots", ""),
        ("a black and white robe", "robe", "white"),
        ("a robe without red sleeves", "sleeves", ""),
        ("eyes of amber", "eyes", "orange"),
    ],
)
def test_colour_belongs_to_its_noun(text: str, nouns: str, colour: str) -> None:
    assert reading(text).named(nouns) == colour


def test_the_first_two_colours_have_blocks_of_their_own() -> None:
    told = reading("A red door, a green lamp and a blue chair")

    assert told.dyes == ("red", "green")
    assert [told.hue(noun, default=0.5) for noun in ("door", "lamp", "chair", "table")] == [2.0, 3.0, 0.5, 0.5]


@pytest.mark.parametrize(
    ("text", "there", "denied"),
    [
        ("An old man with no hair and a beard", "beard", "hair"),
        ("A knight without a helmet or cloak, in armour", "armour", "helmet"),
        ("A knight without a helmet or cloak, in armour", "armour", "cloak"),
        ("He has never worn a hat, but a hood", "hood", "hat"),
        ("Neither horns nor tail, only wings", "wings", "horns"),
    ],
)
def test_what_is_denied_is_not_there(text: str, there: str, denied: str) -> None:
    told = reading(text, kind="character")

    assert (told.score(there) > 0, told.lacks(there)) == (True, False)
    assert (told.score(denied), told.lacks(denied)) == (0, True)


def test_surroundings_are_kept_apart() -> None:
    told = reading("Way to the Cellar. Beyond it: barrels. It is seen from the Kitchen: a hearth.", kind="exit")

    assert (told.score("cellar barrels") > 1, told.score("kitchen hearth")) == (True, 0)
    assert told.near.subject(places.SETTINGS, default="") == "kitchen"


def test_what_the_world_says_of_all_its_pictures_lends_no_subject() -> None:
    told = reading("Oil painting of a dragon.\n\nA ring.")

    assert told.words == ("a", "ring")
    assert reading("Oil painting of a dragon.\n\nA ring.", kind="custom").words[0] == "oil"


def test_the_world_lends_its_palette_only_where_nothing_else_does() -> None:
    assert read("Zzgl", kind="item", seed=0, preamble="A neon city of robots.").palette == "neon"
    assert read("Zzgl of ice", kind="item", seed=0, preamble="A neon city of robots.").palette == "winter"


@pytest.mark.parametrize("word", ["knife", "city", "torch", "wolf", "sword", "woman"])
def test_plurals_are_found_by_their_singular(word: str) -> None:
    plural = {"knife": "knives", "city": "cities", "torch": "torches", "wolf": "wolves", "woman": "women"}

    assert reading(plural.get(word, f"{word}s")).score(word) == 1


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
    assert set(places.SETTINGS) == landscape.PLACES
    assert {*frames.FRAMES, "road", "bridge"} == set(places.WAYS)
    assert set(light.PALETTES) == set(PALETTES)
    assert set(light.COLOURS) == set(COLOURS)
    assert set(places.SETTING_PALETTES) == set(places.SETTINGS)
    assert {*places.SETTING_PALETTES.values(), *light.MOOD_PALETTES.values()} <= set(PALETTES)
    assert set(light.MOOD_PALETTES) == set(light.MOODS)
    assert {sister for palette in PALETTES.values() for sister in palette.sisters} <= set(PALETTES)


def test_samples_show_every_place_and_way_and_kind_of_thing() -> None:
    lines = [line.split(": ", 1) for line in SAMPLES.read_text(encoding="utf-8").splitlines() if ": " in line[:14]]
    samples = [reading(text, kind=kind) for kind, text in lines]

    assert {landscape.place_of(sample) for sample in samples if sample.kind == "location"} == set(places.SETTINGS)
    assert {doorway.way_of(sample) for sample in samples if sample.kind == "exit"} == set(places.WAYS)
    assert {stock.item(sample).name for sample in samples if sample.kind == "item"} >= set(things.ITEMS)
    assert {stock.scenery(sample).name for sample in samples if sample.kind == "scenery"} >= set(things.SCENERY)


def test_colour_tables_have_one_colour_for_every_index() -> None:
    assert {colour_table(palette).shape for palette in PALETTES.values()} == {(255, 3)}


def test_colours_of_the_text_have_their_places_in_the_table() -> None:
    plain, dyed = (colour_table(PALETTES["sea"], dyes=dyes) for dyes in ((), ("red", "green")))

    changed = sorted({row // 36 for row in range(252) if plain[row].tolist() != dyed[row].tolist()})
    assert changed == [5, 6]
    assert dyed[5 * 36 + 16].tolist()[0] > 150 > dyed[6 * 36 + 16].tolist()[0]
