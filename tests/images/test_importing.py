"""Pictures of a save: files and rows, whose they are, what is present, and that a run leaves all or nothing."""

import hashlib
import io
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from PIL import Image as Pixels

from entities.models import Character
from entities.saves import SaveError, Topic, read_save
from imagesvc.images import storage
from imagesvc.images.importing import GameReport, import_game, steps_of
from imagesvc.images.models import Image, ImageFile
from jobs.models import new_id

SMALL_SAVE = Path(__file__).parent.parent / "data" / "small_save"
IRIS, ZHOU = "player_1777666000000_aaaaaaaaa", "player_1777666000000_bbbbbbbbb"
FACE, ZHOUS_FACE = "img_20260501_200000_irisface", "img_20260501_200100_oldzhou"
STAIR, LANTERN = "img_20260501_200300_stairs01", "img_20260501_200500_lantern1"
REPLACED = "img_20260501_195900_replaced"

pytestmark = pytest.mark.django_db


@pytest.fixture
def game(tmp_path: Path) -> Path:
    """A game's folder with one save and its pictures: one by id, one by file name, one without a record."""
    shutil.copytree(SMALL_SAVE, tmp_path / "game" / "saves" / "small")
    folder = tmp_path / "game" / "public" / "generated-images"
    folder.mkdir(parents=True)
    Pixels.new("RGB", (40, 60), "teal").save(folder / f"{FACE}.png")
    Pixels.new("RGB", (30, 30), "gray").save(folder / "zhou.jpg")
    Pixels.new("RGB", (20, 10), "gold").save(folder / f"{LANTERN}.webp")
    return tmp_path / "game"


def run(game: Path, **options: Any) -> GameReport:
    return import_game(read_save(game), **{"images_dir": None, "progress": str} | options)


def stored_files(pictures: Path) -> list[str]:
    return sorted(path.name for path in pictures.rglob("*") if path.is_file())


def rewrite(game: Path, name: str, **changes: Any) -> None:
    path = game / "saves" / "small" / name
    content = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**content, **changes}), encoding="utf-8")


def present() -> dict[str, str]:
    return dict(Image.objects.current().order_by("game_id").values_list("entity_id", "game_id"))


def test_import_stores_pictures_with_thumbnails(game: Path, pictures: Path) -> None:
    report = run(game)

    names = [f"{stem}.{suffix}" for stem in (FACE, ZHOUS_FACE, LANTERN) for suffix in ("png", "webp")]
    assert stored_files(pictures) == sorted(names)
    assert set(report.pictures.created) == {FACE, ZHOUS_FACE, STAIR, LANTERN, REPLACED}
    assert report.missing_pictures == (STAIR, REPLACED)
    content = (pictures / storage.file_name(FACE, "png")).read_bytes()
    thumbnail = Pixels.open(io.BytesIO((pictures / storage.file_name(FACE, "webp")).read_bytes()))
    assert (thumbnail.format, thumbnail.size) == ("WEBP", (40, 60))
    fields = ("stem", "position", "width", "height", "size", "content_type", "sha256", "is_missing")
    assert ImageFile.objects.values(*fields).get(stem=FACE) == {
        "stem": FACE,
        "position": 0,
        "width": 40,
        "height": 60,
        "size": len(content),
        "content_type": "image/png",
        "sha256": hashlib.sha256(content).hexdigest(),
        "is_missing": False,
    }


def test_import_records_how_pictures_were_made_and_whose_they_are(game: Path) -> None:
    run(game)

    fields = ("game_id", "entity_kind", "entity_type", "entity_id", "is_current", "prompt", "width", "height", "seed")
    rows = list(Image.objects.order_by("id").values_list(*fields))
    exit_id, lantern_id = "exit_1777666000000_000000000001", "thing_1777666000000_000000000001"
    face_prompt = "A painting of the Drowned Coast.\n\nA diver with a brass collar."
    assert rows == [
        (REPLACED, "", "", "", False, "", None, None, None),
        (FACE, "character", "player", IRIS, True, face_prompt, 1024, 1536, 4394),
        (ZHOUS_FACE, "character", "npc", ZHOU, True, "npc_upload", None, None, None),
        (STAIR, "exit", "location-exit", exit_id, True, "A stair of wet slate.", 1024, 1024, 7),
        (LANTERN, "thing", "item", lantern_id, True, "", None, None, None),
    ]
    assert set(Image.objects.values_list("source", "engine")) == {("imported", "imported")}
    face = Image.objects.get(game_id=FACE)
    assert (face.created_at.isoformat(), face.id.version) == ("2026-05-01T20:00:00+00:00", 7)


