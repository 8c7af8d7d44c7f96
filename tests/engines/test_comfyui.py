"""What is special about ComfyUI; what every engine must do stands in the conformance suite."""

import json
import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from imagesvc.engines import configure, make_engine
from imagesvc.engines.base import Abilities, Drawing, Engine, EngineError, Fault, ImageSpec
from imagesvc.engines.comfyui.answers import File, Outcome, Place, outcome_of, place_in
from imagesvc.engines.comfyui.sockets import SocketLost, open_socket
from imagesvc.engines.comfyui.workflows import SHIPPED, read_workflow
from imagesvc.engines.configuration import BadConfiguration, Secret
from imagesvc.engines.http import Server
from tests.engines.adapters.comfyui import ADAPTER
from tests.engines.conformance import assert_clean, assert_pictures, corruptions, own_process
from tests.engines.servers.asgi import Request, json_answer, running
from tests.engines.servers.comfyui import PROMPT_ID, ComfyUIScript, ComfyUIServer
from tests.engines.watching import Cancelled, Notes
from tests.processes import wait_for

pytestmark = pytest.mark.once

SPEC = ImageSpec(
    kind="item", preamble="In a world", description="an iron sword", negative_prompt="mist", width=64, height=96, seed=7
)
AGES = pytest.mark.parametrize("old", [False, True], ids=["new", "old"])


class Bench:
    def __init__(self, server: ComfyUIServer, url: str) -> None:
        self.server = server
        self.script = server.script
        self.url = url

    def engine(self, **options: object) -> Engine:
        raw = {"type": "comfyui", "url": self.url, "workflow": "check", **options}
        return make_engine(configure("tested", raw, limit_seconds=120, rank=0))

    def draw(self, watch: Notes | None = None, *, spec: ImageSpec = SPEC, **options: object) -> Drawing:
        return self.engine(**options).draw(spec, watch or Notes())

    def failure(self, watch: Notes | None = None, *, spec: ImageSpec = SPEC, **options: object) -> EngineError:
        with pytest.raises(EngineError) as caught:
            self.draw(watch, spec=spec, **options)
        assert_clean(caught.value)
        return caught.value

    def requests(self, path: str, *, method: str = "POST") -> list[Request]:
        return [request for request in self.server.seen if (request.method, request.path) == (method, path)]

    def posted(self) -> dict[str, Any]:
        """Return the one body that was posted as a prompt."""
        (request,) = self.requests("/prompt")
        body: dict[str, Any] = request.json()
        return body


@contextmanager
def bench(**script: Any) -> Iterator[Bench]:
    server = ComfyUIServer(ComfyUIScript(**script))
    with running(server) as url:
        yield Bench(server, url)


def said(error: EngineError) -> tuple[str, str, bool, Fault]:
    return str(error), error.code, error.is_retryable, error.fault


def node(class_type: str, title: str = "", **inputs: object) -> dict[str, Any]:
    return {"inputs": inputs, "class_type": class_type, "_meta": {"title": title or class_type}}


CANVAS = {
    "1": node("EmptyImage", "Canvas", width=512, height=512, batch_size=1, color=255),
    "2": node("ImageAddNoise", "Noise", image=["1", 0], seed=0, strength=0.3),
    "5": node("PrimitiveStringMultiline", "Text", value=""),
    "6": node("PreviewAny", source=["5", 0]),
}
CANVAS_INPUTS = """
[inputs]
prompt = "Text.value"
width = "Canvas.width"
height = "Canvas.height"
seed = "Noise.seed"
"""


@pytest.fixture
def mine(tmp_path: Path) -> Any:
    """Write a workflow `mine` of a canvas, noise, and what is given, and return the options that choose it."""

    def write(more: dict[str, Any], sidecar: str = "", inputs: str = CANVAS_INPUTS) -> dict[str, object]:
        (tmp_path / "mine.json").write_text(json.dumps(CANVAS | more))
        (tmp_path / "mine.toml").write_text(inputs + sidecar)
        return {"workflow": "mine", "workflow_folder": str(tmp_path)}

    return write


# What is asked for, and what comes back.


