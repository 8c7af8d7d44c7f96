"""Secrets of a service at work: where each is found afterwards, in all that it printed, logged, stored and shows."""

import json
import re
import signal
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import httpx2
import pytest

from tests.processes import PATIENCE_SECONDS, wait_for
from tests.receivers import Received, Reply, WebhookReceiver, webhook_receiver
from tests.services import Service
from tests.test_up import ENDED, free_port

ENGINE_KEY = "sk-the-key-of-the-engine-0123456789"
# Of the admin: its lists, and the page of one row.
LISTS = re.compile(r'href="(/admin/[a-z_]+/[a-z_]+/)"')
ROWS = re.compile(r'href="(/admin/[^"?]+/change/)')


@pytest.mark.timeout(240)
@pytest.mark.once
def test_secret_is_nowhere_but_where_it_was_shown_once(service: Service) -> None:
    with webhook_receiver() as engine, webhook_receiver() as receiver:
        engine.answer_to = refuse_the_key
        port = free_port()
        environment = {
            "IMAGESVC_AUTH": "keys",
            "IMAGESVC_ALLOWED_HOSTS": "pictures.lan",
            "IMAGESVC_LOG_LEVEL": "DEBUG",
            "IMAGESVC_ENGINES": "openai,pillow",
            "IMAGESVC_ENGINE_OPENAI_URL": engine.url,
            "IMAGESVC_ENGINE_OPENAI_KEY": ENGINE_KEY,
            "IMAGESVC_WEBHOOK_PRIVATE": "127.0.0.1",
        }
        # As somebody lets others in: a key first, or it would not listen beyond this machine.
        assert service.run("migrate", "-v0").returncode == 0
        created = service.run("api_keys", "create", "game", "--scope", "read", "--scope", "request", **environment)
        key = created.stdout.strip()
        host = "0.0.0.0"  # noqa: S104  (the point of it)
        up = service.start("up", "--no-demo", "--workers", 1, "--host", host, "--port", port, **environment)
        wait_for(lambda: "Ctrl-C stops everything." in service.output.read_text())
        url = f"http://127.0.0.1:{port}"

        secrets = {"key": key, "engine's key": ENGINE_KEY} | use(url, key=key, receiver=receiver)
        by_name = [
            httpx2.get(f"{url}/api/schema", headers={"Host": name}, trust_env=False).status_code
            for name in ("pictures.lan", "elsewhere.lan")
        ]
        # A key that is nearly right must not be told of either.
        wrong = httpx2.get(f"{url}/api/jobs", headers={"Authorization": f"Bearer {key[:-1]}"}, trust_env=False)
        shown = dict(look_around(url, key=key, password=(service.folder / "admin_password").read_text().strip()))
        commands = (["api_keys", "list"], ["check_engines", "openai"])
        printed = {" ".join(words): service.run(*words, **environment) for words in commands}
        up.send_signal(signal.SIGINT)
        assert up.wait(15) == 0

    assert (by_name, wrong.status_code) == ([200, 400], 401)
    assert any(ENGINE_KEY in received.headers["authorization"] for received in engine.received), "the engine was asked"
    assert receiver.received, "the webhook was sent"
    assert {"/", "/jobs", "/admin/", "/admin/keys/apikey/", "/admin/jobs/job/", "/api/webhooks"} <= set(shown)
    kept = dict(stored(service))
    jobs = shown["/admin/jobs/job/"], kept["jobs_job" if service.database_url else "imagesvc.sqlite3"]
    assert all("A lighthouse." in text for text in jobs), "what is looked through is what there is"
    places = shown | kept | {name: ended.stdout + ended.stderr for name, ended in printed.items()}
    places["api_keys create"] = created.stdout + created.stderr
    found = {(name, place) for name, secret in secrets.items() for place in places if part(secret) in places[place]}
    assert found == {("key", "api_keys create")}


def part(secret: str) -> str:
    """Return what must not be found of a secret: what a key begins with is public."""
    return secret.split("_", 2)[2] if secret.startswith("isvc_") else secret


def refuse_the_key(received: Received) -> Reply:
    """Answer as OpenAI does, with what it was sent."""
    sentence = f"Incorrect API key provided: {received.headers['authorization']}"
    body = {"error": {"message": sentence, "type": "invalid_request_error", "code": "invalid_api_key"}}
    return Reply(status=401, headers={"Content-Type": "application/json"}, body=json.dumps(body).encode())


def use(url: str, *, key: str, receiver: WebhookReceiver) -> dict[str, str]:
    """Do everything that a key is for; return the further secrets that one is told meanwhile."""
    headers = {"Authorization": f"Bearer {key}"}
    with httpx2.Client(base_url=url, headers=headers, timeout=PATIENCE_SECONDS, trust_env=False) as client:
        ticket = client.post("/api/tickets").json()["ticket"]
        made = client.post("/api/webhooks", json={"url": receiver.url}).json()
        wish = {"prompt": "A lighthouse.", "width": 64, "height": 64, "callbackUrl": f"{receiver.url}/one"}
        job_id = client.post("/api/generate-image", json=wish).json()["jobId"]
        wait_for(lambda: client.get(f"/api/jobs/{job_id}").json()["job"]["status"] in ENDED)
        wait_for(lambda: receiver.received)
    with httpx2.Client(base_url=url, timeout=PATIENCE_SECONDS, trust_env=False) as browser:
        for address in (f"/api/jobs/{job_id}/events", "/api/nowhere", f"/api/jobs/{job_id}"):
            browser.get(f"{address}?ticket={ticket}")
        assert browser.get(f"/api/jobs/{job_id}/events?since=0&ticket={ticket}").status_code == 200
    return {"ticket": ticket, "webhook's secret": made["secret"]}


def look_around(url: str, *, key: str, password: str) -> Iterator[tuple[str, str]]:
    """Yield what the API shows to the key, and the pages that an admin sees: each list and its first row."""
    headers = {"Authorization": f"Bearer {key}"}
    with httpx2.Client(base_url=url, headers=headers, timeout=PATIENCE_SECONDS, trust_env=False) as client:
        for address in ("/api/jobs", "/api/images", "/api/webhooks", "/api/engines", "/readyz", "/metrics"):
            answer = client.get(address)
            yield address, f"{answer.headers} {answer.text}"
    with httpx2.Client(base_url=url, timeout=PATIENCE_SECONDS, trust_env=False, follow_redirects=True) as admin:
        admin.get("/admin/login/")
        form = {"username": "admin", "password": password, "csrfmiddlewaretoken": admin.cookies["csrftoken"]}
        assert admin.post("/admin/login/?next=/admin/", data=form).url.path == "/admin/"
        lists = dict.fromkeys(LISTS.findall(admin.get("/admin/").text))
        for address in ("/", "/jobs", "/admin/", *lists):
            page = admin.get(address)
            yield address, unescape(page.text)
            for row in ROWS.findall(page.text)[:1]:
                yield row, unescape(admin.get(row).text)


def stored(service: Service) -> Iterator[tuple[str, str]]:
    """Yield each file of the data folder, what was printed and logged among them, and each table of the database."""
    for path in sorted(Path(service.folder).rglob("*")):
        if path.is_file():
            yield path.name, path.read_bytes().decode("latin-1")
    if service.database_url:
        tables = service.read("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        assert tables
        for (table,) in tables:
            yield table, str(service.read(f'SELECT t::text FROM "{table}" AS t'))  # noqa: S608  (the database's own names)
