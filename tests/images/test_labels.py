"""What a picture's file says of how it was made."""

import io
import json
from typing import Any

import pytest
from django.conf import LazySettings
from PIL import Image as Pixels
from PIL import PngImagePlugin

from imagesvc.images.labels import label_of, labelled
from imagesvc.images.models import Image
from jobs.models import new_id

JOB_ID, IMAGE_ID = new_id(), new_id()


def image(**values: Any) -> Image:
    values = {
        "id": IMAGE_ID,
        "job_id": JOB_ID,
        "engine": "gpu",
        "model": "sdxl.safetensors",
        "workflow": "sdxl",
        "workflow_sha256": "ab" * 32,
        "prompt": "A lantern, lit.",
        "negative_prompt": "blurry",
        "width": 64,
        "height": 32,
        "seed": 7,
        "engine_settings": {"steps": 25, "sampler": "euler", "cfg_scale": 6.5},
    } | values
    return Image(**values)


def png() -> bytes:
    file = io.BytesIO()
    Pixels.new("RGB", (8, 8), "teal").save(file, "PNG")
    return file.getvalue()


def texts_in(png: bytes) -> dict[str, str]:
    with Pixels.open(io.BytesIO(png)) as picture:
        assert isinstance(picture, PngImagePlugin.PngImageFile)
        picture.load()
        return {str(keyword): str(text) for keyword, text in picture.text.items()}


def test_label_is_read_by_the_customary_tools_and_as_json() -> None:
    texts = texts_in(labelled(png(), label=label_of(image())))

    assert texts["parameters"] == (
        "A lantern, lit.\n"
        "Negative prompt: blurry\n"
        "Steps: 25, Sampler: euler, CFG scale: 6.5, Seed: 7, Size: 64x32, Model: sdxl.safetensors, Workflow: sdxl, "
        f"Workflow hash: ababababab, Engine: gpu, Job: {JOB_ID}"
    )
    assert json.loads(texts["imagesvc"]) == {
        "prompt": "A lantern, lit.",
        "negative_prompt": "blurry",
        "revised_prompt": "",
        "seed": 7,
        "steps": None,
        "engine": "gpu",
        "model": "sdxl.safetensors",
        "workflow": "sdxl",
        "workflow_sha256": "ab" * 32,
        "settings": {"steps": 25, "sampler": "euler", "cfg_scale": 6.5},
        "width": 64,
        "height": 32,
        "job_id": str(JOB_ID),
        "image_id": str(IMAGE_ID),
        "placeholder": False,
    }


@pytest.mark.parametrize(
    "prompt", ["灯 für ‘Mira’ 🏮", 'Steps: 9, "quoted"\nSeed: 1', "\x1b[31m red", "nul\0inside", "x" * 40_000, ""]
)
def test_label_keeps_any_prompt_and_the_pixels(prompt: str) -> None:
    marked = labelled(png(), label=label_of(image(prompt=prompt)))

    assert json.loads(texts_in(marked)["imagesvc"])["prompt"] == prompt
    with Pixels.open(io.BytesIO(marked)) as picture, Pixels.open(io.BytesIO(png())) as plain:
        assert picture.tobytes() == plain.tobytes()


def test_values_with_commas_are_quoted() -> None:
    label = label_of(image(model="a, b: c"))

    assert 'Model: "a, b: c", Workflow' in label["parameters"]


def test_label_is_empty_where_the_settings_say_so(settings: LazySettings) -> None:
    settings.PICTURE_METADATA = False

    assert label_of(image()) == {}
    assert labelled(png(), label={}) == png()
