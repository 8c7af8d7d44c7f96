"""How far a task is at a server of the A1111 family: asked beside the long call that waits for its picture.

`POST /internal/progress` knows tasks by the id that we gave them (modules/progress.py); where there is none,
`GET /sdapi/v1/progress` tells about whatever is drawn just now, and is believed only if it names our task.
"""

import logging
import math
import time
from typing import Any

from imagesvc.engines.base import EngineError, Watch
from imagesvc.engines.http import Server
from imagesvc.engines.pictures import decode, from_base64

logger = logging.getLogger(__name__)

ASK_SECONDS = 0.5
# Of a server that could not say it.
ASK_AGAIN_SECONDS = 5.0
PREVIEW_SECONDS = 1.0
ANSWER_SECONDS = 2.0
PREVIEW_PIXELS = 1024 * 1024
LONGEST_ETA_SECONDS = 86_400


class Progress:
    """Reports to a watch how far one task is, whenever `ask` is called and it is time to."""

    def __init__(self, server: Server, watch: Watch, *, task: str, start: int, end: int) -> None:
        """Map the task's course to percents from `start` to `end`."""
        self._server = server
        self._watch = watch
        self._task = task
        self._percent = start
        self._range = (start, end)
        self._ask_at = 0.0
        self._preview_at = 0.0
        self._preview_id: int = -1
        self._knows_tasks = True

    def ask(self) -> None:
        """Ask the server, if it is time to, and report; a server that cannot say it draws all the same."""
        now = time.monotonic()
        if now < self._ask_at:
            return
        self._ask_at = now + ASK_SECONDS
        try:
            if self._knows_tasks:
                self._ask_about_task()
            else:
                self._ask_about_server()
        except EngineError as error:
            self._ask_at = time.monotonic() + ASK_AGAIN_SECONDS
            logger.info("engine does not say how far it is: %s", error)

    def _ask_about_task(self) -> None:
        wants_preview = time.monotonic() >= self._preview_at
        question = {"id_task": self._task, "id_live_preview": self._preview_id, "live_preview": wants_preview}
        answer = self._server.post(
            "/internal/progress", question, watch=self._watch, seconds=ANSWER_SECONDS, accept=(200, 404, 405)
        )
        if answer.status != 200:
            self._knows_tasks = False
            return
        value = answer.json()
        if not isinstance(value, dict):
            return
        if value.get("active") is True:
            self._report(value.get("progress"), eta_seconds=value.get("eta"))
            self._show(value)
        elif value.get("queued") is True:
            self._watch.report(self._percent, "Waiting at the engine for its other pictures")

    def _ask_about_server(self) -> None:
        answer = self._server.get(
            "/sdapi/v1/progress",
            params={"skip_current_image": "true"},
            watch=self._watch,
            seconds=ANSWER_SECONDS,
        )
        value = answer.json()
        if isinstance(value, dict) and value.get("current_task") == self._task:
            self._report(value.get("progress"), eta_seconds=value.get("eta_relative"))

    def _report(self, share: Any, *, eta_seconds: Any) -> None:
        start, end = self._range
        if is_number(share):
            self._percent = max(self._percent, int(start + (end - start) * min(max(share, 0), 1)))
        left = ""
        if is_number(eta_seconds) and 0 < eta_seconds < LONGEST_ETA_SECONDS:
            left = f", about {math.ceil(eta_seconds)} s left"
        self._watch.report(self._percent, f"Drawing{left}")

    def _show(self, value: dict[str, Any]) -> None:
        if not value.get("live_preview"):
            return
        self._preview_at = time.monotonic() + PREVIEW_SECONDS
        number = value.get("id_live_preview")
        if isinstance(number, int) and abs(number) < 2**63:
            self._preview_id = number
        try:
            pixels = decode(from_base64(value["live_preview"]), most_pixels=PREVIEW_PIXELS)
        except EngineError as error:
            logger.info("preview left out: %s", error)
        else:
            self._watch.preview(pixels)


def is_number(value: object) -> bool:
    """Say whether a value of JSON is a number that can be calculated with: not huge, infinite or none at all."""
    return isinstance(value, int | float) and not isinstance(value, bool) and -(2**53) < value < 2**53
