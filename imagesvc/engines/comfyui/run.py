"""One prompt at a ComfyUI server: posted once, followed to its end, and stopped when it is not wanted any more.

The WebSocket tells how it goes; the queue and the history decide. Both are asked when the socket is silent or gone.
"""

import logging
import re
import time
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any
from uuid import uuid4

from imagesvc.engines.answers import Answer, bad_answer, failure_of
from imagesvc.engines.base import EngineError, Watch
from imagesvc.engines.comfyui import answers
from imagesvc.engines.comfyui.answers import Outcome, Place
from imagesvc.engines.comfyui.progress import Progress
from imagesvc.engines.comfyui.sockets import Event, Preview, Socket, SocketLost, open_socket
from imagesvc.engines.comfyui.workflows import Graph, Workflow
from imagesvc.engines.configuration import Secret
from imagesvc.engines.http import Server
from imagesvc.engines.pictures import decode
from imagesvc.engines.sockets import TICK_SECONDS

logger = logging.getLogger(__name__)

# How often the server is asked how things stand: without a socket, while the prompt waits (it may move up), and while
# it is drawn but nothing is heard (a node may take long, or the prompt be gone).
POLL_SECONDS, WAITING_SECONDS, SILENT_SECONDS = 0.5, 1.0, 2.0
# The history is written just after success is told; then the end is told.
HISTORY_SECONDS = 0.2
# How long a server may be gone or err before we believe it.
GRACE_SECONDS = 3.0
# When the reply of POST /prompt is lost, the prompt is looked for after these pauses.
LOOKS_AFTER_SECONDS = (0.0, 0.3, 0.6, 1.0)
# Nonsense, where the state is asked for, is asked once more.
NONSENSE_SECONDS = 0.1
STOP_SECONDS = 0.6
# A queue or a history entry holds whole graphs.
STATE_BYTES = 8 * 2**20

PREVIEW_SECONDS = 1.0
PREVIEW_PIXELS = 2048 * 2048
# Nobody sends so many at once; a server that does must not keep us from asking the watch.
MOST_FRAMES_AT_ONCE = 50

WAITING_PERCENT, DRAWING_PERCENT, DRAWN_PERCENT = 2, 5, 85

_ID = re.compile(r"[\w-]{1,64}", re.ASCII)
_LOST = {"connection_lost", "too_slow"}
_MAY_PASS = _LOST | {"unreachable", "engine_failed"}


