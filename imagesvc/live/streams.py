"""Server-Sent Events: GET /api/events?clientId= (without it, all jobs that one sees) and GET /api/jobs/<id>/events.

A stream is the log itself. It is resumed after the number in `Last-Event-ID` or, where that is not sent, `?since=`: the
events in between come first, then what happens. Without a number the stream of one job begins with its first event, and
the others with what happens from now on; that of a client first says how its jobs are, without numbers.
"""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from imagesvc.api.errors import ApiError
from imagesvc.api.pagination import refused, single
from imagesvc.images.ownership import may_see_job
from imagesvc.live import doors, frames
from imagesvc.live.doorkeeper import Doorkeeper, Guest
from imagesvc.live.hub import Mailbox
from imagesvc.live.reader import Reader
from imagesvc.live.updates import Update, snapshots_of, updates_of
from imagesvc.web.protocol import Application, Receive, Scope, Send, hang_up, send_whole
from imagesvc.web.threads import DjangoThreads
from jobs.events import Audience, newest_id, past_events
from jobs.models import CLIENT_ID_LENGTH, Job, JobEvent, JobStatus

# Proxies cut off what is silent for longer, mostly after a minute; and a client that is gone is noticed by it.
HEARTBEAT_SECONDS = 15.0
NEVER_RETRY = 204  # to a browser this alone says that there is no more to come

ADDRESS = re.compile(r"/api/(?:events|jobs/(?P<job_id>[^/]+)/events)/?")
HEADERS = [
    (b"content-type", b"text/event-stream"),
    (b"cache-control", b"no-cache"),
    # Or nginx would collect what it should pass on.
    (b"x-accel-buffering", b"no"),
]


@dataclass(frozen=True, kw_only=True)
class _Wish:
    """Who wants to hear whose events, and after which number."""

    guest: Guest
    audience: Audience
    since: int | None


class EventStreams:
    """An ASGI application; what is none of its addresses goes on to `otherwise`."""

    def __init__(
        self, *, reader: Reader, threads: DjangoThreads, doorkeeper: Doorkeeper, otherwise: Application
    ) -> None:
        self._reader = reader
        self._threads = threads
        self._doorkeeper = doorkeeper
        self._otherwise = otherwise

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        match = ADDRESS.fullmatch(scope["path"])
        if match is None:
            await self._otherwise(scope, receive, send)
            return
        try:
            await self._answer(await self._wish_in(scope, match), receive, send)
        except (ApiError, *doors.Away) as error:
            await doors.refuse(scope, send, doors.why_away(error))

    async def _wish_in(self, scope: Scope, match: re.Match[str]) -> _Wish:
        """Return what is asked for, and nothing else of the request: it would take as much as the rest of a stream."""
        request = _request_in(scope, reader=self._reader)
        return _wish_in(request, match, guest=await self._doorkeeper.let_in(request))

    async def _answer(self, wish: _Wish, receive: Receive, send: Send) -> None:
        """1. Listen. 2. Find where to begin; so far errors are answered. 3. Say what was, then what happens."""
        async with self._reader.mailbox(wish.audience) as box, self._doorkeeper.hosting(wish.guest, box):
            opening = await self._threads.run(_open, wish, box.start)
            if opening is None:
                await send_whole(send, NEVER_RETRY, (), b"")
                return
            gone = asyncio.create_task(hang_up(receive))
            gone.add_done_callback(lambda _: box.close())
            try:
                await self._tell(_Stream(send, opening), wish.audience, box)
            finally:
                gone.cancel()

    async def _tell(self, stream: "_Stream", audience: Audience, box: Mailbox) -> None:
        await stream.begin()
        while stream.told < box.start and not stream.has_ended:
            try:
                updates, position = await self._threads.run(_read_past, audience, stream.told, box.start)
            except doors.Away:
                box.close()  # the client comes back, with the last number it was told
                break
            await stream.tell(updates)
            stream.told = position
        while not stream.has_ended and (updates_now := await box.take(seconds=HEARTBEAT_SECONDS)) is not None:
            if updates_now:
                await stream.tell(updates_now)
            else:
                await stream.beat(self._reader.hub.position)
        await stream.end()


@dataclass(frozen=True, kw_only=True)
class _Opening:
    """Where a stream begins, what it says first, and whether it ends with the first end of a job."""

    after: int
    snapshots: Sequence[tuple[int, Update]] = ()
    is_of_one_job: bool


