"""The AI Horde engine beyond what all engines have in common: kudos, limits, censorship, and what is withdrawn."""

import logging
import time
from typing import Any

import pytest

from imagesvc.engines import configure, horde, make_engine
from imagesvc.engines.base import Abilities, Engine, EngineError
from imagesvc.engines.configuration import BadConfiguration
from imagesvc.engines.horde_answers import generations_in, request_id_in, standing_in
from tests.engines.adapters.horde import ADAPTER, GOOD_BODY
from tests.engines.conformance import KEY, Bench, assert_clean, assert_pictures, bench, corruptions
from tests.engines.servers.asgi import Application, running
from tests.engines.servers.horde import HordeServer
from tests.engines.watching import Cancelled, Notes

pytestmark = pytest.mark.once


def submitted_to(server: Application) -> Any:
    """Return what was asked of the one request there was."""
    (request,) = [each for each in server.seen if each.path == "/generate/async"]
    return request.json()


def anonymous_engine(it: Bench, **options: object) -> Engine:
    raw = {"type": "horde", "url": it.url, **ADAPTER.options, **options}
    return make_engine(configure("tested", raw, limit_seconds=120, rank=0))


@pytest.fixture
def quick_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(horde, "LONGEST_PAUSE_SECONDS", 0.05)


# What is asked for.


def test_request_says_what_is_configured() -> None:
    options = {"models": "Deliberate,AlbedoBase XL (SDXL)", "sampler": "k_dpmpp_2m", "pictures": 2, "karras": False}
    options |= {"trusted_workers": True, "slow_workers": False, "cfg_scale": 5.5, "contact": "me@example.org"}

    with bench(ADAPTER) as it:
        drawing = it.draw(engine=it.engine(**options), negative_prompt="rust", steps=12)

    assert submitted_to(it.server) == {
        "prompt": "An iron sword ### rust",
        "params": {
            "width": 64,
            "height": 64,
            "steps": 12,
            "n": 2,
            "sampler_name": "k_dpmpp_2m",
            "cfg_scale": 5.5,
            "karras": False,
            "seed": "7",
        },
        "models": ["Deliberate", "AlbedoBase XL (SDXL)"],
        "nsfw": False,
        "censor_nsfw": True,
        "trusted_workers": True,
        "slow_workers": False,
        "shared": False,
        "r2": True,
        "allow_downgrade": False,
    }
    headers = it.server.seen[0].headers
    assert (headers["apikey"], headers["client-agent"]) == (KEY, "imagesvc:1:me@example.org")
    assert (drawing.model, drawing.settings) == (
        "Deliberate",
        {
            "size": "64x64",
            "seed": 7,
            "steps": 12,
            "sampler": "k_dpmpp_2m",
            "cfg_scale": 5.5,
            "worker": "Worker 0, Worker 1",
        },
    )


@pytest.mark.parametrize(
    ("description", "negative", "prompt"),
    [
        ("A sword", "", "A sword"),
        ("A sword ### of iron", "", "A sword ## of iron"),
        ("A sword #### of iron", "no ### rust", "A sword ## of iron ### no ## rust"),
    ],
)
def test_only_we_divide_the_prompt(description: str, negative: str, prompt: str) -> None:
    with bench(ADAPTER) as it:
        it.draw(description=description, negative_prompt=negative)

    assert submitted_to(it.server)["prompt"] == prompt


def test_abilities_and_defaults() -> None:
    engine = make_engine(configure("horde", {}, limit_seconds=120, rank=0))

    assert engine.abilities == Abilities(
        sizes="multiples of 64 from 64 to 3072", has_seed=True, has_negative_prompt=True, most_pictures=1
    )
    assert (engine.config.url, engine.config.limit_seconds) == ("https://aihorde.net/api/v2", 1_200)
    # Ten looks a second are allowed.
    assert horde.HordeOptions().check_seconds == 2.0


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"pictures": "21"}, "pictures must be between 1 and 20"),
        ({"steps": "0"}, "steps must be between 1 and 500"),
        ({"cfg_scale": "-1"}, "cfg_scale must be between 0 and 100"),
        ({"check_seconds": "0"}, "check_seconds must be between 0.02 and 60"),
        ({"contact": "me\nX-Header: 1"}, "contact must be plain letters, such as an address"),
    ],
)
def test_bad_options_are_refused_in_a_sentence(options: dict[str, str], sentence: str) -> None:
    with pytest.raises(BadConfiguration) as caught:
        make_engine(configure("horde", options, limit_seconds=120, rank=0))

    assert str(caught.value) == f"engine 'horde': {sentence}"


# Without a key.


def test_anonymous_gets_a_smaller_picture_where_a_large_one_needs_kudos() -> None:
    with bench(ADAPTER) as it:
        drawing = it.draw(engine=anonymous_engine(it), width=1024, height=1024)

    assert it.server.seen[0].headers["apikey"] == "0000000000"
    assert submitted_to(it.server)["allow_downgrade"] is True
    assert_pictures(drawing, size=(576, 576))