@pytest.mark.parametrize("name", ["check", "qwen_image", "sdxl", "sdxl_lora", "z_image"])
def test_drawing_with_what_we_ship(name: str) -> None:
    workflow = read_workflow(name, folders=[SHIPPED])

    with bench() as it:
        drawing = it.draw(workflow=name)

    values = {"prompt": "In a world\n\nan iron sword", "negative_prompt": "mist", "width": 64, "height": 96, "seed": 7}
    graph = workflow.filled(values)
    assert_pictures(drawing, size=(64, 96))
    assert it.posted()["prompt"] == graph
    assert (drawing.workflow, drawing.workflow_sha256) == (name, workflow.sha256)
    assert (drawing.model, drawing.settings) == {
        "check": ("", {}),
        "qwen_image": (
            "qwen_image_fp8_e4m3fn.safetensors",
            {"steps": 20, "cfg_scale": 2.5, "sampler": "euler", "scheduler": "simple"},
        ),
        "sdxl": (
            "sd_xl_base_1.0.safetensors",
            {"steps": 28, "cfg_scale": 6.5, "sampler": "dpmpp_2m", "scheduler": "karras"},
        ),
        "sdxl_lora": (
            "sd_xl_base_1.0.safetensors",
            {"steps": 28, "cfg_scale": 6.5, "sampler": "dpmpp_2m", "scheduler": "karras"},
        ),
        "z_image": (
            "z_image_turbo_bf16.safetensors",
            {"steps": 8, "cfg_scale": 1, "sampler": "res_multistep", "scheduler": "simple"},
        ),
    }[name]


def test_socket_is_opened_before_posting_and_nothing_says_where_we_come_from() -> None:
    with bench(key="a-key-of-ours") as it:
        it.draw(key="a-key-of-ours")

    first, second = it.server.seen[:2]
    body = it.posted()
    assert (first.method, first.path, first.query) == ("WEBSOCKET", "/ws", {"clientId": body["client_id"]})
    assert (second.method, second.path, set(body)) == ("POST", "/prompt", {"prompt", "client_id", "prompt_id"})
    assert re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", body["prompt_id"])
    assert it.server.drawn == [body["prompt_id"]]
    flags = {"type": "feature_flags", "data": {"supports_preview_metadata": True}}
    assert [json.loads(message) for message in it.server.heard] == [flags]
    assert {request.headers["authorization"] for request in it.server.seen} == {"Bearer a-key-of-ours"}
    assert [request for request in it.server.seen if "origin" in request.headers] == []


def test_every_draw_has_ids_of_its_own() -> None:
    with bench() as it:
        engine = it.engine()
        for _ in range(2):
            engine.draw(SPEC, Notes())

    bodies = [request.json() for request in it.requests("/prompt")]
    assert len({body["prompt_id"] for body in bodies} | {body["client_id"] for body in bodies}) == 4


@pytest.mark.parametrize("text", ['", "class_type": "LoadImage', "\\u0022 }] {{7*7}} %(x)s\n\ttab", "日本 🗡️ …", " "])
def test_text_arrives_byte_for_byte(text: str) -> None:
    with bench() as it:
        it.draw(spec=replace(SPEC, preamble="", description=text))

    graph = it.posted()["prompt"]
    assert graph["5"]["inputs"]["value"].encode() == text.encode()
    assert {id_: each["class_type"] for id_, each in graph.items()} == {
        "1": "EmptyImage",
        "2": "ImageAddNoise",
        "3": "SaveImage",
        "5": "PrimitiveStringMultiline",
        "6": "PreviewAny",
    }


def test_configured_values_take_the_place_of_the_files() -> None:
    options = {"workflow": "sdxl_lora", "checkpoint": "sub/mine.safetensors", "lora": "ink.safetensors", "steps": "12"}

    with bench(models=["sub/mine.safetensors"]) as it:
        drawing = it.draw(**options)

    graph = it.posted()["prompt"]
    assert graph["1"]["inputs"]["ckpt_name"] == drawing.model == "sub/mine.safetensors"
    assert graph["2"]["inputs"]["lora_name"] == "ink.safetensors"
    assert graph["6"]["inputs"]["steps"] == drawing.settings["steps"] == 12


def test_steps_of_the_picture_count_more_than_those_of_the_engine() -> None:
    with bench() as it:
        it.draw(spec=replace(SPEC, steps=3), workflow="sdxl", steps=12)

    assert it.posted()["prompt"]["6"]["inputs"]["steps"] == 3


@pytest.mark.parametrize(("kind", "name"), [("character", "z_image"), ("item", "sdxl")])
def test_kind_may_have_a_workflow_of_its_own(kind: str, name: str) -> None:
    options = {"workflow": "sdxl", "checkpoint": "mine.safetensors", "workflow_character": "z_image"}

    with bench(models=["mine.safetensors", "z_image_turbo_bf16.safetensors"]) as it:
        drawing = it.draw(spec=replace(SPEC, kind=kind), **options)

    assert (drawing.workflow, drawing.model) == {
        "z_image": ("z_image", "z_image_turbo_bf16.safetensors"),
        "sdxl": ("sdxl", "mine.safetensors"),
    }[name]


def test_upscaling_workflow_is_asked_for_a_smaller_picture(mine: Any) -> None:
    more = {
        "3": node("ImageScaleBy", image=["2", 0], upscale_method="lanczos", scale_by=2.0),
        "4": node("SaveImage", images=["3", 0], filename_prefix="x"),
    }

    with bench() as it:
        drawing = it.draw(spec=replace(SPEC, width=250, height=380), **mine(more, "[size]\nscale = 2"))

    assert_pictures(drawing, size=(256, 384))
    inputs = it.posted()["prompt"]["1"]["inputs"]
    assert (inputs["width"], inputs["height"]) == (128, 192)


