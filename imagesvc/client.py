"""A client of the API for Python programs: `Client`, and `AsyncClient` with the same methods to be awaited.

    with Client("http://localhost:8000", key="...") as client:
        job = client.generate("a lighthouse in a storm")
        image = client.wait(job, on_progress=lambda update: print(update.progress, update.message))
        client.download(image, to="lighthouse.png")

Needs httpx2 and nothing else of this project: the file may be copied. Every operation is written once, with `await`;
for a `Client` the same code runs over a wire that blocks, so that there is never anything to wait for.
"""

import asyncio
import json
import math
import random
import re
import time
import uuid
from collections.abc import AsyncGenerator, Callable, Coroutine, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, Self, TypeAlias, TypeVar

import httpx2

P = ParamSpec("P")
T = TypeVar("T")

AGENT = "imagesvc-client/1"
ENDED = ("completed", "failed", "timeout")
# The server says something that often; a stream that is silent for much longer is dead.
BEAT_SECONDS = 15.0
STREAM_SILENCE_SECONDS = 40.0
# A proxy may not let streams through: after so many that told nothing, jobs are asked for instead.
VAIN_STREAMS = 2
POLL_SECONDS = 20
LONGEST_PAUSE_SECONDS = 30.0


# --- What goes wrong -------------------------------------------------------------------------------------------------


class ImagesvcError(Exception):
    """Whatever this client raises."""


class ConnectionLost(ImagesvcError):
    """The server could not be reached, or hung up, and trying again did not help."""


class WaitedTooLong(ImagesvcError):
    """The job goes on, but the time for waiting is over."""


class Refused(ImagesvcError):
    """The server said no: an HTTP status, a code for programs, and what is wrong with which field."""

    def __init__(self, answer: httpx2.Response) -> None:
        body = _json_of(answer)
        super().__init__(body.get("error") or f"The server answered {answer.status_code}.")
        retry_after = answer.headers.get("retry-after", "")
        self.status = answer.status_code
        self.code: str = body.get("code") or body.get("reason") or ""
        self.fields: Mapping[str, list[str]] = body.get("fields") or {}
        self.retry_after = float(retry_after) if retry_after.isdigit() else None


class Invalid(Refused):
    """400: something about the request is wrong."""


class NotAllowed(Refused):
    """401 or 403: no key, a wrong one, or one that may not do this."""


class NotFound(Refused):
    """404: there is no such thing, or it is somebody else's."""


class Conflict(Refused):
    """409: it cannot be done as things are; `code`, or for an entity `reason`, says why."""


class TooMany(Refused):
    """429: asked too often, or a quota is used up; `retry_after` says when that may be different."""


class Unavailable(Refused):
    """503: something that is needed does not answer at present."""


class JobFailed(ImagesvcError):
    """A job ended without a picture: it failed, timed out or was cancelled."""

    def __init__(self, job: "Job") -> None:
        super().__init__(job.error or "The picture was deleted.")
        self.job = job


def _refusal(answer: httpx2.Response) -> Refused:
    kinds = {
        401: NotAllowed,
        403: NotAllowed,
        404: NotFound,
        409: Conflict,
        429: TooMany,
        503: Unavailable,
        400: Invalid,
    }
    return kinds.get(answer.status_code, Refused)(answer)


def _json_of(answer: httpx2.Response) -> Mapping[str, Any]:
    """Return the answer's object; an empty one if there is none, because a proxy may answer with anything."""
    try:
        body = answer.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


# --- What comes back -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class File:
    """One picture of an image."""

    id: str
    url: str
    thumbnail_url: str
    width: int
    height: int


@dataclass(frozen=True, kw_only=True)
class Image:
    """An image, and its files: one per picture that the engine returned. `raw` is all that the server says of it."""

    id: str
    prompt: str
    seed: int
    files: tuple[File, ...]
    raw: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Job:
    """A job at one moment; `image` once it is completed, `error` once it is known why there is none."""

    id: str
    status: str
    progress: int
    message: str
    prompt: str
    created_at: datetime
    entity_type: str | None
    entity_id: str | None
    queue_position: int | None
    estimated_seconds: int | None
    is_cancelled: bool
    error: str | None = None
    image: Image | None = None
    raw: Mapping[str, Any] = field(repr=False)

    @property
    def has_ended(self) -> bool:
        return self.status in ENDED


@dataclass(frozen=True, kw_only=True)
class Update:
    """Something happened to a job; `event_id` is None where it was asked for and not told."""

    job_id: str
    status: str
    phase: str
    progress: int
    message: str
    event_id: int | None


@dataclass(frozen=True, kw_only=True)
class Requested:
    """What came of asking for an entity's picture: a job, a picture that is there already, or why there is neither."""

    entity_type: str
    entity_id: str
    reason: str | None
    message: str
    is_existing_job: bool
    job: Job | None
    image_id: str | None


