"""Puts the objects of a saved game into rows, by the game's own ids: creates and updates, never deletes.

Importing the same save again changes nothing. References may dangle; they are kept and remarked upon.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.db import connection, transaction

from entities.models import Setting
from entities.reading import columns_of
from entities.save_format import FORMATS, EntityFormat, FieldType
from entities.saves import Remark, Save, Topic

# Called with what has just been done, once for each of the FORMATS.
Progress: TypeAlias = Callable[[str], None]
# The advisory lock of whoever makes a world the active one, on PostgreSQL.
_ACTIVATION = 0x61637476  # "actv"


@dataclass(frozen=True, kw_only=True)
class Upserted:
    """The ids that an upsert created, changed, and found as they should be."""

    created: tuple[str, ...]
    updated: tuple[str, ...]
    unchanged: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ImportReport:
    """What became of a save: per kind, and what is to be said about it (the remarks of reading among it)."""

    upserted: Mapping[str, Upserted]
    remarks: tuple[Remark, ...]


def import_save(save: Save, *, progress: Progress, dry_run: bool = False) -> ImportReport:
    """Create or update every entity of the save, all or none, and make its world the active one.

    1. Make the columns of each object, and remark on what is not as it must be.
    2. Upsert kind by kind, the world first: everything else belongs to it.
    3. Remark on references to what is neither in the save nor in the database.
    """
    remarks = list(save.remarks)
    rows = {kind: _rows(save, kind, remarks) for kind in FORMATS}
    upserted: dict[str, Upserted] = {}
    with transaction.atomic():
        if not dry_run:
            deactivate_others(save.setting_id)
        for kind, entity_format in FORMATS.items():
            upserted[kind] = upsert(entity_format, rows[kind], dry_run=dry_run)
            progress(entity_format.plural)
        remarks += _dangling(rows)
    return ImportReport(upserted=upserted, remarks=tuple(remarks))


def upsert(entity_format: EntityFormat, rows: Iterable[Mapping[str, Any]], *, dry_run: bool = False) -> Upserted:
    """Create or update one row for each {"id": ..., column: value, ...}; all must name the same columns.

    Rows that are as they should be are not written. Of two with one id the later counts. Before a world that becomes
    active `deactivate_others` is needed; a `setting_id` must be that of a row.
    """
    wanted = {row["id"]: row for row in rows}
    model = entity_format.model
    stored = model._default_manager.in_bulk(list(wanted))
    created = [entity_id for entity_id in wanted if entity_id not in stored]
    updated = [
        entity_id
        for entity_id, entity in stored.items()
        if any(getattr(entity, column) != value for column, value in wanted[entity_id].items())
    ]
    # In the order of their ids, so that two who write the same rows wait for each other instead of blocking each other.
    changed = [model(**wanted[entity_id]) for entity_id in sorted((*created, *updated))]
    if changed and not dry_run:
        columns = [column for column in wanted[changed[0].pk] if column != "id"]
        model._default_manager.bulk_create(
            changed, update_conflicts=True, unique_fields=["id"], update_fields=[*columns, "updated_at"]
        )
    unchanged = set(stored) - set(updated)
    return Upserted(created=tuple(created), updated=tuple(updated), unchanged=tuple(sorted(unchanged)))


def deactivate_others(setting_id: str | None) -> None:
    """Make room for that world to become the active one, in the caller's transaction; None leaves no world active."""
    # Whoever activates locks all worlds first: of two at once the second then sees what the first has done. One at a
    # time, or a third, who sees a world that the second did not, would lock it first, and they wait for each other.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ACTIVATION])
    list(Setting.objects.select_for_update().order_by("id").values_list("id"))
    Setting.objects.filter(is_active=True).exclude(pk=setting_id).update(is_active=False)


def _rows(save: Save, kind: str, remarks: list[Remark]) -> list[dict[str, Any]]:
    """Return the rows of one kind, as `upsert` takes them."""
    rows = [_row(save, kind, entity_id, raw, remarks) for entity_id, raw in save.objects[kind].items()]
    if kind == "setting" and not rows and save.setting_id:
        # The world's own file is missing: its name and its player are known all the same.
        name = str(save.metadata.get("currentSettingName") or "")
        known = columns_of(FORMATS[kind], {"name": name}, report=lambda *_: None, partial=True)
        rows = [{"id": save.setting_id, "name": known["name"]} | _played(save)]
    return rows


def _row(save: Save, kind: str, entity_id: str, raw: Mapping[str, Any], remarks: list[Remark]) -> dict[str, Any]:
    def report(key: str, complaint: str) -> None:
        remarks.append(Remark(topic=Topic.VALUE, text=f"{kind} {entity_id}: {key} {complaint}"))

    columns = columns_of(FORMATS[kind], raw, report=report)
    belonging = _played(save) if kind == "setting" else {"setting_id": save.setting_id}
    return {"id": entity_id} | columns | belonging


def _played(save: Save) -> dict[str, Any]:
    return {"is_active": True, "current_player_id": save.player_id}


def _dangling(rows: Mapping[str, list[dict[str, Any]]]) -> Iterator[Remark]:
    """Remark on every reference to what is neither among the rows nor in the database."""
    references = [
        (kind, row["id"], field.key, field.target, named)
        for kind, entity_format in FORMATS.items()
        for field in entity_format.fields
        if field.target
        for row in rows[kind]
        for named in _named_ids(field.type, row.get(field.column))
    ]
    present = {kind: {row["id"] for row in rows[kind]} for kind in FORMATS}
    for kind, entity_format in FORMATS.items():
        unknown = {named for *_, target, named in references if target == kind} - present[kind]
        present[kind] |= set(entity_format.model._default_manager.filter(pk__in=unknown).values_list("pk", flat=True))
    for kind, entity_id, key, target, named in references:
        if named not in present[target]:
            yield Remark(topic=Topic.REFERENCE, text=f"{kind} {entity_id}: {key} names the {target} {named}")


def _named_ids(field_type: FieldType, value: Any) -> list[str]:
    match field_type:
        case FieldType.IDS:
            return list(value)
        case FieldType.GEAR:
            return list(value.values())
        case _:
            return [value] if value else []
