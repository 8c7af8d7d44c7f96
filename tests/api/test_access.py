"""Who may do what below /api/ where keys are asked for, and what of others is there."""

import json
import re
from collections.abc import Callable
from io import StringIO
from ipaddress import ip_network
from typing import Any
from uuid import UUID

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from imagesvc.api.urls import urlpatterns
from imagesvc.audit.models import AuditEntry
from imagesvc.batches.models import Batch
from imagesvc.images.models import Image
from imagesvc.keys.models import ApiKey, Grant, Scope
from imagesvc.webhooks.models import Delivery, LogPosition
from imagesvc.webhooks.reader import Reader
from jobs import lifecycle
from jobs.events import newest_id
from jobs.models import Job, JobSubscription
from tests.factories import engines, make_character, make_image, make_job
from tests.keys.asking import KeyClient, client_with, logged_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def keys_needed(settings: LazySettings) -> None:
    settings.AUTH = "keys"
    settings.ENGINES = engines("dummy")


def send(client: Client, method: str, path: str, body: Any = None) -> Any:
    return client.generic(method, path, json.dumps({} if body is None else body), content_type="application/json")


def generate(client: Client, **body: Any) -> Any:
    return send(client, "POST", "/api/generate-image", {"prompt": "A lighthouse.", **body})


def draw(client: Client, entity_id: str, **body: Any) -> Any:
    wish = {"entityType": "player", "entityId": entity_id, "force": True, **body}
    return send(client, "POST", "/api/images/request", wish)


# --- The table -------------------------------------------------------------------------------------------------------

UNKNOWN = "00000000-0000-7000-8000-000000000000"
# What each gets: nobody, a wrong key, keys with one scope, somebody who may look, somebody who may operate, and the
# same without a CSRF token. With an id of somebody else's things, `read` and `request` see nothing.
READ = (401, 401, 200, 403, 200, 200, 200, 200)
READ_FOREIGN = (401, 401, 404, 403, 200, 200, 200, 200)
WRITE_NOTHING = (401, 401, 403, 400, 403, 403, 400, 403)
WRITE_FOREIGN = (401, 401, 403, 404, 403, 403, 200, 403)
OPERATE = (401, 401, 403, 403, 200, 403, 200, 200)
OPERATE_NOTHING = (401, 401, 403, 403, 400, 403, 400, 403)
TABLE = {
    "GET /api/jobs": READ,
    "GET /api/jobs/<job>": READ_FOREIGN,
    "DELETE /api/jobs/<job>": WRITE_FOREIGN,
    "GET /api/images": READ,
    "GET /api/images/<image>": READ_FOREIGN,
    "GET /api/images/stale": READ,
    "POST /api/images/request": WRITE_NOTHING,
    "POST /api/generate-image": WRITE_NOTHING,
    "POST /api/jobs/requeue": OPERATE_NOTHING,
    "GET /api/batches": OPERATE,
    "GET /api/webhooks": READ,
    "POST /api/webhooks": WRITE_NOTHING,
    "GET /api/engines": READ,
    "GET /api/characters": READ,
    "POST /api/characters": WRITE_NOTHING,
    "POST /api/tickets": (401, 401, 200, 403, 200, 200, 200, 403),
    "GET /api/schema": (200,) * 8,
    "GET /api/nowhere": (401, 401, 404, 404, 404, 404, 404, 404),
    "GET /readyz": (401, 401, 503, 403, 503, 503, 503, 503),
    "GET /metrics": (401, 401, 200, 403, 200, 200, 200, 200),
}


@pytest.mark.parametrize("line", TABLE)
def test_everybody_gets_what_the_table_says(line: str) -> None:
    method, path = line.split()
    path = path.replace("<job>", str(make_job(owner=UUID(UNKNOWN)).id))
    path = path.replace("<image>", str(make_image(owner=UUID(UNKNOWN)).id))
    operating = ("view_job", "operate_job")
    callers = [
        Client(),
        Client(headers={"Authorization": f"Bearer isvc_{'a' * 10}_{'b' * 43}"}),
        client_with(Scope.READ),
        client_with(Scope.REQUEST),
        client_with(Scope.OPERATE) if TABLE[line] in (OPERATE, OPERATE_NOTHING) else None,
        logged_in("view_job"),
        logged_in(*operating),
        logged_in(*operating, enforce_csrf_checks=True),
    ]
    # Whoever operates mostly reads, too.
    callers[4] = callers[4] or client_with(Scope.OPERATE, Scope.READ)

    assert tuple(send(client, method, path).status_code for client in callers if client) == TABLE[line]


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
def test_no_address_but_the_documentation_s_answers_nobody(method: str) -> None:
    routes = [each.pattern.regex.pattern.removeprefix("^").removesuffix("/?\\Z") for each in urlpatterns[:-1]]
    paths = {f"/api/{re.sub(r'[(][?]P<[a-z_]+>.*?[)]', 'some-id', route)}" for route in routes}

    opened = {path for path in paths if send(Client(), method, path).status_code != 401}

    assert ("/api/jobs/some-id/preview" in paths, opened) == (True, {"/api/schema", "/api/docs"})