def test_import_says_which_pictures_it_could_not_take(game: Path) -> None:
    report = run(game)

    topics = (Topic.PICTURE, Topic.NEEDS_IMAGE)
    stranger = "player_1777666000000_ccccccccc: of its picture img_20260501_200200_nowhere"
    assert [(remark.topic, remark.text) for remark in report.remarks if remark.topic in topics] == [
        (Topic.PICTURE, f"{STAIR}: there is no file of it"),
        (Topic.PICTURE, "'img_20260501_200400_quay.old' cannot be the id of a picture"),
        (Topic.PICTURE, f"{REPLACED}: there is no file of it"),
        (Topic.NEEDS_IMAGE, f"character {stranger} there is neither a record nor a file"),
        (Topic.PICTURE, "'../../secret' cannot be the id of a picture"),
    ]


def test_importing_again_changes_nothing(game: Path, pictures: Path) -> None:
    run(game)
    ids, files = dict(Image.objects.values_list("game_id", "id")), stored_files(pictures)

    report = run(game)

    assert (report.pictures.created, report.pictures.updated, len(report.pictures.unchanged)) == ((), (), 5)
    assert (dict(Image.objects.values_list("game_id", "id")), stored_files(pictures)) == (ids, files)


def test_picture_that_was_missing_is_taken_when_it_appears(game: Path) -> None:
    run(game)
    Pixels.new("RGB", (8, 8)).save(game / "public" / "generated-images" / f"{STAIR}.gif")

    report = run(game)

    assert report.pictures.updated == (STAIR,)
    assert ImageFile.objects.values_list("width", "is_missing").get(stem=STAIR) == (8, False)


def test_file_that_was_lost_is_taken_again(game: Path) -> None:
    run(game)
    storage.remove(FACE)

    report = run(game)

    assert (report.pictures.updated, storage.exists(FACE)) == ((FACE,), True)


def test_images_dir_may_be_named(game: Path, tmp_path: Path) -> None:
    (game / "public" / "generated-images").rename(tmp_path / "elsewhere")

    without = run(game)
    report = run(game, images_dir=tmp_path / "elsewhere")

    assert without.missing_pictures == (FACE, ZHOUS_FACE, STAIR, REPLACED)
    assert report.missing_pictures == (STAIR, REPLACED)


def test_images_dir_that_is_none_is_refused(game: Path) -> None:
    with pytest.raises(SaveError) as caught:
        run(game, images_dir=game / "nowhere")

    assert str(caught.value) == f"{game}/nowhere is not a folder of pictures."


def test_replaced_portrait_gives_way_to_the_new_one(game: Path) -> None:
    run(game)
    players = json.loads((SMALL_SAVE / "allPlayers.json").read_text(encoding="utf-8"))
    rewrite(game, "allPlayers.json", **{IRIS: players[IRIS] | {"imageId": ZHOUS_FACE}, ZHOU: players[ZHOU]})
    rewrite(game, "allPlayers.json", **{ZHOU: players[ZHOU] | {"imageId": FACE}})

    report = run(game)

    assert set(report.pictures.updated) == {FACE, ZHOUS_FACE}
    assert (present()[IRIS], present()[ZHOU]) == (ZHOUS_FACE, FACE)


@pytest.mark.parametrize(("is_newer", "expected"), [(True, None), (False, FACE)])
def test_picture_of_ours_stays_present_only_if_it_is_newer(game: Path, is_newer: bool, expected: str | None) -> None:
    early = "01900000-0000-7000-8000-000000000000"  # 2024
    ours = Image.objects.create(
        id=new_id() if is_newer else early, entity_kind="character", entity_id=IRIS, is_current=True
    )

    run(game)

    assert present()[IRIS] == expected
    assert Image.objects.filter(pk=ours.pk).exists()


