"""The OpenAI engine beyond what all engines have in common: families of models, prompts, answers and errors."""

import logging
import subprocess
import sys
from typing import Any

import pytest

from imagesvc.engines import configure, make_engine
from imagesvc.engines.base import Abilities, EngineError, Size
from imagesvc.engines.configuration import BadConfiguration
from imagesvc.engines.openai_models import family_of
from tests.engines.adapters.openai import ADAPTER
from tests.engines.conformance import KEY, Bench, assert_pictures, bench
from tests.engines.servers.asgi import Answer, Application, Request, json_answer, route, running, text_answer
from tests.engines.servers.openai import OpenAIServer
from tests.engines.watching import Notes

pytestmark = pytest.mark.once

SQUARE = {"width": 1024, "height": 1024}


def body_of(server: Application) -> Any:
    """Return what was asked of the one call there was."""
    (request,) = calls_of(server)
    return request.json()


def calls_of(server: Application) -> list[Request]:
    return [request for request in server.seen if request.path.endswith("/images/generations")]


# Families.


@pytest.mark.parametrize(
    ("model", "wanted", "size"),
    [
        ("gpt-image-2", (1024, 1024), (1024, 1024)),
        ("gpt-image-2", (1280, 720), (1280, 720)),
        ("gpt-image-2", (1000, 700), (1008, 704)),
        ("gpt-image-2", (512, 512), (816, 816)),
        ("gpt-image-2", (4096, 4096), (2880, 2880)),
        ("gpt-image-2", (4096, 2304), (3840, 2160)),
        ("gpt-image-2", (4096, 64), (3840, 1280)),
        ("gpt-image-2.5-flare", (1000, 700), (1008, 704)),
        ("gpt-image-1", (1280, 720), (1536, 1024)),
        ("gpt-image-1-mini", (64, 64), (1024, 1024)),
        ("gpt-image-1.5", (600, 800), (1024, 1536)),
        ("chatgpt-image-latest", (1024, 1024), (1024, 1024)),
        ("dall-e-3", (1280, 720), (1792, 1024)),
        ("dall-e-2", (300, 300), (256, 256)),
        ("dall-e-2", (1280, 720), (1024, 1024)),
        ("stablediffusion", (1000, 700), (1008, 704)),
        ("black-forest-labs/flux", (64, 4096), (64, 4096)),
    ],
)
def test_size_is_the_nearest_that_the_model_can_do(model: str, wanted: Size, size: Size) -> None:
    assert family_of(model).nearest(wanted) == size


def test_every_size_of_the_service_has_one_that_gpt_image_2_takes() -> None:
    sides = (64, 65, 100, 256, 300, 511, 640, 777, 900, 1024, 1365, 1536, 2047, 3000, 3839, 4096)

    for wanted in ((width, height) for width in sides for height in sides):
        width, height = family_of("gpt-image-2").nearest(wanted)

        assert (width % 16, height % 16) == (0, 0), wanted
        assert max(width, height) <= 3840, wanted
        assert max(width, height) <= 3 * min(width, height), wanted
        assert 655_360 <= width * height <= 3840 * 2160, wanted
        if 1 / 2.8 < wanted[0] / wanted[1] < 2.8:
            assert width / height == pytest.approx(wanted[0] / wanted[1], rel=0.03), wanted