def test_who_has_no_key_is_counted_by_address_too(settings: LazySettings) -> None:
    settings.REQUESTS_PER_MINUTE = 2
    neighbours = [Client(REMOTE_ADDR=address) for address in ("2001:db8::1", "2001:db8::2", "2001:db8::3")]

    assert [client.get("/api/jobs").status_code for client in neighbours] == [401, 401, 429]
    assert Client(REMOTE_ADDR="192.0.2.1").get("/api/jobs").status_code == 401


def test_audit_names_the_key_that_began_a_batch() -> None:
    operator = client_with(Scope.OPERATE, name="night shift")

    answer = send(operator, "POST", "/api/jobs/requeue", {"status": "failed"})

    assert answer.status_code == 202
    assert AuditEntry.objects.values_list("who", "via").get() == ("key night shift", "api")


def test_batch_counts_for_the_key_that_began_it() -> None:
    operator = client_with(Scope.OPERATE, jobs_per_hour=1)

    send(operator, "POST", "/api/jobs/requeue", {"status": "failed"})
    send(logged_in("view_job", "operate_job"), "POST", "/api/jobs/requeue", {"status": "failed"})

    assert list(Batch.objects.order_by("id").values_list("charged_to", flat=True)) == [operator.key.id, None]


def test_session_writes_with_its_csrf_token() -> None:
    client = logged_in("view_job", "operate_job", enforce_csrf_checks=True)
    client.cookies["csrftoken"] = token = "a" * 32

    refused = generate(client)
    taken = client.post(
        "/api/generate-image",
        json.dumps({"prompt": "A lighthouse."}),
        content_type="application/json",
        headers={"X-CSRFToken": token},
    )

    assert (refused.status_code, refused.json()["code"], taken.status_code) == (403, "csrf", 200)
    assert Job.objects.get().owner is None


def test_without_keys_nothing_is_asked_and_the_header_means_nothing(client: Client, settings: LazySettings) -> None:
    settings.AUTH = "loopback"

    answer = client.get("/api/jobs", headers={"Authorization": "Bearer nonsense"})

    assert (answer.status_code, "RateLimit" in answer.headers) == (200, False)


# --- Whose is it -----------------------------------------------------------------------------------------------------


def test_what_a_key_asks_for_is_its_own_and_nobody_else_s() -> None:
    mine, other, operator = client_with(), client_with(), client_with(Scope.READ, Scope.OPERATE)
    job_id = generate(mine, clientId="tab").json()["jobId"]
    job = Job.objects.get()

    assert (job.owner, job.client_id) == (mine.key.id, f"{mine.key.prefix}/tab")
    assert mine.get(f"/api/jobs/{job_id}").json()["job"]["clientId"] == "tab"
    for query, seen in (("", 1), ("?clientId=tab", 1), ("?clientId=other", 0)):
        assert len(mine.get(f"/api/jobs{query}").json()["jobs"]) == seen
    assert other.get("/api/jobs").json()["jobs"] == []
    assert other.get("/api/jobs?clientId=tab").json()["jobs"] == []
    assert other.get(f"/api/jobs?clientId={job.client_id}").json()["jobs"] == []
    assert len(operator.get("/api/jobs").json()["jobs"]) == 1
    # As if there were none.
    for method, path in (("GET", ""), ("DELETE", ""), ("GET", "/preview")):
        foreign = send(other, method, f"/api/jobs/{job_id}{path}")
        unknown = send(other, method, f"/api/jobs/{UNKNOWN}{path}")
        assert (foreign.status_code, foreign.content) == (404, unknown.content)
    assert send(mine, "DELETE", f"/api/jobs/{job_id}").status_code == 200


