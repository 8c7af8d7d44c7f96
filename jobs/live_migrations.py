"""Steps of migrations that a PostgreSQL in use hardly notices; on SQLite, which has one writer anyway, Django's own.

On PostgreSQL nothing that reads or writes a whole table may hold a lock that a writer waits for: indexes are built
beside the writers, constraints first hold for new rows and then look at the old ones. Each step is a transaction of its
own there (several statements in one string are one, too), and may be done again where a migration has broken off.
"""

from typing import Any

from django.apps import AppConfig
from django.db import OperationalError, connections, migrations, models, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import ProjectState
from django.db.models import QuerySet

# How long a step waits for its lock, and with it everybody who comes after it. Then `migrate` begins anew.
LOCK_SECONDS = 1
BATCH_ROWS = 5_000
_LOCK_NOT_AVAILABLE = "55P03"


class LiveMigration(migrations.Migration):
    """A migration whose steps are transactions of their own on PostgreSQL, and one transaction on SQLite."""

    @property
    def atomic(self) -> bool:  # type: ignore[override]  # Django asks once, when it begins
        return connections["default"].vendor != "postgresql"


class Together(migrations.SeparateDatabaseAndState):
    """Quick steps in one short transaction; done already if the column (of a model, its name) is there."""

    def __init__(self, *operations: Any, done_with: tuple[str, str]) -> None:
        super().__init__(database_operations=operations, state_operations=operations)
        self.done_with = done_with

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, list(self.database_operations), {"done_with": self.done_with}

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        forwards = super().database_forwards
        if schema_editor.connection.vendor != "postgresql" or schema_editor.collect_sql:
            forwards(app_label, schema_editor, from_state, to_state)
            return
        model_name, column = self.done_with
        table = to_state.apps.get_model(app_label, model_name)._meta.db_table
        if not _has_column(schema_editor, table, column):
            with transaction.atomic(schema_editor.connection.alias):
                forwards(app_label, schema_editor, from_state, to_state)


class AddIndexLive(migrations.AddIndex):
    """Build an index beside the writers."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        if schema_editor.connection.vendor != "postgresql":
            super().database_forwards(app_label, schema_editor, from_state, to_state)
            return
        model = to_state.apps.get_model(app_label, self.model_name)
        _build(schema_editor, str(self.index.create_sql(model, schema_editor)), name=self.index.name)


class RemoveIndexLive(migrations.RemoveIndex):
    """Remove an index beside the writers: before a step that would build it anew while they wait."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f'DROP INDEX CONCURRENTLY IF EXISTS "{self.name}"', params=None)
        else:
            super().database_forwards(app_label, schema_editor, from_state, to_state)


class IndexKeyLive(migrations.AlterField):
    """Build the index of a foreign key that was added without one."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        if schema_editor.connection.vendor != "postgresql":
            super().database_forwards(app_label, schema_editor, from_state, to_state)
            return
        _index_key(schema_editor, to_state.apps.get_model(app_label, self.model_name), name=self.name)


class UnindexKeyLive(migrations.AlterField):
    """Drop the index of a foreign key beside the writers, and on SQLite without making the whole table anew."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        if schema_editor.collect_sql:
            super().database_forwards(app_label, schema_editor, from_state, to_state)
            return
        model = to_state.apps.get_model(app_label, self.model_name)
        named = {each.name for each in (*model._meta.indexes, *model._meta.constraints)}
        names = schema_editor._constraint_names(  # type: ignore[attr-defined]  # how AlterField finds it
            model, [model._meta.get_field(self.name).column], index=True, exclude=named
        )
        how = "CONCURRENTLY IF EXISTS" if schema_editor.connection.vendor == "postgresql" else "IF EXISTS"
        for name in names:
            schema_editor.execute(f'DROP INDEX {how} "{name}"', params=None)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,  # noqa: ARG002  (Django's signature)
        to_state: ProjectState,
    ) -> None:
        _index_key(schema_editor, to_state.apps.get_model(app_label, self.model_name), name=self.name)


