"""The world: the entities that pictures are made of, in the game's own words."""

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from entities.models import GAME_ID_LENGTH
from entities.save_format import FORMATS, EntityFormat, Field, FieldType
from imagesvc.api.openapi.answers import NOT_FOUND, PAGES, answer, in_path, in_query, refusal
from imagesvc.api.openapi.operation import Operation, Operations, json_body
from imagesvc.api.openapi.schema import (
    GAME_ID,
    ID_PATTERN,
    Shape,
    anything,
    flag,
    items,
    number,
    or_null,
    record,
    ref,
    success,
    table,
    text,
    time,
)
from imagesvc.api.worlds import BULK_LIMIT
from imagesvc.keys.models import Scope

_OUT: dict[FieldType, Shape] = {
    FieldType.TEXT: text(),
    FieldType.INTEGER: or_null(number()),
    FieldType.BOOLEAN: flag(),
    FieldType.OBJECT: {"type": "object", "additionalProperties": True},
    FieldType.LIST: {"type": "array", "items": {}},
    FieldType.IDS: items({"type": "string"}),
    FieldType.GEAR: table({"type": "string"}, "The id of the thing in each slot."),
    FieldType.REFERENCE: or_null(text()),
}
_AN_ID = text(minLength=1, maxLength=GAME_ID_LENGTH, pattern=r"^[^\u0000-\u001f\u007f-\u009f]*$")
_IN: dict[FieldType, Shape] = _OUT | {
    FieldType.INTEGER: number(minimum=-(2**31), maximum=2**31 - 1),
    FieldType.IDS: items(or_null(_AN_ID)),
    FieldType.GEAR: table(
        {"anyOf": [_AN_ID, record({"itemId": or_null(_AN_ID)}, additionalProperties=True), {"type": "null"}]},
        "By slot: an id, or an object with `itemId`.",
    ),
    FieldType.REFERENCE: text(maxLength=GAME_ID_LENGTH, pattern=r"^[^\u0000-\u001f\u007f-\u009f]*$"),
}
_DRAWABLE = ("character", "location", "exit", "thing")


def _name(form: EntityFormat) -> str:
    """Return what an entity of a kind is called among the components."""
    return form.kind.capitalize()


def _example(form: EntityFormat) -> dict[str, Any]:
    """Return what somebody would send of one."""
    return {"id": f"{form.kind}_17", "name": "Old Quay", "description": "A quay of black stone."}


def _entity(form: EntityFormat) -> Shape:
    known = {field.key: _described(_OUT[field.type], field) for field in form.fields}
    image = {"imageId": or_null(text("Of its present picture."))} if form.kind in _DRAWABLE else {}
    return record({"id": GAME_ID, **known, "createdAt": time(), "lastUpdated": time(), **image})


def _sent_entity(form: EntityFormat) -> Shape:
    """Return what is sent to an address that says whose it is."""
    fields = {field.key: or_null(_described(_IN[field.type], field)) for field in form.fields}
    if form.kind == "location":
        exits = anything("By direction, the exits that lead from here; they are stored with it.")
        fields["exits"] = or_null(exits)
    return record(
        {"id": or_null(text("The one in the address.")), **fields},
        optional=("id", *fields),
        description="In the game's own words; every other key is kept and never looked at.",
        additionalProperties=True,
        examples=[_example(form)],
    )


def _new_entity(form: EntityFormat) -> Shape:
    """Return what is sent to the address of all of a kind."""
    sent = _sent_entity(form)
    return sent | {"properties": sent["properties"] | {"id": text("Its id.", pattern=ID_PATTERN)}, "required": ["id"]}


def _described(shape: Shape, field: Field) -> Shape:
    if field.choices:
        return {**shape, "enum": list(field.choices)}
    if field.target:
        return {**shape, "description": shape.get("description") or f"Of {field.target}s, by id."}
    return shape


SHAPES: Mapping[str, Shape] = {
    name: shape
    for form in FORMATS.values()
    for name, shape in (
        (_name(form), _entity(form)),
        (f"{_name(form)}Sent", _sent_entity(form)),
        (f"{_name(form)}New", _new_entity(form)),
    )
} | {
    "Upserted": success(
        created=number(minimum=0),
        updated=number(minimum=0),
        unchanged=number(minimum=0),
    )
    | {"description": f"How many of the objects (at most {BULK_LIMIT:,}) were new, changed, or known as they are."}
}


def _operations(form: EntityFormat) -> Iterator[tuple[tuple[str, str], Operation]]:
    """Yield what can be done with one kind of entity."""
    name, many, one = _name(form), f"/api/{form.plural}", f"/api/{form.plural}/{{entityId}}"
    entity_id = in_path("entityId", "The game's id of it.", example=f"{form.kind}_17")
    sent, new, sample = ref(f"{name}Sent"), ref(f"{name}New"), _example(form)
    found = answer("It.", success(**{form.kind: ref(name)}))
    gone = refusal(f"There is no {form.kind} with that id.", code="not-found")
    race = refusal("Somebody else changed the same at the same moment; send it again.", code="conflict")
    world = in_query("settingId", "Of this world alone.")

    def operation(verb: str, summary: str, **more: Any) -> Operation:
        return Operation(id=f"{verb}{name}", tag="World", summary=summary, **more)

    listed = success(**{form.plural: items(ref(name))}, next=or_null(text("The address of the next page.")))
    yield (
        ("get", many),
        operation(
            "list",
            f"All {form.plural}",
            parameters=PAGES if form.kind == "setting" else (*PAGES, world),
            answers={200: answer("A page, by falling id.", listed)},
        ),
    )
    yield (
        ("post", many),
        operation(
            "upsert",
            f"Create or replace {form.plural}: one, or all of a list",
            scope=Scope.REQUEST,
            body=json_body({"anyOf": [new, items(new, minItems=1, maxItems=BULK_LIMIT)]}, [sample]),
            answers={
                200: answer(
                    "All of them are stored.",
                    ref("Upserted"),
                    example={"success": True, "created": 1, "updated": 0, "unchanged": 0},
                ),
                409: race,
            },
        ),
    )
    yield (
        ("get", one),
        operation("get", f"One of the {form.plural}", parameters=(entity_id,), answers={200: found, 404: gone}),
    )
    yield (
        ("put", one),
        operation(
            "put",
            "Create or replace it",
            scope=Scope.REQUEST,
            parameters=(entity_id,),
            body=json_body(sent, sample),
            answers={200: found, 201: found, 404: NOT_FOUND, 409: race},
        ),
    )
    yield (
        ("patch", one),
        operation(
            "patch",
            "Change the keys that are sent",
            scope=Scope.REQUEST,
            parameters=(entity_id,),
            body=json_body(sent, {"name": "New Quay"}),
            answers={200: found, 404: gone, 409: race},
        ),
    )
    yield (
        ("delete", one),
        operation(
            "delete",
            "Delete it" if form.kind != "setting" else "Delete the world, with everything in it",
            scope=Scope.REQUEST,
            parameters=(entity_id,),
            answers={200: answer("It is gone.", success(), example={"success": True}), 404: gone, 409: race},
        ),
    )


OPERATIONS: Operations = dict(chain.from_iterable(map(_operations, FORMATS.values())))
