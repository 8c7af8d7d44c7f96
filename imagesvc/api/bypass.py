"""Django's middlewares for pages; requests below /api/ pass them by, which takes a fifth off the time of a short one.

Nothing there uses them: `access.py` settles who sends a request, and reads a session only where it counts, `origins.py`
checks the host, and an answer's length is the bridge's to say.
"""

from collections.abc import Awaitable

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponseBase
from django.middleware.common import CommonMiddleware
from django.utils.deprecation import MiddlewareMixin

from imagesvc.api.errors import is_below_api


class _ForPages(MiddlewareMixin):
    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        if is_below_api(request.path):
            return self.get_response(request)
        return super().__call__(request)


class PageSessionMiddleware(_ForPages, SessionMiddleware):
    """The session of a page."""


class PageCommonMiddleware(_ForPages, CommonMiddleware):
    """The host and the length of a page."""


class PageAuthenticationMiddleware(_ForPages, AuthenticationMiddleware):
    """Who looks at a page."""


class PageMessageMiddleware(_ForPages, MessageMiddleware):
    """What a page is to say of what was done on the one before."""