def test_missing_picture_does_not_replace_one_that_is_there(game: Path) -> None:
    early = "01900000-0000-7000-8000-000000000000"
    Image.objects.create(id=early, entity_kind="character", entity_id=IRIS, is_current=True)
    (game / "public" / "generated-images" / f"{FACE}.png").unlink()

    run(game)

    assert present()[IRIS] is None


def test_dry_run_counts_and_writes_nothing(game: Path, pictures: Path) -> None:
    report = run(game, dry_run=True)

    assert (len(report.pictures.created), report.missing_pictures) == (5, (STAIR, REPLACED))
    assert (Image.objects.count(), Character.objects.count(), stored_files(pictures)) == (0, 0, [])


@pytest.mark.parametrize("error", [DatabaseError, KeyboardInterrupt])
@pytest.mark.parametrize("moment", ["pictures", "things"])
def test_failing_import_leaves_neither_rows_nor_files(
    game: Path, pictures: Path, error: type[BaseException], moment: str
) -> None:
    def fail(done: str) -> None:
        if done == moment:
            raise error

    with pytest.raises(error):
        run(game, progress=fail)

    assert (Image.objects.count(), Character.objects.count(), stored_files(pictures)) == (0, 0, [])


def test_failing_import_keeps_the_files_of_an_earlier_one(game: Path, pictures: Path) -> None:
    run(game)
    files = stored_files(pictures)

    def fail(done: str) -> None:
        raise DatabaseError

    with pytest.raises(DatabaseError):
        run(game, progress=fail)

    assert stored_files(pictures) == files


def test_file_that_an_interrupted_run_left_is_written_anew(game: Path, pictures: Path) -> None:
    storage.write(FACE, "png", b"left behind")

    run(game)

    assert ImageFile.objects.get(stem=FACE).size == (pictures / storage.file_name(FACE, "png")).stat().st_size


def test_unreadable_picture_counts_as_missing(game: Path) -> None:
    (game / "public" / "generated-images" / f"{FACE}.png").write_bytes(b"no picture")

    report = run(game)

    assert FACE in report.missing_pictures
    assert f"{FACE}: it is none of PNG, JPEG, WEBP, GIF" in [remark.text for remark in report.remarks]


def test_progress_is_reported_as_often_as_promised(game: Path) -> None:
    steps: list[str] = []

    run(game, progress=steps.append)

    assert len(steps) == steps_of(read_save(game))


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ({"prompt": "a\0b", "seed": 2**70, "width": "wide", "createdAt": "1900-01-01T00:00:00Z"}, "ab"),
        ({"prompt": 5, "seed": -1, "width": -5, "createdAt": "9999-12-31T23:59:59Z", "images": "none"}, ""),
        ({"prompt": "ok", "createdAt": "yesterday", "images": [None, {"filename": 5}, {"filename": "\0"}]}, "ok"),
        ({"prompt": "ok", "createdAt": "0001-01-01T00:00:00+14:00"}, "ok"),
    ],
)
def test_awkward_record_is_recorded_as_far_as_it_goes(game: Path, record: dict[str, Any], expected: str) -> None:
    rewrite(game, "images.json", **{FACE: record})

    run(game)

    assert Image.objects.get(game_id=FACE).prompt == expected


def test_command_shows_counts_and_remarks(game: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rewrite(game, "metadata.json", totalThings="\x1b[31mfive", totalPlayers=3)
    rewrite(game, "images.json", **{"\x1b]0;owned\x07": {}})

    call_command("import_save", str(game))

    output = capsys.readouterr().out
    rows = [line.replace("│", " ").split() for line in output.splitlines()]
    assert ["characters", "3", "0", "0", "3", "3"] in rows
    assert ["things", "5", "0", "0", "5", "-"] in rows
    assert ["pictures", "5", "0", "0", "5", "5"] in rows
    assert "Entities that need an image: 1" in output
    assert "\x1b" not in output
    assert "\x07" not in output


def test_command_says_in_a_dry_run_that_nothing_was_written(game: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_save", str(game), "--dry-run")

    assert capsys.readouterr().out.splitlines()[-1] == "This was a dry run: nothing was written."
    assert Character.objects.count() == 0


def test_command_refuses_a_bad_path_with_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError) as caught:
        call_command("import_save", str(tmp_path / "\x1bnowhere"))

    assert (str(caught.value), caught.value.returncode) == (f"{tmp_path}/\ufffdnowhere does not exist.", 2)