Progress: TypeAlias = Callable[[Update], object]
Ear: TypeAlias = Callable[[str], bool]
Steps: TypeAlias = Coroutine[Any, Any, T]


def _read(kind: type[T], said: Mapping[str, Any], **others: Any) -> T:
    """Make one of the above of what the server says: by its names in camelCase, but for those that are given."""
    names = kind.__annotations__.keys() - others.keys()
    return kind(**others, **{name: said[re.sub("_(.)", lambda found: found[1].upper(), name)] for name in names})


def _image(metadata: Mapping[str, Any]) -> Image:
    files = tuple(_read(File, each, id=each["imageId"]) for each in metadata["images"])
    return _read(Image, metadata, files=files, raw=metadata)


def _job(said: Mapping[str, Any], *, error: str | None = None, result: Mapping[str, Any] | None = None) -> Job:
    return _read(
        Job,
        said,
        created_at=datetime.fromisoformat(said["createdAt"]),
        is_cancelled=said["cancelled"],
        error=error,
        image=None if result is None else _image(result["metadata"]),
        raw=said,
    )


def _id_of(job: Job | str) -> str:
    return job if isinstance(job, str) else job.id


# --- What can be asked -----------------------------------------------------------------------------------------------


class _Stream:
    """Reads Server-Sent Events line by line; knows where to go on after a cut, and how many told nothing in a row."""

    def __init__(self, *, on_progress: Progress | None, deadline: float) -> None:
        self.last_id: str | None = None
        self.vain = 0
        self.has_ended = False
        self.is_running_out = False
        self.deadline = deadline
        self._on_progress = on_progress

    def hear(self, line: str) -> bool:
        """Take one line; True when there is nothing more to be waited for."""
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "id":
            self.last_id = value
        elif name == "data":
            self._take(_read(Update, json.loads(value)))
        # Time may be over before the next sign of life: then it is listened again, for just as long as is left.
        self.is_running_out = line == ":" and _left(self.deadline) <= BEAT_SECONDS
        return self.has_ended or self.is_running_out or _left(self.deadline) <= 0

    def _take(self, update: Update) -> None:
        self.vain = 0
        if self._on_progress is not None:
            self._on_progress(update)
        self.has_ended = update.status in ENDED


