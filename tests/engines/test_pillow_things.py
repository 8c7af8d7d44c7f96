"""Items and scenery: every family is drawn and looks like no other; words choose family, material, wear and rank."""

from dataclasses import replace
from functools import cache

import numpy as np
import numpy.typing as npt
import pytest

from imagesvc.engines import make_engine
from imagesvc.engines.base import ImageSpec
from imagesvc.engines.pillow.parts import Bench, Pose, Tracer
from imagesvc.engines.pillow.scenes import item, set_piece
from imagesvc.engines.pillow.scenes.things import stock, wear
from imagesvc.engines.pillow.scenes.things.piece import Piece, bounds
from imagesvc.engines.pillow.sheet import Sheet
from imagesvc.engines.pillow.vocabulary import light, things
from imagesvc.engines.pillow.words import Reading, read
from tests.factories import engines

pytestmark = pytest.mark.once

(CONFIG,) = engines("pillow")
PILLOW = make_engine(CONFIG)
Pixels = npt.NDArray[np.float32]


class Patient:
    def report(self, percent: int, message: str) -> None: ...

    def preview(self, pixels: object) -> None: ...

    def check(self) -> None: ...


def reading(text: str, *, kind: str = "item") -> Reading:
    return read(text, kind=kind, seed=0)


@cache
def drawn(text: str, *, kind: str = "item", size: int = 96, seed: int = 0) -> Pixels:
    spec = ImageSpec(kind=kind, description=text, width=size, height=size, seed=seed)
    pixels = PILLOW.draw(spec, Patient()).pictures[0].pixels
    assert pixels is not None
    return np.asarray(pixels.convert("RGB"), np.float32)


def share_changed(one: Pixels, other: Pixels) -> float:
    return float((np.abs(one - other).max(axis=2) > 40).mean())


def share_of(pixels: Pixels, *, strong: int, weak: tuple[int, int]) -> float:
    """How much of a picture has clearly more of one channel than of the two others."""
    return float(
        (
            (pixels[:, :, strong] > 1.25 * pixels[:, :, weak[0]])
            & (pixels[:, :, strong] > 1.25 * pixels[:, :, weak[1]])
        ).mean()
    )


FAMILIES = [*(("item", name) for name in stock.ITEMS), *(("scenery", name) for name in stock.SCENERY)]


@pytest.mark.parametrize(("kind", "family"), FAMILIES, ids=[f"{kind}-{name}" for kind, name in FAMILIES])
def test_every_family_is_drawn_and_fits_the_sheet_it_is_drawn_on(kind: str, family: str) -> None:
    draw = {"item": stock.ITEMS, "scenery": stock.SCENERY}[kind][family]
    sheet = Sheet(width=96, height=96)
    told = reading(f"A {family}", kind=kind)
    tracer = Tracer(sheet, rng=told.chance("object"))
    piece = Piece(bench=tracer, pose=Pose(x=0, y=0), reading=told)

    draw(piece)
    left, top, right, bottom = bounds(tracer.shapes)
    draw(replace(piece, bench=Bench(sheet, rng=told.chance("object")), pose=Pose(x=512, y=700, size=0.6)))

    assert 200 < right - left < 1300
    assert 60 < bottom - top < 1500
    assert len(np.unique(sheet.tone)) > 20


def test_no_family_looks_like_another() -> None:
    masks = {}
    for kind, objects in (("item", stock.ITEMS), ("scenery", stock.SCENERY)):
        for family, draw in objects.items():
            told = reading("A thing", kind=kind)
            sheet = Sheet(width=64, height=64)
            draw(Piece(bench=Bench(sheet, rng=told.chance("object")), pose=Pose(x=512, y=512, size=0.6), reading=told))
            masks[f"{kind} {family}"] = sheet.tone.tobytes()

    assert len(set(masks.values())) == len(masks) >= 190


def test_there_are_words_for_every_family_and_a_drawing_for_all_words() -> None:
    assert set(stock.ITEMS) == {*things.ITEMS, "parcel"}
    assert set(stock.SCENERY) == set(things.SCENERY)
    assert set(wear.CONDITIONS) == set(things.CONDITIONS)
    families = {*stock.ITEMS, *stock.SCENERY}
    listed = " ".join([things.SHINING, things.HOMELY, things.INDOORS, *things.LOOKS.values()]).split()
    assert set(listed) <= families
    assert {*things.LOOKS, *things.STONES, *wear.COLOURS.values()} <= set(light.COLOURS)


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("Pact Dagger. A ritualistic blade", "dagger"),
        ("Healing Potion, Standard Issue. A vial", "bottle"),
        ("Key to the Shrine Cabinet", "keys"),
        ("Thick Canvas Belt with Pouches", "belt"),
        ("Silver-Handled Reading Monocle", "spectacles"),
        ("Worn Prayer Beads", "beads"),
        ("Brass-Bound Map Case", "map-case"),
        ("Bundle of dynamite", "bomb"),
        ("A moldy cheese wheel", "cheese"),
        ("Data chip with the coordinates", "chip"),
        ("Cabinet of Preserved Specimens", "cabinet"),
        ("Something strange. It looks like a lantern", "lantern"),
        ("Stone statue of a lion", "statue"),  # scenery that is carried
        ("Zorblax with a sword", "parcel"),
        ("Poster nailed to a door", "letter"),
        ("Whatsit", "parcel"),
        ("古い剣", "parcel"),
        ("", "parcel"),
    ],
)
def test_words_choose_the_kind_of_item(text: str, family: str) -> None:
    assert stock.item(reading(text)).name == family


