"""What is asked of the servers over HTTP, and how it went: the requests, their yardsticks, and the pages of lists."""

import asyncio
import base64
import http.client
import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from bench.web import load
from bench.web.load import Question, get, post
from bench.web.site import Kind, Site

BARE = "bare view"
BARE_ON_STOCK = "bare view, stock uvicorn"
BARE_INSERT = "bare insert"
JOB = {status: f"GET /api/jobs/<id>, {status}" for status in ("queued", "processing", "completed")}
CROWDED = "GET /api/jobs/<id>, 64 connections"
JOBS = "GET /api/jobs?limit=100"
IMAGES = "GET /api/images?limit=100"
JOB_304 = "GET /api/jobs/<id>, 304"
PICTURE_304 = "GET /generated-images/<id>.png, 304"
GENERATE = "POST /api/generate-image"

WARM_UP_SECONDS = 0.1
# Whose rows are deleted after each round, so that the queue does not grow from one to the next.
POSTER = "poster"
_WISH = json.dumps({"prompt": "A lighthouse at dusk, seen from the sea.", "clientId": POSTER}).encode()


@dataclass(frozen=True, kw_only=True)
class World:
    """The servers that share a database system: ours with few rows and with many, the yardstick on two servers.

    `kind` starts another of the first.
    """

    database: str
    kind: Kind
    ours: Site
    ours_with_history: Site
    bare: Site
    bare_on_stock: Site


@dataclass(kw_only=True)
class Figures:
    """What was measured of one question: a number per round, and the latencies of all rounds together."""

    rates: list[float] = field(default_factory=list)
    cpu_seconds: list[float] = field(default_factory=list)  # of the server, for each answer
    latencies: list[float] = field(default_factory=list)
    errors: int = 0


def measure(site: Site, question: Question, figures: Figures, *, seconds: float) -> None:
    """Ask for so many seconds and add to the figures."""
    asyncio.run(load.ask(question, port=site.port, seconds=WARM_UP_SECONDS))
    spent = site.cpu_seconds()
    answers = asyncio.run(load.ask(question, port=site.port, seconds=seconds))
    assert answers.latencies, f"not one answer to {question.title}"
    figures.cpu_seconds.append((site.cpu_seconds() - spent) / len(answers.latencies))
    figures.rates.append(answers.rate)
    figures.latencies += answers.latencies
    figures.errors += answers.errors
    if question.title in (BARE_INSERT, GENERATE):
        site.ask("clear", POSTER)


def requests(world: World) -> list[tuple[Site, Question]]:
    """Return what is compared with the yardstick, and the yardstick."""
    ours, ids = world.ours, world.ours.ids
    wishes = [get(f"/wishes/{key}") for key in world.bare.ids["wishes"]]
    jobs = {status: [get(f"/api/jobs/{key}") for key in ids[status]] for status in JOB}
    unchanged = f"/api/jobs/{ids['processing'][0]}"
    picture = f"/generated-images/{ids['stems'][0]}.png"
    return [
        (world.bare, Question(title=BARE, requests=wishes)),
        (world.bare_on_stock, Question(title=BARE_ON_STOCK, requests=wishes)),
        *((ours, Question(title=title, requests=jobs[status])) for status, title in JOB.items()),
        (ours, Question(title=CROWDED, requests=jobs["processing"], connections=64)),
        (ours, Question(title=JOBS, requests=[get("/api/jobs?limit=100")])),
        (ours, Question(title=IMAGES, requests=[get("/api/images?limit=100")])),
        (ours, Question(title=JOB_304, requests=[get(unchanged, known=_etag(ours, unchanged))], status=304)),
        (ours, Question(title=PICTURE_304, requests=[get(picture, known=_etag(ours, picture))], status=304)),
        (world.bare, Question(title=BARE_INSERT, requests=[post("/wishes", _WISH)])),
        (ours, Question(title=GENERATE, requests=[post("/api/generate-image", _WISH)])),
    ]


def pages(site: Site) -> list[Question]:
    """Return pages of lists, asked for one after the other."""
    middle = base64.urlsafe_b64encode(site.ids["middle"][0].encode()).decode().rstrip("=")
    addresses = {
        "jobs, the newest": "/api/jobs?limit=100",
        "jobs, from the middle on": f"/api/jobs?limit=100&cursor={middle}",
        "jobs that failed": "/api/jobs?limit=10&status=failed",
        "jobs of one client": "/api/jobs?limit=100&clientId=client7",
        "pictures, the newest": "/api/images?limit=100",
        "pictures, from the middle on": f"/api/images?limit=100&cursor={middle}",
    }
    return [Question(title=title, requests=[get(path)], connections=1) for title, path in addresses.items()]


def play(world: World, figures: dict[str, Figures], pages_of: dict[str, Sequence[Figures]], *, seconds: float) -> None:
    """Ask everything once; pages of the two databases in turn, half as long."""
    for site, question in requests(world):
        measure(site, question, figures.setdefault(question.title, Figures()), seconds=seconds)
    for few, many in zip(pages(world.ours), pages(world.ours_with_history), strict=True):
        of_few, of_many = pages_of.setdefault(few.title, (Figures(), Figures()))
        measure(world.ours, few, of_few, seconds=seconds / 2)
        measure(world.ours_with_history, many, of_many, seconds=seconds / 2)


def _etag(site: Site, path: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", site.port)
    connection.request("GET", path)
    etag = connection.getresponse().headers["ETag"]
    connection.close()
    return str(etag)