def test_workflow_may_leave_the_size_open(mine: Any) -> None:
    more = {"4": node("SaveImage", images=["2", 0], filename_prefix="x")}

    with bench(picture="wrong_size") as it:
        assert it.failure(**mine(more)).code == "wrong_size"
        assert_pictures(it.draw(**mine(more, "[size]\nexact = false")), size=(72, 96))
        assert_pictures(it.draw(**mine(more, inputs='[inputs]\nprompt = "Text.value"')), size=(520, 512))


def test_several_outputs_are_all_kept_in_the_order_of_the_graph(mine: Any) -> None:
    more = {
        "3": node("SaveImage", "Save one", images=["1", 0], filename_prefix="a/one"),
        "4": node("SaveImage", "Save two", images=["2", 0], filename_prefix="two"),
        "7": node("PreviewImage", images=["2", 0]),
    }

    with bench() as it:
        drawing = it.draw(**mine(more))

    assert_pictures(drawing, size=(64, 96), count=2)
    assert [request.query for request in it.requests("/view", method="GET")] == [
        {"filename": "one_00001_.png", "subfolder": "a", "type": "output"},
        {"filename": "two_00002_.png", "subfolder": "", "type": "output"},
    ]


def test_named_outputs_alone_are_kept(mine: Any) -> None:
    more = {
        "3": node("SaveImage", "Save one", images=["1", 0], filename_prefix="one"),
        "4": node("SaveImage", "Save two", images=["2", 0], filename_prefix="two"),
    }

    with bench() as it:
        assert_pictures(it.draw(**mine(more, '[outputs]\nnodes = ["Save two"]')), size=(64, 96))

    assert [request.query["filename"] for request in it.requests("/view", method="GET")] == ["two_00002_.png"]


def test_previewed_picture_is_taken_where_none_is_saved(mine: Any) -> None:
    with bench() as it:
        assert_pictures(it.draw(**mine({"3": node("PreviewImage", images=["2", 0])})), size=(64, 96))


def test_too_many_pictures_are_an_error() -> None:
    with bench(pictures=65) as it:
        error = it.failure()

    sentence = "The engine's workflow brought 65 pictures; 64 are the most that one job may have."
    assert said(error) == (sentence, "too_large", False, Fault.ENGINE)


def test_pictures_that_are_too_large_together_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("imagesvc.engines.comfyui.engine.MOST_BYTES_KEPT", 10)

    with bench(pictures=2) as it:
        error = it.failure()

    sentence = "The engine's workflow brought 2 pictures, which together are too large."
    assert said(error) == (sentence, "too_large", False, Fault.ENGINE)


# How it goes.


@AGES
def test_progress_names_nodes_and_steps(old: bool) -> None:
    watch = Notes()

    with bench(old=old, draw_seconds=0.6) as it:
        it.draw(watch, workflow="sdxl", steps=25)

    assert [message for message in dict.fromkeys(watch.messages) if "KSampler" not in message] == [
        "Asking the engine",
        "Waiting at the engine",
        "Drawing",
        "Drawing: Load Checkpoint",
        "Drawing: Positive Prompt",
        "Drawing: Negative Prompt",
        "Drawing: Empty Latent Image",
        "Drawing: VAE Decode",
        "Drawing: Save Image",
        "Fetching the picture",
        "Drawn",
    ]
    assert "Drawing: KSampler 12/25" in watch.messages
    sampling = [percent for percent, message in watch.reports if message.startswith("Drawing: KSampler")]
    assert min(sampling) < 40
    assert max(sampling) > 60
    assert watch.percents[0] == 0
    assert watch.percents[-1] == 100


def test_waiting_says_how_many_are_before_us() -> None:
    watch = Notes()

    with bench(others_before=3) as it:

        def let_them_end() -> bool:
            if "Waiting at the engine: 3 before us" in watch.messages:
                it.script.others_before = 0
            return False

        assert_pictures(it.draw(watch.cancel_when(let_them_end)), size=(64, 96))

    # Once a second is enough.
    assert len(it.requests("/queue", method="GET")) <= 3


@AGES
def test_previews_are_shown_if_they_are_ours_once_a_second(old: bool) -> None:
    watch = Notes()

    with bench(old=old, previews=True, others_before=1, draw_seconds=1.4) as it:

        def let_them_end() -> bool:
            if it.server.strange_previews > 3:
                it.script.others_before = 0
            return False

        it.draw(watch.cancel_when(let_them_end), workflow="sdxl")

    assert {preview.size for preview in watch.previews} == {(32, 32)}
    assert 1 <= len(watch.previews) <= 2