@pytest.mark.parametrize(
    ("options", "fields", "body"),
    [
        (
            {"model": "gpt-image-2", "quality": "low", "output_format": "webp", "moderation": "low"},
            {},
            {"size": "1024x1024", "quality": "low", "output_format": "webp", "moderation": "low"},
        ),
        (
            {"model": "gpt-image-1", "pictures": 2, "background": "opaque"},
            {"width": 720, "height": 1280},
            {"size": "1024x1536", "background": "opaque", "n": 2},
        ),
        (
            {"model": "dall-e-3", "style": "natural", "quality": "hd"},
            {},
            {"size": "1024x1024", "style": "natural", "quality": "hd", "response_format": "b64_json"},
        ),
        ({"model": "dall-e-2"}, {}, {"size": "1024x1024", "response_format": "b64_json"}),
        (
            {"model": "stablediffusion", "steps_field": "step", "steps": 12},
            {},
            {"size": "1024x1024", "response_format": "b64_json", "seed": 7, "step": 12},
        ),
        (
            {"model": "hidream", "steps_field": "num_inference_steps", "steps": 12, "negative_prompt": "field"},
            {"negative_prompt": "rust", "steps": 30},
            {
                "size": "1024x1024",
                "response_format": "b64_json",
                "seed": 7,
                "num_inference_steps": 30,
                "negative_prompt": "rust",
            },
        ),
        (
            {"model": "hidream", "seed": False, "sizes": "512x768,1024x768"},
            {"steps": 30},
            {"size": "1024x768", "response_format": "b64_json"},
        ),
        (
            {"model": "gpt-image-2", "sizes": ["1536x1024"]},
            {},
            {"size": "1536x1024"},
        ),
    ],
)
def test_body_has_what_the_model_knows_and_no_more(
    options: dict[str, object], fields: dict[str, Any], body: dict[str, object]
) -> None:
    with bench(ADAPTER) as it:
        drawing = it.draw(engine=it.engine(**options), **{**SQUARE, **fields})

    assert body_of(it.server) == {"model": options["model"], "prompt": "An iron sword", "n": 1} | body
    width, height = map(int, str(body["size"]).split("x"))
    assert_pictures(drawing, size=(width, height), count=int(str(body.get("n", 1))))
    assert drawing.model == options["model"]


@pytest.mark.parametrize(
    ("options", "has_seed", "claims"),
    [
        ({"model": "gpt-image-2", "quality": "low"}, False, {"size": "1024x1024", "quality": "low"}),
        ({"model": "sd", "steps_field": "step", "steps": 9}, True, {"size": "1024x1024", "seed": 7, "steps": 9}),
        ({"model": "sd", "steps": 9, "seed": False}, False, {"size": "1024x1024"}),
    ],
)
def test_record_claims_only_what_the_model_was_told(
    options: dict[str, object], has_seed: bool, claims: dict[str, object]
) -> None:
    with bench(ADAPTER) as it:
        engine = it.engine(**options)
        drawing = it.draw(engine=engine, **SQUARE)

    assert engine.abilities.has_seed is has_seed
    assert drawing.settings == claims


def test_abilities_are_those_of_the_model() -> None:
    with bench(ADAPTER) as it:
        engines = [it.engine(model="gpt-image-2"), it.engine(model="dall-e-3"), it.engine(negative_prompt="bar")]

    assert [engine.abilities for engine in engines] == [
        Abilities(
            sizes="multiples of 16 from 256 to 3840, at most 3 times as long as wide",
            has_seed=False,
            has_negative_prompt=False,
            most_pictures=1,
        ),
        Abilities(sizes="1024x1024, 1792x1024, 1024x1792", has_seed=False, has_negative_prompt=False, most_pictures=1),
        Abilities(sizes="multiples of 8 from 64 to 4096", has_seed=True, has_negative_prompt=True, most_pictures=1),
    ]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"model": "dall-e-3", "pictures": "2"}, "pictures must be 1 for dall-e-3, not 2"),
        ({"pictures": "0"}, "pictures must be between 1 and 10 for gpt-image-2, not 0"),
        ({"style": "vivid"}, "gpt-image-2 has no style"),
        ({"model": "dall-e-2", "quality": "hd"}, "dall-e-2 has no quality"),
        ({"negative_prompt": "maybe"}, "negative_prompt must be one of fold, field, bar, omit"),
        ({"output_format": "gif"}, "output_format must be one of png, jpeg, webp"),
        ({"sizes": "large"}, "sizes must be like 1024x1024,1536x1024"),
    ],
)
def test_bad_options_are_refused_in_a_sentence(options: dict[str, str], sentence: str) -> None:
    with pytest.raises(BadConfiguration) as caught:
        make_engine(configure("painter", {"type": "openai", **options}, limit_seconds=120, rank=0))

    assert str(caught.value) == f"engine 'painter': {sentence}"


