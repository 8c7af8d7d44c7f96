"""Signs deliveries as the Standard Webhooks specification says (https://www.standardwebhooks.com, `v1`: HMAC-SHA256).

A secret is derived from the installation's one random key and from whom it is for, each time it is needed. So there is
no secret that a page, a log or a dump of the subscriptions could show, and every host with workers can sign.
"""

import base64
import hashlib
import hmac
import secrets
from datetime import UTC, datetime

from standardwebhooks import Webhook

from imagesvc.webhooks.models import Delivery, Receiver, SigningKey

KEY_BYTES = 32
_PREFIX = "whsec_"


def secret_of(receiver: Receiver) -> str:
    """Return the secret of a subscription; that of callbacks for a server."""
    return _derive(f"subscription {receiver.id}") if receiver.is_subscription else secret_of_callbacks()


def secret_of_callbacks() -> str:
    """Return the one secret with which everything is signed that goes to a `callbackUrl`."""
    return _derive("callbacks")


def signed_headers(delivery: Delivery, body: bytes, *, now: datetime | None = None) -> dict[str, str]:
    """Return the three headers of the specification for a try that is made now."""
    now = now or datetime.now(UTC)
    webhook = Webhook(secret_of(delivery.receiver))
    return {
        "webhook-id": delivery.message_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": webhook.sign(delivery.message_id, now, body.decode()),
    }


def _derive(purpose: str) -> str:
    digest = hmac.digest(_installation_key(), purpose.encode(), hashlib.sha256)
    return _PREFIX + base64.b64encode(digest).decode()


def _installation_key() -> bytes:
    """Return the key; the first who needs it makes it, and of two who do so at once one wins."""
    row = SigningKey.objects.first()
    if row is None:
        SigningKey.objects.bulk_create([SigningKey(key=secrets.token_bytes(KEY_BYTES))], ignore_conflicts=True)
        row = SigningKey.objects.get()
    return bytes(row.key)
