"""GET /api/images/stale."""

from typing import Any

import pytest
from django.test import Client

from entities.models import Thing
from imagesvc.images.prompts import compose_entity_prompt
from tests import factories

pytestmark = pytest.mark.django_db


def make_stale(entity_id: str, **values: Any) -> str:
    """Make a thing whose name has changed since its picture was drawn; return the picture's id."""
    thing = factories.make_thing(id=entity_id, **values)
    image = factories.make_image(
        entity_kind="thing",
        entity_type=thing.thing_type,
        entity_id=entity_id,
        is_current=True,
        made_from=compose_entity_prompt(thing).made_from,
    )
    Thing.objects.filter(pk=entity_id).update(name=f"New {entity_id}")
    return image.public_id


def row(image_id: str, entity_id: str, *, entity_type: str = "item") -> dict[str, Any]:
    return {
        "imageId": image_id,
        "entityType": entity_type,
        "entityId": entity_id,
        "name": f"New {entity_id}",
        "changed": ["text"],
    }


def test_nothing_is_stale(client: Client) -> None:
    response = client.get("/api/images/stale")

    assert response.status_code == 200
    assert response.json() == {"success": True, "images": [], "next": None}


def test_stale_pictures_are_listed_page_by_page(client: Client) -> None:
    images = {name: make_stale(name) for name in ("b", "c", "a")}

    first = client.get("/api/images/stale?limit=2").json()
    second = client.get(first["next"]).json()

    assert first["images"] == [row(images["a"], "a"), row(images["b"], "b")]
    assert second == {"success": True, "images": [row(images["c"], "c")], "next": None}


def test_of_one_type_only(client: Client) -> None:
    make_stale("lamp")
    image_id = make_stale("statue", thing_type="scenery")

    page = client.get("/api/images/stale?entityType=scenery").json()

    assert page == {"success": True, "images": [row(image_id, "statue", entity_type="scenery")], "next": None}


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=0", "limit"),
        ("entityType=dragon", "entityType"),
        ("cursor=!", "cursor"),
        ("cursor=ZHJhZ29uIGE", "cursor"),  # "dragon a"
        ("entityType=npc&entityType=item", "entityType"),
    ],
)
def test_nonsense_is_refused(client: Client, query: str, field: str) -> None:
    response = client.get(f"/api/images/stale?{query}")

    assert response.status_code == 400
    assert list(response.json()["fields"]) == [field]


def test_a_slash_at_the_end_changes_nothing(client: Client) -> None:
    assert client.get("/api/images/stale/").json() == {"success": True, "images": [], "next": None}
