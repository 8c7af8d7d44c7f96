"""What is asked of an engine: the rules of the contract, a prompt of every kind, awkward texts, and a real save."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from entities.importer import import_save
from entities.kinds import MODELS, Drawable, EntityKind, find_entity
from entities.saves import read_save
from imagesvc.images.prompts import LENGTH, NothingToDraw, Prompt, compose_custom_prompt, compose_entity_prompt
from tests import factories

pytestmark = pytest.mark.django_db

PREAMBLE = "[Tags: salt, fog]"
REAL_SAVE = Path(__file__).resolve().parents[3] / "shared" / "airpg-save"


def compose(entity: Drawable) -> Prompt:
    """Compose as admission does: from the entity as it is found, with its related rows."""
    kind = next(kind for kind, model in MODELS.items() if isinstance(entity, model))
    found = find_entity(EntityKind(kind), entity.id)
    assert found is not None
    return compose_entity_prompt(found)


# --- Preamble, prefix and description ---


@pytest.mark.parametrize(
    ("preamble", "prefix", "expected"),
    [
        ("", "", "Lamp: A lamp."),
        (PREAMBLE, "", f"{PREAMBLE}\n\nLamp: A lamp."),
        ("", "An oil painting.", "An oil painting.\n\nLamp: A lamp."),
        (PREAMBLE, "An oil painting.", f"{PREAMBLE}\n\nAn oil painting.\n\nLamp: A lamp."),
        ("  \n", " \t ", "Lamp: A lamp."),
        (f"\n {PREAMBLE} ", " An oil painting. ", f"{PREAMBLE}\n\nAn oil painting.\n\nLamp: A lamp."),
        ("\u201cSalt\u201d \u2014 fog\u2026", "", '"Salt" - fog...\n\nLamp: A lamp.'),
        ("A saga.", "A saga.\nIn oil.", "A saga.\nIn oil.\n\nLamp: A lamp."),
        ("A saga.", "A saga. In oil.", "A saga.\n\nA saga. In oil.\n\nLamp: A lamp."),
        ("Two\nlines.", "", "Two\nlines.\n\nLamp: A lamp."),
    ],
)
def test_entity_prompt_is_preamble_prefix_and_description(preamble: str, prefix: str, expected: str) -> None:
    factories.make_setting(base_context_preamble=preamble, image_prompt_prefix_item=prefix)
    thing = factories.make_thing(name="Lamp", description="A lamp.")

    assert compose(thing).text == expected


@pytest.mark.parametrize(
    ("text", "expected", "description"),
    [
        ("A lamp.", f"{PREAMBLE}\n\nA lamp.", "A lamp."),
        ("  A lamp\u2019s glow \n", f"{PREAMBLE}\n\nA lamp's glow", "A lamp's glow"),
        (PREAMBLE, PREAMBLE, ""),
        (f" {PREAMBLE} ", PREAMBLE, ""),
        (f"{PREAMBLE}\nA lamp.", f"{PREAMBLE}\nA lamp.", "A lamp."),
        (f"{PREAMBLE}\n\nA lamp.", f"{PREAMBLE}\n\nA lamp.", "A lamp."),
        (f"{PREAMBLE}\r\n\r\nA lamp.", f"{PREAMBLE}\n\nA lamp.", "A lamp."),
        (f"{PREAMBLE} A lamp.", f"{PREAMBLE}\n\n{PREAMBLE} A lamp.", f"{PREAMBLE} A lamp."),
        (f"A lamp. {PREAMBLE}", f"{PREAMBLE}\n\nA lamp. {PREAMBLE}", f"A lamp. {PREAMBLE}"),
        ("First line.\n\nSecond.", f"{PREAMBLE}\n\nFirst line.\n\nSecond.", "First line.\n\nSecond."),
    ],
)
def test_custom_prompt_gets_the_preamble_once(text: str, expected: str, description: str) -> None:
    factories.make_setting(base_context_preamble=PREAMBLE)

    prompt = compose_custom_prompt(text)

    assert (prompt.text, prompt.description) == (expected, description)


def test_preamble_of_another_world_is_not_used() -> None:
    factories.make_setting(base_context_preamble="Another world.", is_active=False)

    assert compose_custom_prompt("A lamp.") == Prompt(text="A lamp.", preamble_length=0)


@pytest.mark.parametrize("text", ["", " \n\t", "\u200b\ufeff", "\x00\x07"])
def test_custom_prompt_without_words_is_nothing_to_draw(text: str) -> None:
    with pytest.raises(NothingToDraw):
        compose_custom_prompt(text)


@pytest.mark.parametrize(
    ("make", "values", "prefix"),
    [
        (factories.make_character, {}, "Of a character."),
        (factories.make_location, {}, "Of a place."),
        (factories.make_exit, {}, "Of scenery."),
        (factories.make_thing, {"thing_type": "item"}, "Of an item."),
        (factories.make_thing, {"thing_type": "scenery"}, "Of scenery."),
    ],
)
def test_prefix_is_that_of_the_kind(make: Callable[..., Drawable], values: dict[str, str], prefix: str) -> None:
    factories.make_setting(
        image_prompt_prefix_character="Of a character.",
        image_prompt_prefix_location="Of a place.",
        image_prompt_prefix_item="Of an item.",
        image_prompt_prefix_scenery="Of scenery.",
    )

    text = compose(make(**values)).text

    assert text.split("\n\n")[0] == prefix


def test_world_without_a_preamble_tells_its_style_at_the_end() -> None:
    factories.make_setting(genre="Seafaring tale", theme="Tides", tone="Quiet, salty")
    thing = factories.make_thing(name="Lamp", description="A lamp.")

    text = compose(thing).text

    assert text == "Lamp: A lamp. The style of the world: Seafaring tale, Tides and Quiet, salty."


# --- One of each kind, with all that a game knows ---


def test_character_is_told_with_gear_bearing_and_place() -> None:
    quay = factories.make_location(name="Old Quay", short_description="A quay of black stone.")
    coat = factories.make_thing(name="Oilskin Coat", short_description="Long yellow coat.")
    hook = factories.make_thing(name="Mira's Hook", description="A boat hook of ash. It is old. Type: tool | Value: 3")
    mira = factories.make_character(
        name="Mira",
        description="A tall woman in a grey coat\u2014soaked through.",
        gender="female",
        race="Half-Elf",
        character_class="Pilot / Smuggler",
        level=9,
        attributes={"strength": 18, "dexterity": 9, "constitution": 9, "charisma": 3, "luck": 40},
        personality={"type": "Stoic, Type 4 (Individualist)", "traits": "PTSD", "goals": ["Get 500 gold"]},
        status_effects=[{"name": "Soaked", "description": "Water runs from every hem. It lasts 3 turns."}, "Poisoned"],
        is_hostile=True,
        current_location=quay,
        gear={"Body": coat.id, "Right hand": hook.id, "Ring 1": "thing_gone"},
    )

    assert compose(mira).text == (
        "Portrait of Mira, a seasoned female half-elf pilot and smuggler. "
        "A tall woman in a grey coat - soaked through. "
        "Hostile, ready to strike. "
        "Wearing the Oilskin Coat (long yellow coat). "
        "Holding Mira's Hook (a boat hook of ash) in the right hand. "
        "Visibly under the effect of Soaked (water runs from every hem) and Poisoned. "
        "With a powerful build and a forbidding air. "
        "The expression is stoic and haunted. "
        "In the background Old Quay: a quay of black stone."
    )


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"name": "Mira", "description": ""}, "Portrait of Mira."),
        ({"name": "", "description": "A tall woman."}, "A tall woman."),
        ({"name": "Mira", "description": "", "short_description": "Tall"}, "Portrait of Mira. Tall."),
        ({"name": "Mira", "description": "", "race": "Elf", "gender": "unspecified"}, "Portrait of Mira, an elf."),
        ({"name": "Guards", "description": "", "race": "Human, Dwarf"}, "Portrait of Guards, human and dwarf."),
        ({"name": "Mira", "description": "", "race": "Elf", "level": 1}, "Portrait of Mira, a novice elf."),
        ({"name": "Mira", "description": "", "race": "Elf", "level": 99}, "Portrait of Mira, a renowned elf."),
        ({"name": "Mira", "description": "", "is_dead": True, "is_hostile": True}, "Portrait of Mira. Lying dead."),
    ],
)
def test_character_is_told_with_what_is_known(values: dict[str, Any], expected: str) -> None:
    assert compose(factories.make_character(**values)).text == expected


def test_location_is_told_with_weather_scenery_and_ways() -> None:
    region = factories.make_region(
        name="The Salt Marsh",
        short_description="Reeds to the horizon.",
        raw={"weatherState": {"name": "Clear Cold", "description": "Bitter air and a high sky."}},
    )
    bell = factories.make_thing(id="thing_a", name="Tide Bell", thing_type="scenery")
    quay = factories.make_location(
        name="Old Quay", description="A quay.\n\nIt is long.", region=region, thing_ids=[bell.id]
    )
    factories.make_thing(id="thing_b", name="Stone Lion", thing_type="scenery", location=quay)
    factories.make_thing(name="Lost Coin", location=quay)
    factories.make_exit(id="exit_a", origin=quay, destination=factories.make_location(name="The Mole"))
    factories.make_exit(id="exit_b", origin=quay, name="Eel Stair", destination_id="location_gone")

    assert compose(quay).text == (
        "Old Quay: A quay. It is long. The weather is clear cold: bitter air and a high sky. "
        "To be seen there: the Tide Bell and the Stone Lion. Ways lead on to The Mole and Eel Stair. "
        "It is a part of The Salt Marsh: reeds to the horizon."
    )


@pytest.mark.parametrize(
    ("raw", "region_raw"),
    [
        ({"hasWeather": False}, {}),
        ({}, {"locationBlueprints": [{"name": "Old Quay", "hasWeather": False}]}),
    ],
)
def test_sheltered_location_has_no_weather(raw: dict[str, Any], region_raw: dict[str, Any]) -> None:
    region = factories.make_region(name="", raw={"weatherState": {"name": "Rain"}} | region_raw)

    quay = factories.make_location(name="Old Quay", description="A quay.", region=region, raw=raw)

    assert compose(quay).text == "Old Quay: A quay."


@pytest.mark.parametrize(
    ("stub", "short", "expected"),
    [
        ({"stubDescription": "One", "blueprintDescription": "Two"}, "Three", "The Maw: One."),
        ({"blueprintDescription": "Two", "shortDescription": "Four"}, "Three", "The Maw: Two."),
        ({"shortDescription": "Four", "stubShortDescription": "Five"}, "Three", "The Maw: Three."),
        ({"shortDescription": "Four", "stubShortDescription": "Five"}, "", "The Maw: Four."),
        ({"stubShortDescription": "Five"}, "", "The Maw: Five."),
        ({"targetRegionDescription": "Six", "shortDescription": "Unexplored."}, "Unexplored.", "The Maw: Six."),
        ({}, "", "The Maw: Seven. It is a part of The Salt Marsh: eight."),
    ],
)
def test_stub_is_told_by_what_the_game_means_to_say(stub: dict[str, str], short: str, expected: str) -> None:
    region = factories.make_region(description="Seven", short_description="Eight") if not stub else None
    maw = factories.make_location(
        name="The Maw", description="", short_description=short, is_stub=True, stub_metadata=stub, region=region
    )

    assert compose(maw).text == expected


def test_exit_shows_what_lies_beyond() -> None:
    quay = factories.make_location(name="Old Quay", short_description="A quay of black stone.")
    maw = factories.make_location(name="The Maw", description="A pit. It smokes.")
    gate = factories.make_exit(name="North Gate", description="A gate of bars.", origin=quay, destination=maw)

    assert compose(gate).text == (
        "North Gate: A gate of bars. Beyond it lies The Maw: A pit. It smokes. "
        "It is seen from Old Quay: a quay of black stone."
    )


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        # Real games name an exit by the place or the region it leads to.
        ({"name": "The Maw", "description": "The Maw"}, "Way to The Maw. Beyond it: A pit."),
        ({"name": "The Salt Marsh", "description": "The Maw"}, "Way to The Maw. Beyond it: A pit."),
        (
            {"name": "The Salt Marsh", "description": "Path to the pit"},
            "Path to the pit. Beyond it lies The Maw: A pit.",
        ),
        (
            {"name": "", "description": "", "is_vehicle": True, "vehicle_type": "Ferry"},
            "Ferry to The Maw. One travels it by a ferry. Beyond it: A pit.",
        ),
    ],
)
def test_exit_without_words_of_its_own_is_named_by_its_goal(values: dict[str, Any], expected: str) -> None:
    marsh = factories.make_region(name="The Salt Marsh")
    maw = factories.make_location(name="The Maw", description="A pit.", region=marsh)

    assert compose(factories.make_exit(destination=maw, **values)).text == expected


def test_exit_into_the_unknown_is_told_by_its_direction_or_region() -> None:
    north = factories.make_exit(name="", description="", direction="north_east", destination_id="location_gone")
    marsh = factories.make_region(name="The Salt Marsh", description="Reeds.")
    away = factories.make_exit(name="", description="", destination_region=marsh)

    assert [compose(north).text, compose(away).text] == [
        "Way leading north east.",
        "Way to The Salt Marsh. Beyond it: Reeds.",
    ]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, "Lamp: A lamp."),
        ({"item_type_detail": "tool", "rarity": "Uncommon"}, "Lamp: A lamp. A fine tool."),
        (
            {"item_type_detail": "tool", "metadata": {"itemType": "weapon", "rarity": "Junk"}},
            "Lamp: A lamp. A shabby weapon.",
        ),
        (
            {"item_type_detail": "armor", "slot": "neck", "rarity": "Common"},
            "Lamp: A lamp. A plain garment, worn around the neck.",
        ),
        ({"item_type_detail": "armor", "slot": "body"}, "Lamp: A lamp. A piece of armor."),
        ({"item_type_detail": "weapon", "slot": "hands"}, "Lamp: A lamp. A weapon, held in the hand."),
        ({"slot": "ring"}, "Lamp: A lamp. Worn on a finger."),
        ({"rarity": "Legendary"}, "Lamp: A lamp. Legendary to look at."),
        ({"rarity": "tier 7", "metadata": {"rarity": 7, "itemType": None}}, "Lamp: A lamp."),
        ({"metadata": {"properties": "Glows faintly; grants +2 to checks"}}, "Lamp: A lamp. Glows faintly."),
        ({"description": "A lamp. Type: tool | Slot: hands | Value: 12"}, "Lamp: A lamp."),
        ({"description": "Lamp"}, "Lamp."),
        ({"description": "", "short_description": "A small lamp"}, "Lamp: A small lamp."),
        ({"name": ""}, "A lamp."),
        (
            {"status_effects": ["Cursed", {"name": None}, 3, {"description": "Smoke rises. For 3 turns."}]},
            "Lamp: A lamp. Visibly under the effect of Cursed and smoke rises.",
        ),
        ({"thing_type": "scenery", "rarity": "Rare", "item_type_detail": "monument"}, "Lamp: A lamp."),
    ],
)
def test_thing_is_told_with_make_and_look(values: dict[str, Any], expected: str) -> None:
    assert compose(factories.make_thing(**{"name": "Lamp", "description": "A lamp."} | values)).text == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"thing_type": "item"}, "Lamp: A lamp. Lying in Old Quay: black stone."),
        ({"thing_type": "scenery"}, "Lamp: A lamp. Standing in Old Quay: black stone."),
        ({"thing_type": "item", "owner_id": "player_gone"}, "Lamp: A lamp."),
    ],
)
def test_thing_is_told_with_the_place_unless_somebody_has_it(values: dict[str, str], expected: str) -> None:
    quay = factories.make_location(name="Old Quay", short_description="Black stone.")

    assert compose(factories.make_thing(name="Lamp", description="A lamp.", location=quay, **values)).text == expected


# --- Nothing, too much, and the awkward ---

KINDS = [
    factories.make_character,
    factories.make_location,
    factories.make_exit,
    factories.make_thing,
    lambda **values: factories.make_thing(thing_type="scenery", **values),
]


@pytest.mark.parametrize("make", KINDS)
@pytest.mark.parametrize("blank", ["", " \n ", "\u200b", "\x1b"])
def test_entity_without_words_is_nothing_to_draw(make: Callable[..., Drawable], blank: str) -> None:
    factories.make_setting(base_context_preamble=PREAMBLE, genre="Tale")

    with pytest.raises(NothingToDraw):
        compose(make(name=blank, description=blank))


AWKWARD = [
    "{{7*7}}",
    "{% load static %}{% include 'x' %}{# y #}",
    "{0.__class__} %s %(x)s %d $HOME `id`",
    "<script>alert(\"x\" & 'y')</script> &amp; &#x27;",
    '", "class_type": "LoadImage',
    "\U0001f3ee\U0001f468\u200d\U0001f469\u200d\U0001f467 \u706f\u53f0 \u041c\u0430\u044f\u043a",
    "C:\\temp\\new \\u0022 \\n",
    "a | b | c",
]


@pytest.mark.parametrize("make", KINDS)
@pytest.mark.parametrize("text", AWKWARD)
def test_texts_of_a_game_come_out_as_they_are(make: Callable[..., Drawable], text: str) -> None:
    factories.make_setting(base_context_preamble=text)
    entity = make(name=f"N {text} N", description=f"D {text} D")

    composed = compose(entity).text

    assert composed.startswith(f"{text}\n\n")
    assert f"N {text} N" in composed
    assert f"D {text} D" in composed


@pytest.mark.parametrize("text", AWKWARD)
def test_texts_around_an_entity_come_out_as_they_are(text: str) -> None:
    place = factories.make_location(name=f"P {text} P", short_description=f"S {text} S")
    thing = factories.make_thing(name=f"T {text} T", short_description=f"L {text} L")
    character = factories.make_character(race=f"{text} R", status_effects=[text], current_location=place)
    character.gear = {"Head": thing.id}
    character.save(update_fields=["gear"])

    composed = compose(character).text

    # Within a sentence a text begins with a small letter.
    for expected in (f"P {text} P", f"s {text} S", f"T {text} T", f"l {text} L", f"{text} R", f"effect of {text}"):
        assert expected in composed


def test_long_surroundings_are_cut_at_sentences_and_own_words_never() -> None:
    region = factories.make_region(
        name="Far", short_description="Far and away.", raw={"weatherState": {"name": "Rain"}}
    )
    words = "The wall goes on. " * 200

    short = factories.make_location(name="Wall", description=words[:1440], region=region)
    long = factories.make_location(name="Wall", description=words, region=region)

    assert compose(short).text == f"Wall: {words[:1440].strip()} The weather is rain."
    assert compose(long).text == f"Wall: {words.strip()}"
    assert len(compose(short).text) <= LENGTH


def test_odd_raw_values_are_left_out() -> None:
    region = factories.make_region(name="", raw={"weatherState": ["x"], "locationBlueprints": {"a": 1}})
    quay = factories.make_location(
        name="Old Quay", description="A quay.", region=region, thing_ids=[7, None], raw={"statusEffects": "x"}
    )
    mira = factories.make_character(
        name="Mira",
        description="",
        attributes={"strength": "18", "wisdom": None, "charisma": [3]},
        personality={"type": 4, "traits": ["shy"]},
        status_effects=[None, 4, {"name": 3}, [], {}],
        gear={"Head": None, "Neck": 4},
    )

    assert [compose(quay).text, compose(mira).text] == ["Old Quay: A quay.", "Portrait of Mira."]


# --- What it costs ---


def test_prompt_takes_few_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    factories.make_setting(base_context_preamble=PREAMBLE)
    region = factories.make_region()
    quay, mole = factories.make_location(region=region), factories.make_location(region=region)
    for _ in range(3):
        factories.make_exit(origin=quay, destination=mole)
        factories.make_thing(thing_type="scenery", location=quay)
    gear = {f"Ring {number}": factories.make_thing().id for number in range(5)}
    # The active world; then what is worn; what stands there and where ways lead; the names of the regions.
    expected: list[tuple[Drawable, int]] = [
        (factories.make_character(gear=gear, current_location=quay), 2),
        (quay, 3),
        (factories.make_exit(origin=quay, destination=mole), 2),
        (factories.make_thing(location=quay), 1),
        (factories.make_thing(location=quay, thing_type="scenery"), 1),
    ]

    for entity, queries in expected:
        kind = next(kind for kind, model in MODELS.items() if isinstance(entity, model))
        found = find_entity(EntityKind(kind), entity.id)
        assert found is not None
        with django_assert_num_queries(queries):
            compose_entity_prompt(found)


# --- A real save ---


@pytest.mark.skipif(not REAL_SAVE.is_dir(), reason="the real save is not part of a clone")
def test_real_save_gets_a_prompt_for_everything() -> None:
    import_save(read_save(REAL_SAVE), progress=lambda _: None)

    prompts = {
        entity_id: compose_entity_prompt(entity)
        for kind in EntityKind
        for entity_id in MODELS[kind]._default_manager.values_list("pk", flat=True)
        if (entity := find_entity(kind, entity_id)) is not None
    }

    assert len(prompts) == 168
    preamble = "[Title: The Sunken Labyrinth of Valdros;"
    assert {prompt.text[: len(preamble)] for prompt in prompts.values()} == {preamble}
    assert {prompt.text.count(preamble) for prompt in prompts.values()} == {1}
    lengths = [len(prompt.description) for prompt in prompts.values()]
    assert 150 <= min(lengths) <= max(lengths) <= LENGTH
    forbidden = [
        "|",
        "Type:",
        "Slot:",
        "Rarity:",
        "Bonuses:",
        "None",
        "undefined",
        "{",
        "}",
        "[",
        "]",
        "_",
        "\n",
        "  ",
        "..",
        ". .",
        " .",
        " ,",
        "()",
        ":.",
        "unspecified",
        "level ",
        "Unexplored",
        "unexplored",
    ]
    found = [
        (word, prompt.description) for prompt in prompts.values() for word in forbidden if word in prompt.description
    ]
    assert found == []
    # What figures the game's prose has, it spells out.
    assert [prompt.description for prompt in prompts.values() if any(map(str.isdigit, prompt.description))] == []


@pytest.mark.skipif(not REAL_SAVE.is_dir(), reason="the real save is not part of a clone")
def test_real_save_reads_well() -> None:
    import_save(read_save(REAL_SAVE), progress=lambda _: None)

    def described(kind: EntityKind, name: str) -> str:
        return compose(MODELS[kind]._default_manager.get(name=name)).description

    assert described(EntityKind.THING, "Blessed Candle Lantern") == (
        "Blessed Candle Lantern: A small iron lantern with panels of thick glass, its wick fed by consecrated oil that "
        "burns with a steady amber flame regardless of wind or draft. The lantern was a gift from a dying priest who "
        "claimed it would never extinguish so long as the bearer's faith held true - a claim Osric has never tested to "
        "its limits. A fine tool, held in the hand."
    )
    assert described(EntityKind.LOCATION, "The Twilight Depths") == (
        "The Twilight Depths: Bioluminescent fungi illuminate abandoned laboratories and trapped corridors where "
        "constructs still follow centuries-old commands. Reality grows thin here, and the Sisters of the Buried Light "
        "maintain hidden sanctuaries for those they deem worthy of salvation - or conversion."
    )
    assert described(EntityKind.CHARACTER, "Wanderer") == (
        "Portrait of Wanderer, a novice human warrior. An adventurous soul seeking fortune beneath the earth, clad in "
        "practical traveling clothes with a determined gleam in their eye. Wearing the Padded Leather Armor (boiled "
        "leather layers with quilted cloth reinforcement at the joints). Holding the Worn Iron Longsword (a reliable "
        "used blade with a recently honed edge and worn leather grip) in the right hand. In the background The Sinking "
        "Stairs: impossibly long staircase descending into the earth's wounded depths."
    )