@AGES
@pytest.mark.parametrize("trouble", ["no_socket", "socket_dies", "is_silent"])
def test_without_a_socket_the_queue_and_the_history_are_enough(
    monkeypatch: pytest.MonkeyPatch, trouble: str, old: bool
) -> None:
    for name in ("POLL_SECONDS", "SILENT_SECONDS"):
        monkeypatch.setattr(f"imagesvc.engines.comfyui.run.{name}", 0.2)
    watch = Notes()

    with bench(old=old, draw_seconds=0.4, **{trouble: True}) as it:
        assert_pictures(it.draw(watch), size=(64, 96))

    assert "Drawing" in watch.messages
    assert watch.longest_silence_seconds < 0.3
    assert len(it.server.drawn) == 1


STRANGE_FRAMES = [
    *("", "null", "[]", "5", "{", '{"type": 5, "data": {}}', '{"type": "progress", "data": null}', "[" * 100_000),
    *(b"", b"\x00", b"\x00\x00\x00\x01", b"\x00\x00\x00\x04\xff\xff\xff\xff", b"\x00\x00\x00\x04\x00\x00\x00\x02[]"),
    b"\x00\x00\x00\x01\x00\x00\x00\x02no picture",
    b"\x00\x00\x00\x09" + bytes(2**20),
    *(
        json.dumps({"type": type_, "data": {"prompt_id": PROMPT_ID.decode(), **content}})
        for type_, content in [
            ("execution_cached", {"nodes": 5}),
            ("execution_cached", {"nodes": [None, 5, {}]}),
            ("executing", {"node": 5}),
            ("executing", {"node": "no such node"}),
            ("executed", {"node": None}),
            ("progress", {"value": 1, "max": 0, "node": "1"}),
            ("progress", {"value": 10**400, "max": 3, "node": "1"}),
            ("progress", {"value": 10**400, "max": 10**400, "node": "1"}),
            ("progress", {"value": float("nan"), "max": 3, "node": "1"}),
            ("progress", {"value": 1, "max": float("inf"), "node": "1"}),
            ("progress", {"value": True, "max": "3", "node": ["1"]}),
            ("progress", {}),
            ("progress_state", {"nodes": []}),
            ("progress_state", {"nodes": {"1": None, "2": {"state": []}, "3": {"state": "running", "value": {}}}}),
            ("progress_state", {"nodes": {"1": {"state": "running", "value": -5, "max": 1e308}}}),
            ("execution_error", {"exception_type": "ExecutionBlocked", "exception_message": {}}),
        ]
    ),
    '{"type": "executing", "data": {"node": null, "prompt_id": "another"}}',
    '{"type": "execution_error", "data": {"prompt_id": []}}',
]


def test_strange_frames_are_passed_over() -> None:
    watch = Notes()

    with bench(strange_frames=STRANGE_FRAMES, draw_seconds=0.3) as it:
        assert_pictures(it.draw(watch), size=(64, 96))

    assert len(it.server.drawn) == 1
    assert watch.previews == []


def test_frame_that_is_too_large_costs_the_socket_only() -> None:
    with bench(strange_frames=[bytes(9 * 2**20)], draw_seconds=0.3) as it:
        assert_pictures(it.draw(), size=(64, 96))

    assert len(it.server.drawn) == 1


def test_socket_is_not_redirected_elsewhere() -> None:
    with bench() as elsewhere, socket.create_server(("127.0.0.1", 0)) as listener:

        def redirect() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(10_000)
                target = elsewhere.url.replace("http", "ws")
                connection.sendall(f"HTTP/1.1 302 Found\r\nLocation: {target}/ws\r\n\r\n".encode())

        threading.Thread(target=redirect).start()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        with pytest.raises(SocketLost):
            open_socket(url, client_id="x", key=Secret("a-key-of-ours"), watch=Notes())

        assert elsewhere.server.seen == []


def test_socket_is_closed_quickly_though_much_is_unread() -> None:
    with bench(strange_frames=[bytes(2**20)] * 40) as it:
        opened = open_socket(it.url, client_id="x", key=Secret(""), watch=Notes())
        body = {"prompt": read_workflow("check", folders=[SHIPPED]).graph, "client_id": "x"}
        Server(it.url).post("/prompt", body)
        assert wait_for(lambda: it.server.drawing, seconds=2)

        started_at = time.monotonic()
        opened.close()

        assert time.monotonic() - started_at < 0.5


# Posting.


@pytest.fixture
def quick_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("imagesvc.engines.comfyui.run.LOOKS_AFTER_SECONDS", (0.0, 0.1))


@AGES
def test_lost_reply_draws_once(old: bool) -> None:
    with bench(old=old, submit_lost=True, draw_seconds=0.5) as it:
        assert_pictures(it.draw(), size=(64, 96))

    assert (len(it.requests("/prompt")), len(it.server.drawn)) == (1, 1)


