"""The same job and the same picture in all examples, so that a reader can follow them from one answer to the next."""

JOB_ID = "019ab3f2-5c1e-7d40-9a63-4be0d1f2a870"
IMAGE_ID = "019ab3f2-61d0-7a52-8c1b-07f3e2a9b415"
BATCH_ID = "019ab4c1-52f0-7d10-8a35-6f3e91c0b7aa"
WEBHOOK_ID = "019ab5d3-0b6c-7e21-b0f4-2c9d8e7a6513"
ENTITY_ID = "player_1772642625317_c20sagwp2"
CREATED_AT = "2026-11-26T08:00:00.000000Z"
STARTED_AT = "2026-11-26T08:00:00.120000Z"
ENDED_AT = "2026-11-26T08:00:02.480000Z"
PROMPT = "A lighthouse at the end of the world, drawn by a patient hand."

JOB = {
    "id": JOB_ID,
    "jobId": JOB_ID,
    "status": "queued",
    "cancelled": False,
    "progress": 0,
    "message": "",
    "createdAt": CREATED_AT,
    "startedAt": None,
    "completedAt": None,
    "prompt": "A lighthouse at the end of the world, drawn by a p...",
    "entityType": None,
    "entityId": None,
    "priority": 10,
    "attempts": 0,
    "queuePosition": 1,
    "estimatedSeconds": 12,
    "estimatedRange": [9, 15],
}
DONE = JOB | {
    "status": "completed",
    "progress": 100,
    "startedAt": STARTED_AT,
    "completedAt": ENDED_AT,
    "attempts": 1,
    "queuePosition": None,
    "estimatedSeconds": None,
    "estimatedRange": None,
    "engine": "pillow",
    "clientId": "me",
}
ENTITY_JOB = JOB | {"entityType": "npc", "entityId": ENTITY_ID}

FILE = {
    "imageId": IMAGE_ID,
    "filename": f"{IMAGE_ID}.png",
    "url": f"/generated-images/{IMAGE_ID}.png",
    "size": 1203345,
    "width": 1024,
    "height": 1024,
    "contentType": "image/png",
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "thumbnailUrl": f"/generated-images/{IMAGE_ID}.webp",
    "missing": False,
}
METADATA = {
    "id": IMAGE_ID,
    "prompt": PROMPT,
    "negative_prompt": "blurry, low quality",
    "width": 1024,
    "height": 1024,
    "seed": 4711,
    "createdAt": ENDED_AT,
    "steps": None,
    "engine": "pillow",
    "model": None,
    "workflow": None,
    "workflowHash": None,
    "revisedPrompt": None,
    "engineSettings": {},
    "placeholder": False,
    "entityType": None,
    "entityId": None,
    "jobId": JOB_ID,
    "images": [FILE],
}
RESULT = {"imageId": IMAGE_ID, "images": [FILE], "metadata": METADATA}
JOB_ANSWER = {"success": True, "job": DONE, "result": RESULT}
