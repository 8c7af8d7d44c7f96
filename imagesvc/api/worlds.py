"""The entities over REST, in the game's own words, so that a game without save files can keep us informed.

What a field must be is said in `entities/save_format.py`; what is wrong is refused here by its name, and then nothing
is stored. References to what is not there yet are kept: a game may send its objects in any order. The exits that a
location lists are stored with it, as the import of a save does; none is ever deleted for not being listed.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from django.db import IntegrityError, transaction
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSetMixin

from entities.importer import Upserted, deactivate_others, upsert
from entities.kinds import EntityKind
from entities.models import Setting, WorldEntity
from entities.reading import Report, columns_of, is_game_id, listed_exits
from entities.save_format import FORMATS, EntityFormat
from imagesvc.api.errors import THIS_FIELD, ApiError, invalid_fields
from imagesvc.api.jsonview import JSONView
from imagesvc.api.pagination import Page, page_of, single
from imagesvc.images.models import Image

BULK_LIMIT = 5000
LISTED_EXITS_LIMIT = 20_000
# What an object need not say of itself, because it stands elsewhere in a save: who plays which world in the metadata,
# where an exit begins and leads with the location that lists it. To send the object again must not forget that.
KEPT: Mapping[str, tuple[str, ...]] = {
    "setting": ("currentPlayerId", "isActive"),
    "exit": ("origin", "direction", "destinationRegion", "relativeName"),
}


class EntityViewSet(ViewSetMixin, JSONView):
    """What can be done with the entities of one kind."""

    kind = ""

    @property
    def accepts_list(self) -> bool:
        return self.action == "create"

    @property
    def form(self) -> EntityFormat:
        return FORMATS[self.kind]

    def list(self, request: Request) -> Response:
        """Answer one page by falling id, of one world if `settingId` names it."""
        rows = self.form.model._default_manager.values(*_columns_out(self.form).values())
        setting_id = None if self.kind == "setting" else single(request.query_params, "settingId")
        if setting_id is not None:
            rows = rows.filter(setting_id=setting_id)
        page: Page[Any] = page_of(rows, request=request, filters=("settingId",))
        return Response({"success": True, self.form.plural: _objects(page.rows, form=self.form), "next": page.next})

    def create(self, request: Request) -> Response:
        """Create or replace every object of a list, or the one that is sent; all or none."""
        sent: Any = request.data
        is_list = isinstance(sent, Sequence)
        told = _read_list(sent, form=self.form) if is_list else [_read(sent, form=self.form, worlds=_worlds())]
        with _all_or_nothing():
            upserted = _store(told, form=self.form)
        counts = {name: len(getattr(upserted, name)) for name in ("created", "updated", "unchanged")}
        return Response({"success": True, **counts})

    def retrieve(self, _request: Request, entity_id: str) -> Response:
        return self._answer(entity_id)

    def update(self, request: Request, entity_id: str) -> Response:
        """Create the entity, or replace the one that is there."""
        told = _read(request.data, form=self.form, worlds=_worlds(), entity_id=entity_id)
        with _all_or_nothing():
            upserted = _store([told], form=self.form)
        return self._answer(entity_id, status=201 if upserted.created else 200)

    def partial_update(self, request: Request, entity_id: str) -> Response:
        """Change the keys that are sent and leave the others; `null` empties one."""
        told = _read(request.data, form=self.form, worlds=_worlds(), entity_id=entity_id, partial=True)
        with _all_or_nothing():
            stored = self.form.model._default_manager.select_for_update().filter(pk=entity_id).first()
            if stored is None:
                raise self._no_such_entity()
            row = told.row | {"raw": {**stored.raw, **told.row["raw"]}}
            if isinstance(stored, WorldEntity):
                row = {"setting_id": stored.setting_id} | row  # the exits that are listed belong there, too
            _store([replace(told, row=row)], form=self.form)
        return self._answer(entity_id)

    def destroy(self, _request: Request, entity_id: str) -> Response:
        """Delete the entity, a world with everything in it; what was drawn of them stays."""
        with _all_or_nothing():
            deleted, _ = self.form.model._default_manager.filter(pk=entity_id).delete()
        if not deleted:
            raise self._no_such_entity()
        return Response({"success": True})

    def _answer(self, entity_id: str, *, status: int = 200) -> Response:
        rows = self.form.model._default_manager.filter(pk=entity_id).values(*_columns_out(self.form).values())
        objects = _objects(rows, form=self.form)
        if not objects:
            raise self._no_such_entity()
        return Response({"success": True, self.kind: objects[0]}, status=status)

    def _no_such_entity(self) -> ApiError:
        return ApiError(404, f"There is no {self.kind} with that id.")


# --- From the wire to rows -------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class _Told:
    """What one of the game's objects comes to: its row, and what it tells of the exits that it lists, by their ids."""

    row: dict[str, Any]
    exits: Mapping[str, dict[str, Any]]


