"""What is pruned, what never is, and that no crash loses a file or leaves a row without one."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Q
from django.utils import timezone

from entities.models import Thing
from imagesvc.images import pruning, removal, storage
from imagesvc.images.models import Image, ImageFile
from imagesvc.images.pruning import Retention, Useless, prunable, prune
from imagesvc.images.reconciliation import Findings, reconcile
from imagesvc.images.removal import remove
from imagesvc.images.stars import star
from tests import factories

pytestmark = pytest.mark.django_db

NOW = timezone.now()


def make_picture(entity_id: str = "lamp", *, days: int = 0, **values: Any) -> Image:
    """Make a picture with its files, of a thing that is there unless it is called a ghost."""
    if entity_id != "ghost":
        Thing.objects.get_or_create(id=entity_id)
    values = {"entity_kind": "thing", "entity_type": "item", "created_at": NOW - timedelta(days=days)} | values
    image = factories.make_image(entity_id=entity_id, **values)
    for suffix in ("png", "webp"):
        storage.write(image.public_id, suffix, b"a picture")
    return image


def make_custom() -> Image:
    return factories.make_image()


def prune_all(useless: Useless, *, most: int | None = None, **retention: Any) -> int:
    return sum(prune(useless, Retention(**retention), most=most))


# --- What is pruned ---


def test_superseded_pictures_go_and_the_present_one_stays() -> None:
    former, present = make_picture(), make_picture(is_current=True)

    pruned = prune_all(Useless.SUPERSEDED)

    assert pruned == 1
    assert list(Image.objects.all()) == [present]
    assert [storage.exists(image.public_id) for image in (former, present)] == [False, True]


def test_pictures_of_entities_that_are_gone_go() -> None:
    make_picture("ghost"), make_picture("ghost", is_current=True)
    there = [make_picture(), make_picture(is_current=True)]

    pruned = prune_all(Useless.ORPHANED)

    assert pruned == 2
    assert list(Image.objects.order_by("id")) == there


@pytest.mark.parametrize("useless", Useless)
@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda: make_picture(is_starred=True), id="starred"),
        pytest.param(lambda: make_picture("ghost", is_starred=True), id="starred, its entity gone"),
        pytest.param(lambda: make_picture(is_current=True), id="present"),
        pytest.param(make_custom, id="of a custom prompt"),
    ],
)
def test_what_is_never_pruned(useless: Useless, make: Callable[[], Image]) -> None:
    image = make()

    pruned = prune_all(useless)

    assert pruned == 0
    assert Image.objects.get() == image


def test_a_picture_of_another_kind_with_the_same_id_is_an_orphan() -> None:
    Thing.objects.create(id="lamp")
    make_picture(entity_kind="location", entity_type="location")

    assert prune_all(Useless.ORPHANED) == 1


def test_only_what_is_older_goes() -> None:
    make_picture(days=40), make_picture(days=20)

    pruned = prune_all(Useless.SUPERSEDED, older_than=NOW - timedelta(days=30))

    assert pruned == 1
    assert [image.created_at for image in Image.objects.all()] == [NOW - timedelta(days=20)]


def test_the_newest_of_each_entity_stay() -> None:
    lamps = [make_picture("lamp") for _ in range(4)]
    swords = [make_picture("sword") for _ in range(2)]
    present = make_picture("lamp", is_current=True)

    pruned = prune_all(Useless.SUPERSEDED, newest=2)

    assert pruned == 2
    assert set(Image.objects.all()) == {*lamps[2:], *swords, present}


def test_what_is_young_or_among_the_newest_stays() -> None:
    make_picture(days=60)
    kept = [make_picture(days=10), make_picture(days=50), make_picture(days=40)]

    pruned = prune_all(Useless.SUPERSEDED, newest=2, older_than=NOW - timedelta(days=30))

    assert pruned == 1
    assert set(Image.objects.all()) == set(kept)


def test_only_within_what_is_asked_for() -> None:
    make_picture("lamp"), make_picture("sword")

    pruned = prune_all(Useless.SUPERSEDED, within=Q(entity_id="sword"))

    assert pruned == 1
    assert [image.entity_id for image in Image.objects.all()] == ["lamp"]


def test_at_most_so_many_go_oldest_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pruning, "CHUNK", 2)
    pictures = [make_picture() for _ in range(5)]

    steps = list(prune(Useless.SUPERSEDED, Retention(), most=3))

    assert steps == [2, 1]
    assert list(Image.objects.order_by("id")) == pictures[3:]
    assert prunable(Useless.SUPERSEDED, Retention()).count() == 2


# --- Races and crashes ---


def test_a_picture_that_is_starred_meanwhile_stays() -> None:
    image = make_picture()
    steps = prune(Useless.SUPERSEDED, Retention())
    star([image.id])

    assert list(steps) == []
    assert remove([image.id], only_if=Q(is_starred=False)) == 0
    assert storage.exists(image.public_id)


def test_who_is_killed_before_the_files_are_removed_leaves_them_to_reconciliation(
    pictures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_picture()

    def die(_stem: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(removal, "_remove_file", die)
    with pytest.raises(KeyboardInterrupt):
        prune_all(Useless.SUPERSEDED)

    assert not ImageFile.objects.exists()
    assert reconcile(young_seconds=-1) == Findings(orphaned_files=2)
    assert [path for path in pictures.rglob("*") if path.is_file()] == []


def test_a_storage_that_is_away_does_not_stop_it(monkeypatch: pytest.MonkeyPatch) -> None:
    make_picture(), make_picture()

    def fail(_stem: str) -> None:
        raise OSError("away")

    monkeypatch.setattr(storage, "remove", fail)

    assert prune_all(Useless.SUPERSEDED) == 2
    assert not Image.objects.exists()


def test_several_files_of_one_picture_go_together(pictures: Path) -> None:
    image = make_picture()
    ImageFile.objects.create(image=image, position=1, stem=f"{image.public_id}-2")
    storage.write(f"{image.public_id}-2", "png", b"another")

    prune_all(Useless.SUPERSEDED)

    assert [path for path in pictures.rglob("*") if path.is_file()] == []


# --- Stars ---


def test_a_star_is_given_and_taken() -> None:
    image = make_picture()

    changes = [star([image.id]), star([image.id]), star([image.id], is_starred=False)]

    assert changes == [1, 0, 1]
    assert not Image.objects.get().is_starred