def test_lost_post_is_posted_again_under_the_same_id(quick_looks: None) -> None:
    with bench(posts_lost=1) as it:
        assert_pictures(it.draw(), size=(64, 96))

    first, second = (request.json() for request in it.requests("/prompt"))
    assert first == second
    assert it.server.drawn == [first["prompt_id"]]


def test_post_that_is_always_lost_is_an_error(quick_looks: None) -> None:
    with bench(posts_lost=9) as it:
        error = it.failure()

    assert (error.code, error.is_retryable) == ("connection_lost", True)
    assert len(it.requests("/prompt")) == 2
    assert it.server.drawn == []


def test_rubbish_as_the_reply_draws_once() -> None:
    with bench(reply_body=b"<html>502 Bad Gateway</html>") as it:
        assert_pictures(it.draw(), size=(64, 96))

    assert len(it.server.drawn) == 1


def test_replies_of_wrong_types_are_survived() -> None:
    reply = {"prompt_id": PROMPT_ID.decode(), "number": 1, "node_errors": {"1": {"dependent_outputs": ["3"]}}}

    with bench() as it:
        engine = it.engine()
        for wrong in corruptions(reply):
            it.script.reply_body = json.dumps(wrong).encode()
            try:
                engine.draw(SPEC, Notes(seconds=10))
            except EngineError as error:
                assert_clean(error)


def test_refusals_of_wrong_types_are_survived(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = {"type": "value_not_in_list", "details": "x", "extra_info": {"input_name": "x", "input_config": [["a"]]}}
    refusal = {"error": {"message": "no"}, "node_errors": {"1": {"errors": [problem], "dependent_outputs": ["3"]}}}

    with bench() as it:
        engine = it.engine()
        for wrong in corruptions(refusal):
            monkeypatch.setattr(
                "tests.engines.servers.comfyui.validate",
                lambda graph, models, wrong=wrong: type("Refused", (), {"refusal": wrong or {"error": {}}}),
            )
            with pytest.raises(EngineError) as caught:
                engine.draw(SPEC, Notes(seconds=10))
            assert_clean(caught.value)
            assert caught.value.is_retryable is False


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"{}", b'{"queue_running": [], "queue_pending": {}}'])
def test_queue_of_rubbish_is_an_error(body: bytes) -> None:
    with bench(queue_body=body, others_before=1) as it:
        assert (it.failure().code, it.server.drawn) == ("bad_answer", [])


def test_queues_of_wrong_types_are_survived() -> None:
    queue = {"queue_running": [[1, "another", {}, {"client_id": "x"}, []]], "queue_pending": [[2, "id", {}, {}, []]]}

    places = set()
    for wrong in corruptions(queue):
        try:
            places.add(place_in(wrong, prompt_id="id", client_id="ours"))
        except EngineError as error:
            assert_clean(error)
            places.add(error.code)

    ours = Place(prompt_id="id", is_running=False, ahead=1)
    assert places == {ours, replace(ours, ahead=0), None, "bad_answer"}


@pytest.mark.parametrize(
    ("running", "pending", "expected"),
    [
        ([], [], None),
        ([[5, "a", {}, {}, []]], [[7, "b", {}, {}, []]], None),
        ([[5, "ours", {}, {}, []]], [], Place(prompt_id="ours", is_running=True, ahead=0)),
        ([], [[5, "ours", {}, {}, []]], Place(prompt_id="ours", is_running=False, ahead=0)),
        # A heap's order is not the order of running.
        (
            [[1, "a", {}, {}, []]],
            [[2, "b", {}, {}, []], [9.5, "ours", {}, {}, []], [3, "c", {}, {}, []], [-4, "d", {}, {}, []]],
            Place(prompt_id="ours", is_running=False, ahead=4),
        ),
        # An older server gave it an id of its own.
        ([[5, "made-there", {}, {"client_id": "us"}, []]], [], Place(prompt_id="made-there", is_running=True, ahead=0)),
    ],
)
def test_place_in_the_queue(running: list[Any], pending: list[Any], expected: Place | None) -> None:
    queue = {"queue_running": running, "queue_pending": pending}

    assert place_in(queue, prompt_id="ours", client_id="us") == expected


REFUSALS = {
    "unknown checkpoint": (
        {"workflow": "sdxl", "checkpoint": "mine.safetensors"},
        {"models": ["a.safetensors", "b.safetensors"]},
        (
            'The engine refuses the workflow sdxl: node 1 "Load Checkpoint": ckpt_name "mine.safetensors" '
            "is not in the list (there are: a.safetensors, b.safetensors)."
        ),
        "unknown_checkpoint",
    ),
    "no checkpoint at all": (
        {"workflow": "sdxl"},
        {"models": []},
        (
            'The engine refuses the workflow sdxl: node 1 "Load Checkpoint": ckpt_name "sd_xl_base_1.0.safetensors" '
            "is not in the list (there are none)."
        ),
        "unknown_checkpoint",
    ),
    "more checkpoints than are told": (
        {"workflow": "sdxl"},
        {"models": [f"{number}.safetensors" for number in range(30)]},
        (
            'The engine refuses the workflow sdxl: node 1 "Load Checkpoint": ckpt_name "sd_xl_base_1.0.safetensors" '
            "is not in the list."
        ),
        "unknown_checkpoint",
    ),
}