# Prompts.


@pytest.mark.parametrize(
    ("way", "prompt"),
    [
        ("fold", "A sword | of iron\n\nAvoid: rust, hands."),
        ("bar", "A sword / of iron|rust, hands."),
        ("omit", "A sword | of iron"),
        ("field", "A sword | of iron"),
    ],
)
def test_negative_prompt_goes_the_configured_way(way: str, prompt: str) -> None:
    with bench(ADAPTER) as it:
        it.draw(engine=it.engine(negative_prompt=way), description="A sword | of iron", negative_prompt="rust, hands.")

    body = body_of(it.server)
    assert body["prompt"] == prompt
    assert body.get("negative_prompt") == ("rust, hands." if way == "field" else None)


@pytest.mark.parametrize("way", ["fold", "bar"])
def test_no_negative_prompt_leaves_the_prompt_alone(way: str) -> None:
    with bench(ADAPTER) as it:
        it.draw(engine=it.engine(negative_prompt=way), negative_prompt=" ")

    assert body_of(it.server)["prompt"] == "An iron sword"


@pytest.mark.parametrize(
    ("negative", "ending"),
    [
        ("", ""),
        ("rust", "\n\nAvoid: rust."),
        ("rust " * 90, "\n\nAvoid: " + "rust " * 89 + "rust."),
        ("rust " * 200, ""),
    ],
    ids=["none", "short", "half", "too long"],
)
def test_long_prompt_is_cut_between_words_and_the_negative_one_never(
    negative: str, ending: str, caplog: pytest.LogCaptureFixture
) -> None:
    watch = Notes()

    with bench(ADAPTER) as it, caplog.at_level(logging.WARNING, "imagesvc"):
        drawing = it.draw(
            watch, engine=it.engine(model="dall-e-2"), description="iron " * 400, negative_prompt=negative, **SQUARE
        )

    prompt = body_of(it.server)["prompt"]
    words = prompt.removesuffix(ending).split(" ")
    assert prompt.endswith(ending)
    assert set(words) == {"iron"}
    assert 990 < len(prompt) <= 1000
    assert watch.messages[0] == "Asking dall-e-2 (the prompt is too long and was cut)"
    assert drawing.settings["prompt_cut_to"] == len(prompt)
    assert [record.message for record in caplog.records] == [
        "engine tested: a prompt of 2000 characters was cut to 1000"
    ]


def test_word_without_end_is_cut_hard() -> None:
    with bench(ADAPTER) as it:
        it.draw(engine=it.engine(model="dall-e-2"), description="i" * 1_400, **SQUARE)

    assert body_of(it.server)["prompt"] == "i" * 1_000


# Headers.


def test_environment_of_the_sdk_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ORG_ID", "PROJECT_ID", "API_KEY", "ADMIN_KEY", "WEBHOOK_SECRET"):
        monkeypatch.setenv(f"OPENAI_{name}", "of-somebody-else")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "Authorization: Bearer of-somebody-else")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")

    with bench(ADAPTER) as it:
        it.draw()

    (request,) = calls_of(it.server)
    assert request.headers["authorization"] == f"Bearer {KEY}"
    assert request.headers["user-agent"] == "imagesvc/1"
    assert "of-somebody-else" not in repr(request.headers)


def test_no_key_sends_no_authorization(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "of-somebody-else")

    with bench(ADAPTER) as it:
        engine = make_engine(
            configure("tested", {"type": "openai", "url": it.url, "model": "sd"}, limit_seconds=120, rank=0)
        )
        it.draw(engine=engine)
        engine.probe()

    assert ["authorization" in request.headers for request in it.server.seen] == [False, False]


def test_key_is_in_no_log(caplog: pytest.LogCaptureFixture) -> None:
    with bench(ADAPTER) as it, caplog.at_level(logging.DEBUG):
        it.draw()

    assert caplog.records
    assert KEY not in caplog.text


def test_sdk_is_imported_when_it_is_needed() -> None:
    program = "import sys, imagesvc.engines.openai; print('openai' in sys.modules)"

    printed = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert printed.stdout == "False\n"


