"""JSON Schema in a few words, and the words that many shapes have in common."""

from collections.abc import Iterable, Mapping
from typing import Any

from entities.kinds import TYPES

Shape = dict[str, Any]

# What every text that is sent may not hold: controls other than tabs and line breaks.
NO_CONTROLS = r"^(?:[^\u0000-\u0008\u000b-\u001f\u007f-\u009f]|\r\n)*$"
# The id of an entity, as it may stand in an address.
ID_PATTERN = r"^[^/\u0000-\u001f\u007f-\u009f]{1,200}$"


def ref(name: str) -> Shape:
    return {"$ref": f"#/components/schemas/{name}"}


def text(description: str = "", **more: Any) -> Shape:
    return _shape("string", description, more)


def number(description: str = "", **more: Any) -> Shape:
    return _shape("integer", description, more)


def decimal(description: str = "", **more: Any) -> Shape:
    return _shape("number", description, more)


def flag(description: str = "", **more: Any) -> Shape:
    return _shape("boolean", description, more)


def time(description: str = "") -> Shape:
    return text(description, format="date-time")


def one_of(words: Iterable[str], description: str = "") -> Shape:
    return text(description, enum=list(words))


def items(of: Shape, description: str = "", **more: Any) -> Shape:
    return _shape("array", description, {"items": of, **more})


def table(of: Shape, description: str = "") -> Shape:
    """Return an object whose keys are no fixed words."""
    return _shape("object", description, {"additionalProperties": of})


def anything(description: str) -> Shape:
    return _shape("object", description, {"additionalProperties": True})


def or_null(shape: Shape) -> Shape:
    if "$ref" in shape:
        return {"anyOf": [shape, {"type": "null"}]}
    shape = {**shape, "type": [shape["type"], "null"]}
    return shape | {"enum": [*shape["enum"], None]} if "enum" in shape else shape


def record(
    properties: Mapping[str, Shape], *, optional: Iterable[str] = (), description: str = "", **more: Any
) -> Shape:
    """Return an object with these keys, all of them always there but for the optional ones."""
    required = [name for name in properties if name not in set(optional)]
    shape = _shape("object", description, {"properties": dict(properties)})
    return shape | ({"required": required} if required else {}) | more


def success(*, optional: Iterable[str] = (), **properties: Shape) -> Shape:
    """Return the body of an answer that is no error."""
    return record({"success": {"type": "boolean", "const": True}, **properties}, optional=optional)


def _shape(kind: str, description: str, more: Mapping[str, Any]) -> Shape:
    return {"type": kind, **({"description": description} if description else {}), **more}


# --- What many speak of ----------------------------------------------------------------------------------------------

STATUS = one_of(
    ("queued", "processing", "completed", "failed", "timeout"),
    "How it stands; the last three are final. A cancelled job is `failed` and says `cancelled: true`.",
)
ENTITY_TYPES = tuple(name for names in TYPES.values() for name in names)
# What clients call them: also a whole family.
ENTITY_WORDS = ("player", "npc", "location", "exit", "location-exit", "thing", "item", "scenery")
ENTITY_TYPE = one_of(ENTITY_TYPES, "What the entity is.")
GAME_ID = text("The game's id of the entity.")