def test_refused_downgrade_says_what_can_be_done() -> None:
    with bench(ADAPTER) as it:
        error = it.failure(engine=anonymous_engine(it, allow_downgrade=False), width=1024, height=1024)

    assert (error.code, error.fault.value, error.is_retryable) == ("kudos_upfront", "request", False)
    assert str(error) == (
        "For this size and these steps the AI Horde wants kudos that the account has not; set allow_downgrade, fewer "
        "steps, a smaller size or the key of an account with kudos: This request requires 9.44 kudos to fulfil."
    )


def test_smaller_picture_is_an_error_where_it_was_not_allowed() -> None:
    with bench(ADAPTER, picture="wrong_size") as it:
        assert it.failure(engine=anonymous_engine(it, allow_downgrade=False)).code == "wrong_size"


# Refusals.


@pytest.mark.parametrize(
    ("fail", "code", "fault", "is_retryable", "seconds"),
    [
        ("CorruptPrompt", "moderation", "request", False, None),
        ("InvalidPromptSize", "refused", "request", False, None),
        ("KudosUpfront", "kudos_upfront", "request", False, None),
        ("SharedKeyInsufficientKudos", "quota_exhausted", "engine", False, None),
        ("TimeoutIP", "rate_limited", "busy", True, 42.0),
        ("BadRequest", "refused", "engine", False, None),
    ],
)
def test_refusal_means_what_its_rc_says(
    fail: str, code: str, fault: str, is_retryable: bool, seconds: float | None
) -> None:
    with bench(ADAPTER, fail=fail) as it:
        error = it.failure()

    assert (error.code, error.fault.value, error.is_retryable) == (code, fault, is_retryable)
    assert error.retry_after_seconds == seconds
    assert [request.method for request in it.server.seen] == ["POST"]


def test_too_many_requests_at_a_time_have_us_wait() -> None:
    with bench(ADAPTER, submit_status=429, says="Parallel requests exceeded user limit (1).") as it:
        error = it.failure()

    assert (str(error), error.fault.value, error.counts) == (
        "The engine asks us to wait: Parallel requests exceeded user limit (1)",
        "busy",
        False,
    )


@pytest.mark.parametrize("wrong", ["../../users", "a/b", "a?b", "", "a" * 65, 5, None, ["a"]])
def test_id_that_is_none_is_not_put_into_an_address(wrong: object) -> None:
    with pytest.raises(EngineError) as caught:
        request_id_in({"id": wrong})

    assert caught.value.code == "bad_answer"


# While it waits.


def test_messages_say_what_the_request_waits_for() -> None:
    watch = Notes()

    with bench(ADAPTER, others_before=2, draw_seconds=0.3) as it:

        def let_others_finish() -> bool:
            if any("before us" in message for message in watch.messages):
                it.script.others_before = 0
            return False

        it.draw(watch.cancel_when(let_others_finish))

    # How much is left, and whether that is known, depends on when it is asked.
    assert list(dict.fromkeys(message.partition(", about")[0] for message in watch.messages)) == [
        "Submitting to the AI Horde",
        "Waiting at the AI Horde: 3 before us",
        "Drawing at the AI Horde",
        "Fetching the picture",
        "Taking in the picture",
        "Drawn",
    ]


def test_progress_never_falls_when_the_guess_gets_worse() -> None:
    progress = horde._Progress()
    standing = standing_in(GOOD_BODY | {"finished": 3, "processing": 1})
    worse = standing_in(GOOD_BODY | {"finished": 0, "waiting": 4, "wait_time": 10_000})
    done = standing_in(GOOD_BODY | {"finished": 4})

    assert [progress.percent(each) for each in (standing, worse, standing, done, done)] == [66, 66, 66, 89, 89]


def test_impossible_request_is_withdrawn_and_explained() -> None:
    with bench(ADAPTER, fail="impossible") as it:
        error = it.failure()

    assert (error.code, error.fault.value, error.is_retryable) == ("no_worker", "engine", True)
    assert len(it.server.cancelled) == 1


@pytest.mark.parametrize(("status", "times"), [(429, 12), (502, 5), (500, 1)])
@pytest.mark.usefixtures("quick_pauses")
def test_looks_that_fail_in_passing_do_no_harm(status: int, times: int) -> None:
    with bench(ADAPTER, check_status=status, check_times=times) as it:
        assert_pictures(it.draw(), size=(64, 64))

    assert len(it.server.drawn) == 1


@pytest.mark.usefixtures("quick_pauses")
def test_looks_that_fail_on_and_on_end_it_and_withdraw_the_request() -> None:
    with bench(ADAPTER, check_status=502, check_times=6, draw_seconds=30.0) as it:
        error = it.failure()

    assert (error.code, error.is_retryable) == ("engine_failed", True)
    assert len(it.server.cancelled) == 1


