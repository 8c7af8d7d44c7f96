"""What a picture says of itself: text chunks in its PNG, as people's tools read them and as JSON.

`parameters` is written the way AUTOMATIC1111's web UI made customary (modules/processing.py, create_infotext), which
gallery programs show; `imagesvc` holds all of it as JSON. Both are put into the finished file, so no pixel is touched.
"""

import json
import struct
import zlib
from collections.abc import Mapping

from django.conf import settings

from imagesvc.images.models import Image

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
# Engines' names for what the customary text calls otherwise.
_CUSTOMARY = {"sampler": "Sampler", "scheduler": "Schedule type", "cfg_scale": "CFG scale", "steps": "Steps"}


def label_of(image: Image) -> dict[str, str]:
    """Return the texts for a picture's file by their keywords; none where the settings say so."""
    if not settings.PICTURE_METADATA:
        return {}
    return {"parameters": _parameters(image), "imagesvc": json.dumps(_facts(image), ensure_ascii=False)}


def labelled(png: bytes, *, label: Mapping[str, str]) -> bytes:
    """Return a PNG with the texts in front of its pixels (PNG specification, 11.3.3: tEXt, or iTXt beyond Latin-1)."""
    assert png.startswith(_SIGNATURE), png[:8]
    # The header is always the first chunk, and 13 bytes long.
    head = len(_SIGNATURE) + 12 + 13
    texts = b"".join(_text_chunk(keyword, text) for keyword, text in label.items())
    return b"".join((png[:head], texts, png[head:])) if texts else png


def _facts(image: Image) -> dict[str, object]:
    return {
        "prompt": image.prompt,
        "negative_prompt": image.negative_prompt,
        "revised_prompt": image.revised_prompt,
        "seed": image.seed,
        "steps": image.steps,
        "engine": image.engine,
        "model": image.model,
        "workflow": image.workflow,
        "workflow_sha256": image.workflow_sha256,
        "settings": image.engine_settings,
        "width": image.width,
        "height": image.height,
        "job_id": str(image.job_id),
        "image_id": image.public_id,
        "placeholder": image.is_placeholder,
    }


def _parameters(image: Image) -> str:
    settings_of_engine: dict[str, object] = {"steps": image.steps} | image.engine_settings
    named = {_CUSTOMARY[name]: settings_of_engine.get(name) for name in ("steps", "sampler", "scheduler", "cfg_scale")}
    values = named | {
        "Seed": image.seed,
        "Size": f"{image.width}x{image.height}",
        "Model": image.model,
        "Workflow": image.workflow,
        "Workflow hash": image.workflow_sha256[:10],
        "Engine": image.engine,
        "Job": str(image.job_id),
    }
    last = ", ".join(f"{name}: {_quoted(value)}" for name, value in values.items() if value not in (None, ""))
    negative = [f"Negative prompt: {image.negative_prompt}"] if image.negative_prompt else []
    return "\n".join((image.prompt, *negative, last))


def _quoted(value: object) -> str:
    text = str(value)
    return json.dumps(text, ensure_ascii=False) if any(each in text for each in ',:\n"') else text


def _text_chunk(keyword: str, text: str) -> bytes:
    # No text chunk may hold a NUL.
    text = text.replace("\0", "")
    try:
        name, body = b"tEXt", keyword.encode("latin-1") + b"\0" + text.encode("latin-1")
    except UnicodeEncodeError:
        # Uncompressed, without language and translated keyword.
        name, body = b"iTXt", keyword.encode("latin-1") + b"\0\0\0\0\0" + text.encode("utf-8", "replace")
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
