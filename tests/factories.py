"""Rows for tests, with no surprises: what is not asked for is plain."""

import itertools
from datetime import timedelta
from typing import Any

import uuid_utils.compat
from django.utils import timezone

from entities.models import Character, Location, LocationExit, Region, Setting, Thing
from imagesvc.engines import configure_all
from imagesvc.engines.configuration import EngineConfig
from imagesvc.images.models import Image, ImageFile
from jobs.models import Job, preview

_numbers = itertools.count(1)


def make_setting(**values: Any) -> Setting:
    values = {"id": f"setting_{next(_numbers)}", "name": "The Drowned Coast", "is_active": True} | values
    return Setting.objects.create(**values)


def make_region(**values: Any) -> Region:
    return Region.objects.create(**{"id": f"region_{next(_numbers)}", "name": "The Salt Marsh"} | values)


def make_location(**values: Any) -> Location:
    values = {"id": f"location_{next(_numbers)}", "name": "Old Quay", "description": "A quay of black stone."} | values
    return Location.objects.create(**values)


def make_exit(**values: Any) -> LocationExit:
    values = {"id": f"exit_{next(_numbers)}", "name": "North Gate", "description": "A gate of iron bars."} | values
    return LocationExit.objects.create(**values)


def make_character(**values: Any) -> Character:
    values = {"id": f"player_{next(_numbers)}", "name": "Mira", "description": "A tall woman in a grey coat."} | values
    return Character.objects.create(**values)


def make_thing(**values: Any) -> Thing:
    values = {"id": f"thing_{next(_numbers)}", "name": "Brass Lantern", "description": "A dented lantern."} | values
    return Thing.objects.create(**values)


def make_job(**values: Any) -> Job:
    if "created_at" in values:  # lists sort by the id, which holds when it was made
        values = {
            "id": uuid_utils.compat.uuid7(nanoseconds=int(values["created_at"].timestamp() * 1000) * 10**6)
        } | values
    if values.get("status") == "processing":
        values = {"lease_until": timezone.now() + timedelta(minutes=1)} | values
    prompt = values.get("prompt", "A lighthouse at dusk.")
    values = {"prompt": prompt, "prompt_preview": preview(prompt), "width": 64, "height": 64, "seed": 1} | values
    return Job.objects.create(**values)


def make_image(**values: Any) -> Image:
    """Make the rows of an image with one file; the file itself is not written."""
    values = {"prompt": "A lighthouse at dusk.", "width": 64, "height": 64, "seed": 1, "engine": "dummy"} | values
    image = Image.objects.create(**values)
    ImageFile.objects.create(image=image, stem=image.public_id, size=1000, width=64, height=64)
    return image


def engines(*names: str, **options: Any) -> tuple[EngineConfig, ...]:
    """Return engines for `settings.ENGINES`, all with the same options, such as `engines("dummy", "pillow")`."""
    return configure_all(dict.fromkeys(names, options), limit_seconds=60)
