"""What a painter is told of an entity: the game's columns and its raw objects, read leniently and put into words.

One subject per template. Numbers, ids and the game's own terms end here; every field is plain text on one line, empty
where nothing is known. Reads rows, changes none.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.db.models import Q

from entities.kinds import Drawable
from entities.models import Character, Location, LocationExit, Region, Thing, ThingType
from imagesvc.images.terms import bearing_of, experience, make_of, mood_of, place_of_slot
from imagesvc.images.wording import (
    common_noun,
    listed,
    mid_sentence,
    opening,
    sentence,
    the,
    visible_part,
    with_article,
    without_stat_tail,
    words_of,
)


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What every template speaks of: the name, and what the game itself says about it."""

    template: ClassVar[str]
    # Which of the fields tell of where it is, and not of itself.
    surroundings: ClassVar[frozenset[str]] = frozenset({"place"})

    name: str
    text: str

    @property
    def is_blank(self) -> bool:
        return not (self.name or self.text)

    @property
    def own_words(self) -> dict[str, str | bool]:
        """What is said of itself, by field."""
        return {field: said for field, said in vars(self).items() if field not in self.surroundings}

    @property
    def words_of_surroundings(self) -> dict[str, str | bool]:
        """What is said of where it is, by field."""
        return {field: said for field, said in vars(self).items() if field in self.surroundings}


@dataclass(frozen=True, kw_only=True)
class CharacterSubject(Subject):
    template = "character.txt"

    figure: str  # "a seasoned female elf ranger"
    worn: str
    held: str
    bearing: str  # "a powerful build and a vacant stare"
    mood: str  # "stoic and sorrowful"
    effects: str
    is_hostile: bool
    is_dead: bool
    place: str


@dataclass(frozen=True, kw_only=True)
class LocationSubject(Subject):
    template = "location.txt"
    surroundings = frozenset({"weather", "region", "landmarks", "ways"})

    weather: str
    effects: str
    region: str
    landmarks: str
    ways: str


@dataclass(frozen=True, kw_only=True)
class ExitSubject(Subject):
    template = "exit.txt"
    surroundings = frozenset({"goal", "beyond", "here"})

    vehicle: str
    goal: str  # the place beyond, unless the name tells it
    beyond: str
    here: str


@dataclass(frozen=True, kw_only=True)
class ItemSubject(Subject):
    template = "item.txt"

    make: str  # "a fine tool, worn at the waist"
    features: str
    effects: str
    place: str


@dataclass(frozen=True, kw_only=True)
class ScenerySubject(Subject):
    template = "scenery.txt"

    features: str
    effects: str
    place: str


def subject_of(entity: Drawable) -> Subject:
    """Return what is to be told of an entity that came with its related rows."""
    match entity:
        case Character():
            return _character(entity)
        case Location():
            return _location(entity)
        case LocationExit():
            return _exit(entity)
        case Thing(thing_type=ThingType.SCENERY):
            return _scenery(entity)
        case Thing():
            return _item(entity)


# --- Characters ---

_NOT_SAID = {"", "unspecified", "unknown", "none", "n/a", "other"}


def _character(character: Character) -> CharacterSubject:
    worn, held = _gear(character)
    return CharacterSubject(
        name=words_of(character.name),
        text=_own_words(character),
        figure=_figure(character),
        worn=worn,
        held=held,
        bearing=bearing_of(character.attributes),
        mood=mood_of(character.personality),
        effects=_effects(character.status_effects),
        is_hostile=character.is_hostile,
        is_dead=character.is_dead,
        place=_glimpse(_related(character, "current_location", Location)),
    )


def _figure(character: Character) -> str:
    """Return who that is in a few words: experience, gender, race and class."""
    said = [common_noun(words_of(value)) for value in (character.gender, character.race, character.character_class)]
    gender, race, calling = ("" if value.lower() in _NOT_SAID else value for value in said)
    if "," in words_of(character.race):  # several people under one name
        return ", ".join(filter(None, [race, calling]))
    if not (race or calling):
        return with_article(gender)
    return with_article(" ".join(filter(None, [experience(character.level), gender, race, calling])))


