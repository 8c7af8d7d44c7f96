"""What a page of the admin may load: our own files, and nothing else; no script or style inside the page itself."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# Where `imagesvc.urls` has the admin.
PREFIX = "/admin/"
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


class AdminPolicyMiddleware:
    """Puts the policy on every answer below the admin's address: its login, its pages and its errors."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._get_response(request)
        if request.path.startswith(PREFIX):
            response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        return response
