"""/ws?clientId=, the original game's protocol: an acknowledgement, the client's present jobs, then each change of them.

The game's browser client never polls, and begins to wait for a job only after it has read the answer to its request: an
update that overtakes the answer would be lost to it for ever. Hence whatever tells an end is sent once more, a little
later. Pings of the WebSocket protocol itself are the server's (`web/server.py`).
"""

import asyncio
import random
import uuid
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID

import orjson
from django.http import HttpRequest

from imagesvc.api.errors import ApiError
from imagesvc.live import doors, frames
from imagesvc.live.doorkeeper import Doorkeeper, Guest
from imagesvc.live.hub import Mailbox
from imagesvc.live.reader import Reader
from imagesvc.live.updates import Update, snapshots_of
from imagesvc.web.protocol import AT_ONCE, Receive, Scope, Send
from imagesvc.web.threads import DjangoThreads
from jobs.events import Audience
from jobs.models import CLIENT_ID_LENGTH

# When what tells an end is sent again: from, to.
REPEAT_SECONDS = (1.2, 1.8)
# RFC 6455, 7.4.1: the server goes away, come back soon.
SERVICE_RESTART = 1012


class Sockets:
    """An ASGI application for WebSockets."""

    def __init__(self, *, reader: Reader, threads: DjangoThreads, doorkeeper: Doorkeeper) -> None:
        self._reader = reader
        self._threads = threads
        self._doorkeeper = doorkeeper

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await receive()  # that it wants to connect
        try:
            guest, client_id = await self._let_in(scope)
            # Taken out: it is of the connection, which holds the scope.
            write_at_once = scope.get("extensions", {}).pop(AT_ONCE, _never)
            await self._serve(guest, client_id, receive, send, write_at_once)
        except (ApiError, *doors.Away) as error:
            await doors.refuse(scope, send, doors.why_away(error))

    async def _let_in(self, scope: Scope) -> tuple[Guest, str | None]:
        """Return who comes in and as which client, and nothing else of the request, which nobody needs any more."""
        request = doors.request_in(scope)
        doors.check(request, self._reader, is_read_by_anyone=False)
        return await self._doorkeeper.let_in(request), _client_id_in(request)

    async def _serve(
        self, guest: Guest, client_id: str | None, receive: Receive, send: Send, write_at_once: Callable[[str], bool]
    ) -> None:
        """1. Listen. 2. Look; so far errors are answered. 3. Open. 4. Say what was found, then what is heard."""
        known_as = client_id or str(uuid.uuid4())
        audience = Audience(client_id=guest.caller.named(known_as))
        async with self._reader.mailbox(audience) as box, self._doorkeeper.hosting(guest, box):
            # Nobody can have asked for anything by a name that was made up just now.
            snapshots = await self._threads.run(snapshots_of, audience.client_id) if client_id else []
            await send({"type": "websocket.accept"})
            hearing = asyncio.create_task(_hear(receive, send))
            hearing.add_done_callback(lambda _: box.close())
            try:
                socket = _Socket(send, write_at_once, box)
                await socket.say(frames.connection_ack(known_as, is_assigned=client_id is None))
                await socket.tell(snapshots)
                if not hearing.done():
                    await send({"type": "websocket.close", "code": SERVICE_RESTART})
            finally:
                hearing.cancel()


class _Socket:
    """What goes to one client. When it does not read, sending waits until it does or the kernel cuts it off."""

    def __init__(self, send: Send, write_at_once: Callable[[str], bool], box: Mailbox) -> None:
        self._send = send
        self._write_at_once = write_at_once
        self._box = box
        # Events that a snapshot contains already, by job.
        self._known: dict[UUID, int] = {}

    async def tell(self, snapshots: Sequence[tuple[int, Update]]) -> None:
        """Send the snapshots, then each update that is not in them, until the mailbox is closed."""
        for _, update in snapshots:
            await self._send_update(update)
        self._known = {update.job_id: number for number, update in snapshots}
        self._box.at_once = self._tell_at_once
        while (updates := await self._box.take()) is not None:
            for update in updates:
                if self._is_new(update):
                    await self._send_update(update)

    async def say(self, text: str) -> None:
        await self._send({"type": "websocket.send", "text": text})

    async def _send_update(self, update: Update) -> None:
        await self.say(update.text)
        self._repeat_end(update)

    def _tell_at_once(self, update: Update) -> bool:
        """Do the same without waiting, if that is possible; return whether it was."""
        if not self._is_new(update):
            return True
        if not self._write_at_once(update.text):
            return False
        self._repeat_end(update)
        return True

    def _is_new(self, update: Update) -> bool:
        if not self._known or update.event_id is None:  # a UUID's hash is costly, and a crowd's sockets know nothing
            return True
        return update.event_id > self._known.get(update.job_id, 0)

    def _repeat_end(self, update: Update) -> None:
        if update.is_end:
            loop = asyncio.get_running_loop()
            loop.call_later(random.uniform(*REPEAT_SECONDS), self._box.hear, update.repeated())


def _never(_text: str) -> bool:
    """Stand for the extension under another server than ours."""
    return False


async def _hear(receive: Receive, send: Send) -> None:
    """Answer pings until the client hangs up; ignore whatever else it says."""
    with suppress(OSError):  # what ASGI raises when there is nobody to send to
        while (message := await receive())["type"] != "websocket.disconnect":
            if _is_ping(message.get("text")):
                await send({"type": "websocket.send", "text": frames.pong()})


def _is_ping(text: str | None) -> bool:
    try:
        frame: Any = orjson.loads(text or "")
    except orjson.JSONDecodeError:
        return False
    return isinstance(frame, dict) and frame.get("type") == "ping"


def _client_id_in(request: HttpRequest) -> str | None:
    """Return the name that a client gives itself; None, for one to be assigned, if that is none or cannot be one."""
    client_id = request.GET.get("clientId", "").strip()
    # PostgreSQL knows no NUL, and no job's client has one in its name.
    is_usable = client_id and len(client_id) <= CLIENT_ID_LENGTH and "\0" not in client_id
    return client_id if is_usable else None
