"""A contact sheet: what is on it, how it is laid out, and what the command says when it cannot be made."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from PIL import Image as Pixels

from imagesvc.images import contact_sheet
from imagesvc.images.contact_sheet import BadPrompts, Exposure, compose, from_lines, from_world
from imagesvc.management.commands import contact_sheet as command
from tests.factories import make_character, make_exit, make_location, make_thing


@pytest.fixture(autouse=True)
def _small_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "SIDE_DRAWN", 64)


def run(*arguments: str | Path) -> str:
    out = StringIO()
    call_command("contact_sheet", *map(str, arguments), stdout=out)
    return out.getvalue()


def size_of(path: Path) -> tuple[int, int]:
    with Pixels.open(path) as picture:
        return picture.size


@pytest.mark.django_db
def test_world_is_drawn_in_the_order_of_its_kinds() -> None:
    make_thing(id="b", name="Sword", thing_type="item")
    make_location(id="l", name="Cave", description="It is\ndark.")
    make_character(id="c", name="Mira")
    make_exit(id="e", name="The Guildhall", description="A gate of iron. It is open.")
    make_location(id="k", name="", description="")

    exposures = from_world()

    assert [(exposure.kind, exposure.label) for exposure in exposures] == [
        ("character", "Mira"),
        ("location", "Cave"),
        ("exit", "The Guildhall: A gate of iron"),
        ("item", "Sword"),
    ]
    assert from_world(kind="item") == exposures[3:]


def test_lines_are_kinds_and_prompts() -> None:
    text = "# a list\n\nitem: A sword: of iron\nLocation:  A cave \n"

    assert from_lines(text) == [
        Exposure(kind="item", description="A sword: of iron", label="A sword: of iron"),
        Exposure(kind="location", description="A cave", label="A cave"),
    ]
    assert from_lines(text, kind="location") == from_lines(text)[1:]


@pytest.mark.parametrize("line", ["a sword", "weapon: a sword", "item:", ": a sword"])
def test_line_that_is_none_is_named(line: str) -> None:
    with pytest.raises(BadPrompts, match=r"Line 2 is no `kind: prompt`"):
        from_lines(f"item: ring\n{line}")


def test_samples_can_be_read_and_have_every_kind() -> None:
    samples = from_lines(contact_sheet.SAMPLES.read_text(encoding="utf-8"))

    assert {sample.kind for sample in samples} == {"character", "location", "exit", "item", "scenery"}


def test_sheet_hangs_pictures_in_rows_whatever_their_shape() -> None:
    pictures = [(Pixels.new("RGB", size, "red"), "Ein Bild 古老 " * 9) for size in ((400, 400), (400, 200), (100, 300))]

    sheet = compose(pictures, count=3, columns=2, side=100)

    assert sheet.size == (2 * 110 + 10, 2 * 134 + 10)
    assert [sheet.getpixel(place) for place in ((60, 60), (170, 60), (170, 15), (60, 194))] == [
        (255, 0, 0), (255, 0, 0), (251, 248, 241), (255, 0, 0),
    ]  # fmt: skip


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp"])
def test_command_draws_a_file_of_prompts(tmp_path: Path, suffix: str) -> None:
    prompts, out = tmp_path / "prompts.txt", tmp_path / f"sheet.{suffix}"
    prompts.write_text("item: A ring\nlocation: A cave\nitem: A sword\n", encoding="utf-8")

    said = run("--prompts", prompts, "--kind", "item", "--columns", "9", "--side", "50", "--out", out)

    assert size_of(out) == (130, 94)
    assert said.replace("\n", "") == f"2 pictures, 130 x 94 pixels: {out}"


@pytest.mark.django_db
def test_command_draws_the_world_up_to_a_limit(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        make_thing(id=name, name=name)

    run("--limit", "2", "--side", "30", "--out", tmp_path / "sheet.png")

    assert size_of(tmp_path / "sheet.png") == (90, 74)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ([], 1, "There is nothing to draw: no world, or nothing of that kind in it. Try --samples."),
        (["--out", "sheet.gif"], 2, "'sheet.gif' must end in one of .jpg, .jpeg, .png, .webp."),
        (["--columns", "0"], 2, "--columns and --side must be at least 1."),
        (["--prompts", "nowhere.txt"], 2, "nowhere.txt cannot be read: "),
        (["--out", "no/where.png"], 2, "no/where.png cannot be written: there is no folder no."),
    ],
)
def test_command_says_why_it_cannot(arguments: list[str], code: int, said: str) -> None:
    with pytest.raises(CommandError) as error:
        run(*arguments)

    assert (error.value.returncode, str(error.value)[: len(said)]) == (code, said)
