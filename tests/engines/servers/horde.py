"""A fake of the AI Horde: takes requests, draws them one after the other as its one worker would, and keeps pictures.

Addresses of pictures point to this server itself unless the script says otherwise. `fail` names what goes wrong: a
refusal (REFUSALS), or `faulted`, `impossible`, `no_pictures`. Routes are there with and without `/api/v2`.
"""

import asyncio
import json
import math
import time
import uuid
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from tests.engines.servers import pictures, script
from tests.engines.servers.asgi import Answer, Application, Request, json_answer, route
from tests.engines.servers.pictures import Size

ANONYMOUS = "0000000000"
# Larger ones need kudos beforehand, and whoever is anonymous has none.
FREE_PIXELS = 576 * 576
STATUSES_A_MINUTE = 10

# Names of `fail`: status and message.
REFUSALS = {
    "CorruptPrompt": (400, "This prompt appears to violate our terms of service and will be reported."),
    "InvalidPromptSize": (400, "Too large prompt. Please reduce the amount of tokens contained."),
    "KudosUpfront": (403, "This request requires 9.44 kudos to fulfil."),
    "SharedKeyInsufficientKudos": (403, "This shared key does not have enough remaining kudos."),
    "TimeoutIP": (403, "Due to abuse prevention, your IP address has been put into timeout for 42 more seconds."),
    "BadRequest": (400, "No valid model."),
}
CODES = {400: "ValidationError", 401: "InvalidAPIKey", 403: "NotAdmin", 404: "RequestNotFound", 429: "TooManyPrompts"}


@dataclass(kw_only=True)
class Script(script.Script):
    """What goes wrong at this server in particular."""

    # Where addresses of pictures point; empty: here.
    pictures_at: str = ""
    # How many pictures of a request are placeholders, and whether only the worker's remarks say so.
    censored: int = 0
    censored_in_metadata: bool = False
    # What so many looks are answered before all is well again.
    check_status: int = 429
    check_times: int = 0
    # What `/generate/status` answers instead.
    status_body: bytes | None = None


@dataclass(kw_only=True)
class Waiting:
    """A request as the Horde keeps it."""

    size: Size
    seed: int
    count: int
    in_r2: bool
    started_at: float | None = None
    is_done: bool = False
    is_faulted: bool = False
    statuses: deque[float] = field(default_factory=deque)