def _gear(character: Character) -> tuple[str, str]:
    """Return what is worn and what is held in the hands, each thing with its look and its place."""
    ids = {slot: thing_id for slot, thing_id in character.gear.items() if isinstance(thing_id, str)}
    things = Thing.objects.in_bulk([*ids.values()]) if ids else {}
    worn: list[str] = []
    held: list[str] = []
    for slot, thing_id in ids.items():
        if (thing := things.get(thing_id)) is not None and (name := words_of(thing.name)):
            look = mid_sentence(_short_text(thing))
            place = place_of_slot(slot)
            phrase = " ".join(filter(None, [the(name), look and f"({look})", place]))
            (held if place.startswith("in ") else worn).append(phrase)
    return listed(worn), listed(held)


# --- Locations ---

_LANDMARKS = _WAYS = 6


def _location(location: Location) -> LocationSubject:
    region = _related(location, "region", Region)
    name = words_of(location.name) or _region_name(location, region)
    return LocationSubject(
        name=name,
        text=_location_text(location) or (_own_words(region) if region is not None else ""),
        weather=_weather(location, region),
        effects=_effects(location.raw.get("statusEffects")),
        region=_glimpse(region) if region is not None and words_of(region.name) != name else "",
        landmarks=listed(_landmarks(location)),
        ways=listed(_ways(location)),
    )


def _location_text(location: Location) -> str:
    """Return what the game says about a place; of a place it has not described yet, what it means to say."""
    stub = location.stub_metadata
    if not _is_way_into_a_region(location):
        return sentence(
            words_of(location.description)
            or words_of(stub.get("stubDescription"))
            or words_of(stub.get("blueprintDescription"))
            or words_of(location.short_description)
            or words_of(stub.get("shortDescription"))
            or words_of(stub.get("stubShortDescription"))
        )
    # Its own text only says that nobody has been there.
    return sentence(words_of(stub.get("targetRegionDescription")))


def _is_way_into_a_region(location: Location) -> bool:
    """Say whether this is the stub that stands for a region of which the game knows only a summary."""
    return not words_of(location.description) and bool(words_of(location.stub_metadata.get("targetRegionDescription")))


def _region_name(location: Location, region: Region | None) -> str:
    return words_of(region.name if region is not None else location.stub_metadata.get("regionName"))


def _weather(location: Location, region: Region | None) -> str:
    """Return the weather that the region has at present, unless the place is sheltered from it."""
    state = region.raw.get("weatherState") if region is not None else None
    if not isinstance(state, dict) or not _has_weather(location, region):
        return ""
    return ": ".join(
        filter(None, [common_noun(words_of(state.get("name"))), mid_sentence(words_of(state.get("description")))])
    )


def _has_weather(location: Location, region: Region | None) -> bool:
    blueprints = region.raw.get("locationBlueprints") if region is not None else None
    plans = [plan for plan in (blueprints if isinstance(blueprints, list) else []) if isinstance(plan, dict)]
    plans = [plan for plan in plans if words_of(plan.get("name")) == words_of(location.name)]
    return all(said.get("hasWeather") is not False for said in [location.raw, location.stub_metadata, *plans])


def _landmarks(location: Location) -> list[str]:
    ids = [thing_id for thing_id in location.thing_ids if isinstance(thing_id, str)]
    there = Thing.objects.filter(Q(location=location) | Q(pk__in=ids), thing_type=ThingType.SCENERY)
    names = (words_of(name) for name in there.order_by("pk").values_list("name", flat=True))
    return [the(name) for name in names if name][:_LANDMARKS]


def _ways(location: Location) -> list[str]:
    names = []
    for way in LocationExit.objects.filter(origin=location).select_related("destination").order_by("pk"):
        name = words_of(way.destination.name) if way.destination is not None else words_of(way.name)
        if name and name not in names:
            names.append(name)
    return names[:_WAYS]


# --- Exits ---

_LABEL_LENGTH = 80
_BEYOND_LENGTH = 450


def _exit(way: LocationExit) -> ExitSubject:
    origin, destination = _related(way, "origin", Location), _related(way, "destination", Location)
    region = _related(way, "destination_region", Region)
    vehicle = (common_noun(words_of(way.vehicle_type)) or "vehicle") if way.is_vehicle else ""
    name, text = _exit_words(way, places=[origin, destination, region])
    goal = words_of(destination.name if destination is not None else region.name if region is not None else "")
    if not name and (goal or not text):
        name = _unnamed_way(vehicle=vehicle, goal=goal, direction=words_of(way.direction).replace("_", " "))
    return ExitSubject(
        name=name,
        text=text,
        vehicle=with_article(vehicle),
        goal="" if goal in name else goal,
        beyond=_view(destination, region),
        here=_glimpse(origin),
    )


