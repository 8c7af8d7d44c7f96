"""The A1111 engine: what it sends, what it believes, and whom it interrupts."""

import json
from base64 import b64encode
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from imagesvc.engines import configure, make_engine
from imagesvc.engines.a1111_progress import Progress
from imagesvc.engines.a1111_prompts import neutralise
from imagesvc.engines.base import Drawing, EngineError, Fault
from imagesvc.engines.configuration import BadConfiguration
from imagesvc.engines.http import Server
from tests.engines.adapters.a1111 import ADAPTER, SIZE
from tests.engines.conformance import Bench, assert_clean, assert_pictures, bench, corruptions
from tests.engines.servers import pictures
from tests.engines.servers.a1111 import SOMEBODY, hash_of
from tests.engines.watching import Cancelled, Notes

pytestmark = pytest.mark.once

LOADED, OTHER = "v1-5-pruned-emaonly", "xl/dreamshaper.v8"


def submitted(it: Bench) -> dict[str, Any]:
    """Return the one request to draw, without the id that differs each time."""
    (request,) = [each for each in it.server.seen if each.path == "/sdapi/v1/txt2img"]
    body: dict[str, Any] = request.json()
    assert body.pop("force_task_id").startswith("imagesvc-")
    return body


def paths(it: Bench) -> list[str]:
    return [each.path for each in it.server.seen]


def colours(drawing: Drawing) -> list[bytes]:
    return [Image.open(BytesIO(each.png)).tobytes() for each in drawing.pictures]


def failure(it: Bench, **options: object) -> EngineError:
    return it.failure(engine=it.engine(**options))


def test_request_says_what_the_spec_says_and_leaves_the_rest_to_the_server() -> None:
    with bench(ADAPTER) as it:
        it.draw(preamble="A world of ice.", description="A sword", negative_prompt="blur", steps=12, seed=2**32 - 1)

    assert submitted(it) == {
        "prompt": "A world of ice.\n\nA sword",
        "negative_prompt": "blur",
        "width": 64,
        "height": 64,
        "seed": 2**32 - 1,
        "steps": 12,
        "cfg_scale": 7.0,
        "batch_size": 1,
        "n_iter": 1,
        "send_images": True,
        "save_images": False,
        "do_not_save_samples": True,
        "do_not_save_grid": True,
    }


def test_options_are_sent() -> None:
    options = {
        "sampler": "DPM++ 2M",
        "scheduler": "Karras",
        "steps": "30",
        "cfg_scale": "4.5",
        "styles": "ink, night",
        "checkpoint": LOADED,
        "prompt_ending": "<lora:engraving:0.8>",
    }
    with bench(ADAPTER) as it:
        it.draw(engine=it.engine(**options))

    body = submitted(it)
    assert {name: body[name] for name in ("sampler_name", "scheduler", "steps", "cfg_scale", "styles", "prompt")} == {
        "sampler_name": "DPM++ 2M",
        "scheduler": "Karras",
        "steps": 30,
        "cfg_scale": 4.5,
        "styles": ["ink", "night"],
        "prompt": "An iron sword <lora:engraving:0.8>",
    }
    assert body["override_settings"] == {"sd_model_checkpoint": f"{LOADED}.safetensors [{hash_of(LOADED)[:10]}]"}


def test_drawing_remembers_how_it_was_made() -> None:
    with bench(ADAPTER) as it:
        drawing = it.draw(engine=it.engine(scheduler="Karras"))

    assert (drawing.model, drawing.settings) == (
        f"{LOADED} [{hash_of(LOADED)[:10]}]",
        {"seed": 7, "steps": 25, "cfg_scale": 7.0, "sampler": "Euler a", "scheduler": "Karras"},
    )


