"""Sight, as the contract's paragraph says: who and what is in it, and what is not."""

import pytest
from pytest_django import DjangoAssertNumQueries

from entities.models import Character, Location
from entities.visibility import why_out_of_sight
from tests.factories import make_character, make_exit, make_location, make_setting, make_thing

pytestmark = pytest.mark.django_db


@pytest.fixture
def quay() -> Location:
    return make_location(id="quay", thing_ids=["listed"])


@pytest.fixture
def player(quay: Location) -> Character:
    make_setting(current_player_id="player")
    return make_character(
        id="player",
        is_npc=False,
        current_location=quay,
        inventory=["carried"],
        gear={"Head": "worn"},
        party_members=["friend"],
    )


def test_location_is_in_sight_while_the_player_is_in_it(player: Character, quay: Location) -> None:
    tower = make_location(id="tower")

    answers = [why_out_of_sight(quay), why_out_of_sight(tower)]

    assert answers == [None, "not-in-context"]


def test_npc_is_in_sight_beside_the_player_or_in_the_party(player: Character, quay: Location) -> None:
    tower = make_location(id="tower")
    beside = make_character(id="beside", current_location=quay)
    friend = make_character(id="friend", current_location=tower)
    stranger = make_character(id="stranger", current_location=tower)
    lost = make_character(id="lost")

    answers = [why_out_of_sight(npc) for npc in (beside, friend, stranger, lost)]

    assert answers == [None, None, "not-in-context", "not-in-context"]


def test_item_is_in_sight_when_the_player_carries_it(player: Character) -> None:
    items = [make_thing(id=name) for name in ("carried", "worn")]
    owned = make_thing(id="owned", owner_id="player", location_id="far away")
    foreign = make_thing(id="foreign", owner_id="stranger")

    answers = [why_out_of_sight(item) for item in (*items, owned, foreign)]

    assert answers == [None, None, None, "not-visible"]


def test_item_is_in_sight_when_it_lies_in_the_players_location(player: Character) -> None:
    make_character(id="stranger", inventory=["pocketed"])
    listed = make_thing(id="listed")
    lying = make_thing(id="lying", location_id="quay")
    held = make_thing(id="held", location_id="quay", owner_id="stranger")
    pocketed = make_thing(id="pocketed", location_id="quay")
    elsewhere = make_thing(id="elsewhere", location_id="tower")

    answers = [why_out_of_sight(item) for item in (listed, lying, held, pocketed, elsewhere)]

    assert answers == [None, None, "not-visible", "not-visible", "not-visible"]


def test_exit_scenery_and_players_are_always_in_sight(player: Character) -> None:
    scenery = make_thing(thing_type="scenery", location_id="tower")
    second = make_character(is_npc=False, current_location_id="tower")

    answers = [why_out_of_sight(entity) for entity in (make_exit(), scenery, player, second)]

    assert answers == [None, None, None, None]


@pytest.mark.parametrize("case", ["no world", "inactive world", "no player", "unknown player", "player nowhere"])
def test_everything_is_in_sight_without_a_player_who_is_somewhere(case: str) -> None:
    if case != "no world":
        make_setting(is_active=case != "inactive world", current_player_id=None if case == "no player" else "player")
    if case not in ("no player", "unknown player"):
        location_id = None if case == "player nowhere" else "quay"
        make_character(id="player", is_npc=False, current_location_id=location_id)
    entities = (make_location(id="tower"), make_character(current_location_id="tower"), make_thing(location_id="tower"))

    answers = [why_out_of_sight(entity) for entity in entities]

    assert answers == [None, None, None]


def test_sight_takes_three_queries_at_most(
    player: Character, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    lying = make_thing(id="lying", location_id="quay")

    with django_assert_num_queries(3):
        answer = why_out_of_sight(lying)

    assert answer is None
