"""GET /healthz: whether this process answers. It asks nobody, neither a thread nor the database."""

from time import monotonic

import orjson

from imagesvc.web.protocol import Application, Receive, Scope, Send, send_error, send_whole

ADDRESS = "/healthz"
HEADERS = [(b"content-type", b"application/json"), (b"cache-control", b"no-store")]


class Alive:
    """An ASGI application; what is not its address goes on to `otherwise`."""

    def __init__(self, *, otherwise: Application) -> None:
        self._otherwise = otherwise
        self._began_at = monotonic()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] != ADDRESS:
            await self._otherwise(scope, receive, send)
            return
        if scope["method"] not in ("GET", "HEAD"):
            allowed = [(b"allow", b"GET, HEAD")]
            await send_error(scope, send, 405, "Only GET and HEAD.", code="method-not-allowed", headers=allowed)
            return
        body = orjson.dumps({"ok": True, "upSeconds": round(monotonic() - self._began_at, 1)})
        length = (b"content-length", b"%d" % len(body))
        await send_whole(send, 200, [*HEADERS, length], b"" if scope["method"] == "HEAD" else body)