DIRECTIVES = {
    "A sword, 3 < 4 and a > b": "A sword, 3 < 4 and a > b",
    "<lora:evil:9> sword": "< lora:evil:9> sword",
    "<hypernet:x:1><lyco:y>": "< hypernet:x:1>< lyco:y>",
    "a __wild__ animal and __a/b/*__": "a _ _wild_ _ animal and _ _a/b/*_ _",
    "[day:night:0.5]": r"\[day:night:0.5\]",
    "[cow|horse]": r"\[cow|horse\]",
    "(gold:1.9) (a)": r"\(gold:1.9\) \(a\)",
    r"\(already\)": r"\(already\)",
    # An escaped backslash before a bracket that is not escaped.
    r"\\[a:b:0.5]": r"\\\[a:b:0.5\]",
    "sword\\": "sword\\",
    "a cat AND a dog BREAK night": "a cat and a dog break night",
    "BRANDY, breakfast, Android": "BRANDY, breakfast, Android",
    "O'Neill's “blade” 🗡️ {{ x }} %s": "O'Neill's “blade” 🗡️ {{ x }} %s",
    "": "",
}


@pytest.mark.parametrize("text", DIRECTIVES)
def test_prompt_is_words_alone(text: str) -> None:
    assert neutralise(text) == DIRECTIVES[text]


@pytest.mark.parametrize("text", DIRECTIVES)
def test_neutral_text_stays_as_it_is(text: str) -> None:
    assert neutralise(DIRECTIVES[text]) == DIRECTIVES[text]


@pytest.mark.parametrize(
    ("allowed", "sent"), [("false", r"< lora:x:9> \[a:b:0.5\]"), ("true", "<lora:x:9> [a:b:0.5]")], ids=["no", "yes"]
)
def test_directives_work_only_where_they_are_allowed(allowed: str, sent: str) -> None:
    text = "<lora:x:9> [a:b:0.5]"

    with bench(ADAPTER) as it:
        it.draw(engine=it.engine(allow_directives=allowed), description=text, negative_prompt=text)

    body = submitted(it)
    assert (body["prompt"], body["negative_prompt"]) == (sent, sent)


@pytest.mark.parametrize(
    "name",
    [
        f"{OTHER}.safetensors [{hash_of(OTHER)[:10]}]",
        f"{OTHER}.safetensors",
        "XL\\dreamshaper.v8.SAFETENSORS",
        "dreamshaper.v8",
        "dreamshaper.v8.safetensors",
        hash_of(OTHER)[:10],
        hash_of(OTHER),
    ],
)
def test_checkpoint_is_found_by_what_people_call_it(name: str) -> None:
    with bench(ADAPTER) as it:
        drawing = it.draw(engine=it.engine(checkpoint=name))

    assert drawing.model == f"dreamshaper.v8 [{hash_of(OTHER)[:10]}]"


def test_unknown_checkpoint_is_refused_before_anything_is_drawn() -> None:
    with bench(ADAPTER, checkpoints=["b", "a/\x1b[31mred"]) as it:
        error = failure(it, checkpoint="dream")

    assert (str(error), error.code, error.is_retryable, error.fault) == (
        "The engine has no checkpoint 'dream'. It has: a/ red.safetensors [612f1b5b33], b.safetensors [6200000000].",
        "unknown_checkpoint",
        False,
        Fault.ENGINE,
    )
    assert paths(it) == ["/sdapi/v1/sd-models"]


def test_probe_finds_that_the_checkpoint_is_unknown() -> None:
    with bench(ADAPTER) as it, pytest.raises(EngineError) as caught:
        it.engine(checkpoint="dream").probe()

    assert caught.value.code == "unknown_checkpoint"


def test_many_checkpoints_are_named_in_part() -> None:
    with bench(ADAPTER, checkpoints=[f"model-{number:03}" for number in range(200)]) as it:
        error = failure(it, checkpoint="dream")

    assert str(error).endswith(", model-009.safetensors [6d6f64656c] and 190 more.")


def test_checkpoint_of_two_folders_must_be_named_with_its_folder() -> None:
    with bench(ADAPTER, checkpoints=["a/same", "b/same"]) as it:
        error = failure(it, checkpoint="same")
        drawing = it.draw(engine=it.engine(checkpoint="b/same.safetensors"))

    assert str(error) == (
        "The engine has several checkpoints 'same': a/same.safetensors [612f73616d], b/same.safetensors [622f73616d]."
    )
    assert drawing.model == "same [622f73616d]"


