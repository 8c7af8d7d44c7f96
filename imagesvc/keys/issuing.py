"""How keys come and go: made once, shown once, revoked for good."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from imagesvc.keys.models import ApiKey, Scope
from imagesvc.keys.tokens import make_token, parse_token


class NameTaken(ValueError):
    """There is a key of that name."""


@dataclass(frozen=True, kw_only=True)
class Issued:
    """A new key with its token, which is nowhere else and is not shown by repr."""

    key: ApiKey
    token: str = field(repr=False)


def issue(
    *,
    name: str,
    scopes: frozenset[Scope] = frozenset({Scope.REQUEST, Scope.READ}),
    life: timedelta | None = None,
    by: str = "",
    **quotas: int | None,
) -> Issued:
    """Make a key; raise NameTaken. `quotas` are the columns of ApiKey of that kind."""
    key = ApiKey(
        name=name,
        can_request=Scope.REQUEST in scopes,
        can_read=Scope.READ in scopes,
        can_operate=Scope.OPERATE in scopes,
        expires_at=None if life is None else Now() + life,
        **quotas,
    )
    try:
        with transaction.atomic():
            token = give_token(key, by=by)
    except IntegrityError as error:
        raise NameTaken(f"There is a key named {name!r} already.") from error
    key.refresh_from_db()
    return Issued(key=key, token=token)


def give_token(key: ApiKey, *, by: str) -> str:
    """Store a new key, and return what it opens with; nothing else ever knows that."""
    token = make_token()
    parts = parse_token(token)
    assert parts is not None
    key.prefix, key.digest, key.created_by = parts.prefix, parts.digest, by
    key.save(force_insert=True)
    return token


def revoke(key: ApiKey) -> bool:
    """Have a key open nothing any more; say whether that is a change."""
    return bool(ApiKey.objects.filter(id=key.id, revoked_at=None).update(revoked_at=Now()))
