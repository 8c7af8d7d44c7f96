"""What the web server calls: sockets, streams and files beside Django, everything else Django. Wiring only."""

import asyncio
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "imagesvc.settings")
django.setup(set_prefix=False)

from django.conf import settings  # noqa: E402  (what follows may be imported only now)

from imagesvc.health import alive  # noqa: E402  (only after Django is set up)
from imagesvc.live.doorkeeper import Doorkeeper  # noqa: E402  (only after Django is set up)
from imagesvc.live.freshness import FreshJobs  # noqa: E402  (only after Django is set up)
from imagesvc.live.hub import Hub  # noqa: E402  (only after Django is set up)
from imagesvc.live.reader import Reader  # noqa: E402  (only after Django is set up)
from imagesvc.live.sockets import Sockets  # noqa: E402  (only after Django is set up)
from imagesvc.live.streams import EventStreams  # noqa: E402  (only after Django is set up)
from imagesvc.live.waiting import JobWaiter  # noqa: E402  (only after Django is set up)
from imagesvc.web.bridge import Bridge  # noqa: E402  (only after Django is set up)
from imagesvc.web.pictures import serve_picture  # noqa: E402  (only after Django is set up)
from imagesvc.web.protocol import EVENTS_PREFIX, JOBS_PREFIX, PICTURES_PREFIX, SOCKET_PATH  # noqa: E402  (only after Django is set up)
from imagesvc.web.router import Router  # noqa: E402  (only after Django is set up)
from imagesvc.web.statics import serve_static  # noqa: E402  (only after Django is set up)
from imagesvc.web.threads import DjangoThreads  # noqa: E402  (only after Django is set up)


def build_application() -> Router:
    """Put the parts together; each application has threads of its own."""
    stopping = asyncio.Event()
    threads = DjangoThreads()
    # What streams ask of the past must hold up neither views nor the news.
    live_threads = DjangoThreads(number=2)
    reader = Reader(hub=Hub(), stopping=stopping)
    bridge = Bridge(threads=threads, wait=JobWaiter(reader=reader, threads=threads).wait)
    doorkeeper = Doorkeeper(threads=live_threads)
    streams = EventStreams(reader=reader, threads=live_threads, doorkeeper=doorkeeper, otherwise=bridge)

    async def stop() -> None:
        await doorkeeper.stop()
        await asyncio.gather(reader.stop(), live_threads.stop(), threads.stop())

    return Router(
        prefixes={
            PICTURES_PREFIX: serve_picture,
            settings.STATIC_URL: serve_static(otherwise=bridge),
            alive.ADDRESS: alive.Alive(otherwise=bridge),
            EVENTS_PREFIX: streams,
            JOBS_PREFIX: FreshJobs(reader=reader, otherwise=streams),
        },
        otherwise=bridge,
        sockets={SOCKET_PATH: Sockets(reader=reader, threads=live_threads, doorkeeper=doorkeeper)},
        stopping=stopping,
        on_stop=stop,
    )


application = build_application()
