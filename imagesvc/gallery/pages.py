"""What all pages of the gallery have in common: their look, and how a missing thing is said."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control

from imagesvc.keys.callers import are_keys_needed

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]

# Light or dark, where somebody has chosen; otherwise what the system prefers.
APPEARANCE_COOKIE = "appearance"
APPEARANCES = ("light", "dark")


LOOKING = "jobs.view_job"
OPERATING = "jobs.operate_job"


def gallery_page(view: View[P], *, permission: str = LOOKING) -> View[P]:
    """Make a view one of the gallery's: never cached for others, and what is missing is said so.

    Where keys are asked for it is for people who are logged in and have the permission.
    """

    @wraps(view)
    def page(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            response = _refusal(request, permission=permission) or view(request, *args, **kwargs)
        except Http404 as error:
            response = show(request, "missing", status=404, sentence=str(error))
        patch_cache_control(response, private=True, no_cache=True)
        return response

    return page


gallery_action = partial(gallery_page, permission=OPERATING)


def _refusal(request: HttpRequest, *, permission: str) -> HttpResponse | None:
    """Return what somebody is shown who may not see a page, or do what it is for."""
    if not are_keys_needed() or request.user.has_perm(permission):
        return None
    if request.user.is_authenticated:
        return show(request, "missing", status=403, sentence="Your account may not do this; an admin can change that.")
    # What was to be done is not done after a login: its page is shown.
    page = request.get_full_path() if request.method in ("GET", "HEAD") else reverse("gallery")
    return redirect_to_login(page, login_url=reverse("admin:login"))


def show(request: HttpRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """Render a page."""
    appearance = request.COOKIES.get(APPEARANCE_COOKIE, "")
    shared = {
        "appearance": appearance if appearance in APPEARANCES else "",
        "page": template,
        "is_login_needed": are_keys_needed(),
        # The script looks at a page again: what there is to say about an action is for the tab that it was done in.
        "is_look": "X-Gallery-Look" in request.headers,
        # Where an action leads back to; after a POST that could not be done that is its own page.
        "here": request.get_full_path(),
    }
    return render(request, f"pages/{template}.html", shared | context, status=status)