def test_silently_replaced_checkpoint_is_an_error() -> None:
    with bench(ADAPTER, ignores_checkpoint=True) as it:
        error = failure(it, checkpoint="dreamshaper.v8")

    assert (str(error), error.code, error.is_retryable) == (
        f"The engine drew with {LOADED!r} instead of '{OTHER}.safetensors [{hash_of(OTHER)[:10]}]'.",
        "unknown_checkpoint",
        False,
    )


def test_prompt_cannot_pretend_another_checkpoint() -> None:
    lie = f"A sword\nSteps: 1, Model hash: {hash_of(OTHER)[:10]}, Model: dreamshaper.v8"

    with bench(ADAPTER, ignores_checkpoint=True) as it:
        error = it.failure(engine=it.engine(checkpoint=OTHER.rpartition("/")[2]), description=lie)

    assert error.code == "unknown_checkpoint"


def test_server_that_does_not_say_its_checkpoint_is_believed() -> None:
    with bench(ADAPTER, is_silent=True) as it:
        drawing = it.draw(engine=it.engine(checkpoint="dreamshaper.v8"))

    assert_pictures(drawing, size=SIZE)
    assert drawing.model == ""


@pytest.mark.parametrize("body", [b"[]", b"{}", b"null", b"[null, 5, {}]", b'[{"title": 5}]', b"<html>", b""])
def test_list_of_checkpoints_may_be_rubbish(body: bytes) -> None:
    with bench(ADAPTER, models_body=body) as it:
        error = failure(it, checkpoint="dreamshaper.v8")

    assert error.code in ("bad_answer", "unknown_checkpoint")


def test_checkpoints_of_wrong_types_are_errors() -> None:
    good = {"title": "a [b]", "model_name": "a", "hash": "b", "sha256": None, "filename": "/m/a.ckpt", "config": None}

    with bench(ADAPTER) as it:
        engine = it.engine(checkpoint="a")
        for wrong in corruptions([good]):
            it.script.models_body = json.dumps(wrong).encode()
            try:
                it.draw(engine=engine)
            except EngineError as error:
                assert_clean(error)


def test_info_of_wrong_types_is_survived() -> None:
    good = {
        "steps": 25,
        "cfg_scale": 7,
        "sampler_name": "Euler",
        "sd_model_name": "x",
        "index_of_first_image": 0,
        "infotexts": ["A sword\nSteps: 25, Sampler: Euler, Model hash: abc, Model: x"],
    }
    image = b64encode(pictures.picture("good", size=SIZE)).decode()

    with bench(ADAPTER) as it:
        engine = it.engine()
        for wrong in corruptions(good):
            it.script.body = json.dumps({"images": [image], "info": json.dumps(wrong)}).encode()
            try:
                assert_pictures(it.draw(engine=engine), size=SIZE)
            except EngineError as error:
                assert_clean(error)


def test_long_word_with_quotes_comes_back_harmlessly() -> None:
    # Servers repeat the prompt, and what looks like base64 is treated as a picture.
    text = 'say "' + "a" * 3_000 + '" \\ "' + "b" * 2_000 + "\n" + "c" * 2_000

    with bench(ADAPTER) as it:
        assert_pictures(it.draw(description=text), size=SIZE)


def test_grid_and_pictures_of_extensions_are_left_out() -> None:
    with bench(ADAPTER, grid=True, extras=2) as it:
        drawing = it.draw(engine=it.engine(pictures=2))

    expected = [pictures.pixels(SIZE, seed).tobytes() for seed in (7, 8)]
    assert colours(drawing) == expected


def test_pictures_too_large_for_one_call_take_several_with_seeds_that_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("imagesvc.engines.a1111.MOST_PIXELS", 2 * 64 * 64)
    watch = Notes()

    with bench(ADAPTER) as it:
        drawing = it.draw(watch, engine=it.engine(pictures=5, most_pixels=4096))

    bodies = [each.json() for each in it.server.seen if each.path == "/sdapi/v1/txt2img"]
    assert [(each["seed"], each["batch_size"]) for each in bodies] == [(7, 2), (9, 2), (11, 1)]
    assert colours(drawing) == [pictures.pixels(SIZE, seed).tobytes() for seed in range(7, 12)]