def _read_list(sent: Sequence[Any], *, form: EntityFormat) -> list[_Told]:
    """Read a list of the game's objects; what is wrong with one is told with its index."""
    if not 1 <= len(sent) <= BULK_LIMIT:
        raise ApiError(400, f"The list must hold 1 to {BULK_LIMIT} objects, not {len(sent)}.", code="invalid")
    worlds = _worlds()
    read: dict[str, _Told] = {}
    listed = 0
    for index, each in enumerate(sent):
        try:
            told = _read(each, form=form, worlds=worlds)
            if told.row["id"] in read:
                raise invalid_fields({"id": [f"{THIS_FIELD} must not be that of an earlier element."]})
        except ApiError as error:
            fields = {f"{index}.{name}": sentences for name, sentences in (error.fields or {}).items()}
            raise ApiError(400, f"Element {index}: {error.message}", code=error.code, fields=fields) from error
        read[told.row["id"]] = told
        listed += len(told.exits)
        if listed > LISTED_EXITS_LIMIT:
            raise ApiError(400, f"The locations must not list more than {LISTED_EXITS_LIMIT} exits.", code="invalid")
    if sum(bool(told.row.get("is_active")) for told in read.values()) > 1:
        raise ApiError(400, "Only one world can be active, and the list names more.", code="invalid")
    return list(read.values())


def _read(
    sent: Any,
    *,
    form: EntityFormat,
    worlds: Mapping[str, bool],
    entity_id: str = "",
    partial: bool = False,
) -> _Told:
    """Read one of the game's objects, or raise what is wrong with it.

    `entity_id` is the id in the address, if there is one; with `partial` the row has only the columns of what was sent.
    """
    if not isinstance(sent, Mapping):
        raise ApiError(400, "An entity must be a JSON object.", code="invalid")
    complaints: defaultdict[str, list[str]] = defaultdict(list)

    def report(key: str, complaint: str) -> None:
        complaints[key].append(f"{THIS_FIELD} {complaint}.")

    columns = columns_of(form, sent, report=report, partial=partial)
    if not partial:
        columns = _without_kept(columns, form=form)
    if "setting_id" in columns:
        columns["setting_id"] = _world_of(columns["setting_id"], worlds=worlds, report=report)
    named = _id_in(sent, entity_id=entity_id, report=report)
    exits = _listed_exits(columns["raw"], location_id=named, report=report) if form.kind == "location" else {}
    if complaints:
        raise invalid_fields(complaints)
    return _Told(row={"id": named, **columns}, exits=exits)


def _listed_exits(location: Mapping[str, Any], *, location_id: str, report: Report) -> dict[str, dict[str, Any]]:
    """Return the columns that a location tells of each exit; of one that it lists twice, the first counts."""
    exits: dict[str, dict[str, Any]] = {}
    for count, listed in enumerate(listed_exits(location, location_id=location_id, report=report), start=1):
        if count > LISTED_EXITS_LIMIT:
            report("exits", f"must not be more than {LISTED_EXITS_LIMIT}")
            break
        place = f"exits.{listed['direction']}"
        _check_id(listed["id"], key=f"{place}.id", report=report)
        said = {key: value for key, value in listed.items() if value is not None}

        def report_in(key: str, complaint: str, place: str = place) -> None:
            report(f"{place}.{key}", complaint)

        columns = columns_of(FORMATS["exit"], said, report=report_in, partial=True)
        exits.setdefault(listed["id"], columns)
    return exits


def _id_in(sent: Mapping[str, Any], *, entity_id: str, report: Report) -> str:
    named = sent.get("id")
    if entity_id:
        if named not in (None, entity_id):
            report("id", "must be the one in the address, or absent")
        return entity_id
    if named is None:
        report("id", "is required")
    else:
        _check_id(named, key="id", report=report)
    return str(named)


