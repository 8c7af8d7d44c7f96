"""GET /api/jobs/<id> with `If-None-Match`, for clients that poll: answered from memory while nothing has happened.

Django says what a job's ETag is. As long as no event of the job has come since, and for at most three seconds, the same
ETag is answered 304 without asking anybody. Three seconds is also how old the estimates in a full answer may be; that
a job moves up in the queue, or that its picture is deleted, is no event of it.
"""

import asyncio
import re
from collections import OrderedDict
from uuid import UUID

from django.utils.http import parse_etags

from imagesvc.keys.callers import are_keys_needed
from imagesvc.live.hub import Hub
from imagesvc.live.reader import Reader
from imagesvc.live.updates import Update
from imagesvc.web.protocol import Application, Message, Receive, Scope, Send, header, send_whole
from jobs.events import Audience

FRESH_SECONDS = 3.0
MOST_JOBS = 10_000
ADDRESS = re.compile(r"/api/jobs/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})")
NO_CACHE = (b"cache-control", b"no-cache")


class FreshJobs:
    """An ASGI application; what it cannot answer goes on to `otherwise`."""

    def __init__(self, *, reader: Reader, otherwise: Application) -> None:
        self._reader = reader
        self._otherwise = otherwise
        self._kept = _KeptTags(hub=reader.hub)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        match = ADDRESS.fullmatch(scope["path"])
        if match is None or scope["query_string"]:
            await self._otherwise(scope, receive, send)
        elif scope["method"] == "DELETE":
            # Who cancels a job and asks again must not be told that nothing has changed.
            self._kept.forget(UUID(match[1]))
            await self._otherwise(scope, receive, send)
            self._kept.forget(UUID(match[1]))
        elif scope["method"] == "GET" and (known := header(scope, b"if-none-match")) and self._reader.is_following:
            await self._answer(UUID(match[1]), known, scope, receive, send)
        else:
            await self._otherwise(scope, receive, send)

    async def _answer(self, job_id: UUID, known: str, scope: Scope, receive: Receive, send: Send) -> None:
        now = asyncio.get_running_loop().time()
        credentials = _credentials_in(scope)
        tag = self._kept.find(job_id, credentials=credentials, now=now)
        if tag and tag in parse_etags(known):
            await send_whole(send, 304, ((b"etag", tag.encode()), NO_CACHE), b"")
            return
        # Listening from before Django looks: whatever happens meanwhile makes what it says stale.
        kept = self._kept.begin(job_id, credentials=credentials, until=now + FRESH_SECONDS)

        async def send_noting(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept.tag = next((value.decode() for name, value in message["headers"] if name == b"etag"), "")
            await send(message)

        await self._otherwise(scope, receive, send_noting)


def _credentials_in(scope: Scope) -> str:
    """Return what says who sends a request, where that matters: what one may see is not found for another."""
    if not are_keys_needed():
        return ""
    return f"{header(scope, b'authorization')}\n{header(scope, b'cookie')}"


class _KeptTags:
    """The ETags of some jobs, oldest first, each until an event of its job comes."""

    def __init__(self, *, hub: Hub) -> None:
        self._hub = hub
        self._tags: OrderedDict[UUID, _KeptTag] = OrderedDict()

    def find(self, job_id: UUID, *, credentials: str, now: float) -> str:
        """Return a job's ETag, as it was told to whoever has these credentials, or nothing."""
        kept = self._tags.get(job_id)
        return kept.tag if kept is not None and now < kept.until and kept.credentials == credentials else ""

    def begin(self, job_id: UUID, *, credentials: str, until: float) -> "_KeptTag":
        self.forget(job_id)
        if len(self._tags) >= MOST_JOBS:
            self.forget(next(iter(self._tags)))
        kept = self._tags[job_id] = _KeptTag(self, job_id=job_id, credentials=credentials, until=until)
        self._hub.attach(kept, Audience(job_id=job_id))
        return kept

    def forget(self, job_id: UUID) -> None:
        kept = self._tags.pop(job_id, None)
        if kept is not None:
            self._hub.detach(kept, Audience(job_id=job_id))


class _KeptTag:
    """Listens to one job until something happens to it. One that is forgotten is found no more, whatever it holds."""

    __slots__ = ("_job_id", "_tags", "credentials", "tag", "until")

    def __init__(self, tags: _KeptTags, *, job_id: UUID, credentials: str, until: float) -> None:
        self._tags = tags
        self._job_id = job_id
        self.credentials = credentials
        self.until = until
        self.tag = ""

    def hear(self, update: Update) -> None:  # noqa: ARG002  (whatever it is)
        self._tags.forget(self._job_id)

    def close(self) -> None:
        self._tags.forget(self._job_id)
