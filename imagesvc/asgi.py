"""What the web server calls: picture files and static files beside Django, everything else Django. Wiring only."""

import asyncio
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "imagesvc.settings")
django.setup(set_prefix=False)

from django.conf import settings  # noqa: E402  (what follows may be imported only now)

from imagesvc.web.bridge import Bridge  # noqa: E402  (only after Django is set up)
from imagesvc.web.pictures import serve_picture  # noqa: E402  (only after Django is set up)
from imagesvc.web.protocol import PICTURES_PREFIX  # noqa: E402  (only after Django is set up)
from imagesvc.web.router import Router  # noqa: E402  (only after Django is set up)
from imagesvc.web.statics import serve_static  # noqa: E402  (only after Django is set up)
from imagesvc.web.threads import DjangoThreads  # noqa: E402  (only after Django is set up)
from imagesvc.web.waiting import JobWaiter  # noqa: E402  (only after Django is set up)


def build_application() -> Router:
    """Put the parts together; each application has threads of its own."""
    stopping = asyncio.Event()
    threads = DjangoThreads()
    bridge = Bridge(threads=threads, waiter=JobWaiter(threads=threads, stopping=stopping))
    return Router(
        prefixes={PICTURES_PREFIX: serve_picture, settings.STATIC_URL: serve_static(otherwise=bridge)},
        otherwise=bridge,
        stopping=stopping,
        on_stop=threads.stop,
    )


application = build_application()
