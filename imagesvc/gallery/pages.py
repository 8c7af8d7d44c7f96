"""What all pages of the gallery have in common: their policy, their look, and how a missing thing is said."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]

# Nothing but our own files: no inline script or style, no foreign host, no frame.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
# Light or dark, where somebody has chosen; otherwise what the system prefers.
APPEARANCE_COOKIE = "appearance"
APPEARANCES = ("light", "dark")


def gallery_page(view: View[P]) -> View[P]:
    """Make a view one of the gallery's: under its policy, never cached for others, and what is missing is said so."""

    @wraps(view)
    def page(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except Http404 as error:
            response = show(request, "missing", status=404, sentence=str(error))
        response["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
        patch_cache_control(response, private=True, no_cache=True)
        return response

    return page


def show(request: HttpRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """Render a page."""
    appearance = request.COOKIES.get(APPEARANCE_COOKIE, "")
    shared = {
        "appearance": appearance if appearance in APPEARANCES else "",
        "page": template,
        # The script looks at a page again: what there is to say about an action is for the tab that it was done in.
        "is_look": "X-Gallery-Look" in request.headers,
        # Where an action leads back to; after a POST that could not be done that is its own page.
        "here": request.get_full_path(),
    }
    return render(request, f"pages/{template}.html", shared | context, status=status)