def _check_id(named: Any, *, key: str, report: Report) -> None:
    """Refuse what could not stand in an address."""
    if not is_game_id(named) or "/" in named:
        report(key, "must be a text of 1 to 200 characters without controls and slashes")


def _world_of(setting_id: str | None, *, worlds: Mapping[str, bool], report: Report) -> str | None:
    """Return the world that an entity belongs to: the active one, if the game does not say."""
    if setting_id is not None and setting_id not in worlds:
        report("settingId", "must be the id of a world that is here")
    return setting_id or next((key for key, is_active in worlds.items() if is_active), None)


def _worlds() -> dict[str, bool]:
    """Return which worlds there are, and whether each is the active one."""
    return dict(Setting.objects.values_list("id", "is_active"))


def _without_kept(columns: Mapping[str, Any], *, form: EntityFormat) -> dict[str, Any]:
    """Leave out what was not sent and is to stay as it is then."""
    kept, raw = KEPT.get(form.kind, ()), columns["raw"]
    absent = {key for key in kept if raw.get(key) is None}
    absent_columns = {field.column for field in form.fields if field.key in absent}
    said = {column: value for column, value in columns.items() if column not in absent_columns}
    return said | {"raw": {key: value for key, value in raw.items() if key not in absent}}


# --- Storing ---------------------------------------------------------------------------------------------------------


@contextmanager
def _all_or_nothing() -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        # Such as a world that was deleted after it was looked for.
        raise ApiError(409, "Somebody else changed the same at the same moment; send it again.") from error


def _store(told: Sequence[_Told], *, form: EntityFormat) -> Upserted:
    """Create or replace what was told, in the caller's transaction; a world that becomes active is the only one."""
    rows = [each.row for each in told]
    if form.kind == "setting":
        active = next((row["id"] for row in rows if row.get("is_active")), None)
        if active is not None:
            deactivate_others(active)
    if form.kind in KEPT:
        # Only now: the world that was active keeps what it is from here on.
        rows = _over_stored(rows, form=form, keys=KEPT[form.kind])
    upserted = upsert(form, rows)
    if any(each.exits for each in told):
        _store_listed_exits(told)
    return upserted


def _store_listed_exits(locations: Sequence[_Told]) -> None:
    """Create or update what the locations list, in their worlds; what they do not tell of an exit stays as it is."""
    exits: dict[str, dict[str, Any]] = {}
    for location in locations:
        for exit_id, columns in location.exits.items():
            exits.setdefault(exit_id, columns | {"id": exit_id, "setting_id": location.row["setting_id"]})
    form = FORMATS["exit"]
    upsert(form, _over_stored(list(exits.values()), form=form))


def _over_stored(
    rows: Sequence[dict[str, Any]], *, form: EntityFormat, keys: Container[str] | None = None
) -> list[dict[str, Any]]:
    """Fill what the rows do not say with what is stored, or else its default: of these keys only, if they are given."""
    columns = [field.column for field in form.fields if keys is None or field.key in keys]
    stored = form.model._default_manager.order_by("id").select_for_update().in_bulk([row["id"] for row in rows])
    filled = []
    for row in rows:
        known = stored.get(row["id"]) or form.model()
        raw = {key: value for key, value in known.raw.items() if keys is None or key in keys}
        filled.append({column: getattr(known, column) for column in columns} | row | {"raw": raw | row["raw"]})
    return filled


# --- From rows to the wire -------------------------------------------------------------------------------------------


def _columns_out(form: EntityFormat) -> dict[str, str]:
    """Return the column behind each key that goes out."""
    columns = {field.key: field.column for field in form.fields}
    return {"id": "id", **columns, "createdAt": "created_at", "lastUpdated": "updated_at"}


def _objects(rows: Iterable[Mapping[str, Any]], *, form: EntityFormat) -> list[dict[str, Any]]:
    """Return the game's objects of rows, with their present pictures by one more query."""
    columns = _columns_out(form)
    objects = [{key: row[column] for key, column in columns.items()} for row in rows]
    if form.kind not in EntityKind.values:
        return objects
    images = Image.objects.current().filter(entity_kind=form.kind, entity_id__in=[each["id"] for each in objects])
    shown = {image.entity_id: image.public_id for image in images.only("entity_id", "game_id")}
    return [each | {"imageId": shown.get(each["id"])} for each in objects]