class _Operations:
    """All that is the same with and without `await`. `tries` is how often what may be repeated is tried in all."""

    def __init__(self, wire: "_Wire | _BlockingWire", *, tries: int) -> None:
        self._wire = wire
        self._tries = tries

    async def request_image(
        self,
        entity_type: str,
        entity_id: str,
        *,
        force: bool = False,
        client_id: str | None = None,
        callback_url: str | None = None,
        idempotency_key: str | None = None,
    ) -> Requested:
        """Ask for a picture of an entity."""
        wish = {"entityType": entity_type, "entityId": entity_id, "force": force}
        told = {"clientId": client_id, "callbackUrl": callback_url}
        body = await self._post("/api/images/request", wish | told, idempotency_key=idempotency_key)
        job = _job(body["job"]) if "job" in body else None
        return _read(Requested, body, is_existing_job=body["existingJob"], job=job, image_id=body.get("imageId"))

    async def generate(
        self,
        prompt: str,
        *,
        negative_prompt: str | None = None,
        width: int | None = None,
        height: int | None = None,
        seed: int | None = None,
        client_id: str | None = None,
        callback_url: str | None = None,
        idempotency_key: str | None = None,
    ) -> Job:
        """Ask for a picture of a prompt."""
        wish = {"prompt": prompt, "negative_prompt": negative_prompt, "width": width, "height": height, "seed": seed}
        told = {"clientId": client_id, "callbackUrl": callback_url}
        body = await self._post("/api/generate-image", wish | told, idempotency_key=idempotency_key)
        return await self.job(body["jobId"])

    async def wait(
        self,
        job: Job | str,
        *,
        on_progress: Progress | None = None,
        timeout: float | None = None,  # noqa: ASYNC109  (a wire that blocks could not be given up by asyncio.timeout)
    ) -> Image:
        """Wait for a job's picture; raise JobFailed if there will be none, WaitedTooLong after so many seconds.

        1. Listen, and after a cut go on where it was. 2. If streams tell nothing, ask. 3. Get what came of it.
        """
        deadline = math.inf if timeout is None else time.monotonic() + timeout
        stream = _Stream(on_progress=on_progress, deadline=deadline)
        await self._listen(_id_of(job), stream)
        while not stream.has_ended and stream.vain < VAIN_STREAMS:
            _check_time(deadline)
            if not stream.is_running_out:
                await self._wire.pause(_backoff(stream.vain))
            await self._listen(_id_of(job), stream)
        ended = await self._poll(_id_of(job), on_progress=on_progress, deadline=deadline)
        if ended.image is None:
            raise JobFailed(ended)
        return ended.image

    async def job(self, job_id: str, *, wait: int = 0) -> Job:
        """Return a job: as it is now, or at its next change, but after so many seconds at the latest."""
        params = {"wait": wait} if wait else None
        answer = await self._ask("GET", f"/api/jobs/{job_id}", params=params, timeout=self._silent_for(wait + 30.0))
        body = answer.json()
        return _job(body["job"], error=body.get("error"), result=body.get("result"))

    async def jobs(self, /, **filters: Any) -> AsyncGenerator[Job]:
        """Go through all jobs, the newest first, page by page; filters are the API's: status, entityType, limit, ..."""
        async for page in self._pages("/api/jobs", filters):
            for said in page["jobs"]:
                yield _job(said)

    async def cancel(self, job: Job | str) -> bool:
        """Cancel a job; False if it had ended already, or had been cancelled by a try whose answer got lost."""
        try:
            await self._ask("DELETE", f"/api/jobs/{_id_of(job)}")
        except Invalid as error:
            if error.code == "ended":
                return False
            raise
        return True

    async def image(self, image_id: str) -> Image:
        """Return what is said of an image, and where its files are."""
        answer = await self._ask("GET", f"/api/images/{image_id}")
        return _image(answer.json()["metadata"])

    async def images(self, /, **filters: Any) -> AsyncGenerator[Image]:
        """Go through all images, the newest first, page by page."""
        async for page in self._pages("/api/images", filters):
            for metadata in page["images"]:
                yield _image(metadata)

    async def download(self, image: Image | File | str, *, to: Path | str | None = None) -> bytes:
        """Return a picture's bytes, of an image the first one's; also write them to a file."""
        path = image if isinstance(image, str) else (image.files[0] if isinstance(image, Image) else image).url
        content = (await self._ask("GET", path)).content
        if to is not None:
            await self._wire.write(Path(to), content)
        return content

    async def _pages(self, path: str, filters: Mapping[str, Any]) -> AsyncGenerator[Mapping[str, Any]]:
        page = (await self._ask("GET", path, params=filters)).json()
        yield page
        while page["next"] is not None:
            page = (await self._ask("GET", page["next"])).json()
            yield page

    async def _post(self, path: str, wish: Mapping[str, Any], *, idempotency_key: str | None) -> Mapping[str, Any]:
        """Ask for what leads to one job, however often it is sent."""
        said = {name: value for name, value in wish.items() if value is not None}
        headers = {"Idempotency-Key": idempotency_key or str(uuid.uuid4())}
        body: Mapping[str, Any] = (await self._ask("POST", path, json=said, headers=headers)).json()
        return body

    async def _ask(self, method: str, path: str, **options: Any) -> httpx2.Response:
        """Make a call that may be repeated, again if need be; raise Refused or ConnectionLost."""
        for attempt in range(1, self._tries + 1):
            try:
                answer = await self._wire.send(method, path, **options)
            except httpx2.TransportError as error:
                if attempt == self._tries:
                    raise ConnectionLost(f"{method} {path}: {error!r}") from error
                await self._wire.pause(_backoff(attempt))
                continue
            if answer.status_code < 400:
                return answer
            refusal = _refusal(answer)
            wait = _backoff(attempt) if refusal.retry_after is None else refusal.retry_after
            is_passing = refusal.status in (429, 502, 503, 504) and wait <= LONGEST_PAUSE_SECONDS
            if attempt == self._tries or not is_passing:
                raise refusal
            await self._wire.pause(wait)
        raise AssertionError("the last try returns or raises")

    async def _listen(self, job_id: str, stream: _Stream) -> None:
        """Hear one stream until it ends or breaks off; 204 says that all was told before."""
        stream.vain += 1
        headers = {} if stream.last_id is None else {"Last-Event-ID": stream.last_id}
        timeout = self._silent_for(min(STREAM_SILENCE_SECONDS, max(0.1, _left(stream.deadline))))
        path = f"/api/jobs/{job_id}/events"
        try:
            answer = await self._wire.send("GET", path, headers=headers, timeout=timeout, hear=stream.hear)
        except httpx2.TransportError:
            return
        if answer.status_code in (401, 403, 404):
            raise _refusal(answer)
        stream.has_ended = stream.has_ended or answer.status_code == 204

    async def _poll(self, job_id: str, *, on_progress: Progress | None, deadline: float) -> Job:
        """Ask for the job until it has ended; the server answers at each change."""
        job = await self.job(job_id)
        while not job.has_ended:
            _check_time(deadline)
            job = await self.job(job_id, wait=int(min(POLL_SECONDS, max(1, _left(deadline)))))
            if on_progress is not None:
                on_progress(_read(Update, job.raw, phase=job.status, event_id=None))
        return job

    def _silent_for(self, seconds: float) -> httpx2.Timeout:
        return httpx2.Timeout(self._wire.http.timeout.connect, read=seconds)


