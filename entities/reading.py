"""From the game's objects to values for columns, by the table of `save_format.py`.

Values are read leniently: from what is wrong the best is made, and the caller is told. The importer passes that on to
the user and goes on; the REST API takes it as the reason to refuse. Nothing here reads or writes rows.
"""

import math
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from django.db import models

from entities.models import GAME_ID_LENGTH, Entity
from entities.save_format import EntityFormat, Field, FieldType

# Called with the game's key and what the value must be, such as ("level", "must be a whole number").
Report: TypeAlias = Callable[[str, str], None]


def is_game_id(value: object) -> bool:
    """Say whether that can be an entity's id: 1 to 200 characters, none of them a control or half a surrogate pair."""
    return (
        isinstance(value, str)
        and 1 <= len(value) <= GAME_ID_LENGTH
        and not any(unicodedata.category(character) in ("Cc", "Cs") for character in value)
    )


def columns_of(
    entity_format: EntityFormat, raw: Mapping[str, Any], *, report: Report, partial: bool = False
) -> dict[str, Any]:
    """Return the value of every column that the game decides, `raw` among them; with `partial` only of those given.

    `report` is told, by key, of everything that is not as it must be; the value is then the best that could be made of
    it: the column's default, or the text without what no database stores.
    """
    stored = storable(raw, report=report)
    columns: dict[str, Any] = {}
    for field in entity_format.fields:
        place, value = _find(field, stored)
        if place is None and partial:
            continue
        columns[field.column] = _read(field, value, report=report)
        if columns[field.column] is None:
            columns[field.column] = _default(entity_format.model, field.column)
    return columns | {"raw": stored}


def listed_exits(location: Mapping[str, Any], *, location_id: str, report: Report) -> Iterator[dict[str, Any]]:
    """Go through the exits that a location lists, each with its id and as one object.

    The location has them as {direction: entry}, and the entry has the exit itself as `exitObject`. An entry that is
    null is none. What is wrong is reported by its place, such as `exits.north.id`, and left out.
    """
    exits = location.get("exits")
    if not isinstance(exits, Mapping):
        if exits is not None:
            report("exits", "must be an object of exits")
        return
    for direction, entry in exits.items():
        place = f"exits.{direction}"
        if entry is None:
            continue
        if not isinstance(entry, Mapping):
            report(place, "must be an object")
            continue
        inner = entry.get("exitObject")
        if inner is not None and not isinstance(inner, Mapping):
            report(f"{place}.exitObject", "must be an object")
            inner = None
        # Only the location knows these two.
        known_here = {"origin": location_id, "direction": direction}
        merged = merge_exit(known_here, inner or {}, entry)
        if is_game_id(merged.get("id")):
            yield merged
        else:
            report(f"{place}.id", f"must be {_AN_ID}" if merged.get("id") is not None else "is required")


def merge_exit(*sources: Mapping[str, Any]) -> dict[str, Any]:
    """Return the one exit that is described in several places, each incomplete; the first that knows a key decides."""
    merged: dict[str, Any] = {}
    for source in sources:
        for key, value in source.items():
            if key != "exitObject" and merged.get(key) is None:
                merged[key] = value
    return merged


# What PostgreSQL's text and jsonb refuse: NUL, and half of a surrogate pair.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_DEPTH_LIMIT = 100


def storable(raw: Mapping[str, Any], *, report: Report) -> dict[str, Any]:
    """Return a game's object as both databases store it, and report each key that had to be changed."""
    result: dict[str, Any] = {}
    for key, value in raw.items():
        reasons: set[str] = set()
        clean_key = _clean_text(key, reasons)
        result[clean_key] = _clean(value, reasons, depth=1)
        for reason in sorted(reasons):
            report(clean_key, reason)
    return result


def _clean(value: Any, reasons: set[str], *, depth: int) -> Any:
    match value:
        case str():
            return _clean_text(value, reasons)
        case float() if not math.isfinite(value):
            reasons.add("must not contain NaN or infinite numbers")
            return None
        case dict() | list() if depth == _DEPTH_LIMIT:
            reasons.add(f"must not be nested deeper than {_DEPTH_LIMIT} levels")
            return None
        case dict():
            return {_clean_text(key, reasons): _clean(inner, reasons, depth=depth + 1) for key, inner in value.items()}
        case list():
            return [_clean(inner, reasons, depth=depth + 1) for inner in value]
        case _:
            return value


