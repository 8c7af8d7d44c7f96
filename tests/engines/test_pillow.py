"""The embedded engine: the same pixels everywhere, exactly the size asked for, whatever the text; and it stops."""

import hashlib
import os
import subprocess
import sys
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from imagesvc.engines import TYPES, make_engine
from imagesvc.engines.base import ImageSpec
from imagesvc.engines.pillow.vocabulary import places
from tests.factories import engines

pytestmark = pytest.mark.once

(CONFIG,) = engines("pillow")
PILLOW = make_engine(CONFIG)
KINDS = ("character", "location", "exit", "item", "scenery", "custom")

AWKWARD = {
    "nothing": "",
    "spaces": " \n\t ",
    "emoji": "🗡️🔥🐉",
    "chinese": "古老的森林里有一座塔",
    "arabic": "سيف قديم من الفضة",
    "markup": "<b>sword</b> & {{ shield }} %s \\ \x00",
    "lone surrogate": "sword \ud800 of ice",
    "long word": "a" * 50_000,
    "novel": "the moon rose over the old stone bridge " * 5_000,
    "punctuation": "....,,,;;;:::---(((",
}


class Stopped(Exception):
    pass


class Recorder:
    """Remembers what was reported, and raises in one of the calls if told to."""

    def __init__(self, *, stop_in: int = -1) -> None:
        self.reports: list[tuple[int, str]] = []
        self.calls = 0
        self.stop_in = stop_in

    def report(self, percent: int, message: str) -> None:
        self.reports.append((percent, message))
        self.check()

    def preview(self, pixels: Image.Image) -> None:
        raise AssertionError("it is too quick to show previews")

    def check(self) -> None:
        if self.calls == self.stop_in:
            raise Stopped
        self.calls += 1


def drawn(description: str = "Iron sword", *, kind: str = "item", size: int = 128, **more: object) -> Image.Image:
    spec = ImageSpec(kind=kind, description=description, **{"width": size, "height": size, **more})  # type: ignore[arg-type]  # the fields of a spec by name
    (picture,) = PILLOW.draw(spec, Recorder()).pictures
    return Image.open(BytesIO(picture.png))


def palette_of(picture: Image.Image) -> bytes:
    return bytes(picture.getpalette() or ())


PRINT_DIGESTS = """
import hashlib
from imagesvc.engines import configure_all, make_engine
from imagesvc.engines.base import ImageSpec
from imagesvc.engines.pillow.vocabulary import places

PILLOW = make_engine(configure_all({"pillow": {}}, limit_seconds=60)[0])

class Watch:
    def report(self, percent, message): pass
    def check(self): pass

for kind in ("character", "location", "exit", "item", "scenery", "custom"):
    text = "The old witch of the frozen forest, with a lantern"
    spec = ImageSpec(kind=kind, description=text, width=200, height=260, seed=7)
    (picture,) = PILLOW.draw(spec, Watch()).pictures
    print(kind, hashlib.sha256(picture.pixels.tobytes()).hexdigest())
"""