class _Stream:
    """What goes to one client: each event once, in order."""

    def __init__(self, send: Send, opening: _Opening) -> None:
        self._send = send
        self._snapshots = opening.snapshots
        # Events that a snapshot contains already, by job.
        self._known = {update.job_id: number for number, update in opening.snapshots}
        self._is_of_one_job = opening.is_of_one_job
        self.told = opening.after
        self.has_ended = False

    async def begin(self) -> None:
        await self._send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        first = [frames.stream_head(self.told), *(update.server_sent for _, update in self._snapshots)]
        self._snapshots = ()
        await self._write(b"".join(first))

    async def tell(self, updates: Sequence[Update]) -> None:
        new = [update for update in updates if self._is_new(update)]
        if not new:
            return
        self.told = new[-1].event_id or self.told
        self.has_ended = self._is_of_one_job and new[-1].is_end
        await self._write(b"".join([update.server_sent for update in new]))

    async def beat(self, position: int) -> None:
        self.told = max(self.told, position)
        await self._write(frames.heartbeat(self.told))

    async def end(self) -> None:
        await self._write(b"", more=False)

    def _is_new(self, update: Update) -> bool:
        number = update.event_id or 0
        return number > self.told and number > self._known.get(update.job_id, 0)

    async def _write(self, part: bytes, *, more: bool = True) -> None:
        # When the client does not read this waits, until it does or the kernel cuts it off (`web/server.py`).
        await self._send({"type": "http.response.body", "body": part, "more_body": more})


def _request_in(scope: Scope, *, reader: Reader) -> HttpRequest:
    """Return a request that may be answered with a stream, as far as that can be seen without looking who sends it."""
    if scope["method"] != "GET":
        raise ApiError(405, "Events can only be read, with GET.", code="method-not-allowed", headers={"Allow": "GET"})
    request = doors.request_in(scope)
    doors.check(request, reader, is_read_by_anyone=True)
    return request


def _wish_in(request: HttpRequest, match: re.Match[str], *, guest: Guest) -> _Wish:
    """Return what is asked for; raises ApiError."""
    job_id, caller = match["job_id"], guest.caller
    if job_id is not None:
        audience = Audience(job_id=doors.job_id_in(job_id))
    elif (client_id := _client_id_in(request)) is not None:
        audience = Audience(client_id=caller.named(client_id))
    else:
        audience = Audience(owner=None if caller.sees_everything else caller.owner)
    return _Wish(guest=guest, audience=audience, since=_since_in(request))


def _client_id_in(request: HttpRequest) -> str | None:
    client_id = (single(request.GET, "clientId") or "").strip()
    if len(client_id) > CLIENT_ID_LENGTH:
        raise refused("clientId", f"This field must not be longer than {CLIENT_ID_LENGTH} characters.")
    return client_id or None


def _since_in(request: HttpRequest) -> int | None:
    """Return the number to go on after; what a browser sends by itself goes before what stands in its address."""
    name, text = "Last-Event-ID", request.headers.get("Last-Event-ID")
    if not text:
        name, text = "since", single(request.GET, "since")
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise refused(name, "This field must be the number of an event.")
    return int(text)


def _open(wish: _Wish, start: int) -> _Opening | None:
    """Return where to begin, when whatever is behind `start` will be heard; None if there will be nothing to hear."""
    job_id, client_id, since = wish.audience.job_id, wish.audience.client_id, wish.since
    if job_id is not None:
        if not (Job.objects.filter(id=job_id).exists() and may_see_job(wish.guest.caller, job_id)):
            raise doors.NO_SUCH_JOB
        end = JobEvent.objects.filter(job=job_id, kind__in=JobStatus.ENDED).values_list("id", flat=True).first()
        if end is not None and since is not None and end <= since:
            return None
        since = since or 0
    snapshots = snapshots_of(client_id) if client_id is not None and since is None else ()
    return _Opening(after=_known_number(since, start=start), snapshots=snapshots, is_of_one_job=job_id is not None)


def _known_number(since: int | None, *, start: int) -> int:
    """Return the number to begin behind.

    A client that comes from another web process may be further than this one. One whose number was never given (the
    database has been replaced) would wait for ever, and begins now.
    """
    if since is None:
        return start
    return since if since <= start or since <= newest_id() else start


def _read_past(audience: Audience, after: int, upto: int) -> tuple[list[Update], int]:
    batch = past_events(audience, after=after, upto=upto)
    return updates_of(batch.events), batch.position