class ConstrainLive(migrations.AddConstraint):
    """Add a constraint, or put it in the place of the one of the same name, which holds until then."""

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        state.remove_constraint(app_label, self.model_name_lower, self.constraint.name)
        super().state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        model = to_state.apps.get_model(app_label, self.model_name)
        if schema_editor.connection.vendor == "postgresql":
            self._replace(schema_editor, model)
            return
        for former in from_state.models[app_label, self.model_name_lower].options.get("constraints", ()):
            if former.name == self.constraint.name:
                schema_editor.remove_constraint(model, former)
        schema_editor.add_constraint(model, self.constraint)

    def _replace(self, schema_editor: BaseDatabaseSchemaEditor, model: type[models.Model]) -> None:
        """1. Make the new one under a name for the meantime. 2. Have it take the other one's name and place."""
        name = self.constraint.name
        new = self.constraint.clone()
        new.name = f"{name}_new"
        statement = str(new.create_sql(model, schema_editor))
        quoted = {"table": schema_editor.quote_name(model._meta.db_table), "name": name, "new": new.name}
        if isinstance(new, models.UniqueConstraint):
            assert new.condition is not None, "one without a condition is no index"
            _build(schema_editor, statement, name=new.name)
            swap = 'DROP INDEX IF EXISTS "{name}"; ALTER INDEX "{new}" RENAME TO "{name}"'
        else:
            drop = 'ALTER TABLE {table} DROP CONSTRAINT IF EXISTS "{new}"'.format(**quoted)
            schema_editor.execute(f"{drop}; {statement} NOT VALID", params=None)
            validate = 'ALTER TABLE {table} VALIDATE CONSTRAINT "{new}"'
            schema_editor.execute(validate.format(**quoted), params=None)
            swap = (
                'ALTER TABLE {table} DROP CONSTRAINT IF EXISTS "{name}"; '
                'ALTER TABLE {table} RENAME CONSTRAINT "{new}" TO "{name}"'
            )
        schema_editor.execute(swap.format(**quoted), params=None)


def update_in_batches(rows: QuerySet[Any], **values: Any) -> None:
    """Update rows a few thousand at a time, in the order of their keys."""
    first = rows.order_by("pk").values_list("pk", flat=True)
    keys = list(first[:BATCH_ROWS])
    while keys:
        rows.filter(pk__range=(keys[0], keys[-1])).update(**values)
        keys = list(first.filter(pk__gt=keys[-1])[:BATCH_ROWS])


# --- Waiting for locks -----------------------------------------------------------------------------------------------


def begin_to_migrate(sender: AppConfig, *, using: str, **_: Any) -> None:  # noqa: ARG001  (a receiver of pre_migrate)
    """Let no step of any migration wait for a lock so long that everybody else waits behind it."""
    _set_lock_timeout(using, f"{LOCK_SECONDS}s")


def end_to_migrate(sender: AppConfig, *, using: str, **_: Any) -> None:  # noqa: ARG001  (a receiver of post_migrate)
    _set_lock_timeout(using, "DEFAULT")


def _set_lock_timeout(using: str, value: str) -> None:
    if connections[using].vendor == "postgresql":
        with connections[using].cursor() as cursor:
            cursor.execute(f"SET lock_timeout TO {value if value == 'DEFAULT' else repr(value)}")


def is_lock_taken(error: OperationalError) -> bool:
    """Say whether a step has waited for its lock in vain."""
    return getattr(error.__cause__, "sqlstate", "") == _LOCK_NOT_AVAILABLE


def _index_key(schema_editor: BaseDatabaseSchemaEditor, model: type[models.Model], *, name: str) -> None:
    """Build the index that Django gives a foreign key."""
    statement = schema_editor._create_index_sql(  # type: ignore[attr-defined]  # how AddField makes it
        model, fields=[model._meta.get_field(name)]
    )
    if schema_editor.connection.vendor == "postgresql":
        _build(schema_editor, str(statement), name=str(statement.parts["name"]).strip('"'))
    else:
        schema_editor.execute(statement)


def _build(schema_editor: BaseDatabaseSchemaEditor, statement: str, *, name: str) -> None:
    """Build an index beside the writers, anew if a former run broke off. It waits for them, but nobody for it."""
    statement = statement.replace(" INDEX ", " INDEX CONCURRENTLY ", 1)
    if schema_editor.collect_sql:
        schema_editor.execute(statement, params=None)
        return
    using = schema_editor.connection.alias
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass(%s)", [f'"{name}"'])
        found = cursor.fetchone()
    if found == (True,):
        return
    _set_lock_timeout(using, "0s")
    try:
        if found is not None:
            schema_editor.execute(f'DROP INDEX CONCURRENTLY "{name}"', params=None)
        schema_editor.execute(statement, params=None)
    finally:
        _set_lock_timeout(using, f"{LOCK_SECONDS}s")


def _has_column(schema_editor: BaseDatabaseSchemaEditor, table: str, column: str) -> bool:
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        if table not in connection.introspection.table_names(cursor):
            return False
        return column in {each.name for each in connection.introspection.get_table_description(cursor, table)}
