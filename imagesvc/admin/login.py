"""Logging in, and how often a wrong password may be tried: counted in the database, for all processes together.

Counted is a name at an address, so that nobody can lock somebody else out, and an address, whatever names it tries.
"""

import hashlib
import unicodedata
from typing import Any

from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from imagesvc.audit.actors import actor_of
from imagesvc.audit.trail import record
from imagesvc.keys.spending import Spent, block_of, give_back, spend

WINDOW_SECONDS = 300
# Tries in a window: of one name at one address, and of all names at one.
TRIES = 5
TRIES_OF_ADDRESS = 50
_ATTRIBUTE = "imagesvc_login_wait"


class LoginForm(AdminAuthenticationForm):
    """Counts a try before it looks at the password, so that many at once are no more than their number."""

    request: HttpRequest

    def clean(self) -> dict[str, Any]:
        name = self.cleaned_data.get("username")
        if name is None or not self.cleaned_data.get("password"):
            return super().clean()
        counters = _counters(name, self.request.META.get("REMOTE_ADDR", ""))
        for counter, allowance in counters.items():
            spent = spend(counter, allowance=allowance, window_seconds=WINDOW_SECONDS)
            if spent.is_over:
                self._refuse(name, spent)
        cleaned = super().clean()
        # It was right: what went wrong before is forgotten, and an address that many share is charged nothing.
        of_name, of_address = counters
        give_back(of_name, amount=None)
        give_back(of_address, amount=1)
        return cleaned

    def _refuse(self, name: str, spent: Spent) -> None:
        setattr(self.request, _ATTRIBUTE, spent.resets_in_seconds)
        if spent.left == -1:  # the first one in this window
            user = get_user_model()._default_manager.filter(username=name).first()
            # What is no name of anybody may be a password, typed into the wrong field.
            subject = "a name that nobody has" if user is None else f"user {user.pk} ({user.get_username()})"
            record(actor_of(self.request), action="refuse login", subject=subject, outcome="too many wrong passwords")
        sentence = f"Too many wrong passwords from here. Try again in {spent.resets_in_seconds} s."
        raise ValidationError(sentence, code="too-many-tries")


def with_wait(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Return the login page as what it is, where it tells somebody to wait."""
    seconds = getattr(request, _ATTRIBUTE, None)
    if seconds is not None:
        response.status_code = 429
        response.headers["Retry-After"] = str(seconds)
    return response


def _counters(name: str, address: str) -> dict[str, int]:
    """Return what a try counts for, with its allowance; names may be longer than a counter's, hence the hash."""
    block = block_of(address)
    alike = unicodedata.normalize("NFKC", name).casefold()
    digest = hashlib.sha256(f"{alike}\0{block}".encode()).hexdigest()
    return {f"login {digest}": TRIES, f"logins {block}": TRIES_OF_ADDRESS}