@pytest.mark.parametrize(
    ("text", "family", "stands"),
    [
        ("Weeping Memorial Stone", "stone", True),
        ("Dented Lantern Post", "lamp-post", True),
        ("Notice Board", "board", True),
        ("A rope bridge over the chasm", "bridge", True),
        ("A throne of bones", "throne", True),
        ("Control console", "console", True),
        ("Shattered Wayfinder Lantern", "lantern", False),  # an item that lies there
        ("A heap of bones", "bones-heap", True),
        ("Unheard-of whatsit", "veiled", True),
        ("", "veiled", True),
    ],
)
def test_words_choose_the_kind_of_scenery(text: str, family: str, stands: bool) -> None:
    kind = stock.scenery(reading(text, kind="scenery"))

    assert (kind.name, kind.stands) == (family, stands)


def test_an_item_fills_most_of_the_frame_whatever_its_form() -> None:
    for text in ("Sword", "Coin", "Crate of bombs", "Flute", "Rope"):
        told = reading(text)
        tracer = Tracer(Sheet(width=128, height=128), rng=told.chance("tracer"))
        trial = Piece(bench=tracer, pose=Pose(x=0, y=0), reading=told)
        stock.item(told).draw(trial)

        pose = item._fitted(trial, tracer, centre=(512, 506))
        left, top, right, bottom = (side * pose.size for side in bounds(tracer.shapes))

        assert 0.6 < max(right - left, bottom - top) / 1024 < 0.85


@pytest.mark.parametrize("words", sorted({words.split()[0].rstrip("*") for words in things.CONDITIONS.values()}))
def test_condition_is_seen(words: str) -> None:
    told = reading(f"A {words} shield")
    assert len(wear.conditions(told)) == 1

    sheets = {}
    for name in ("plain", "told"):
        sheet = Sheet(width=96, height=96)
        bench = Bench(sheet, rng=told.chance("object"))
        shape = [(200.0, 200.0), (800.0, 200.0), (800.0, 800.0), (200.0, 800.0)]
        before = wear.remember(bench, [shape])
        bench.flat(shape, light=0.6, tone=0.6, hue=0.5)
        if name == "told":
            wear.apply(bench, told, [shape], conditions=wear.conditions(told), before=before)
        sheets[name] = sheet
    changed = sum(
        float(np.abs(getattr(sheets["told"], field) - getattr(sheets["plain"], field)).mean())
        for field in ("light", "tone", "hue", "ink", "phase")
    )

    assert changed > 0.003


@pytest.mark.parametrize("material", ["golden", "wooden", "glass", "bone", "obsidian", "stone"])
def test_material_changes_the_picture(material: str) -> None:
    silver = drawn("A silver goblet, a plain cup")

    assert share_changed(drawn(f"A {material} goblet, a plain cup"), silver) > 0.1


@pytest.mark.parametrize(
    ("text", "rank"),
    [
        ("A sword. A plain weapon, held in the hand.", 0),
        ("Kit. A satchel with many compartments for storing the finest of things, among them certain rare herbs", 0),
        ("A rare blade", 1),
        ("A ring. A rare and precious trinket, worn on a finger.", 1),
        ("A crown. A legendary piece of armor, worn on the head.", 2),
        ("A staff. A storied, ancient weapon", 2),
    ],
)
def test_rank_is_read(text: str, rank: int) -> None:
    assert wear.rank(reading(text)) == rank


def test_a_legendary_thing_is_ornamented() -> None:
    plain = drawn("A sword. A plain weapon.", size=128)
    legendary = drawn("A sword. A legendary weapon.", size=128)

    assert share_changed(plain, legendary) > 0.08


@pytest.mark.parametrize(
    ("text", "strong", "weak"),
    [
        ("A red cloak", 0, (1, 2)),
        ("A blue door", 2, (0, 1)),
        ("A potion. The liquid is green", 1, (0, 2)),
        ("A ruby ring", 0, (1, 2)),
    ],
)
def test_named_colour_appears(text: str, strong: int, weak: tuple[int, int]) -> None:
    assert share_of(drawn(text), strong=strong, weak=weak) > 0.03


def test_natural_colour_gives_way_to_a_named_one() -> None:
    apple = reading("An apple")
    kind = stock.item(apple)

    assert replace(apple, implied=stock.looks(kind, apple)).dyes == ("red",)
    golden = reading("A golden apple")
    assert replace(golden, implied=stock.looks(kind, golden)).dyes[0] == "gold"


def test_furniture_stands_in_a_room_unless_it_is_outside() -> None:
    inside = [*set_piece.paint(Sheet(width=64, height=64), reading("A throne", kind="scenery"))]
    outside = [*set_piece.paint(Sheet(width=64, height=64), reading("A throne in the forest", kind="scenery"))]

    assert (inside[0], outside[0]) == ("Building the wall", "Printing the sky")


def test_the_unnamed_thing_bears_a_device_of_its_own_text() -> None:
    pictures = {drawn(f"qwx{number}").tobytes() for number in range(6)}

    assert len(pictures) == 6


@pytest.mark.parametrize("size", [(64, 64), (640, 96), (96, 640)])
@pytest.mark.parametrize("kind", ["item", "scenery"])
def test_every_aspect_is_composed(kind: str, size: tuple[int, int]) -> None:
    spec = ImageSpec(kind=kind, description="A mossy broken glowing stone table", width=size[0], height=size[1])

    pixels = PILLOW.draw(spec, Patient()).pictures[0].pixels

    assert pixels is not None
    assert pixels.size == size