# Answers.


@pytest.mark.parametrize("way", ["b64_json", "url", "relative_url", "data_url"])
def test_pictures_are_taken_in_however_they_come(way: str) -> None:
    with bench(ADAPTER, answers=way) as it:
        drawing = it.draw(engine=it.engine(pictures=3))

    assert_pictures(drawing, size=(64, 64), count=3)
    assert len({picture.png for picture in drawing.pictures}) == 3


def test_address_below_the_servers_path_is_found_at_its_root() -> None:
    with bench(ADAPTER, answers="relative_url") as it:
        drawing = it.draw(engine=it.engine(url=f"{it.url}/v1"))

    assert_pictures(drawing, size=(64, 64))
    assert [request.path for request in it.server.seen] == [
        "/v1/images/generations",
        "/generated-images/64x64-7.png",
    ]


def test_picture_of_another_host_is_fetched_without_our_key() -> None:
    with running(store := OpenAIServer()) as store_url, bench(ADAPTER, answers="url", pictures_at=store_url) as it:
        engine = it.engine(allowed_hosts=store_url.removeprefix("http://"))
        assert_pictures(it.draw(engine=engine), size=(64, 64))

    (request,) = store.seen
    assert request.path == "/generated-images/64x64-7.png"
    assert KEY not in repr(request)


@pytest.mark.parametrize(
    "host", ["http://169.254.169.254", "http://127.0.0.1:9", "file://", "//127.0.0.1:9", "http://["]
)
def test_picture_of_a_host_that_is_not_allowed_is_not_fetched(host: str) -> None:
    with bench(ADAPTER, answers="url", pictures_at=host) as it:
        error = it.failure()

    assert error.code in ("host_not_allowed", "bad_answer")
    assert len(it.server.seen) == 1


def test_revised_prompt_is_kept_clean() -> None:
    with bench(ADAPTER, revised_prompt="A sword \x1b[31mof\n iron \u202e" + "and more " * 100) as it:
        drawing = it.draw()

    assert drawing.revised_prompt == "A sword of iron " + "and more " * 99 + "and more"


def test_any_size_is_taken_where_that_is_configured() -> None:
    with bench(ADAPTER, picture="wrong_size") as it:
        drawing = it.draw(engine=it.engine(any_size=True))

    assert_pictures(drawing, size=(72, 64))


def test_time_is_reported_while_the_call_lasts() -> None:
    watch = Notes()

    with bench(ADAPTER, draw_seconds=2.2) as it:
        it.draw(watch)

    assert watch.messages == [
        "Asking stablediffusion",
        "Drawing at stablediffusion, 1 s so far",
        "Drawing at stablediffusion, 2 s so far",
        "Taking in the picture",
        "Drawn",
    ]


# Errors.


@pytest.mark.parametrize("error_in_200", [False, True])
@pytest.mark.parametrize(
    ("fail", "code", "fault", "sentence"),
    [
        (
            "moderation_blocked",
            "moderation",
            "request",
            "The engine's moderation refuses the prompt: violence, self-harm.",
        ),
        (
            "content_policy_violation",
            "moderation",
            "request",
            "The engine's moderation refuses the prompt: Your request was rejected as a result of our content rules.",
        ),
        (
            "safety_system",
            "moderation",
            "request",
            "The engine's moderation refuses the prompt: Your request was rejected as a result of our safety system.",
        ),
        (
            "insufficient_quota",
            "quota_exhausted",
            "engine",
            "The account's quota at the engine is used up: You exceeded your current quota.",
        ),
        (
            "billing_hard_limit",
            "quota_exhausted",
            "engine",
            "The account's quota at the engine is used up: Billing hard limit reached.",
        ),
    ],
)
def test_moderation_and_quota_are_final(fail: str, code: str, fault: str, sentence: str, error_in_200: bool) -> None:
    with bench(ADAPTER, fail=fail, error_in_200=error_in_200) as it:
        error = it.failure()

    assert (str(error), error.code, error.fault.value, error.is_retryable) == (sentence, code, fault, False)


