"""POST /api/tickets: what stands for the caller's key in the address of a socket or a stream, for a minute.

For browsers, which cannot set headers there. Whoever needs none, because no keys are asked for or by a session, gets
null.
"""

from rest_framework.request import Request
from rest_framework.response import Response

from imagesvc.api.jsonview import JSONView
from imagesvc.keys.callers import caller_in
from imagesvc.keys.models import Scope
from imagesvc.keys.tickets import LIFE_SECONDS, make_ticket


class TicketView(JSONView):
    """Makes tickets; nothing is stored."""

    # A ticket opens what can be read.
    scope = Scope.READ

    def post(self, request: Request) -> Response:
        owner = caller_in(request).owner
        ticket = None if owner is None else make_ticket(owner)
        return Response({"success": True, "ticket": ticket, "expiresIn": LIFE_SECONDS})
