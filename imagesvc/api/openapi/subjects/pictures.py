"""Pictures: how each was made, and which files it has."""

from collections.abc import Mapping

from imagesvc.api.openapi import examples
from imagesvc.api.openapi.answers import NOT_FOUND, PAGES, answer, in_path, in_query
from imagesvc.api.openapi.operation import Operation, Operations, a_page
from imagesvc.api.openapi.schema import (
    ENTITY_TYPE,
    ENTITY_WORDS,
    GAME_ID,
    Shape,
    anything,
    flag,
    items,
    number,
    or_null,
    record,
    ref,
    success,
    text,
    time,
)

STALE_EXAMPLE = {
    "imageId": examples.IMAGE_ID,
    "entityType": "npc",
    "entityId": examples.ENTITY_ID,
    "name": "Mira",
    "changed": ["text"],
}
SHAPES: Mapping[str, Shape] = {
    "ImageFile": record(
        {
            "imageId": text("Which names the files: `/generated-images/<imageId>.png`."),
            "filename": text(),
            "url": text("Where the picture is, on this server."),
            "size": number("Bytes.", minimum=0),
            "width": number("Real pixels.", minimum=1),
            "height": number("Real pixels.", minimum=1),
            "contentType": text(),
            "sha256": or_null(text("Of the picture's bytes, hexadecimal.")),
            "thumbnailUrl": text("A small WebP of it."),
            "missing": flag("Whether the file was looked for and not found."),
        },
        description="One picture that an engine returned.",
        examples=[examples.FILE],
    ),
    "ImageMetadata": record(
        {
            "id": text("The image's id."),
            "prompt": text("The final prompt, the world's preamble included."),
            "negative_prompt": text(),
            "width": number("What was asked for; the real pixels are in `images`.", minimum=1),
            "height": number("What was asked for; the real pixels are in `images`.", minimum=1),
            "seed": number(),
            "createdAt": time(),
            "steps": or_null(number("Sampling steps; null where the engine's own were used.")),
            "engine": or_null(text("The name of the engine that drew it.")),
            "model": or_null(text()),
            "workflow": or_null(text()),
            "workflowHash": or_null(text("SHA-256 of the workflow, hexadecimal.")),
            "revisedPrompt": or_null(text("What the engine made of the prompt, if it says so.")),
            "engineSettings": anything("What else the engine was told."),
            "placeholder": flag("Whether an engine drew it that only stood in; it is drawn anew later."),
            "entityType": or_null(ENTITY_TYPE),
            "entityId": or_null(GAME_ID),
            "jobId": or_null(text(format="uuid")),
            "images": items(ref("ImageFile")),
        },
        description="How an image was made, and its files.",
        examples=[examples.METADATA],
    ),
    "JobResult": record(
        {
            "imageId": text("The id of the image."),
            "images": items(ref("ImageFile")),
            "metadata": ref("ImageMetadata"),
        },
        description="What a completed job brought.",
        examples=[examples.RESULT],
    ),
    "StaleImage": record(
        {
            "imageId": text(),
            "entityType": ENTITY_TYPE,
            "entityId": GAME_ID,
            "name": text("The entity's."),
            "changed": items({"type": "string"}, "Which parts of what the prompt was made from have changed."),
        },
        examples=[STALE_EXAMPLE],
    ),
}

_ENTITY_TYPE = in_query(
    "entityType",
    "Of entities of this type alone; with an id the word names its family.",
    schema={
        "type": "string",
        "enum": list(ENTITY_WORDS),
    },
    example="npc",
)
_ENTITY_ID = in_query("entityId", "Of the entity with this id alone.", example=examples.ENTITY_ID)

OPERATIONS: Operations = {
    ("get", "/api/images"): Operation(
        id="listImages",
        tag="Pictures",
        summary="All pictures",
        parameters=(*PAGES, _ENTITY_TYPE, _ENTITY_ID),
        answers={
            200: a_page(
                "images",
                ref("ImageMetadata"),
                [examples.METADATA],
                count=(number("All that match, on whatever page.", minimum=0), 1),
            )
        },
    ),
    ("get", "/api/images/stale"): Operation(
        id="listStaleImages",
        tag="Pictures",
        summary="Pictures of what is told differently today",
        description="A page may be short, or empty, and not the last: each compares so many pictures at most.",
        parameters=(*PAGES, _ENTITY_TYPE),
        answers={200: a_page("images", ref("StaleImage"), [STALE_EXAMPLE])},
    ),
    ("get", "/api/images/{imageId}"): Operation(
        id="getImage",
        tag="Pictures",
        summary="How a picture was made",
        parameters=(in_path("imageId", "The image's id.", example=examples.IMAGE_ID),),
        answers={
            200: answer(
                "It.",
                success(metadata=ref("ImageMetadata")),
                example={"success": True, "metadata": examples.METADATA},
            ),
            404: NOT_FOUND,
        },
    ),
}