@pytest.mark.parametrize(("options", "script", "sentence", "code"), REFUSALS.values(), ids=REFUSALS)
def test_unknown_checkpoint_is_refused_by_name(
    options: dict[str, object], script: dict[str, Any], sentence: str, code: str
) -> None:
    with bench(**script) as it:
        error = it.failure(**options)

    assert said(error) == (sentence, code, False, Fault.ENGINE)
    assert it.server.cancelled == []


BAD_NODES = {
    "too big": (
        node("EmptyImage", "Big", width=99999, height=64, batch_size=1, color=0),
        'node 3 "Big": width 99999: Value 99999 bigger than max of 16384.',
    ),
    "no number": (
        node("EmptyImage", "Odd", width="wide", height=64, batch_size=1, color=0),
        (
            'node 3 "Odd": width "wide": Failed to convert an input value to a INT value: '
            "width, wide, invalid literal for int() with base 10: 'wide'."
        ),
    ),
    "input missing": (
        node("EmptyImage", "Half", height=64, batch_size=1, color=0),
        'node 3 "Half": width: Required input is missing.',
    ),
    "two wrong": (
        node("EmptyImage", "Half", batch_size=1, color=0),
        'node 3 "Half": width: Required input is missing (1 more).',
    ),
    "linked wrongly": (
        node("ImageBlur", "Blur", image=["5", 0], blur_radius=3, sigma=1.0),
        (
            'node 3 "Blur": image: Return type mismatch between linked nodes: '
            "image, received_type(STRING) mismatch input_type(IMAGE)."
        ),
    ),
    "unknown choice": (
        node("ImageScaleBy", "Scale", image=["2", 0], upscale_method="magic", scale_by=1.0),
        'node 3 "Scale": upscale_method "magic" is not in the list (there are: lanczos, area).',
    ),
    "unknown class": (
        node("NoSuchNode", "Custom"),
        "Cannot execute because node NoSuchNode does not exist: Node ID '#3'.",
    ),
}


@pytest.mark.parametrize(("bad", "sentence"), BAD_NODES.values(), ids=BAD_NODES)
def test_invalid_workflow_is_refused_with_node_input_and_value(mine: Any, bad: Any, sentence: str) -> None:
    more = {"3": bad, "4": node("SaveImage", images=["3", 0], filename_prefix="x")}

    with bench() as it:
        error = it.failure(**mine(more))

    expected = f"The engine refuses the workflow mine: {sentence}"
    assert said(error) == (expected, "invalid_workflow", False, Fault.ENGINE)


def test_workflow_without_an_output_is_refused(mine: Any) -> None:
    with bench() as it:
        options = mine({})
        graph = {id_: each for id_, each in CANVAS.items() if id_ != "6"}
        (Path(str(options["workflow_folder"])) / "mine.json").write_text(json.dumps(graph))
        error = it.failure(**options)

    assert str(error) == "The engine refuses the workflow mine: Prompt has no outputs."


INVALID_OUTPUT = {
    "3": node("SaveImage", "Save good", images=["2", 0], filename_prefix="x"),
    "4": node("SaveImage", "Save bad", images=["7", 0], filename_prefix="x"),
    "7": node("EmptyImage", "Big", width=99999, height=64, batch_size=1, color=0),
}


def test_prompt_that_is_taken_without_a_needed_output_is_stopped(mine: Any) -> None:
    with bench(draw_seconds=20) as it:
        error = it.failure(**mine(INVALID_OUTPUT))

    sentence = 'The engine refuses the workflow mine: node 7 "Big": width 99999: Value 99999 bigger than max of 16384.'
    assert said(error) == (sentence, "invalid_workflow", False, Fault.ENGINE)
    assert len(it.server.cancelled) == 1
    assert it.server.drawn == []


def test_prompt_that_is_taken_without_an_output_that_nobody_needs_is_drawn(mine: Any) -> None:
    with bench() as it:
        assert_pictures(it.draw(**mine(INVALID_OUTPUT, '[outputs]\nnodes = ["Save good"]')), size=(64, 96))


# How it ends.

OUTCOMES = {
    "error": (
        (
            "The engine failed at node 3 \"Save Image\": UnidentifiedImageError: cannot identify image file '…' "
            "Something went wrong, as told."
        ),
        "execution_failed",
    ),
    "out_of_memory": ('The engine ran out of memory at node 3 "Save Image".', "out_of_memory"),
    "interrupted": ("Somebody interrupted the drawing at the engine.", "interrupted"),
    "blocked": ("The engine finished without a picture: nothing was chosen.", "no_picture"),
}


