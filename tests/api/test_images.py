"""GET /api/images and GET /api/images/<id>."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from imagesvc.images.models import Image, ImageFile
from tests.api.test_jobs import BAD_IDS

pytestmark = pytest.mark.django_db


def make_image(**values: Any) -> Image:
    image = Image.objects.create(**{"prompt": "A lighthouse.", "width": 64, "height": 32, "seed": 7} | values)
    ImageFile.objects.create(image=image, stem=image.public_id, size=9, width=64, height=32)
    return image


def test_image_has_metadata(client: Client) -> None:
    image = make_image(entity_kind="thing", entity_type="item", entity_id="a", engine="pillow")

    response = client.get(f"/api/images/{image.id}")

    metadata = response.json()["metadata"]
    assert response.status_code == 200
    assert metadata == {
        "id": str(image.id),
        "prompt": "A lighthouse.",
        "negative_prompt": "",
        "width": 64,
        "height": 32,
        "seed": 7,
        "createdAt": metadata["createdAt"],
        "steps": None,
        "engine": "pillow",
        "model": None,
        "workflow": None,
        "workflowHash": None,
        "revisedPrompt": None,
        "engineSettings": {},
        "placeholder": False,
        "entityType": "item",
        "entityId": "a",
        "jobId": None,
        "images": [
            {
                "imageId": str(image.id),
                "filename": f"{image.id}.png",
                "url": f"/generated-images/{image.id}.png",
                "size": 9,
                "width": 64,
                "height": 32,
                "contentType": "image/png",
                "sha256": None,
                "thumbnailUrl": f"/generated-images/{image.id}.webp",
                "missing": False,
            }
        ],
    }


def test_image_of_a_saved_game_keeps_its_id(client: Client) -> None:
    image = make_image(game_id="img_20260304_165514_cd2bvwu0", source="imported")

    by_game_id = client.get("/api/images/img_20260304_165514_cd2bvwu0").json()["metadata"]

    assert by_game_id["id"] == "img_20260304_165514_cd2bvwu0"
    assert by_game_id["images"][0]["url"] == "/generated-images/img_20260304_165514_cd2bvwu0.png"
    assert client.get(f"/api/images/{image.id}").status_code == 404


@pytest.mark.parametrize("image_id", [*BAD_IDS, "CON", "a.png", "a. "])
def test_unknown_or_malformed_id_is_not_found(client: Client, image_id: str) -> None:
    response = client.get(f"/api/images/{image_id}")

    assert response.status_code == 404
    assert response.json()["success"] is False


def test_list_is_newest_first_and_counts_all(client: Client) -> None:
    item = make_image(entity_kind="thing", entity_type="item", entity_id="a")
    scenery = make_image(entity_kind="thing", entity_type="scenery", entity_id="b")
    custom = make_image()

    def listed(query: str) -> tuple[list[str], int]:
        body = client.get(f"/api/images?{query}").json()
        return [image["id"] for image in body["images"]], body["count"]

    assert listed("") == ([str(custom.id), str(scenery.id), str(item.id)], 3)
    assert listed("limit=1") == ([str(custom.id)], 3)
    assert listed("entityType=thing") == ([str(scenery.id), str(item.id)], 2)
    assert listed("entityType=item&entityId=b") == ([str(scenery.id)], 1)
    assert listed("entityType=npc") == ([], 0)


def test_list_leads_on_page_by_page(client: Client) -> None:
    images = [make_image() for _ in range(3)]

    first = client.get("/api/images?limit=2").json()
    second = client.get(first["next"]).json()

    assert [image["id"] for image in first["images"] + second["images"]] == [str(image.id) for image in images[::-1]]
    assert second["next"] is None


def test_list_costs_the_same_however_many_images(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(20):
        make_image()

    # The page with its files, the counter.
    with django_assert_num_queries(2):
        client.get("/api/images")
