"""What this process has answered since it started: requests by kind, and how long they took.

Counted in the event loop with each request, so all of it is a few additions; `imagesvc.health` shows it.
"""

from bisect import bisect_left
from collections import Counter, defaultdict

from imagesvc.web.protocol import API_PREFIX, EVENTS_PREFIX, JOBS_PREFIX, PICTURES_PREFIX

# Upper bounds of the buckets of durations, in seconds; one more bucket counts what took longer.
BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
# Words that a client makes up are one word here, or every one of them would be a series of its own.
METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
OTHER = "other"
# The client hung up before there was an answer.
NO_STATUS = 0

EVENTS = "events"
_ROUTES = (
    (PICTURES_PREFIX, "pictures"),
    ("/static/", "static"),
    (EVENTS_PREFIX, EVENTS),
    (JOBS_PREFIX, "jobs"),
    (API_PREFIX, "api"),
    ("/admin/", "admin"),
    ("/healthz", "health"),
    ("/readyz", "health"),
    ("/metrics", "health"),
)


class Traffic:
    """Counters of one process. Whoever reads them from another thread takes copies."""

    def __init__(self) -> None:
        # By method, class of route and status.
        self.requests: Counter[tuple[str, str, int]] = Counter()
        # By class of route.
        self.durations: defaultdict[str, list[int]] = defaultdict(lambda: [0] * (len(BOUNDS) + 1))
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self.open_requests: Counter[str] = Counter()
        self.open_sockets = 0

    def note(self, method: str, route: str, status: int, *, seconds: float) -> None:
        """Count a request that was answered."""
        self.requests[method if method in METHODS else OTHER, route, status] += 1
        self.durations[route][bisect_left(BOUNDS, seconds)] += 1
        self.seconds[route] += seconds


def route_of(path: str) -> str:
    """Return the class of route that a path belongs to; all else is the gallery's."""
    for prefix, route in _ROUTES:
        if path.startswith(prefix):
            return EVENTS if route == "jobs" and path.rstrip("/").endswith("/events") else route
    return "gallery"


traffic = Traffic()