@AGES
@pytest.mark.parametrize("fail", OUTCOMES)
def test_failure_is_told_from_success_by_the_status(fail: str, old: bool) -> None:
    with bench(fail=fail, old=old) as it:
        error = it.failure()

    assert said(error) == (*OUTCOMES[fail], True, Fault.ENGINE)


def test_failure_after_a_picture_was_saved_is_a_failure(mine: Any) -> None:
    more = {
        "3": node("SaveImage", "Save one", images=["1", 0], filename_prefix="one"),
        "4": node("SaveImage", "Save two", images=["2", 0], filename_prefix="two"),
    }

    with bench(fail="error_after_save") as it:
        error = it.failure(**mine(more))

    sentence = 'The engine failed at node 4 "Save two": RuntimeError: a later node failed.'
    assert said(error) == (sentence, "execution_failed", True, Fault.ENGINE)
    assert it.requests("/view", method="GET") == []


@AGES
def test_end_is_noticed_at_once(old: bool) -> None:
    with bench(old=old) as it:
        started_at = time.monotonic()
        it.draw()

    assert time.monotonic() - started_at < 0.5


IMAGES = {"3": {"images": [{"filename": "x.png", "subfolder": "", "type": "output"}]}}
BROUGHT = Outcome(files=(File(filename="x.png", subfolder="", type="output", node="3"),), cached=frozenset())


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ({"outputs": IMAGES, "status": {"status_str": "success", "messages": []}}, BROUGHT),
        # Before 2024 there was no status.
        ({"outputs": IMAGES}, BROUGHT),
        ({"outputs": IMAGES, "status": None}, BROUGHT),
        ({"outputs": {}, "status": None}, "no_picture"),
        (
            {"outputs": IMAGES, "status": {"status_str": "error", "completed": False, "messages": []}},
            "execution_failed",
        ),
        # Some errors leave the status as it was.
        (
            {"outputs": IMAGES, "status": {"status_str": "success", "messages": [["execution_error", {}]]}},
            "execution_failed",
        ),
        (
            {"outputs": IMAGES, "status": {"status_str": "error", "messages": [["execution_interrupted", {}]]}},
            "interrupted",
        ),
        # Another node was blocked, and the run went on.
        (
            {
                "outputs": IMAGES,
                "status": {
                    "status_str": "success",
                    "messages": [["execution_error", {"exception_type": "ExecutionBlocked"}]],
                },
            },
            BROUGHT,
        ),
    ],
)
def test_outcome_is_decided_by_status_and_messages(entry: dict[str, Any], expected: Outcome | str) -> None:
    workflow = read_workflow("check", folders=[SHIPPED])

    try:
        outcome: Outcome | str = outcome_of(entry, workflow=workflow)
    except EngineError as error:
        outcome = error.code

    assert outcome == expected


def test_success_without_a_picture_is_an_error(mine: Any) -> None:
    with bench() as it:
        error = it.failure(**mine({"3": node("SaveImageWebsocket", images=["2", 0])}))

    sentence = "The engine finished without a picture; does its workflow end in Save Image?"
    assert said(error) == (sentence, "no_picture", True, Fault.ENGINE)


def test_same_picture_again_comes_from_the_engines_cache() -> None:
    with bench() as it:
        first, second = it.draw(), it.draw()

    assert first.pictures[0].png == second.pictures[0].png
    assert sorted(it.server.cached) == ["1", "2", "3", "5", "6"]


def test_file_that_is_gone_is_said_to_be() -> None:
    with bench(is_removed=True) as it:
        fresh, cached = it.failure(), it.failure()

    assert said(fresh) == (
        "The engine drew the picture, but its file is not there any more.",
        "picture_gone",
        True,
        Fault.ENGINE,
    )
    assert said(cached) == (
        (
            "The engine had drawn exactly this before and so did not draw it again, but the file has been removed "
            "there; another seed, or a restart of the engine, helps."
        ),
        "picture_gone",
        True,
        Fault.ENGINE,
    )


def test_history_that_lags_behind_success_is_waited_for() -> None:
    with bench(history_seconds=0.6) as it:
        assert_pictures(it.draw(), size=(64, 96))


# Stopping.


@AGES
def test_cancel_while_drawing_interrupts_this_prompt(old: bool) -> None:
    with bench(old=old, draw_seconds=20) as it:
        with pytest.raises(Cancelled):
            it.draw(Notes().cancel_when(lambda: it.server.drawing))

        (request,) = it.requests("/interrupt")
        assert request.json() == {"prompt_id": it.server.cancelled[0]}
        assert wait_for(lambda: not it.server.drawing, seconds=2)

    assert it.server.drawn == it.server.harmed == []