def _backoff(attempt: int) -> float:
    """Return how long to wait: longer each time, and not all at once."""
    longest: float = min(LONGEST_PAUSE_SECONDS, 0.25 * 2**attempt)
    return random.uniform(0.5, 1.0) * longest


def _left(deadline: float) -> float:
    return deadline - time.monotonic()


def _check_time(deadline: float) -> None:
    if _left(deadline) <= 0:
        raise WaitedTooLong("The job goes on, but the time for waiting is over.")


# --- Two faces -------------------------------------------------------------------------------------------------------


class _Wire:
    """What the operations need of the world: HTTP, time and files."""

    def __init__(self, http: httpx2.AsyncClient) -> None:
        self.http = http

    async def send(self, method: str, path: str, *, hear: Ear | None = None, **options: Any) -> httpx2.Response:
        """Return the answer, read; a stream goes line by line to whoever hears it, until that says it is enough."""
        async with self.http.stream(method, path, **options) as response:
            if hear is None or response.status_code != 200:
                await response.aread()
                return response
            async for line in response.aiter_lines():
                if hear(line):
                    break
        return response

    async def pause(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    async def write(self, path: Path, content: bytes) -> None:
        await asyncio.to_thread(path.write_bytes, content)


class _BlockingWire:
    """The same without an event loop: its coroutines block and never suspend, which `_run` counts on."""

    def __init__(self, http: httpx2.Client) -> None:
        self.http = http

    async def send(self, method: str, path: str, *, hear: Ear | None = None, **options: Any) -> httpx2.Response:
        with self.http.stream(method, path, **options) as response:
            if hear is None or response.status_code != 200:
                response.read()
                return response
            for line in response.iter_lines():
                if hear(line):
                    break
        return response

    async def pause(self, seconds: float) -> None:
        time.sleep(seconds)  # noqa: ASYNC251  (to block is what it is for)

    async def write(self, path: Path, content: bytes) -> None:
        path.write_bytes(content)  # noqa: ASYNC240  (likewise)


def _options(url: str, *, key: str | None, timeout: float) -> dict[str, Any]:
    headers = {"User-Agent": AGENT} | ({} if key is None else {"Authorization": f"Bearer {key}"})
    return {"base_url": url, "headers": headers, "timeout": timeout}


class AsyncClient(_Operations):
    """Asks and waits in an event loop."""

    def __init__(self, url: str, *, key: str | None = None, timeout: float = 30.0, tries: int = 4) -> None:
        self._http = httpx2.AsyncClient(**_options(url, key=key, timeout=timeout))
        super().__init__(_Wire(self._http), tries=tries)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        await self._http.aclose()


def _run(steps: Steps[T]) -> T:
    """Return what a coroutine over a blocking wire returns: there is nothing that it would be suspended for."""
    try:
        steps.send(None)
    except StopIteration as end:
        result: T = end.value
        return result
    raise AssertionError("a blocking wire suspends nothing")


def _blocking(operation: Callable[Concatenate[_Operations, P], Steps[T]]) -> Callable[Concatenate["Client", P], T]:
    @wraps(operation)
    def perform(client: "Client", /, *args: P.args, **kwargs: P.kwargs) -> T:
        return _run(operation(client._operations, *args, **kwargs))

    return perform


def _one_by_one(
    operation: Callable[Concatenate[_Operations, P], AsyncGenerator[T]],
) -> Callable[Concatenate["Client", P], Iterator[T]]:
    @wraps(operation)
    def perform(client: "Client", /, *args: P.args, **kwargs: P.kwargs) -> Iterator[T]:
        found = operation(client._operations, *args, **kwargs)
        with suppress(StopAsyncIteration):
            while True:
                yield _run(anext(found))

    return perform


class Client:
    """Asks and waits. One of it may be used by several threads."""

    def __init__(self, url: str, *, key: str | None = None, timeout: float = 30.0, tries: int = 4) -> None:
        self._wire = _BlockingWire(httpx2.Client(**_options(url, key=key, timeout=timeout)))
        self._operations = _Operations(self._wire, tries=tries)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._wire.http.close()

    request_image = _blocking(_Operations.request_image)
    generate = _blocking(_Operations.generate)
    wait = _blocking(_Operations.wait)
    job = _blocking(_Operations.job)
    jobs = _one_by_one(_Operations.jobs)
    cancel = _blocking(_Operations.cancel)
    image = _blocking(_Operations.image)
    images = _one_by_one(_Operations.images)
    download = _blocking(_Operations.download)