class HordeServer(Application):
    Script: ClassVar[type[script.Script]] = Script
    script: Script

    def __init__(self, script: Script | None = None) -> None:
        super().__init__(script)
        self.requests: dict[str, Waiting] = {}
        self._workers: set[asyncio.Task[None]] = set()
        self._turn = asyncio.Lock()

    def is_let_in(self, request: Request) -> bool:
        """Only whoever submits needs a key; a request's id is secret enough for the rest."""
        is_open = not request.path.endswith("/generate/async")
        return is_open or request.headers.get("apikey") == self.script.key

    def refusal(self, status: int) -> Answer:
        return _error(status, code=CODES.get(status, "Error"), message=self.script.says)

    @route("GET", "/status/heartbeat")
    @route("GET", "/api/v2/status/heartbeat")
    async def heartbeat(self, request: Request) -> Answer:
        return json_answer({"message": "OK", "version": "4.47.0"})

    @route("POST", "/generate/async", submits=True)
    @route("POST", "/api/v2/generate/async", submits=True)
    async def submit(self, request: Request) -> Answer:
        body = request.json()
        params = body["params"]
        size = (params["width"], params["height"])
        if refusal := self._refusal_of(request, body):
            return refusal
        if _needs_kudos(request, size):
            size = _downgraded(size)
        request_id = str(uuid.uuid4())
        self.requests[request_id] = Waiting(
            size=size, seed=int(params["seed"]), count=params["n"], in_r2=body.get("r2", True)
        )
        self.waiting.add(request_id)
        worker = asyncio.create_task(self._work(request_id))
        self._workers.add(worker)
        worker.add_done_callback(self._end)
        return json_answer({"id": request_id, "kudos": 9.44}, status=202)

    @route("GET", "/generate/check/{id}", tells=True)
    @route("GET", "/api/v2/generate/check/{id}", tells=True)
    async def check(self, request: Request) -> Answer:
        if self.script.check_times > 0:
            self.script.check_times -= 1
            return self.refusal(self.script.check_status)
        found = self.requests.get(request.match["id"])
        return json_answer(self._standing(found)) if found else _not_found(request)

    @route("GET", "/generate/status/{id}")
    @route("GET", "/api/v2/generate/status/{id}")
    async def status(self, request: Request) -> Answer:
        found = self.requests.get(request.match["id"])
        if found is None:
            return _not_found(request)
        now = time.monotonic()
        while found.statuses and found.statuses[0] < now - 60:
            found.statuses.popleft()
        if len(found.statuses) >= STATUSES_A_MINUTE:
            return _error(429, code="TooManyRequests", message="10 per 1 minute")
        found.statuses.append(now)
        if self.script.status_body is not None:
            return Answer(headers={"Content-Type": "application/json"}, body=self.script.status_body)
        return self._whole(request, found)

    @route("DELETE", "/generate/status/{id}")
    @route("DELETE", "/api/v2/generate/status/{id}")
    async def withdraw(self, request: Request) -> Answer:
        request_id = request.match["id"]
        found = self.requests.pop(request_id, None)
        if found is None:
            return _not_found(request)
        self.cancelled.append(request_id)
        self.waiting.discard(request_id)
        return json_answer(self._standing(found) | {"generations": []})

    @route("GET", "/stable-horde/{width}x{height}-{seed}.webp")
    async def picture(self, request: Request) -> Answer:
        """Answer like R2: whoever has the address has the picture."""
        width, height, seed = (int(request.match[name]) for name in ("width", "height", "seed"))
        if self.script.picture != "good":
            return self.picture_answer(size=(width, height), seed=seed)
        whole = pictures.picture("webp", size=(width, height), seed=seed)
        return Answer(headers={"Content-Type": "image/webp"}, body=whole, is_picture=True)

    # The worker.

    async def _work(self, request_id: str) -> None:
        async with self._turn:
            while self.script.others_before > 0:  # noqa: ASYNC110  (a script is plain values)
                await asyncio.sleep(0.01)
            found = self.requests.get(request_id)
            if found is None or self.script.fail == "impossible":
                return
            with self.at_work(request_id):
                found.started_at = time.monotonic()
                if self.script.forget:
                    await asyncio.sleep(self.script.draw_seconds / 2)
                    self.requests.clear()
                    return
                await asyncio.sleep(self.script.draw_seconds)
            found.is_done = True
            found.is_faulted = self.script.fail == "faulted"
            if not found.is_faulted:
                self.drawn.append(request_id)

    def _end(self, worker: asyncio.Task[None]) -> None:
        self._workers.discard(worker)
        if not worker.cancelled() and (error := worker.exception()):
            self.bugs.append(error)

    # What is told.

    def _refusal_of(self, request: Request, body: Mapping[str, Any]) -> Answer | None:
        params, fail = body["params"], self.script.fail
        if fail in REFUSALS:
            status, message = REFUSALS[fail]
            return _error(status, code=fail, message=message)
        size = (params["width"], params["height"])
        if not all(side % 64 == 0 and 64 <= side <= 3072 for side in size):
            return _error(400, code="InvalidSize", message="The image dimensions have to be multiples of 64.")
        if not (1 <= params["n"] <= 20 and 1 <= params["steps"] <= 500 and isinstance(params["seed"], str)):
            return _error(400, code="ValidationError", message="Input payload validation failed")
        if _needs_kudos(request, size) and not body.get("allow_downgrade"):
            return _error(403, code="KudosUpfront", message=REFUSALS["KudosUpfront"][1])
        return None

    def _standing(self, found: Waiting) -> dict[str, object]:
        is_started = found.started_at is not None
        passed = time.monotonic() - found.started_at if found.started_at else 0.0
        left = max(0, math.ceil(self.script.draw_seconds - passed))
        return {
            "finished": found.count if found.is_done else 0,
            "processing": found.count if is_started and not found.is_done else 0,
            "restarted": 0,
            "waiting": 0 if is_started else found.count,
            "done": found.is_done,
            "faulted": found.is_faulted,
            "wait_time": 0 if found.is_done else left,
            "queue_position": 0 if is_started else self.script.others_before + 1,
            "kudos": 9.44,
            "is_possible": self.script.fail != "impossible",
        }

    def _whole(self, request: Request, found: Waiting) -> Answer:
        count = 0 if self.script.fail == "no_pictures" else found.count
        seeds = {f"PICTURE-{number}": found.seed + number for number in range(count)}
        host = self.script.pictures_at or f"http://{request.headers['host']}"
        width, height = found.size
        generations = []
        for number, (place, seed) in enumerate(seeds.items()):
            url = f"{host}/stable-horde/{width}x{height}-{seed}.webp?X-Amz-Signature=0123456789abcdef"
            generations.append(self._generation(number, seed=seed, image=url if found.in_r2 else place))
        value = self._standing(found) | {"generations": generations, "shared": False}
        if found.in_r2:
            return json_answer(value)
        return self.pictures_in_json(value, size=found.size, seeds=seeds)

    def _generation(self, number: int, *, seed: int, image: str) -> dict[str, object]:
        is_censored = number < self.script.censored
        remarks = [{"type": "censorship", "value": "nsfw"}] if is_censored else []
        return {
            "worker_id": str(uuid.UUID(int=number)),
            "worker_name": f"Worker {number}",
            "model": "Deliberate",
            "state": "ok",
            "img": image,
            "seed": str(seed),
            "id": str(uuid.UUID(int=1_000 + number)),
            "censored": is_censored and not self.script.censored_in_metadata,
            "gen_metadata": remarks,
        }


def _needs_kudos(request: Request, size: Size) -> bool:
    return request.headers.get("apikey") == ANONYMOUS and size[0] * size[1] > FREE_PIXELS


def _downgraded(size: Size) -> Size:
    scale = math.sqrt(FREE_PIXELS / (size[0] * size[1]))
    width, height = (max(64, int(side * scale) // 64 * 64) for side in size)
    return width, height


def _not_found(request: Request) -> Answer:
    return _error(404, code="RequestNotFound", message=f"Waiting Prompt with ID '{request.match['id']}' not found.")


def _error(status: int, *, code: str, message: str) -> Answer:
    return Answer(
        status=status,
        headers={"Content-Type": "application/json"},
        body=json.dumps({"message": message, "rc": code}).encode(),
    )