@AGES
def test_cancel_while_queued_harms_nobody(old: bool) -> None:
    with bench(old=old, others_before=2) as it:
        with pytest.raises(Cancelled):
            it.draw(Notes().cancel_when(lambda: it.server.waiting))

        assert wait_for(lambda: len(it.server.cancelled) == 1, seconds=2)

    assert it.requests("/interrupt") == it.server.drawn == it.server.harmed == []


@AGES
def test_cancel_while_posting_stops_a_post_that_arrives_later(old: bool) -> None:
    with bench(old=old, post_seconds=0.3, draw_seconds=20) as it:
        with pytest.raises(Cancelled):
            it.draw(Notes().cancel_when(lambda: it.requests("/prompt")))

        assert wait_for(lambda: len(it.server.cancelled) == 1, seconds=2)

    assert it.server.drawn == it.server.harmed == []


def test_stopping_a_server_that_does_not_answer_takes_no_more_than_a_second() -> None:
    watch = Notes()

    with bench(draw_seconds=20) as it:

        def fall_silent() -> bool:
            it.script.hang = bool(it.server.drawing)
            return it.script.hang

        with pytest.raises(Cancelled):
            it.draw(watch.cancel_when(fall_silent))
        assert watch.stopped_at is not None
        assert time.monotonic() - watch.stopped_at < 1.0


def test_prompt_that_somebody_deletes_is_noticed() -> None:
    with bench(others_before=1) as it:

        def delete() -> bool:
            if it.server.waiting:
                it.server.forget_waiting()
            return False

        started_at = time.monotonic()
        error = it.failure(Notes().cancel_when(delete))

    sentence = "The engine has lost the prompt: it was restarted, or somebody deleted it from the queue."
    assert said(error) == (sentence, "engine_lost", True, Fault.ENGINE)
    assert time.monotonic() - started_at < 3


def test_server_that_dies_and_stays_away_is_noticed() -> None:
    with own_process(ADAPTER, draw_seconds=20.0) as process:
        engine = make_engine(
            configure("tested", {"type": "comfyui", "url": process.url, "workflow": "check"}, limit_seconds=120, rank=0)
        )
        killed_at: list[float] = []

        def kill() -> bool:
            if not killed_at and process.records()["drawing"]:
                process.kill()
                killed_at.append(time.monotonic())
            return False

        with pytest.raises(EngineError) as caught:
            engine.draw(SPEC, Notes().cancel_when(kill))

    assert (caught.value.code, caught.value.fault, caught.value.is_retryable) == ("unreachable", Fault.AWAY, True)
    assert 2.5 < time.monotonic() - killed_at[0] < 5


# Configuration.


def test_abilities_are_those_of_the_workflow() -> None:
    with bench() as it:
        abilities = [it.engine(workflow=name).abilities for name in ("sdxl", "z_image")]

    assert abilities == [
        Abilities(sizes="multiples of 8 from 64 to 4096", has_seed=True, has_negative_prompt=True, most_pictures=64),
        Abilities(sizes="multiples of 16 from 64 to 4096", has_seed=True, has_negative_prompt=False, most_pictures=64),
    ]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (
            {"workflow": "flux"},
            f"engine 'tested': there is no workflow 'flux': flux.json is not in {SHIPPED}",
        ),
        (
            {"workflow": "sdxl", "workflow_item": "flux"},
            f"engine 'tested': there is no workflow 'flux': flux.json is not in {SHIPPED}",
        ),
        ({"workflow_folder": "/no/such"}, "engine 'tested': workflow_folder '/no/such' is no folder"),
        (
            {"workflow": "sdxl", "lora": "ink.safetensors"},
            "engine 'tested': lora is set, but the workflow 'sdxl' has no slot for it; sdxl.toml names none",
        ),
        (
            {"workflow": "check", "steps": "5"},
            "engine 'tested': steps is set, but the workflow 'check' has no slot for it; check.toml names none",
        ),
        ({"steps": "many"}, "engine 'tested': steps must be a whole number, not 'many'"),
        ({"steps": "-1"}, "engine 'tested': steps must be between 1 and 10000, not -1"),
        ({"steps": "0"}, "engine 'tested': steps must be between 1 and 10000, not 0"),
        ({"url": "ftp://x"}, "engine 'tested': its url must look like http://host:port, without a name and a password"),
    ],
)
def test_bad_configuration_is_refused_when_it_is_read(options: dict[str, object], sentence: str) -> None:
    with bench() as it, pytest.raises(BadConfiguration) as caught:
        it.engine(**options)

    assert str(caught.value) == sentence


def test_probe_finds_out_that_it_is_something_else(monkeypatch: pytest.MonkeyPatch) -> None:
    async def hello(self: ComfyUIServer, request: Request) -> Any:
        return json_answer({"hello": "world"})

    monkeypatch.setattr(ComfyUIServer, "tell_stats", hello)

    with bench() as it, pytest.raises(EngineError) as caught:
        it.engine().probe()

    assert said(caught.value) == ("What answers there is not ComfyUI.", "bad_answer", True, Fault.ENGINE)