def _exit_words(way: LocationExit, *, places: list[Location | Region | None]) -> tuple[str, str]:
    """Return the exit's own name and text. The game often writes there only the names of the places it joins."""
    names = {words_of(place.name).lower() for place in places if place is not None}
    region_ids = {place.region_id for place in places if isinstance(place, Location) and place.region_id}
    regions = Region.objects.filter(pk__in=region_ids).values_list("name", flat=True) if region_ids else []
    names.update(words_of(name).lower() for name in regions)
    name, text = ("" if said.lower() in names else said for said in (words_of(way.name), _own_words(way)))
    if not name and text and len(text) <= _LABEL_LENGTH and text.removesuffix(".").lower() not in names:
        return text.removesuffix("."), ""
    return name, "" if text.removesuffix(".").lower() in names else text


def _unnamed_way(*, vehicle: str, goal: str, direction: str) -> str:
    kind = vehicle.capitalize() or "Way"
    if goal:
        return f"{kind} to {goal}"
    return f"{kind} leading {direction}" if direction else ""


def _view(destination: Location | None, region: Region | None) -> str:
    """Return what is to be seen from the entrance: the opening of what is said about the place, else of its region."""
    text = _location_text(destination) if destination is not None else ""
    return opening(text or (_own_words(region) if region is not None else ""), length=_BEYOND_LENGTH)


# --- Things ---


def _item(thing: Thing) -> ItemSubject:
    return ItemSubject(
        name=words_of(thing.name),
        text=_own_words(thing),
        make=make_of(
            rarities=[thing.metadata.get("rarity"), thing.rarity],
            types=[thing.metadata.get("itemType"), thing.item_type_detail, thing.thing_type],
            slot=thing.slot,
        ),
        features=visible_part(words_of(thing.metadata.get("properties"))),
        effects=_effects(thing.status_effects),
        # The game sets the place on carried things, too.
        place="" if thing.owner_id else _glimpse(_related(thing, "location", Location)),
    )


def _scenery(thing: Thing) -> ScenerySubject:
    return ScenerySubject(
        name=words_of(thing.name),
        text=_own_words(thing),
        features=visible_part(words_of(thing.metadata.get("properties"))),
        effects=_effects(thing.status_effects),
        place=_glimpse(_related(thing, "location", Location)),
    )


# --- Any entity ---

Row = TypeVar("Row", bound=models.Model)


def _related(row: models.Model, name: str, model: type[Row]) -> Row | None:
    """Return a related row. References of real saves may dangle, and only select_related makes None of that."""
    try:
        related = getattr(row, name)
    except ObjectDoesNotExist:
        return None
    return related if isinstance(related, model) else None


def _own_words(entity: Drawable | Region) -> str:
    """Return the game's description, else its short one, without the values it may end with; no mere name."""
    text = without_stat_tail(words_of(entity.description)) or _short_text(entity)
    return "" if text == words_of(entity.name) else sentence(text)


def _short_text(entity: Drawable | Region) -> str:
    """Return the short description, else the first sentence of the long one."""
    return words_of(entity.short_description) or opening(without_stat_tail(words_of(entity.description)), length=0)


def _glimpse(place: Location | Region | None) -> str:
    """Return a place in passing: its name and one sentence."""
    if place is None:
        return ""
    text = _short_text(place)
    if isinstance(place, Location) and (not text or _is_way_into_a_region(place)):
        text = opening(_location_text(place), length=0)
    return ": ".join(filter(None, [words_of(place.name), mid_sentence(text)]))


def _effects(status_effects: object) -> str:
    """Return what lies on somebody or something, by name and, where that is no rule of the game, by look."""
    phrases = []
    for effect in status_effects if isinstance(status_effects, list) else []:
        said: Mapping[str, Any] = effect if isinstance(effect, dict) else {"name": effect}
        name, look = words_of(said.get("name")), opening(words_of(said.get("description")), length=0)
        if any(character.isdigit() for character in look):
            look = ""
        phrases.append(f"{name} ({mid_sentence(look)})" if name and look else name or mid_sentence(look))
    return listed(filter(None, phrases))