class Run:
    """A prompt under an id of our own choosing."""

    def __init__(self, server: Server, *, workflow: Workflow, graph: Graph, watch: Watch, key: Secret) -> None:
        # Newer servers take nothing but a canonical lower-case UUID.
        self.prompt_id = str(uuid4())
        # Fresh for every connection: the place of an old one in the server's table is taken away when it closes.
        self._client_id = uuid4().hex
        self._server = server
        self._workflow = workflow
        self._graph = graph
        self._watch = watch
        self._key = key
        self._socket: Socket | None = None
        self._progress = Progress(self.prompt_id, workflow=workflow)
        self._reported = (0, "")
        self._preview_at = 0.0
        self._look_at = 0.0
        self._failing_since: float | None = None
        self._may_be_queued = False
        self._is_taken = False

    def listen(self) -> None:
        """Open the socket, before posting, so that nothing is missed; do without if it cannot be had."""
        try:
            self._socket = open_socket(self._server.url, client_id=self._client_id, key=self._key, watch=self._watch)
        except SocketLost as error:
            logger.info("%s: no WebSocket, polling instead: %s", self._server.url, error)

    def submit(self) -> None:
        """Post the prompt; if the reply is lost, look for it, and post again only if it never arrived.

        Raise EngineError if the server refuses it.
        """
        body = {"prompt": self._graph, "client_id": self._client_id, "prompt_id": self.prompt_id}
        for is_last in (False, True):
            self._may_be_queued = True
            try:
                answer = self._server.post("/prompt", body, accept=(200, 400), watch=self._watch)
                self._take(answer)
            except EngineError as error:
                if not self._may_have_arrived(error):
                    self._may_be_queued = False
                    raise
                # An error that the server itself sent needs one look; in silence, the post may still be on its way.
                if self._is_found(after_seconds=LOOKS_AFTER_SECONDS if error.code in _LOST else (0.0,)):
                    return
                # It was looked for long enough; but if it was taken in a way that will not do, it has to be stopped.
                self._may_be_queued = self._is_taken
                if is_last or error.code not in _LOST:
                    raise
            else:
                return

    def follow(self) -> Outcome:
        """Wait for the end of the prompt, reporting how it goes; return what it brought.

        Raise EngineError: it failed, was interrupted, got lost, or the server did.
        """
        self._report(WAITING_PERCENT, "Waiting at the engine")
        while True:
            self._listen(seconds=TICK_SECONDS)
            self._watch.check()
            if time.monotonic() < self._look_at:
                continue
            entry = self._look_patiently()
            if entry is not None:
                blocked = self._progress.blocked
                return answers.outcome_of(entry, workflow=self._workflow, blocked=blocked, secrets=(self._key,))

    def stop(self) -> None:
        """Take the prompt out of the queue, or interrupt it if it is the one being drawn; within a second.

        Never anybody else's: an interrupt names the prompt, and is sent only after it was seen running, because older
        servers do not read the name.
        """
        if not self._may_be_queued:
            return
        ends_at = time.monotonic() + STOP_SECONDS
        try:
            while True:
                self._call_in_time("POST", "/queue", ends_at=ends_at, json={"delete": [self.prompt_id]})
                place = self._place_in(self._call_in_time("GET", "/queue", ends_at=ends_at))
                if place is not None and place.is_running:
                    self._call_in_time("POST", "/interrupt", ends_at=ends_at, json={"prompt_id": place.prompt_id})
                    return
                # A post whose reply we did not await may still arrive.
                if (self._is_taken and place is None) or time.monotonic() + 2 * TICK_SECONDS > ends_at:
                    return
                self.prompt_id = place.prompt_id if place is not None else self.prompt_id
                time.sleep(TICK_SECONDS)
        except EngineError as error:
            logger.warning("%s: prompt %s could not be stopped: %s", self._server.url, self.prompt_id, error)

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    # -- posting

    def _take(self, answer: Answer) -> None:
        """Read the reply of POST /prompt."""
        if answer.status == 400:
            raise self._refusal(answer)
        reply = answer.json()
        if not isinstance(reply, dict) or not isinstance(reply.get("prompt_id"), str):
            raise bad_answer("The engine did not say whether it took the prompt.")
        self._adopt(reply["prompt_id"])
        if answers.dropped_output(reply, workflow=self._workflow):
            raise answers.refusal(reply, workflow=self._workflow, secrets=(self._key,))

    def _refusal(self, answer: Answer) -> EngineError:
        try:
            return answers.refusal(answer.json(), workflow=self._workflow, secrets=(self._key,))
        except EngineError:
            # Not ComfyUI's own words, but a proxy's.
            return failure_of(answer, secrets=(self._key,))

    def _may_have_arrived(self, error: EngineError) -> bool:
        """Whether the server may have taken the prompt although the post failed."""
        return self._is_taken or error.code in _LOST | {"bad_answer", "too_large", "engine_failed"}

    def _adopt(self, prompt_id: str) -> None:
        """Go by the server's id; it is ours, but for servers that are older than the choice."""
        if not _ID.fullmatch(prompt_id):
            raise bad_answer("The engine gave the prompt an id that cannot be one.")
        self._is_taken = True
        self.prompt_id = self._progress.prompt_id = prompt_id

    def _is_found(self, *, after_seconds: Iterable[float]) -> bool:
        """Look for a prompt whose post was not answered; raise EngineError if nobody can say."""
        if self._is_taken:
            return False
        unanswered: EngineError | None = None
        for pause in after_seconds:
            self._pass_time(pause)
            try:
                place = self._place()
                if place is None and self._entry() is not None:
                    self._is_taken = True
                    return True
                place = place or self._place()
                unanswered = None
            except EngineError as error:
                unanswered = error
            else:
                if place is not None:
                    self._adopt(place.prompt_id)
                    return True
        if unanswered is not None:
            raise unanswered
        return False

    # -- listening

    def _listen(self, *, seconds: float) -> None:
        """Heed what the socket says within that time, or let the time pass if there is none."""
        if self._socket is None:
            time.sleep(seconds)
            return
        try:
            for frame in self._frames(self._socket, seconds=seconds):
                self._heed(frame)
        except SocketLost as error:
            logger.info("%s: WebSocket lost, polling instead: %s", self._server.url, error)
            self.close()
            self._look_at = 0.0

    @staticmethod
    def _frames(socket: Socket, *, seconds: float) -> Iterator[Event | Preview]:
        for _ in range(MOST_FRAMES_AT_ONCE):
            frame = socket.receive(seconds=seconds)
            if frame is None:
                return
            yield frame
            seconds = 0.0

    def _heed(self, frame: Event | Preview) -> None:
        if isinstance(frame, Preview):
            self._show(frame)
            return
        if not self._progress.take(frame):
            return
        now = time.monotonic()
        if self._progress.is_over:
            self._look_at = 0.0
        elif self._progress.has_ended:
            self._look_at = min(self._look_at, now + HISTORY_SECONDS)
        elif self._progress.is_running:
            self._look_at = now + SILENT_SECONDS
            span = DRAWN_PERCENT - DRAWING_PERCENT
            self._report(DRAWING_PERCENT + int(span * self._progress.share), self._progress.message)

    def _show(self, preview: Preview) -> None:
        """Pass a preview on, if it is ours: without an id it is of whatever this socket's prompt is at."""
        is_ours = preview.prompt_id in (None, self.prompt_id) and self._progress.is_running
        now = time.monotonic()
        if not is_ours or now < self._preview_at:
            return
        self._preview_at = now + PREVIEW_SECONDS
        try:
            pixels = decode(preview.image, most_pixels=PREVIEW_PIXELS)
        except EngineError as error:
            logger.debug("%s: a preview is unreadable: %s", self._server.url, error)
        else:
            self._watch.preview(pixels)

    def _report(self, percent: int, message: str) -> None:
        report = max(percent, self._reported[0]), message
        if report != self._reported:
            self._reported = report
            self._watch.report(*report)

    # -- asking

    def _look_patiently(self) -> Mapping[str, Any] | None:
        """Ask how the prompt stands; a server that is gone or errs is given a little time, nonsense a second chance."""
        began_at = time.monotonic()
        try:
            entry = self._look()
        except EngineError as error:
            since = self._failing_since
            has_grace = error.code in _MAY_PASS and time.monotonic() - (since or began_at) < GRACE_SECONDS
            if not has_grace and not (error.code == "bad_answer" and since is None):
                raise
            self._failing_since = since or began_at
            pause = NONSENSE_SECONDS if error.code == "bad_answer" else POLL_SECONDS
            self._look_at = time.monotonic() + pause
            return None
        self._failing_since = None
        return entry

    def _look(self) -> Mapping[str, Any] | None:
        """Return the history's entry of the prompt if it has ended; raise EngineError if the server forgot it.

        Queue first, then history: a prompt goes from one to the other in one step. Both are read again before it is
        taken for lost.
        """
        place, entry = None, None
        for _ in range(2):
            place = self._place()
            entry = self._entry() if place is None else None
            if place is not None or entry is not None:
                break
        else:
            raise EngineError(
                "The engine has lost the prompt: it was restarted, or somebody deleted it from the queue.",
                is_retryable=True,
                code="engine_lost",
            )
        if place is not None:
            self._wait_at(place)
        return entry

    def _wait_at(self, place: Place) -> None:
        now = time.monotonic()
        if self._socket is None or self._progress.has_ended:
            self._look_at = now + POLL_SECONDS
        else:
            self._look_at = now + (SILENT_SECONDS if place.is_running else WAITING_SECONDS)
        if place.is_running:
            self._report(DRAWING_PERCENT, self._progress.message)
        else:
            before = f"{place.ahead} before us" if place.ahead else "next"
            self._report(WAITING_PERCENT, f"Waiting at the engine: {before}")

    def _place(self) -> Place | None:
        return self._place_in(self._ask("/queue"))

    def _place_in(self, answer: Answer) -> Place | None:
        return answers.place_in(answer.json(), prompt_id=self.prompt_id, client_id=self._client_id)

    def _entry(self) -> Mapping[str, Any] | None:
        return answers.entry_in(self._ask(f"/history/{self.prompt_id}").json(), prompt_id=self.prompt_id)

    def _ask(self, path: str) -> Answer:
        return self._server.get(
            path, watch=self._watch, most_bytes=STATE_BYTES, on_tick=partial(self._listen, seconds=0.0)
        )

    def _call_in_time(self, method: str, path: str, *, ends_at: float, **request: Any) -> Answer:
        seconds = max(TICK_SECONDS, ends_at - time.monotonic())
        return self._server.call(method, path, seconds=seconds, most_bytes=STATE_BYTES, **request)

    def _pass_time(self, seconds: float) -> None:
        ends_at = time.monotonic() + seconds
        while time.monotonic() < ends_at:
            self._watch.check()
            self._listen(seconds=min(TICK_SECONDS, seconds))
