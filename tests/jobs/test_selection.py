"""Which jobs the words mean, and that what is not understood is refused."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from jobs import listing
from jobs.models import Job
from jobs.search import parse_search
from jobs.selection import WORD_NAMED, WORDS, BadSelection, Selection, select
from jobs.values import Attempts
from tests.factories import make_character, make_job, make_setting, make_thing

NOW = datetime(2026, 5, 31, 12, tzinfo=UTC)
AN_ID = "0192f0c1-7a6e-7c3b-9d52-0f6a4f0e8d11"

ENDED = {"ended_at": NOW}
LAMP = {"entity_kind": "thing", "entity_type": "item", "entity_id": "lamp"}
QUAY = {"entity_kind": "thing", "entity_type": "scenery", "entity_id": "quay"}
MIRA = {"entity_kind": "character", "entity_type": "npc", "entity_id": "mira"}


def found(**words: str | list[str]) -> set[str]:
    """Return the starts of the prompts of the jobs that the words mean."""
    said = {name: value if isinstance(value, list) else [value] for name, value in words.items()}
    return set(select(said, now=timezone.now()).jobs().values_list("prompt_preview", flat=True))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "prompts"),
    [
        ({}, {"queued", "waiting", "drawn", "done", "failed", "late", "cancelled"}),
        ({"status": "queued"}, {"queued", "waiting"}),
        ({"status": "waiting"}, {"waiting"}),
        ({"status": "Failed "}, {"failed", "cancelled"}),
        ({"status": "cancelled"}, {"cancelled"}),
        ({"status": ["timeout", "processing"]}, {"late", "drawn"}),
        ({"error": "no_ink"}, {"failed"}),
        ({"error": "INK ran"}, {"failed"}),
        ({"error": "timeout"}, {"late"}),
        ({"error": ["timeout", "ran out"]}, {"late", "failed"}),
        ({"entityType": "item"}, {"queued"}),
        ({"entityType": "thing"}, {"queued", "waiting"}),
        ({"entityType": ["npc", "item"]}, {"queued", "drawn"}),
        ({"entityType": "custom"}, {"done", "failed", "late", "cancelled"}),
        ({"entityId": "lamp"}, {"queued"}),
        ({"entityId": "lamp", "entityType": "scenery"}, {"queued"}),
        ({"entityId": "lamp", "entityType": "npc"}, set()),
        ({"entityId": "lamp", "entityType": "custom"}, set()),
        ({"entityId": "lamp", "status": "completed"}, set()),
        ({"engine": "pillow"}, {"done"}),
        ({"engine": ["pillow", "comfyui"]}, {"done", "failed"}),
        ({"clientId": "tab"}, {"queued", "failed"}),
        ({"clientId": "tab", "status": "failed"}, {"failed"}),
        ({"attempts": "0"}, {"queued", "waiting", "drawn", "cancelled"}),
        ({"attempts": "2+"}, {"failed", "late"}),
        ({"attempts": "1-2"}, {"done", "late"}),
        ({"prompt": "aiL"}, {"failed"}),
        ({"prompt": ["a", "l"]}, {"failed", "late", "cancelled"}),
        ({"prompt": "%"}, set()),
    ],
    # A set is written in an order that differs from process to process.
    ids=lambda value: " ".join(sorted(value)) if isinstance(value, set) else str(value),
)
def test_words_mean_jobs(words: dict[str, str | list[str]], prompts: set[str]) -> None:
    make_job(prompt="queued", client_id="tab", **LAMP)
    make_job(prompt="waiting", status="waiting", due_at=NOW, **QUAY)
    make_job(prompt="drawn", status="processing", **MIRA)
    make_job(prompt="done", status="completed", engine="pillow", attempt=1, **ENDED)
    failure = {"error": "The ink ran out.", "error_code": "no_ink", "engine": "comfyui"}
    make_job(prompt="failed", status="failed", attempt=3, client_id="tab", **failure, **ENDED)
    make_job(prompt="late", status="timeout", error_code="timeout", attempt=2, **ENDED)
    make_job(prompt="cancelled", status="cancelled", **ENDED)

    assert found(**words) == prompts


@pytest.mark.django_db
def test_times_mean_jobs() -> None:
    now = timezone.now()
    for hours in (1, 30, 100):
        made = now - timedelta(hours=hours)
        make_job(prompt=f"{hours} h", created_at=made, status="failed", ended_at=made + timedelta(hours=1))

    def at(hours: int) -> str:
        return (now - timedelta(hours=hours)).isoformat()

    assert found(older="1d") == {"30 h", "100 h"}
    assert found(newer="2d") == {"1 h", "30 h"}
    assert found(older="2h", newer="4d") == {"30 h"}
    assert found(older="2h", createdBefore=at(50)) == {"100 h"}
    assert found(createdAfter=at(99)) == {"1 h", "30 h"}
    assert found(createdAfter=at(101), createdBefore=at(99)) == {"100 h"}
    assert found(finishedAfter=at(40)) == {"1 h", "30 h"}
    assert found(finishedBefore=at(40)) == {"100 h"}
    assert found(createdAfter="0001-01-01", createdBefore="9999-12-31") == {"1 h", "30 h", "100 h"}


@pytest.mark.django_db
def test_world_means_the_jobs_of_its_entities() -> None:
    coast, desert = make_setting(), make_setting(is_active=False)
    make_thing(id="lamp", setting=coast)
    make_character(id="mira", setting=desert)
    make_job(prompt="lamp", **LAMP)
    make_job(prompt="mira", **MIRA)
    make_job(prompt="custom")

    assert found(world=coast.id) == {"lamp"}
    assert found(world=[coast.id, desert.id]) == {"lamp", "mira"}
    assert found(world="nowhere") == set()


@pytest.mark.django_db
def test_prompt_is_looked_for_behind_the_preamble() -> None:
    make_job(prompt="A drowned coast.\n\nA red dragon.", preamble_length=18, prompt_preview="dragon")

    assert found(prompt="red dragon") == {"dragon"}
    assert found(prompt="coast") == set()


@pytest.mark.django_db
def test_ids_mean_jobs_of_which_the_rest_holds() -> None:
    failed = make_job(prompt="failed", status="failed", **ENDED)
    queued = make_job(prompt="queued")
    make_job(prompt="another")

    assert found(id=[str(failed.id), str(queued.id), AN_ID]) == {"failed", "queued"}
    assert found(id=[str(failed.id), str(queued.id)], status="failed") == {"failed"}


@pytest.mark.once
@pytest.mark.parametrize(
    "words",
    [
        {},
        {"status": ["failed", "timeout"], "error": ["no_ink", "two words"], "attempts": ["2+"]},
        {"entityType": ["location-exit"], "entityId": ["a b"], "world": ["w"], "engine": ["e"], "clientId": ["c"]},
        {"createdAfter": ["2026-05-30T12:00:00.000001Z"], "createdBefore": ["2026-05-31T00:00:00Z"]},
        {"finishedAfter": ["2026-05-30T12:00:00Z"], "finishedBefore": ["2026-05-31T00:00:00Z"]},
        {"prompt": ["red dragon", 'a "quote"', "back\\slash", "a:b", AN_ID], "id": [AN_ID]},
    ],
    ids=str,
)
def test_selection_is_said_in_the_words_it_was_made_of(words: dict[str, list[str]]) -> None:
    selection = select(words, now=NOW)

    assert selection.words() == words


@pytest.mark.once
def test_ages_are_counted_when_they_are_said() -> None:
    selection = select({"older": ["2h"], "newer": ["7d"]}, now=NOW)

    assert selection.words() == {"createdAfter": ["2026-05-24T12:00:00Z"], "createdBefore": ["2026-05-31T10:00:00Z"]}


@pytest.mark.once
@pytest.mark.parametrize(
    ("text", "selection"),
    [
        ("", Selection()),
        ("   ", Selection()),
        ("dragon", Selection(prompts=("dragon",))),
        ('"red dragon" lamp', Selection(prompts=("red dragon", "lamp"))),
        ('"red dra', Selection(prompts=("red dra",))),
        ('"status:failed"', Selection(prompts=("status:failed",))),
        (r'"a \"quote\"" "back\\slash"', Selection(prompts=('a "quote"', "back\\slash"))),
        (f'"{AN_ID}"', Selection(prompts=(AN_ID,))),
        ("status:failed status:timeout", Selection(statuses=("failed", "timeout"))),
        ('error:"connection refused"', Selection(errors=("connection refused",))),
        ("ENTITYTYPE:npc entity-id:mira", Selection(entity_types=("npc",), entity_id="mira")),
        ("older:2h", Selection(created_before=NOW - timedelta(hours=2))),
        ("createdAfter:2026-05-31T10:00:00Z", Selection(created_after=datetime(2026, 5, 31, 10, tzinfo=UTC))),
        ("attempts:3+", Selection(attempts=Attempts(least=3, most=None))),
        (AN_ID.upper(), Selection(ids=(UUID(AN_ID),))),
        ("engine:left older:2h", Selection(engines=("left",), created_before=NOW - timedelta(hours=2))),
    ],
)
def test_search_is_understood(text: str, selection: Selection) -> None:
    assert parse_search(text, now=NOW) == selection


@pytest.mark.once
@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("stauts:failed", "stauts is no word of a search; in quotation marks it is looked for in prompts"),
        ("http://here", "http is no word of a search; in quotation marks it is looked for in prompts"),
        ("status:", "status must be a text of 1 to 500 characters without controls"),
        (
            "status:lost",
            "status must be one of queued, waiting, processing, completed, failed, timeout, cancelled",
        ),
        (
            "entityType:dragon",
            "entityType must be one of player, npc, location, exit, location-exit, thing, item, scenery, custom",
        ),
        ("attempts:many", "attempts must be a number of attempts such as 3, 2+ or 0-1"),
        ("attempts:2-1", "attempts must be a range that begins with the smaller number"),
        ("older:soon", "older must be an age such as 90s, 15m, 2h, 7d or 4w"),
        ("older:999999w", "older must be an age such as 90s, 15m, 2h, 7d or 4w"),
        ("createdAfter:noon", "createdAfter must be a time such as 2026-05-31T18:00:00Z, or a date"),
        ("createdAfter:2026-02-30", "createdAfter must be a time such as 2026-05-31T18:00:00Z, or a date"),
        ("id:7", "id must be the id of a job"),
        ("clientId:a clientId:b", "clientId must not be given twice"),
        ("a\x00b", "prompt must be a text of 1 to 500 characters without controls"),
        ("x" * 501, "prompt must be a text of 1 to 500 characters without controls"),
    ],
)
def test_nonsense_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(BadSelection) as refusal:
        parse_search(text, now=NOW)

    assert str(refusal.value) == sentence


@pytest.mark.once
def test_unknown_word_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(BadSelection) as refusal:
        select({"stauts": ["failed"]}, now=NOW)

    assert str(refusal.value) == f"stauts is none of the words that are known: {', '.join(WORD_NAMED)}"


@pytest.mark.once
def test_words_are_told_with_examples_that_work() -> None:
    for word in WORDS:
        select({word.name: [word.example]}, now=NOW)

    assert [word.option for word in WORDS][:4] == ["--status", "--error", "--entity-type", "--entity-id"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "words",
    [{}, {"status": ["failed", "queued"]}, {"prompt": ["lamp"]}, {"status": ["failed"], "prompt": ["lamp"]}],
    ids=str,
)
@pytest.mark.parametrize("ascending", [False, True])
def test_walk_meets_every_job_once_in_order(
    monkeypatch: pytest.MonkeyPatch, words: dict[str, list[str]], ascending: bool
) -> None:
    monkeypatch.setattr(listing, "STRETCH", 4)
    for number in range(14):
        values = ENDED if number % 3 == 0 else {}
        make_job(prompt="lamp" if number % 2 else "quay", status="failed" if number % 3 == 0 else "queued", **values)
    selection = select(words, now=NOW)

    met, behind, walks = [], None, 0
    while walks == 0 or behind is not None:
        stretch = selection.walk(behind=behind, size=3, ascending=ascending)
        met += stretch.ids
        behind, walks = stretch.end, walks + 1

    assert met == sorted(selection.jobs().values_list("id", flat=True), reverse=not ascending)
    assert len(met) >= 2


@pytest.mark.django_db
@pytest.mark.parametrize("ascending", [False, True])
def test_walk_along_ids_leaves_out_what_is_gone(ascending: bool) -> None:
    jobs = [make_job() for _ in range(5)]
    ids = [job.id for job in jobs]
    Job.objects.filter(id=ids[2]).delete()
    selection = Selection(ids=(*ids, UUID(AN_ID)))

    first = selection.walk(behind=None, size=4, ascending=ascending)
    second = selection.walk(behind=first.end, size=4, ascending=ascending)

    left = [*ids[:2], *ids[3:]]
    assert [*first.ids, *second.ids] == (left if ascending else left[::-1])
    assert second.end is None


@pytest.mark.django_db
def test_walk_stops_at_its_bound() -> None:
    ids = [make_job().id for _ in range(5)]

    first = Selection().walk(behind=None, upto=ids[3], size=3, ascending=True)
    second = Selection().walk(behind=first.end, upto=ids[3], size=3, ascending=True)

    assert (first.ids, second.ids, second.end) == (ids[:3], ids[3:4], None)
