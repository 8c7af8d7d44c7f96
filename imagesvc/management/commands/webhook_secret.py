"""`manage.py webhook_secret`: prints what the receivers of callbacks check signatures with."""

from typing import Any

from imagesvc.management.operators import OperatorCommand
from imagesvc.webhooks.signing import secret_of_callbacks


class Command(OperatorCommand):
    help = (
        "Print the secret with which everything is signed that goes to a `callbackUrl`. It is this installation's, and "
        "always the same; subscriptions have secrets of their own, which are shown once, when they are made."
    )

    def handle(self, **options: Any) -> None:  # noqa: ARG002  (Django's own)
        self.stdout.write(secret_of_callbacks())