def test_who_asks_for_an_entity_with_a_job_of_somebody_else_sees_that_one() -> None:
    mine, other = client_with(), client_with()
    entity = make_character()
    job_id = draw(mine, entity.id, clientId="tab").json()["jobId"]

    answer = draw(other, entity.id, clientId="tab").json()

    assert (answer["existingJob"], answer["jobId"]) == (True, job_id)
    seen = other.get(f"/api/jobs/{job_id}").json()["job"]
    assert (seen["id"], seen["clientId"]) == (job_id, None)
    assert [job["id"] for job in other.get("/api/jobs").json()["jobs"]] == [job_id]
    assert JobSubscription.objects.get().client_id == f"{other.key.prefix}/tab"
    refused = send(other, "DELETE", f"/api/jobs/{job_id}")
    assert (refused.status_code, refused.json()["code"]) == (403, "not-yours")
    image = make_image(job=Job.objects.get(), owner=mine.key.id)
    assert other.get(f"/api/images/{image.id}").status_code == 200


def test_who_asks_for_an_entity_with_a_picture_sees_that_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    mine, other, third = client_with(), client_with(), client_with()
    entity = make_character()
    image = make_image(
        entity_kind="character", entity_type="player", entity_id=entity.id, is_current=True, owner=mine.key.id
    )
    monkeypatch.setattr("imagesvc.images.storage.exists", lambda stem: True)

    answer = draw(other, entity.id, force=False).json()
    draw(other, entity.id, force=False)

    assert (answer["reason"], answer["imageId"]) == ("image-exists", str(image.id))
    assert [other.get("/api/images").json()[part] for part in ("count", "next")] == [1, None]
    assert [third.get("/api/images").json()[part] for part in ("count", "images")] == [0, []]
    assert third.get(f"/api/images/{image.id}").status_code == 404
    assert Grant.objects.count() == 1


def test_keys_take_turns_whatever_their_clients_are_called() -> None:
    first, second = client_with(), client_with()
    for client in (first, first, second):
        generate(client)

    order = [lifecycle.claim(worker="here:1") for _ in range(3)]

    assert [job.owner for job in order if job] == [first.key.id, second.key.id, first.key.id]


def test_idempotency_keys_of_two_owners_never_meet() -> None:
    mine, other = client_with(), client_with()
    body, headers = json.dumps({"prompt": "A lighthouse."}), {"Idempotency-Key": "k" * 255}

    jobs = [
        client.post("/api/generate-image", body, content_type="application/json", headers=headers).json()["jobId"]
        for client in (mine, other, mine)
    ]

    assert jobs[0] == jobs[2] != jobs[1]


def test_webhook_of_a_key_hears_of_its_own_jobs_alone_while_the_key_opens_something(settings: LazySettings) -> None:
    settings.WEBHOOK_PRIVATE = (ip_network("127.0.0.1"),)
    mine, other, operator = client_with(), client_with(), client_with(*Scope)
    # Behind this one's there are no gaps in the ids, which would make the reader wait for this test's own transaction.
    generate(other)
    LogPosition.objects.update_or_create(id=1, defaults={"event_id": newest_id()})
    made = {}
    for client in (mine, other, operator):
        body = {"url": "http://127.0.0.1:9000/", "events": ["job.queued"]}
        made[client] = send(client, "POST", "/api/webhooks", body).json()["webhook"]["id"]
    generate(mine)
    Reader().read()
    heard = sorted(str(key) for key in Delivery.objects.values_list("receiver_id", flat=True))
    ApiKey.objects.filter(id=operator.key.id).update(revoked_at=timezone.now())
    generate(mine)
    Reader().read()

    assert heard == sorted([made[mine], made[operator]])
    assert Delivery.objects.filter(receiver_id=made[operator]).count() == 1
    assert [row["id"] for row in other.get("/api/webhooks").json()["webhooks"]] == [made[other]]
    assert other.get(f"/api/webhooks/{made[mine]}").status_code == 404
    assert send(other, "DELETE", f"/api/webhooks/{made[mine]}").status_code == 404


