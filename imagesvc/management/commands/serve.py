"""`manage.py serve`: the web server alone; `up` starts it together with the workers."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from imagesvc.keys.callers import may_be_public
from imagesvc.web.address import AddressRefused, check_address
from imagesvc.web.server import Server, spare_the_collector


class Command(BaseCommand):
    help = "Answer HTTP requests until SIGTERM or Ctrl-C; stops within three seconds."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
        parser.add_argument("--port", type=int, default=8000, help="port to listen on")

    def handle(self, *, host: str, port: int, **options: Any) -> None:  # noqa: ARG002  (Django's signature)
        try:
            check_address(host, port=port, is_public_allowed=may_be_public(), public_url=settings.PUBLIC_URL)
        except AddressRefused as refusal:
            raise CommandError(str(refusal), returncode=2 if refusal.is_misconfigured else 1) from refusal
        from imagesvc.asgi import application  # noqa: PLC0415  (slow import: it loads every middleware)

        spare_the_collector()
        Server(application, host=host, port=port, trusted_proxies=settings.TRUSTED_PROXIES).run()
