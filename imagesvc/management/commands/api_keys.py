"""`manage.py api_keys`: make API keys, list them, revoke them. A key is shown once, when it is made."""

import getpass
import re
from argparse import ArgumentParser, ArgumentTypeError
from datetime import timedelta
from typing import Any

from django.core.management.base import CommandError
from rich.markup import escape
from rich.table import Table

from imagesvc.audit.actors import actor_of_command
from imagesvc.audit.trail import record
from imagesvc.keys.issuing import NameTaken, issue, revoke
from imagesvc.keys.models import ApiKey, Scope
from imagesvc.management.operators import OperatorCommand

QUOTAS = {
    "jobs_per_hour": "jobs in an hour",
    "jobs_per_day": "jobs in a day",
    "pixels_per_hour": "pixels in an hour",
    "pixels_per_day": "pixels in a day",
    "jobs_at_once": "jobs that have not ended",
}
_NAME = re.compile(r"[^\x00-\x1f\x7f-\x9f]{1,100}")
_DAYS = 3_650


class Command(OperatorCommand):
    help = "Make, list and revoke API keys. Set IMAGESVC_AUTH=keys to have the API ask for them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="create | list | revoke")
        create = actions.add_parser("create", help="make a key and show it, once")
        create.add_argument("name", type=_name, help="for people: who uses it")
        create.add_argument(
            "--scope",
            dest="scopes",
            action="append",
            choices=[scope.value for scope in Scope],
            help="what it may do; may be repeated (default: request and read; operate sees and steers everybody's)",
        )
        create.add_argument("--days", type=_days, help="how long it is good for (default: for ever)")
        for column, words in QUOTAS.items():
            create.add_argument(f"--{column.replace('_', '-')}", type=_amount, metavar="N", help=f"most {words}")
        actions.add_parser("list", help="show all keys, without what opens them")
        actions.add_parser("revoke", help="have a key open nothing any more").add_argument("name", type=_name)

    def handle(self, *, action: str, **options: Any) -> None:
        {"create": self.create, "list": self.list_keys, "revoke": self.revoke}[action](**options)

    def create(self, *, name: str, scopes: list[str] | None, days: int | None, **options: Any) -> None:
        """Make a key; its token goes to stdout alone, so that it can be piped to where it is kept."""
        quotas = {column: options[column] for column in QUOTAS}
        wanted = frozenset(map(Scope, scopes)) if scopes else frozenset({Scope.REQUEST, Scope.READ})
        try:
            issued = issue(
                name=name,
                scopes=wanted,
                life=None if days is None else timedelta(days=days),
                by=getpass.getuser(),
                **quotas,
            )
        except NameTaken as error:
            raise CommandError(str(error)) from error
        record(actor_of_command(), action="add", subject=f"API key {issued.key.id} ({name})", outcome="Made.")
        self.stderr.write(f"The key {name!r}, shown only now; send it as `Authorization: Bearer <key>`:")
        self.stdout.write(issued.token)

    def list_keys(self, **options: Any) -> None:  # noqa: ARG002  (Django's)
        table = Table("Name", "Begins with", "May", "Quotas", "Made", "Last used", "State")
        for key in ApiKey.objects.order_by("name"):
            table.add_row(
                escape(key.name),
                key.prefix,
                ", ".join(sorted(key.scopes)),
                ", ".join(f"{getattr(key, name)} {words}" for name, words in QUOTAS.items() if getattr(key, name)),
                f"{key.created_at:%Y-%m-%d}",
                f"{key.last_used_at:%Y-%m-%d %H:%M}" if key.last_used_at else "never",
                _state_of(key),
            )
        self.console.print(table)

    def revoke(self, *, name: str, **options: Any) -> None:  # noqa: ARG002  (Django's)
        key = ApiKey.objects.filter(name=name).first()
        if key is None:
            raise CommandError(f"There is no key named {name!r}.", returncode=3)
        if not revoke(key):
            raise CommandError(f"The key {name!r} was revoked before.", returncode=3)
        record(actor_of_command(), action="revoke", subject=f"API key {key.id} ({name})", outcome="Revoked.")
        self.stdout.write(f"The key {name!r} opens nothing any more.")


def _state_of(key: ApiKey) -> str:
    if key.revoked_at is not None:
        return f"revoked {key.revoked_at:%Y-%m-%d}"
    if key.expires_at is None:
        return "usable"
    is_usable = ApiKey.objects.usable().filter(id=key.id).exists()
    return f"{'until' if is_usable else 'expired'} {key.expires_at:%Y-%m-%d}"


def _name(text: str) -> str:
    if not _NAME.fullmatch(text.strip()):
        raise ArgumentTypeError("must be a text of 1 to 100 characters without controls")
    return text.strip()


def _days(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= _DAYS):
        raise ArgumentTypeError(f"must be a whole number of days from 1 to {_DAYS}")
    return int(text)


def _amount(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 15 and int(text) >= 1):
        raise ArgumentTypeError("must be a whole number from 1 on")
    return int(text)