def test_no_picture_is_an_error() -> None:
    with bench(ADAPTER, fail="no_picture") as it:
        error = it.failure()

    assert (str(error), error.code, error.is_retryable) == ("The engine returned no picture.", "no_picture", True)


FAILURES: Mapping[str, tuple[str, str, bool]] = {
    "out_of_memory": (
        "The engine failed (500): OutOfMemoryError: CUDA out of memory. Tried to allocate 20.00 GiB",
        "out_of_memory",
        True,
    ),
    "not_enough_memory": (
        "The engine failed (500): RuntimeError: Not enough memory, use lower resolution (max approx. 640x640)",
        "out_of_memory",
        True,
    ),
    "unknown_sampler": ("The engine refused the request (404): Sampler not found", "refused", False),
    "no_api": ("The engine has no API at this address: start it with --api.", "no_api", False),
}


@pytest.mark.parametrize("fail", FAILURES)
def test_failure_says_what_to_mend(fail: str) -> None:
    with bench(ADAPTER, fail=fail) as it:
        error = it.failure()

    assert (str(error), error.code, error.is_retryable) == FAILURES[fail]


def test_login_is_sent_with_every_request() -> None:
    with bench(ADAPTER, key=ADAPTER.key, draw_seconds=0.7) as it:
        it.draw(engine=it.engine(checkpoint="dreamshaper.v8"))

    expected = "Basic " + b64encode(ADAPTER.key.encode()).decode()
    assert {each.headers.get("authorization") for each in it.server.seen} == {expected}
    assert set(paths(it)) == {
        "/sdapi/v1/sd-models",
        "/sdapi/v1/txt2img",
        "/internal/progress",
        "/sdapi/v1/progress",
    }


def test_no_origin_is_sent() -> None:
    with bench(ADAPTER) as it:
        it.draw()

    assert {"origin" in each.headers for each in it.server.seen} == {False}


def test_progress_says_how_long_it_takes() -> None:
    watch = Notes()

    with bench(ADAPTER, draw_seconds=1.2) as it:
        it.draw(watch)

    assert "Drawing, about 4 s left" in watch.messages
    asked = [each for each in it.server.seen if each.path == "/internal/progress"]
    assert 1 <= len(asked) <= 4


def test_waiting_is_said() -> None:
    watch = Notes()

    def let_it_draw() -> bool:
        if "Waiting at the engine for its other pictures" in watch.messages:
            it.script.others_before = 0
        return False

    with bench(ADAPTER, others_before=1) as it:
        drawing = it.draw(watch.cancel_when(let_it_draw))

    assert_pictures(drawing, size=SIZE)


def test_previews_are_shown() -> None:
    watch = Notes()

    with bench(ADAPTER, previews=True, draw_seconds=1.5) as it:
        it.draw(watch)

    assert [preview.size for preview in watch.previews] in ([(32, 32)], [(32, 32)] * 2)


@pytest.mark.parametrize("kind", ["endless", "bomb", "text", "huge"])
def test_bad_preview_is_left_out(kind: str) -> None:
    text = {
        "bomb": "data:image/png;base64," + b64encode(pictures.picture("bomb", size=SIZE)).decode(),
        "endless": "A" * (5 * 2**20),
        "text": "data:image/png;base64,%%%",
        "huge": 10**40,
    }[kind]
    told = {"active": True, "progress": 0.5, "eta": 1, "live_preview": text, "id_live_preview": 3}
    watch = Notes()

    with bench(ADAPTER, progress_body=json.dumps(told).encode(), draw_seconds=0.8) as it:
        assert_pictures(it.draw(watch), size=SIZE)

    assert watch.previews == []


def test_progress_of_wrong_types_does_no_harm() -> None:
    good = {"active": True, "queued": False, "progress": 0.5, "eta": 1.0, "live_preview": None, "id_live_preview": 1}
    bodies = [json.dumps(wrong).encode() for wrong in corruptions(good)]

    with bench(ADAPTER) as it:
        server = Server(it.url)
        for body in [*bodies, b"<html>", b"", b"[" * 100_000]:
            it.script.progress_body = body
            watch = Notes()
            Progress(server, watch, task="ours", start=5, end=90).ask()

            assert set(watch.percents) <= set(range(5, 91)), body


