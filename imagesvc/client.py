"""A client of the API for Python programs: `Client`, and `AsyncClient` with the same methods to be awaited.

    with Client("http://localhost:8000", key="...") as client:
        job = client.generate("a lighthouse in a storm")
        image = client.wait(job, on_progress=lambda update: print(update.progress, update.message))
        client.download(image, to="lighthouse.png")

Needs httpx2 and nothing else of this project: the file may be copied. What is asked and what comes of it is written
once, as steps that yield what is to be done; the two classes only do it.
"""

import asyncio
import json
import random
import time
import uuid
from collections.abc import AsyncIterator, Callable, Generator, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Self, TypeAlias, TypeVar

import httpx2

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

    def __init__(
        self, status: int, message: str, *, code: str, fields: Mapping[str, list[str]], retry_after: float | None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.fields = fields
        self.retry_after = retry_after


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


_REFUSALS: Mapping[int, type[Refused]] = {
    400: Invalid,
    401: NotAllowed,
    403: NotAllowed,
    404: NotFound,
    409: Conflict,
    429: TooMany,
    503: Unavailable,
}


class JobFailed(ImagesvcError):
    """A job ended without a picture: it failed, timed out or was cancelled."""

    def __init__(self, job: "Job") -> None:
        super().__init__(job.error or "The picture was deleted.")
        self.job = job


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


def _image(metadata: Mapping[str, Any]) -> Image:
    files = tuple(
        File(
            id=each["imageId"],
            url=each["url"],
            thumbnail_url=each["thumbnailUrl"],
            width=each["width"],
            height=each["height"],
        )
        for each in metadata["images"]
    )
    return Image(id=metadata["id"], prompt=metadata["prompt"], seed=metadata["seed"], files=files, raw=metadata)


def _job(said: Mapping[str, Any], *, answer: Mapping[str, Any] | None = None) -> Job:
    result = (answer or {}).get("result")
    return Job(
        id=said["id"],
        status=said["status"],
        progress=said["progress"],
        message=said["message"],
        prompt=said["prompt"],
        created_at=datetime.fromisoformat(said["createdAt"]),
        entity_type=said["entityType"],
        entity_id=said["entityId"],
        queue_position=said["queuePosition"],
        estimated_seconds=said["estimatedSeconds"],
        is_cancelled=said["cancelled"],
        error=(answer or {}).get("error"),
        image=None if result is None else _image(result["metadata"]),
        raw=said,
    )


def _update(said: Mapping[str, Any]) -> Update:
    return Update(
        job_id=said["jobId"],
        status=said["status"],
        phase=said["phase"],
        progress=said["progress"],
        message=said["message"],
        event_id=said["eventId"],
    )


# --- What is to be done ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class _Call:
    """One HTTP request. With `hear` its answer is a stream: each line goes there, until it returns True."""

    method: str
    path: str
    params: Mapping[str, Any] = field(default_factory=dict)
    json: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    silence_seconds: float | None = None
    hear: Callable[[str], bool] | None = None


@dataclass(frozen=True, kw_only=True)
class _Answer:
    status: int
    headers: Mapping[str, str]
    content: bytes


@dataclass(frozen=True, kw_only=True)
class _Pause:
    seconds: float


Steps: TypeAlias = Generator["_Call | _Pause", Any, T]
Progress: TypeAlias = Callable[[Update], object]


class _Stream:
    """Reads Server-Sent Events line by line, and knows where to go on after a cut."""

    def __init__(self, *, on_progress: Progress | None, deadline: float | None) -> None:
        self.last_id: str | None = None
        self.has_told = False
        self.has_ended = False
        self.is_running_out = False
        self._on_progress = on_progress
        self._deadline = deadline

    def hear(self, line: str) -> bool:
        """Take one line; True when there is nothing more to be waited for."""
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "id":
            self.last_id = value
        elif name == "data":
            self._take(_update(json.loads(value)))
        # Time may be over before the next sign of life: then it is listened again, for just as long as is left.
        self.is_running_out = line == ":" and self._has_less_than(BEAT_SECONDS)
        return self.has_ended or self.is_running_out or self._has_less_than(0)

    def _has_less_than(self, seconds: float) -> bool:
        return self._deadline is not None and self._deadline - time.monotonic() <= seconds

    def _take(self, update: Update) -> None:
        self.has_told = True
        if self._on_progress is not None:
            self._on_progress(update)
        self.has_ended = update.status in ENDED


class _Core:
    """Every operation as steps. `tries` is how often what may be repeated is tried in all."""

    def __init__(self, *, tries: int) -> None:
        self._tries = tries

    def _ask(self, call: _Call) -> Steps[_Answer]:
        """Make a call that may be repeated, again if need be; raise Refused or ConnectionLost."""
        for attempt in range(1, self._tries + 1):
            try:
                answer: _Answer = yield call
            except httpx2.TransportError as error:
                if attempt == self._tries:
                    raise ConnectionLost(f"{call.method} {call.path}: {error!r}") from error
                yield _Pause(seconds=_backoff(attempt))
                continue
            if answer.status < 400:
                return answer
            refusal = _refusal(answer)
            if attempt == self._tries or answer.status not in (429, 502, 503, 504):
                raise refusal
            wait = refusal.retry_after if refusal.retry_after is not None else _backoff(attempt)
            if wait > LONGEST_PAUSE_SECONDS:
                raise refusal
            yield _Pause(seconds=wait)
        raise AssertionError("the last try returns or raises")

    def _ask_json(self, call: _Call) -> Steps[dict[str, Any]]:
        answer = yield from self._ask(call)
        body: dict[str, Any] = json.loads(answer.content)
        return body

    def _request_image(self, wish: Mapping[str, Any], *, idempotency_key: str | None) -> Steps[Requested]:
        body = yield from self._ask_json(_post("/api/images/request", wish, idempotency_key=idempotency_key))
        return Requested(
            entity_type=body["entityType"],
            entity_id=body["entityId"],
            reason=body["reason"],
            message=body["message"],
            is_existing_job=body["existingJob"],
            job=_job(body["job"]) if "job" in body else None,
            image_id=body.get("imageId"),
        )

    def _generate(self, wish: Mapping[str, Any], *, idempotency_key: str | None) -> Steps[Job]:
        body = yield from self._ask_json(_post("/api/generate-image", wish, idempotency_key=idempotency_key))
        return (yield from self._get_job(body["jobId"]))

    def _get_job(self, job_id: str, *, wait: int = 0) -> Steps[Job]:
        params = {"wait": wait} if wait else {}
        body = yield from self._ask_json(
            _Call(method="GET", path=f"/api/jobs/{job_id}", params=params, silence_seconds=wait + 30.0)
        )
        return _job(body["job"], answer=body)

    def _cancel(self, job_id: str) -> Steps[bool]:
        """Say whether it was this that ended it; repeated after a lost answer it may say no wrongly."""
        try:
            yield from self._ask(_Call(method="DELETE", path=f"/api/jobs/{job_id}"))
        except Invalid as error:
            if error.code == "ended":
                return False
            raise
        return True

    def _get_image(self, image_id: str) -> Steps[Image]:
        body = yield from self._ask_json(_Call(method="GET", path=f"/api/images/{image_id}"))
        return _image(body["metadata"])

    def _download(self, image: Image | File | str) -> Steps[bytes]:
        path = image if isinstance(image, str) else (image.files[0] if isinstance(image, Image) else image).url
        answer = yield from self._ask(_Call(method="GET", path=path))
        return answer.content

    def _page(self, address: str, *, params: Mapping[str, Any]) -> Steps[tuple[dict[str, Any], str | None]]:
        body = yield from self._ask_json(_Call(method="GET", path=address, params=params))
        return body, body["next"]

    def _wait(self, job_id: str, *, on_progress: Progress | None, timeout: float | None) -> Steps[Image]:
        """1. Listen, and after a cut go on where it was. 2. If streams tell nothing, ask. 3. Get what came of it."""
        deadline = None if timeout is None else time.monotonic() + timeout
        stream = _Stream(on_progress=on_progress, deadline=deadline)
        vain = 0
        while not stream.has_ended and vain < VAIN_STREAMS:
            stream.has_told = False
            is_over = yield from self._listen(job_id, stream, deadline=deadline)
            if is_over or stream.has_ended:
                break
            _check_time(deadline)
            vain = 0 if stream.has_told else vain + 1
            if not stream.is_running_out:
                yield _Pause(seconds=_backoff(vain))
        job = yield from self._poll(job_id, on_progress=on_progress, deadline=deadline)
        if job.image is None:
            raise JobFailed(job)
        return job.image

    def _listen(self, job_id: str, stream: _Stream, *, deadline: float | None) -> Steps[bool]:
        """Listen until the stream ends or breaks off; True if there is nothing more to come."""
        silence = STREAM_SILENCE_SECONDS if deadline is None else min(STREAM_SILENCE_SECONDS, _left(deadline))
        call = _Call(
            method="GET",
            path=f"/api/jobs/{job_id}/events",
            headers={} if stream.last_id is None else {"Last-Event-ID": stream.last_id},
            silence_seconds=silence,
            hear=stream.hear,
        )
        try:
            answer: _Answer = yield call
        except httpx2.TransportError:
            return False
        if answer.status in (401, 403, 404):
            raise _refusal(answer)
        return answer.status == 204

    def _poll(self, job_id: str, *, on_progress: Progress | None, deadline: float | None) -> Steps[Job]:
        """Ask for the job until it has ended; the server answers at each change."""
        job = yield from self._get_job(job_id)
        while not job.has_ended:
            _check_time(deadline)
            seconds = POLL_SECONDS if deadline is None else max(1, min(POLL_SECONDS, int(_left(deadline))))
            job = yield from self._get_job(job_id, wait=seconds)
            if on_progress is not None:
                on_progress(_update({**job.raw, "phase": job.status, "eventId": None}))
        return job


def _post(path: str, wish: Mapping[str, Any], *, idempotency_key: str | None) -> _Call:
    """Return a call that leads to one job, however often it is sent."""
    said = {name: value for name, value in wish.items() if value is not None}
    return _Call(method="POST", path=path, json=said, headers={"Idempotency-Key": idempotency_key or str(uuid.uuid4())})


def _refusal(answer: _Answer) -> Refused:
    try:
        body = json.loads(answer.content)
    except ValueError:
        body = {}
    if not isinstance(body, dict):
        body = {}
    retry_after = answer.headers.get("retry-after", "")
    return _REFUSALS.get(answer.status, Refused)(
        answer.status,
        body.get("error") or f"The server answered {answer.status}.",
        code=body.get("code") or body.get("reason") or "",
        fields=body.get("fields") or {},
        retry_after=float(retry_after) if retry_after.isdigit() else None,
    )


def _backoff(attempt: int) -> float:
    """Return how long to wait: longer each time, and not all at once."""
    longest: float = min(LONGEST_PAUSE_SECONDS, 0.25 * 2**attempt)
    return random.uniform(0.5, 1.0) * longest


def _left(deadline: float) -> float:
    return max(0.1, deadline - time.monotonic())


def _check_time(deadline: float | None) -> None:
    if deadline is not None and time.monotonic() >= deadline:
        raise WaitedTooLong("The job goes on, but the time for waiting is over.")


def _options(url: str, *, key: str | None, timeout: float) -> dict[str, Any]:
    headers = {"User-Agent": AGENT} | ({} if key is None else {"Authorization": f"Bearer {key}"})
    return {"base_url": url, "headers": headers, "timeout": timeout}


def _read_timeout(client_timeout: httpx2.Timeout, call: _Call) -> httpx2.Timeout:
    silence = call.silence_seconds
    if silence is None:
        return client_timeout
    return httpx2.Timeout(client_timeout.connect, read=silence)


def _id_of(job: Job | str) -> str:
    return job if isinstance(job, str) else job.id


def _entity_wish(
    entity_type: str, entity_id: str, *, force: bool, client_id: str | None, callback_url: str | None
) -> dict[str, Any]:
    return {
        "entityType": entity_type,
        "entityId": entity_id,
        "force": force,
        "clientId": client_id,
        "callbackUrl": callback_url,
    }


# --- The two faces ---------------------------------------------------------------------------------------------------


class Client(_Core):
    """Asks and waits. One of it may be used by several threads."""

    def __init__(self, url: str, *, key: str | None = None, timeout: float = 30.0, tries: int = 4) -> None:
        super().__init__(tries=tries)
        self._http = httpx2.Client(**_options(url, key=key, timeout=timeout))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._http.close()

    def request_image(
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
        wish = _entity_wish(entity_type, entity_id, force=force, client_id=client_id, callback_url=callback_url)
        return self._do(self._request_image(wish, idempotency_key=idempotency_key))

    def generate(self, prompt: str, *, idempotency_key: str | None = None, **wish: Any) -> Job:
        """Ask for a picture of a prompt; further words are the API's: negative_prompt, width, height, seed, ..."""
        return self._do(self._generate({"prompt": prompt, **wish}, idempotency_key=idempotency_key))

    def wait(self, job: Job | str, *, on_progress: Progress | None = None, timeout: float | None = None) -> Image:
        """Wait for a job's picture; raise JobFailed if there will be none, WaitedTooLong after so many seconds."""
        return self._do(self._wait(_id_of(job), on_progress=on_progress, timeout=timeout))

    def job(self, job_id: str) -> Job:
        return self._do(self._get_job(job_id))

    def cancel(self, job: Job | str) -> bool:
        """Cancel a job; False if it had ended already."""
        return self._do(self._cancel(_id_of(job)))

    def image(self, image_id: str) -> Image:
        return self._do(self._get_image(image_id))

    def download(self, image: Image | File | str, *, to: Path | str | None = None) -> bytes:
        """Return a picture's bytes, of an image the first one's; also write them to a file."""
        content = self._do(self._download(image))
        if to is not None:
            Path(to).write_bytes(content)
        return content

    def jobs(self, **filters: Any) -> Iterator[Job]:
        """Go through all jobs, the newest first, page by page; filters are the API's: status, entityType, limit, ..."""
        address: str | None = "/api/jobs"
        while address is not None:
            body, address = self._do(self._page(address, params=filters))
            filters = {}
            yield from (_job(said) for said in body["jobs"])

    def images(self, **filters: Any) -> Iterator[Image]:
        """Go through all images, the newest first, page by page."""
        address: str | None = "/api/images"
        while address is not None:
            body, address = self._do(self._page(address, params=filters))
            filters = {}
            yield from (_image(said) for said in body["images"])

    def _do(self, steps: Steps[T]) -> T:
        try:
            step = next(steps)
            while True:
                try:
                    done = self._perform(step)
                except httpx2.TransportError as error:
                    step = steps.throw(error)
                else:
                    step = steps.send(done)
        except StopIteration as end:
            result: T = end.value
            return result

    def _perform(self, step: _Call | _Pause) -> _Answer | None:
        if isinstance(step, _Pause):
            time.sleep(step.seconds)
            return None
        request = self._http.build_request(
            step.method, step.path, params=step.params or None, json=step.json, headers=step.headers,
            timeout=_read_timeout(self._http.timeout, step),
        )  # fmt: skip
        response = self._http.send(request, stream=True)
        try:
            if step.hear is None or response.status_code != 200:
                response.read()
                return _Answer(status=response.status_code, headers=response.headers, content=response.content)
            for line in response.iter_lines():
                if step.hear(line):
                    break
            return _Answer(status=response.status_code, headers=response.headers, content=b"")
        finally:
            response.close()


class AsyncClient(_Core):
    """Asks and waits in an event loop."""

    def __init__(self, url: str, *, key: str | None = None, timeout: float = 30.0, tries: int = 4) -> None:
        super().__init__(tries=tries)
        self._http = httpx2.AsyncClient(**_options(url, key=key, timeout=timeout))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        await self._http.aclose()

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
        wish = _entity_wish(entity_type, entity_id, force=force, client_id=client_id, callback_url=callback_url)
        return await self._do(self._request_image(wish, idempotency_key=idempotency_key))

    async def generate(self, prompt: str, *, idempotency_key: str | None = None, **wish: Any) -> Job:
        """Ask for a picture of a prompt; further words are the API's: negative_prompt, width, height, seed, ..."""
        return await self._do(self._generate({"prompt": prompt, **wish}, idempotency_key=idempotency_key))

    async def wait(
        self,
        job: Job | str,
        *,
        on_progress: Progress | None = None,
        timeout: float | None = None,  # noqa: ASYNC109  (as the other face has it)
    ) -> Image:
        """Wait for a job's picture; raise JobFailed if there will be none, WaitedTooLong after so many seconds."""
        return await self._do(self._wait(_id_of(job), on_progress=on_progress, timeout=timeout))

    async def job(self, job_id: str) -> Job:
        return await self._do(self._get_job(job_id))

    async def cancel(self, job: Job | str) -> bool:
        """Cancel a job; False if it had ended already."""
        return await self._do(self._cancel(_id_of(job)))

    async def image(self, image_id: str) -> Image:
        return await self._do(self._get_image(image_id))

    async def download(self, image: Image | File | str, *, to: Path | str | None = None) -> bytes:
        """Return a picture's bytes, of an image the first one's; also write them to a file."""
        content = await self._do(self._download(image))
        if to is not None:
            await asyncio.to_thread(Path(to).write_bytes, content)
        return content

    async def jobs(self, **filters: Any) -> AsyncIterator[Job]:
        """Go through all jobs, the newest first, page by page; filters are the API's: status, entityType, limit, ..."""
        address: str | None = "/api/jobs"
        while address is not None:
            body, address = await self._do(self._page(address, params=filters))
            filters = {}
            for said in body["jobs"]:
                yield _job(said)

    async def images(self, **filters: Any) -> AsyncIterator[Image]:
        """Go through all images, the newest first, page by page."""
        address: str | None = "/api/images"
        while address is not None:
            body, address = await self._do(self._page(address, params=filters))
            filters = {}
            for said in body["images"]:
                yield _image(said)

    async def _do(self, steps: Steps[T]) -> T:
        try:
            step = next(steps)
            while True:
                try:
                    done = await self._perform(step)
                except httpx2.TransportError as error:
                    step = steps.throw(error)
                else:
                    step = steps.send(done)
        except StopIteration as end:
            result: T = end.value
            return result

    async def _perform(self, step: _Call | _Pause) -> _Answer | None:
        if isinstance(step, _Pause):
            await asyncio.sleep(step.seconds)
            return None
        request = self._http.build_request(
            step.method, step.path, params=step.params or None, json=step.json, headers=step.headers,
            timeout=_read_timeout(self._http.timeout, step),
        )  # fmt: skip
        response = await self._http.send(request, stream=True)
        try:
            if step.hear is None or response.status_code != 200:
                await response.aread()
                return _Answer(status=response.status_code, headers=response.headers, content=response.content)
            async for line in response.aiter_lines():
                if step.hear(line):
                    break
            return _Answer(status=response.status_code, headers=response.headers, content=b"")
        finally:
            await response.aclose()
