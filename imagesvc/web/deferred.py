"""An HTTP answer that has to wait for a job, without holding a thread meanwhile."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpResponse


class DeferredResponse(HttpResponse):
    """What a view returns to have the bridge wait in the event loop until a job changes or, `for_end`, has ended.

    The bridge asks `is_due()`, once and on a Django thread, whether that has happened since the view looked. In the end
    it calls `answer(happened)`, on a Django thread too, and sends what it returns; `happened` is False when
    `timeout_seconds` passed first. Under a server without our bridge the client gets this response's own content.
    """

    def __init__(
        self,
        *,
        job_id: UUID,
        for_end: bool,
        timeout_seconds: float,
        is_due: Callable[[], bool],
        answer: Callable[[bool], HttpResponse],
        meanwhile: HttpResponse,
    ) -> None:
        super().__init__(meanwhile.content, status=meanwhile.status_code, headers=dict(meanwhile.headers))
        self.job_id = job_id
        self.for_end = for_end
        self.is_due = is_due
        self.timeout_seconds = timeout_seconds
        self.answer = answer
        # Or Django would log an error that nobody is sent.
        self._has_been_logged = True
        self._own_headers = {*self.headers, "Content-Length"}

    def settle(self, *, happened: bool) -> HttpResponse:
        """Return the final answer, with what the middlewares have added to this one on its way out."""
        final = self.answer(happened)
        for name in self.headers.keys() - self._own_headers:
            final.headers.setdefault(name, self.headers[name])
        final.cookies.update(self.cookies)
        return final