def _clean_text(text: str, reasons: set[str]) -> str:
    clean = _UNSTORABLE.sub("", text)
    if clean != text:
        reasons.add("must not contain NUL characters or lone surrogates")
    return clean


def _find(field: Field, raw: Mapping[str, Any]) -> tuple[str | None, Any]:
    """Return the first place that holds something, and what; (place, None) where there is only null."""
    null_at: str | None = None
    for place in field.places:
        parent, _, last = place.rpartition(".")
        holder = raw.get(parent) if parent else raw
        if not isinstance(holder, Mapping) or last not in holder:
            continue
        if holder[last] is not None:
            return place, holder[last]
        null_at = null_at or place
    return null_at, None


def _default(model: type[Entity], column: str) -> Any:
    model_field = model._meta.get_field(column)
    assert isinstance(model_field, models.Field), column
    return model_field.get_default()


def _read(field: Field, value: Any, *, report: Report) -> Any:
    """Return what goes into the column, or None if the game does not say or nothing can be made of it."""
    if value is None:
        return None
    result, complaint = _READERS[field.type](value)
    if field.choices and result not in (None, *field.choices):
        result, complaint = None, f"must be one of {', '.join(field.choices)}"
    if complaint:
        report(field.key, complaint)
    return result


# Each reader returns what could be made of the value, or None, and what the value must be, if it is not.


def _read_text(value: Any) -> tuple[str | None, str]:
    return (value, "") if isinstance(value, str) else (None, "must be a text")


def _read_integer(value: Any) -> tuple[int | None, str]:
    complaint = ""
    if isinstance(value, str) and re.fullmatch(r"[+-]?[0-9]{1,10}", value.strip()):
        complaint = "must be a whole number, not a text"
        value = int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # JSON does not tell 3 from 3.0
    if isinstance(value, bool) or not isinstance(value, int):
        return None, "must be a whole number"
    if not -(2**31) <= value < 2**31:
        return None, f"must be between {-(2**31)} and {2**31 - 1}"
    return value, complaint


def _read_boolean(value: Any) -> tuple[bool | None, str]:
    return (value, "") if isinstance(value, bool) else (None, "must be true or false")


def _read_object(value: Any) -> tuple[dict[str, Any] | None, str]:
    return (value, "") if isinstance(value, dict) else (None, "must be an object")


def _read_list(value: Any) -> tuple[list[Any] | None, str]:
    return (value, "") if isinstance(value, list) else (None, "must be a list")


def _read_ids(value: Any) -> tuple[list[str] | None, str]:
    if not isinstance(value, list):
        return None, "must be a list of ids"
    # The game leaves null where something was taken away.
    entries = [entry for entry in value if entry is not None]
    ids = [entry for entry in entries if is_game_id(entry)]
    return ids, "" if ids == entries else f"must be a list of ids, each {_AN_ID}"


def _read_gear(value: Any) -> tuple[dict[str, str] | None, str]:
    if not isinstance(value, dict):
        return None, "must be an object of slots"
    ids = {slot: place.get("itemId") if isinstance(place, dict) else place for slot, place in value.items()}
    filled = {slot: thing for slot, thing in ids.items() if thing is not None}
    worn = {slot: thing for slot, thing in filled.items() if is_game_id(thing)}
    return worn, "" if worn == filled else f"must name the thing in each slot by its id, {_AN_ID}"


def _read_reference(value: Any) -> tuple[str | None, str]:
    if value == "":
        return None, ""
    return (value, "") if is_game_id(value) else (None, f"must be an id, {_AN_ID}, or null")


_AN_ID = f"a text of 1 to {GAME_ID_LENGTH} characters without controls"
_READERS: dict[FieldType, Callable[[Any], tuple[Any, str]]] = {
    FieldType.TEXT: _read_text,
    FieldType.INTEGER: _read_integer,
    FieldType.BOOLEAN: _read_boolean,
    FieldType.OBJECT: _read_object,
    FieldType.LIST: _read_list,
    FieldType.IDS: _read_ids,
    FieldType.GEAR: _read_gear,
    FieldType.REFERENCE: _read_reference,
}
