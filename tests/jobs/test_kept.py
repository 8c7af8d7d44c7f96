"""Queries that are put together once: the same instances as Django's own, whatever the texts are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from entities.kinds import EntityKind, entities_with_id
from entities.models import Character, Location
from jobs.kept import KeptQuery
from jobs.lifecycle import active_job
from tests.factories import make_job

pytestmark = pytest.mark.django_db

CHARACTER = KeptQuery(lambda entity_id: entities_with_id(EntityKind.CHARACTER, entity_id), texts=1)


@pytest.mark.parametrize("entity_id", ["mara", 'it\'s "%s"; -- é 🗡', ""])
def test_kept_query_finds_what_the_query_set_finds(entity_id: str) -> None:
    Location.objects.create(id="harbour", name="Harbour")
    Character.objects.create(
        id=entity_id, name="Mara", current_location_id="harbour", inventory=["lamp"], raw={"a": [1]}
    )
    Character.objects.create(id="other", name="Other")

    found = CHARACTER.first(entity_id)

    asked = entities_with_id(EntityKind.CHARACTER, entity_id).get()
    assert isinstance(found, Character)
    assert {field.attname: getattr(found, field.attname) for field in Character._meta.concrete_fields} == {
        field.attname: getattr(asked, field.attname) for field in Character._meta.concrete_fields
    }


def test_kept_query_brings_the_related_rows_with_it() -> None:
    harbour = Location.objects.create(id="harbour", name="Harbour")
    Character.objects.create(id="mara", name="Mara", current_location_id="harbour")
    found = CHARACTER.first("mara")
    assert isinstance(found, Character)

    with CaptureQueriesContext(connection) as queries:
        assert found.current_location == harbour
        assert found.setting is None

    assert queries.captured_queries == []


def test_kept_query_finds_nothing_where_there_is_nothing() -> None:
    assert CHARACTER.first("nobody") is None


def test_kept_query_gives_instances_that_can_be_saved() -> None:
    job = make_job(entity_kind="thing", entity_id="lamp")

    found = active_job(kind="thing", entity_id="lamp")

    assert found == job
    assert found is not None
    found.message = "Seen"
    found.save(update_fields=["message"])
    job.refresh_from_db()
    assert job.message == "Seen"
