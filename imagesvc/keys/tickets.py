"""Tickets: what stands for a key in an address for a minute, where a browser cannot set a header (sockets, streams).

A ticket is signed, not stored: the id of its key and a time. It opens what its key opens, to read.
"""

from uuid import UUID

from django.core import signing

LIFE_SECONDS = 60
_SALT = "imagesvc.keys.tickets"


def make_ticket(key_id: UUID) -> str:
    """Return a ticket for a key."""
    return signing.TimestampSigner(salt=_SALT).sign(key_id.hex)


def key_id_in(ticket: str) -> UUID | None:
    """Return the id of the key that a ticket was made for; None if it is no ticket, or too old."""
    try:
        return UUID(signing.TimestampSigner(salt=_SALT).unsign(ticket, max_age=LIFE_SECONDS))
    except (signing.BadSignature, ValueError):
        return None