# --- How much --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quota", "sentence"),
    [
        ({"jobs_per_hour": 1}, "This key may use 1 jobs an hour, and this would be more."),
        ({"pixels_per_day": 1024 * 1024}, "This key may use 1,048,576 pixels a day, and this would be more."),
        ({"jobs_at_once": 1}, "This key may have 1 jobs at a time; wait until one has ended."),
    ],
)
def test_quota_that_is_used_up_is_said_and_nothing_stays(quota: dict[str, int], sentence: str) -> None:
    client = client_with(**quota)
    entity = make_character()

    answers = [generate(client), generate(client), draw(client, entity.id)]

    assert [answer.status_code for answer in answers] == [200, 429, 429]
    for answer in answers[1:]:
        assert answer.json() == {"success": False, "error": sentence, "code": "quota"}
        assert int(answer.headers["Retry-After"]) >= 1
    assert Job.objects.count() == 1


def test_request_that_is_sent_again_is_charged_once() -> None:
    client = client_with(jobs_per_hour=1)
    body, headers = json.dumps({"prompt": "A lighthouse."}), {"Idempotency-Key": "once"}

    answers = [
        client.post("/api/generate-image", body, content_type="application/json", headers=headers) for _ in range(2)
    ]

    assert [answer.status_code for answer in answers] == [200, 200]


def test_requests_of_a_key_are_counted_and_one_too_many_is_told_when_to_come_back(settings: LazySettings) -> None:
    settings.REQUESTS_PER_MINUTE = 3
    mine, other = client_with(), client_with()

    answers = [mine.get("/api/engines") for _ in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert [re.sub("t=.*", "", answer.headers["RateLimit"]) for answer in answers] == [
        f'"minute";r={left};' for left in (2, 1, 0, 0)
    ]
    assert {answer.headers["RateLimit-Policy"] for answer in answers} == {'"minute";q=3;w=60'}
    assert 1 <= int(answers[3].headers["Retry-After"]) <= 60
    assert other.get("/api/engines").status_code == 200


@pytest.mark.parametrize(("address", "limit"), [("127.0.0.1", None), ("192.0.2.7", '"minute";q=1;w=60')])
def test_addresses_beyond_loopback_are_counted_where_everybody_is_let_in(
    settings: LazySettings, address: str, limit: str | None
) -> None:
    settings.AUTH, settings.REQUESTS_PER_MINUTE = "none", 1
    client = Client(REMOTE_ADDR=address)

    answers = [client.get("/api/engines") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200 if limit is None else 429]
    assert answers[0].headers.get("RateLimit-Policy") == limit


# --- Pages -----------------------------------------------------------------------------------------------------------


def test_gallery_is_for_those_who_are_logged_in_and_may_look() -> None:
    assert Client().get("/jobs?q=x").headers["Location"] == "/admin/login/?next=/jobs%3Fq%3Dx"
    assert Client().post("/prompt", {"prompt": "x"}).headers["Location"] == "/admin/login/?next=/"
    assert logged_in().get("/").status_code == 403
    assert b"Log out user" in logged_in("view_job").get("/").content
    assert logged_in("view_job").post("/prompt", {"prompt": "x"}).status_code == 403
    assert logged_in("view_job", "operate_job").post("/prompt", {"prompt": "x", "size": "1024x1024"}).status_code == 302


# --- Secrets ---------------------------------------------------------------------------------------------------------


def test_secret_of_a_key_is_in_no_answer_row_or_log(
    caplog: pytest.LogCaptureFixture, all_rows: Callable[[], str]
) -> None:
    client = client_with(*Scope)
    answers = [generate(client, clientId="tab"), send(client, "POST", "/api/generate-image", {"prompt": ""})]
    answers += [client.get(path) for path in ("/api/jobs", "/api/webhooks", "/api/nowhere", "/metrics", "/readyz")]
    answers += [send(client, "POST", "/api/jobs/requeue", {"status": "failed"})]
    secret = client.token.rpartition(f"{client.key.prefix}_")[2]

    said = [str(answer.content) + str(answer.headers) for answer in answers]
    assert secret not in "".join(said) + caplog.text + all_rows()


@pytest.fixture
def all_rows() -> Callable[[], str]:
    """Return what says everything that is in the database."""

    def dump() -> str:
        out = StringIO()
        call_command("dumpdata", stdout=out)
        return out.getvalue()

    return dump


def test_names_of_keys_do_not_reach_other_keys() -> None:
    mine, other = client_with(name="secret project"), client_with()
    entity = make_character()
    draw(mine, entity.id)

    assert b"secret project" not in draw(other, entity.id).content + other.get("/api/jobs").content
    assert isinstance(mine, KeyClient)
    assert Image.objects.count() == 0