def test_old_server_tells_progress_of_the_task_that_it_names() -> None:
    watch = Notes()

    with bench(ADAPTER, flavour="old", draw_seconds=1.5) as it:
        it.draw(watch)

    assert "Drawing, about 4 s left" in watch.messages
    assert paths(it).count("/internal/progress") == 1


@pytest.mark.parametrize("flavour", ["a1111", "old"])
def test_cancel_interrupts_our_task(flavour: str) -> None:
    with bench(ADAPTER, flavour=flavour, draw_seconds=30.0) as it:
        watch = Notes().cancel_when(lambda: it.server.drawing)
        with pytest.raises(Cancelled):
            it.draw(watch)

    assert len(it.server.cancelled) == 1
    assert it.server.cancelled[0].startswith("imagesvc-")


def test_cancel_in_the_queue_interrupts_nobody() -> None:
    with bench(ADAPTER, others_before=1) as it:
        watch = Notes().cancel_when(lambda: it.server.waiting)
        with pytest.raises(Cancelled):
            it.draw(watch)

    assert it.server.cancelled == []
    assert SOMEBODY not in it.server.cancelled


def test_server_that_knows_no_task_is_not_interrupted() -> None:
    with bench(ADAPTER, flavour="sdnext", draw_seconds=30.0) as it:
        watch = Notes().cancel_when(lambda: it.server.drawing)
        with pytest.raises(Cancelled):
            it.draw(watch)

    assert it.server.cancelled == []


def test_half_done_picture_of_somebody_elses_interrupt_is_thrown_away() -> None:
    with bench(ADAPTER, draw_seconds=1.0, interrupted_after=5) as it:
        error = it.failure()

    assert (str(error), error.code, error.is_retryable) == ("Somebody interrupted the engine.", "interrupted", True)


def test_abilities_are_those_of_the_configuration() -> None:
    engine = make_engine(configure("a1111", {"pictures": "4"}, limit_seconds=120, rank=0))

    abilities = engine.abilities

    assert (abilities.sizes, abilities.has_seed, abilities.has_negative_prompt, abilities.most_pictures) == (
        "multiples of 8 from 64 to 4096",
        True,
        True,
        4,
    )


BAD_OPTIONS: Mapping[str, tuple[dict[str, str], str]] = {
    "pictures": ({"pictures": "9"}, "engine 'sd': pictures must be between 1 and 8, not 9"),
    "steps": ({"steps": "0"}, "engine 'sd': steps must be between 1 and 150, not 0"),
    "cfg_scale": ({"cfg_scale": "-1"}, "engine 'sd': cfg_scale must be between 0 and 50, not -1.0"),
    "most_pixels": ({"most_pixels": "10"}, "engine 'sd': most_pixels must be between 4096 and 16777216, not 10"),
    "key": ({"key": "no-colon"}, "engine 'sd': its key must be user:password, as its --api-auth has it"),
    "unknown": (
        {"colour": "red"},
        (
            "engine 'sd' has no setting 'colour'; of its own it has allow_directives, cfg_scale, checkpoint, "
            "most_pixels, pictures, prompt_ending, sampler, scheduler, steps, styles"
        ),
    ),
}


@pytest.mark.parametrize("case", BAD_OPTIONS)
def test_bad_options_are_refused(case: str) -> None:
    options, sentence = BAD_OPTIONS[case]

    with pytest.raises(BadConfiguration) as caught:
        make_engine(configure("sd", {"type": "a1111", **options}, limit_seconds=120, rank=0))

    assert str(caught.value) == sentence


def test_most_pixels_makes_large_pictures_smaller() -> None:
    with bench(ADAPTER) as it:
        drawing = it.draw(engine=it.engine(most_pixels=512 * 512), width=1024, height=1024)

    assert_pictures(drawing, size=(512, 512))
