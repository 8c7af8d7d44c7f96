"""`python -m bench.web.bare.on_our_server <port>`: the yardstick on the product's own server and bridge."""

import asyncio
import sys
from typing import Any

import django

django.setup()

from imagesvc.web.bridge import Bridge  # noqa: E402  (only after Django is set up)
from imagesvc.web.router import Router  # noqa: E402  (only after Django is set up)
from imagesvc.web.server import Server, spare_the_collector  # noqa: E402  (only after Django is set up)
from imagesvc.web.threads import DjangoThreads  # noqa: E402  (only after Django is set up)


async def never(_: Any) -> bool:
    raise AssertionError("no view of the yardstick waits")


threads = DjangoThreads()
application = Router(
    prefixes={},
    otherwise=Bridge(threads=threads, wait=never),
    sockets={},
    stopping=asyncio.Event(),
    on_stop=threads.stop,
)
spare_the_collector()
Server(application, host="127.0.0.1", port=int(sys.argv[1])).run()
