"""Who sends a request."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser, Permission, User
from django.test import RequestFactory
from django.utils import timezone

from imagesvc.keys import tickets
from imagesvc.keys.callers import ANYBODY, NotKnown, caller_of, may_be_public
from imagesvc.keys.issuing import issue, revoke
from imagesvc.keys.models import ApiKey, Scope

pytestmark = pytest.mark.django_db

NOBODY = "This API key is not known, has expired or was revoked."


@pytest.fixture
def keys_needed(settings):
    settings.AUTH = "keys"


def request_with(*, header=None, query=None, user=None):
    request = RequestFactory().get("/api/jobs", query or {}, headers={"Authorization": header} if header else {})
    request.user = user or AnonymousUser()
    return request


def test_where_no_keys_are_asked_for_everybody_may_do_everything():
    assert caller_of(request_with(header="Bearer nonsense")) == ANYBODY


def test_key_in_the_header_says_who_it_is(keys_needed):
    issued = issue(name="game", scopes=frozenset({Scope.READ}))

    caller = caller_of(request_with(header=f"Bearer {issued.token}"))

    assert (caller.name, caller.scopes, caller.owner, caller.sees_everything) == (
        "game",
        {Scope.READ},
        issued.key.id,
        False,
    )
    assert ApiKey.objects.get().last_used_at is not None


@pytest.mark.parametrize("what", ["other secret", "other prefix", "junk", "expired", "revoked"])
def test_key_that_opens_nothing_is_refused_in_one_sentence(keys_needed, what):
    issued = issue(name="game")
    token = {
        "other secret": issued.token[:-43] + "A" * 43,
        "other prefix": issued.token.replace(issued.key.prefix, "a" * 10),
        "junk": "junk",
    }.get(what, issued.token)
    if what == "expired":
        ApiKey.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    if what == "revoked":
        revoke(issued.key)

    with pytest.raises(NotKnown, match=NOBODY):
        caller_of(request_with(header=f"Bearer {token}"))


def test_other_scheme_and_no_header_are_told_how_to_send_a_key(keys_needed):
    for header in (None, "Basic dTpw"):
        with pytest.raises(NotKnown, match="Bearer <key>"):
            caller_of(request_with(header=header))


def test_ticket_stands_for_its_key_where_one_is_taken(keys_needed):
    issued = issue(name="game")
    request = request_with(query={"ticket": tickets.make_ticket(issued.key.id)})

    assert caller_of(request, takes_ticket=True).owner == issued.key.id
    with pytest.raises(NotKnown):
        caller_of(request)


def test_ticket_of_a_revoked_key_opens_nothing(keys_needed):
    issued = issue(name="game")
    ticket = tickets.make_ticket(issued.key.id)
    revoke(issued.key)

    with pytest.raises(NotKnown, match="ticket"):
        caller_of(request_with(query={"ticket": ticket}), takes_ticket=True)


def test_ticket_is_good_for_a_minute(time_machine, keys_needed):
    issued = issue(name="game")
    time_machine.move_to("2026-11-26 12:00:00Z", tick=False)
    ticket = tickets.make_ticket(issued.key.id)

    time_machine.move_to("2026-11-26 12:01:01Z", tick=False)

    assert tickets.key_id_in(ticket) is None
    assert tickets.key_id_in(ticket + "x") is None


@pytest.mark.parametrize(
    ("permissions", "scopes"),
    [
        ((), frozenset()),
        (("view_job",), frozenset({Scope.READ})),
    ],
)
def test_somebody_logged_in_may_what_their_role_may(keys_needed, permissions, scopes):
    user = User.objects.create_user("mira", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))

    caller = caller_of(request_with(user=user))

    assert (caller.name, caller.scopes, caller.is_by_session, caller.sees_everything) == ("mira", scopes, True, True)


def test_superuser_may_do_everything(keys_needed):
    user = User.objects.create_superuser("admin")

    assert caller_of(request_with(user=user)).scopes == frozenset(Scope)


def test_token_is_in_no_repr():
    issued = issue(name="game")

    assert issued.token.split("_", 2)[2] not in repr(issued) + repr(issued.key) + str(issued.key.__dict__)


@pytest.mark.parametrize(
    ("auth", "who", "may"),
    [
        ("loopback", "a key", False),
        ("none", "nobody", True),
        ("keys", "nobody", False),
        ("keys", "a key", True),
        ("keys", "a revoked key", False),
        ("keys", "a superuser", True),
        ("keys", "a superuser without a password", False),
    ],
)
def test_service_is_public_only_by_somebody_s_wish_or_where_somebody_can_come_in(settings, auth, who, may):
    settings.AUTH = auth
    if who.endswith("key"):
        issued = issue(name="game")
    if who == "a revoked key":
        revoke(issued.key)
    if who.startswith("a superuser"):
        User.objects.create_superuser("admin", password=None if "without" in who else "an easy one")

    assert may_be_public() is may