def test_the_same_spec_gives_the_same_pixels_in_every_process() -> None:
    runs = [
        subprocess.run(
            [sys.executable, "-c", PRINT_DIGESTS],
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for hash_seed in ("0", "4242")
    ]

    assert len(runs[0].splitlines()) == 6
    assert runs[0] == runs[1]


def test_an_earlier_picture_leaves_no_trace_in_a_later_one() -> None:
    engine = make_engine(CONFIG)
    spec = ImageSpec(kind="location", description="A village in the snow", width=160, height=96, seed=3)

    alone = make_engine(CONFIG).draw(spec, Recorder()).pictures[0].png
    engine.draw(ImageSpec(kind="character", description="A king", width=96, height=96), Recorder())
    after = engine.draw(spec, Recorder()).pictures[0].png

    assert hashlib.sha256(after).hexdigest() == hashlib.sha256(alone).hexdigest()


def test_another_seed_gives_another_picture() -> None:
    pictures = {drawn(seed=seed).convert("RGB").tobytes() for seed in (0, 1, 2**32 - 1)}

    assert len(pictures) == 3


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", [(64, 64), (65, 67), (64, 301), (301, 64), (333, 222), (64, 4096), (4096, 64)])
def test_every_size_is_a_png_of_exactly_that_size(kind: str, size: tuple[int, int]) -> None:
    spec = ImageSpec(kind=kind, description="The haunted tavern of the old king", width=size[0], height=size[1])

    (picture,) = PILLOW.draw(spec, Recorder()).pictures

    packed = Image.open(BytesIO(picture.png))
    packed.load()
    assert (packed.format, packed.size) == ("PNG", size)
    assert picture.pixels is not None
    assert (picture.pixels.size, picture.pixels.tobytes()) == (size, packed.convert("RGB").tobytes())


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", AWKWARD.values(), ids=AWKWARD.keys())
def test_any_text_gives_a_picture(kind: str, text: str) -> None:
    picture = drawn(text, kind=kind, size=72)

    assert picture.size == (72, 72)
    assert len(set(picture.convert("L").tobytes())) > 16  # not blank


ROWS = [
    *(("exit", words) for words in places.WAYS.values()),
    *(("location", words) for words in places.SETTINGS.values()),
]


@pytest.mark.parametrize(("kind", "words"), ROWS, ids=[f"{kind}-{words.split()[0]}" for kind, words in ROWS])
def test_every_place_and_every_way_is_drawn(kind: str, words: str) -> None:
    picture = drawn(words.split(maxsplit=1)[0].rstrip("*"), kind=kind, size=96)

    assert picture.size == (96, 96)


@pytest.mark.parametrize("sky", ["snow at night", "rain at dusk", "fog at noon"])
@pytest.mark.parametrize("place", ["mountain", "castle", "forest", "lake", "village", "desert", "cave", "inn"])
def test_every_place_is_drawn_in_any_weather(place: str, sky: str) -> None:
    picture = drawn(f"{place} in {sky}", kind="location", width=640, height=360)

    assert picture.size == (640, 360)


def test_words_choose_the_palette() -> None:
    palettes = {word: palette_of(drawn(f"Sword of {word}")) for word in ("fire", "ice", "moss", "the tide", "poison")}

    assert len(set(palettes.values())) == 5


REDS = [
    ("exit", "A {} door to the library"),
    ("location", "A camp of {} tents"),
    ("location", "A market with {} awnings"),
    ("location", "A throne room with {} banners"),
    ("scenery", "A {} banner"),
    ("item", "A {} cloak"),
    ("character", "A woman in a {} cloak"),
]


@pytest.mark.parametrize(("kind", "text"), REDS, ids=[text.format("red") for _, text in REDS])
def test_colour_that_is_named_is_printed(kind: str, text: str) -> None:
    red, green = (drawn(text.format(colour), kind=kind, size=160, seed=2) for colour in ("red", "green"))

    assert reds_of(red) > 2 * reds_of(green) + 100
    assert reds_of(red.convert("RGB"), channels="gr") < reds_of(green.convert("RGB"), channels="gr")


def reds_of(picture: Image.Image, *, channels: str = "rg") -> int:
    """How many pixels are much more of the first channel than of the second."""
    pixels = np.asarray(picture.convert("RGB"), np.int16)
    first, second = ("rgb".index(channel) for channel in channels)
    return int((pixels[..., first] > pixels[..., second] * 1.5 + 24).sum())


def test_picture_says_of_which_edition_it_is() -> None:
    spec = ImageSpec(kind="item", description="A ring", width=64, height=64)

    assert PILLOW.draw(spec, Recorder()).model == TYPES["pillow"].edition


def test_the_preamble_changes_nothing() -> None:
    plain = drawn("A lantern by the sea", kind="scenery")
    told = drawn("A lantern by the sea", kind="scenery", preamble="Dark fantasy, dungeon, fire, neon city, snow")
    left_in = drawn("Neon city.\n\nA lantern by the sea", kind="scenery", preamble="Neon city.")

    assert told.convert("RGB").tobytes() == plain.convert("RGB").tobytes()
    assert palette_of(left_in) == palette_of(plain)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("an old wizard with a staff in a dark forest", "character"),
        ("a ruined castle on a hill", "location"),
        ("a rusty sword", "item"),
        ("a stone fountain", "scenery"),
        ("xyzzy", "location"),
        ("", "location"),
    ],
)
def test_custom_is_judged_by_its_words(text: str, kind: str) -> None:
    judged = drawn(text, kind="custom", size=64)
    known = drawn(text, kind=kind, size=64)

    assert judged.convert("RGB").tobytes() == known.convert("RGB").tobytes()


@pytest.mark.parametrize("kind", KINDS)
def test_progress_rises_and_ends_at_100(kind: str) -> None:
    watch = Recorder()

    PILLOW.draw(ImageSpec(kind=kind, description="The watch tower", width=128, height=128), watch)

    percents = [percent for percent, _ in watch.reports]
    assert percents == sorted(percents)
    assert (percents[0], percents[-1]) == (2, 100)
    assert len(set(percents)) >= 6
    assert all(message for _, message in watch.reports)


def test_a_watch_that_raises_stops_the_drawing_in_any_call() -> None:
    spec = ImageSpec(kind="scenery", description="A well", width=64, height=64)
    patient = Recorder()
    PILLOW.draw(spec, patient)

    for call in (0, 1, *range(2, patient.calls, 7), patient.calls - 1):
        watch = Recorder(stop_in=call)
        with pytest.raises(Stopped):
            PILLOW.draw(spec, watch)
        assert watch.calls == call