@pytest.mark.parametrize("moment", ["submitting", "waiting"])
def test_cancel_is_quick_although_nothing_can_be_withdrawn(moment: str, caplog: pytest.LogCaptureFixture) -> None:
    with bench(ADAPTER, draw_seconds=30.0) as it:

        def cut_off() -> bool:
            is_time = it.server.seen if moment == "submitting" else it.server.drawing and len(it.server.seen) > 2
            it.script.hang = bool(is_time) or it.script.hang
            return bool(is_time)

        it.script.hang = moment == "submitting"
        watch = Notes().cancel_when(cut_off)
        with caplog.at_level(logging.WARNING, "imagesvc"), pytest.raises(Cancelled):
            it.draw(watch)
        assert watch.stopped_at is not None
        took_seconds = time.monotonic() - watch.stopped_at

    assert took_seconds < 1.0
    # Without an answer to the submission there is nothing to withdraw.
    said = [record.message for record in caplog.records if record.name == horde.__name__]
    assert ["could not be withdrawn" in message for message in said] == [True] * (moment == "waiting")


def test_key_is_in_no_log(caplog: pytest.LogCaptureFixture) -> None:
    with bench(ADAPTER) as it, caplog.at_level(logging.DEBUG):
        it.draw()

    assert KEY not in caplog.text


# Pictures.


def test_pictures_may_come_in_the_answer() -> None:
    with bench(ADAPTER) as it:
        drawing = it.draw(engine=it.engine(r2=False, pictures=3))

    assert_pictures(drawing, size=(64, 64), count=3)
    assert not [request for request in it.server.seen if request.path.startswith("/stable-horde")]


def test_picture_of_the_store_is_fetched_without_our_key() -> None:
    with running(store := HordeServer()) as store_url, bench(ADAPTER, pictures_at=store_url) as it:
        engine = it.engine(allowed_hosts=store_url.removeprefix("http://"))
        assert_pictures(it.draw(engine=engine), size=(64, 64))

    (request,) = store.seen
    assert request.path == "/stable-horde/64x64-7.webp"
    assert KEY not in repr(request)


def test_picture_of_a_host_that_is_not_allowed_is_not_fetched() -> None:
    with bench(ADAPTER, pictures_at="http://169.254.169.254") as it:
        error = it.failure()

    assert (error.code, error.is_retryable) == ("host_not_allowed", False)
    # Its signature lets whoever has it fetch the picture.
    assert "X-Amz" not in str(error)


@pytest.mark.parametrize("in_metadata", [False, True])
def test_censored_picture_is_none(in_metadata: bool) -> None:
    with bench(ADAPTER, censored=1, censored_in_metadata=in_metadata) as it:
        error = it.failure()

    assert (str(error), error.code, error.fault.value, error.is_retryable) == (
        "The worker censored the picture: it took it for unsafe.",
        "censored",
        "request",
        False,
    )
    assert not [request for request in it.server.seen if request.path.startswith("/stable-horde")]


def test_others_are_kept_beside_a_censored_picture() -> None:
    with bench(ADAPTER, censored=1) as it:
        drawing = it.draw(engine=it.engine(pictures=3))

    assert_pictures(drawing, size=(64, 64), count=2)
    assert drawing.settings["censored_pictures"] == 1


def test_finished_request_without_pictures_may_be_tried_again() -> None:
    with bench(ADAPTER, fail="no_pictures") as it:
        error = it.failure()

    assert (str(error), error.code, error.is_retryable) == (
        "The AI Horde finished without a picture.",
        "no_picture",
        True,
    )


def test_answers_of_wrong_types_are_errors_or_harmless() -> None:
    generation = {
        "img": "UklGRg==",
        "model": "Deliberate",
        "worker_name": "Worker",
        "censored": False,
        "gen_metadata": [{"type": "information", "value": "x"}],
    }
    good = GOOD_BODY | {"generations": [generation]}
    assert [each.model for each in generations_in(good)] == ["Deliberate"]

    outcomes = {"error": 0, "harmless": 0}
    for wrong in corruptions(good):
        try:
            standing_in(wrong)
            generations_in(wrong)
            outcomes["harmless"] += 1
        except EngineError as error:
            assert_clean(error)
            outcomes["error"] += 1

    assert min(outcomes.values()) > 20, outcomes


def test_status_that_is_rubbish_is_an_error() -> None:
    for rubbish in (b"", b"<html>", b"[]", b"[" * 100_000, b'{"generations": 5}', b'{"generations": [{"img": 5}]}'):
        with bench(ADAPTER, status_body=rubbish) as it:
            error = it.failure()

        assert (error.code, error.is_retryable) == ("bad_answer", True)
        assert len(it.server.cancelled) == 1
