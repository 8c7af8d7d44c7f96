"""A contact sheet: many small pictures with labels under them, as one picture, for looking at what an engine draws.

What is on it comes from the world in the database, from a list of prompts, or from the samples of the embedded engine.
Knows no command line, keeps no picture and makes no job.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image as Pixels
from PIL import ImageDraw, ImageFont

from entities.kinds import MODELS, Drawable, EntityKind, find_entity, style_of
from entities.models import LocationExit
from imagesvc.engines.base import ALL_KINDS
from imagesvc.images.prompts import NothingToDraw, compose_entity_prompt

SAMPLES = Path(__file__).resolve().parent.parent / "engines" / "pillow" / "samples.txt"
_GAP = 10  # pixels between the pictures
_CAPTION = 24
_PAPER = "#fbf8f1"
_INK = "#2b2620"


@dataclass(frozen=True, kw_only=True)
class Exposure:
    """One picture of a sheet: what is to be drawn, and what stands under it."""

    kind: str
    description: str
    label: str
    preamble: str = ""


class BadPrompts(Exception):
    """A list of prompts that cannot be read, in one sentence that names the line."""


def from_world(*, kind: str = "") -> list[Exposure]:
    """Return everything in the database, or everything of a kind, in the order of kinds and ids."""
    exposures = []
    for entity_kind in EntityKind:
        for key in MODELS[entity_kind]._default_manager.order_by("pk").values_list("pk", flat=True):
            entity = find_entity(entity_kind, key)
            if entity is None or (kind and style_of(entity) != kind):
                continue
            try:
                prompt = compose_entity_prompt(entity)
            except NothingToDraw:
                continue
            preamble = prompt.text[: prompt.preamble_length].strip()
            exposures.append(
                Exposure(
                    kind=style_of(entity),
                    description=prompt.description,
                    preamble=preamble,
                    label=_label(_title(entity, prompt.description)),
                )
            )
    return exposures


def from_lines(text: str, *, kind: str = "") -> list[Exposure]:
    """Read lines of `kind: prompt`; empty lines and those that begin with # say nothing. Raise BadPrompts."""
    exposures = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        told, colon, prompt = (part.strip() for part in line.partition(":"))
        if not colon or told.lower() not in ALL_KINDS or not prompt:
            kinds = ", ".join(sorted(ALL_KINDS))
            raise BadPrompts(f"Line {number} is no `kind: prompt`, with a kind of {kinds}: {json.dumps(line[:60])}.")
        if not kind or told.lower() == kind:
            exposures.append(Exposure(kind=told.lower(), description=prompt, label=_label(prompt)))
    return exposures


def compose(pictures: Iterable[tuple[Pixels.Image, str]], *, count: int, columns: int, side: int) -> Pixels.Image:
    """Hang so many pictures in rows, each in a square of its own with its label under it."""
    columns = max(1, min(columns, count))
    rows = -(-count // columns)
    wide, tall = side + _GAP, side + _CAPTION + _GAP
    sheet = Pixels.new("RGB", (columns * wide + _GAP, rows * tall + _GAP), _PAPER)
    pen = ImageDraw.Draw(sheet)
    font = ImageFont.load_default(max(11, side // 18))
    for number, (picture, label) in enumerate(pictures):
        left, top = _GAP + number % columns * wide, _GAP + number // columns * tall
        small = picture.convert("RGB")
        small.thumbnail((side, side), Pixels.Resampling.LANCZOS)
        sheet.paste(small, (left + (side - small.width) // 2, top + (side - small.height) // 2))
        pen.text((left + 2, top + side + 4), _fitted(label, font=font, width=side - 4), fill=_INK, font=font)
    return sheet


def save(sheet: Pixels.Image, path: Path) -> None:
    """Write it in the format of its suffix."""
    if path.suffix.lower() == ".png":
        sheet.save(path)
    else:
        sheet.save(path, quality=86)


def _title(entity: Drawable, description: str) -> str:
    """Its name; of a way rather where it leads, for ways are named like the region they are in."""
    if isinstance(entity, LocationExit) or not entity.name:
        return description.partition(".")[0]
    return entity.name


def _label(text: str) -> str:
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text[:200]).split())


def _fitted(label: str, *, font: ImageFont.FreeTypeFont | ImageFont.ImageFont, width: int) -> str:
    if font.getlength(label) <= width:
        return label
    while label and font.getlength(f"{label}...") > width:
        label = label[:-1]
    return f"{label.rstrip()}..."