@pytest.mark.parametrize(
    ("script", "code", "fault", "is_retryable", "sentence"),
    [
        (
            {"fail": "payment_required"},
            "quota_exhausted",
            "engine",
            False,
            "The account's quota at the engine is used up: Insufficient balance.",
        ),
        (
            {"fail": "unverified"},
            "unauthorized",
            "engine",
            False,
            "The engine refuses our key (403): Your organization must be verified to use this model",
        ),
        (
            {"fail": "bad_prompt"},
            "refused",
            "request",
            False,
            "The engine refused the request (400): Invalid prompt",
        ),
        (
            {"fail": "server_error", "error_in_200": True},
            "bad_answer",
            "engine",
            True,
            "The engine answered with an error: The server had an error while processing your request.",
        ),
        (
            {"no_data": True},
            "no_picture",
            "request",
            False,
            "The engine answered without a picture, as some do when their moderation refuses the prompt.",
        ),
    ],
)
def test_other_errors_say_what_they_mean(
    script: dict[str, object], code: str, fault: str, is_retryable: bool, sentence: str
) -> None:
    with bench(ADAPTER, **script) as it:
        error = it.failure()

    assert (str(error), error.code, error.fault.value, error.is_retryable) == (sentence, code, fault, is_retryable)


@pytest.mark.parametrize(
    ("retry_after", "reset_requests", "seconds"),
    [
        (None, "1s", 1.0),
        (None, "6m0s", 360.0),
        (None, "120ms", 0.12),
        (None, "1h2m3.5s", 3_723.5),
        ("7", "1s", 7.0),
        (None, "soon", None),
        (None, "", None),
        (None, "9" * 400 + "s", None),
        (None, None, None),
    ],
)
def test_rate_limit_says_how_long_to_wait(
    retry_after: str | None, reset_requests: str | None, seconds: float | None
) -> None:
    with bench(ADAPTER, submit_status=429, retry_after=retry_after, reset_requests=reset_requests) as it:
        error = it.failure()

    assert (error.code, error.fault.value, error.counts) == ("rate_limited", "busy", False)
    assert error.retry_after_seconds == seconds


class RawServer(Application):
    """Answers errors as servers do that only resemble OpenAI's."""

    def __init__(self, answer: Answer) -> None:
        super().__init__()
        self.answer = answer

    @route("POST", "/images/generations")
    async def generate(self, request: Request) -> Answer:
        return self.answer


@pytest.mark.parametrize(
    ("answer", "code", "sentence"),
    [
        (
            text_answer("could not load model: rpc error", status=500),
            "engine_failed",
            "The engine failed (500): could not load model: rpc error",
        ),
        (
            json_answer({"error": "rejected by our content policy"}, status=400),
            "moderation",
            "The engine's moderation refuses the prompt: rejected by our content policy.",
        ),
        (json_answer([1], status=404), "refused", "The engine refused the request (404)."),
        (
            json_answer({"error": {"message": [], "code": 5}}, status=400),
            "refused",
            "The engine refused the request (400)",
        ),
        (
            Answer(status=302, headers={"Location": "http://169.254.169.254/"}),
            "refused",
            "The engine refused the request (302).",
        ),
    ],
)
def test_errors_of_other_forms_are_understood(answer: Answer, code: str, sentence: str) -> None:
    with running(server := RawServer(answer)) as url:
        error = Bench(ADAPTER, server=server, url=url).failure()

    assert error.code == code
    assert str(error).startswith(sentence)
    assert len(server.seen) == 1


@pytest.mark.parametrize("path", ["/v1", "/no/list/of/models"])
def test_probe_is_content_with_a_server_that_has_no_list_of_models(path: str) -> None:
    with bench(ADAPTER) as it:
        it.engine(url=it.url + path).probe()

    assert [request.path for request in it.server.seen] == [f"{path}/models"]


def test_probe_is_told_of_a_bad_key() -> None:
    with bench(ADAPTER, key="another") as it, pytest.raises(EngineError) as caught:
        it.engine().probe()

    assert (caught.value.code, caught.value.is_retryable) == ("unauthorized", False)
