"""`manage.py api_keys`."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from imagesvc.keys.callers import key_of
from imagesvc.keys.models import ApiKey, Scope

pytestmark = pytest.mark.django_db


def run(*words):
    out, err = StringIO(), StringIO()
    call_command("api_keys", *words, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_create_prints_the_key_alone_to_stdout_and_it_opens():
    out, err = run("create", "game", "--scope", "read", "--days", "30", "--jobs-per-hour", "100")

    key = key_of(out.strip())
    assert re.fullmatch(r"isvc_[a-z0-9]{10}_[\w-]{43}\n", out)
    assert "shown only now" in err
    assert (key.name, key.scopes, key.jobs_per_hour, key.expires_at is None) == ("game", {Scope.READ}, 100, False)


def test_list_shows_no_secret():
    token = run("create", "game")[0].strip()

    out, _ = run("list")

    assert "game" in out
    assert token.split("_", 2)[2] not in out


def test_revoke_ends_it_and_says_so_once():
    run("create", "game")

    out, _ = run("revoke", "game")

    assert out == "The key 'game' opens nothing any more.\n"
    assert ApiKey.objects.usable().count() == 0
    with pytest.raises(CommandError, match="revoked before"):
        run("revoke", "game")


def test_name_is_taken_once():
    run("create", "game")

    with pytest.raises(CommandError, match="already"):
        run("create", "game")


@pytest.mark.parametrize("words", [["create", ""], ["create", "a\x1b"], ["create", "a", "--days", "0"], ["nonsense"]])
def test_nonsense_is_refused(words):
    with pytest.raises(CommandError):
        run(*words)
