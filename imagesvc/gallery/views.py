"""The gallery at `/`: one page that reads without JavaScript and, with it, keeps itself fresh.

There is no second address for what is new: the script asks for this same page and takes over what has changed, so what
people see never depends on whether a script ran. A page that has not changed is answered 304.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from imagesvc.gallery.contents import MANY, look

# Nothing but our own files: no inline script or style, no foreign host, no frame.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; font-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@require_safe
@cache_control(no_cache=True)
@conditional_page
def gallery(request: HttpRequest) -> HttpResponse:
    """Show what is being drawn and the newest pictures."""
    contents = look()
    words = {
        "waiting": f"{contents.waiting:,}{'+' if contents.waiting == MANY else ''}",
        "total": f"{contents.total:,}",
        "address": request.build_absolute_uri("/").rstrip("/"),
    }
    response = render(request, "pages/gallery.html", {"contents": contents, **words})
    response["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    return response
