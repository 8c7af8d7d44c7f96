"""Workflow files: what is refused and how it is said, and that filling one changes nothing but values."""

import copy
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from imagesvc.engines.comfyui.workflows import SHIPPED, Workflow, read_workflow
from imagesvc.engines.configuration import BadConfiguration
from tests.engines.servers.comfyui_nodes import validate

pytestmark = pytest.mark.once

GRAPH: dict[str, Any] = {
    "1": {
        "inputs": {"width": 512, "height": 512, "batch_size": 1, "color": 0},
        "class_type": "EmptyImage",
        "_meta": {"title": "v1.5 Canvas"},
    },
    "2": {
        "inputs": {"image": ["1", 0], "seed": 5, "strength": 0.5},
        "class_type": "ImageAddNoise",
        "_meta": {"title": "Noise"},
    },
    "3": {"inputs": {"images": ["2", 0], "filename_prefix": "x"}, "class_type": "SaveImage"},
    "4": {"inputs": {"images": ["1", 0], "filename_prefix": "y"}, "class_type": "SaveImage"},
    "5": {"inputs": {"value": "a"}, "class_type": "PrimitiveStringMultiline", "_meta": {"title": "Text"}},
    "6": {"inputs": {"source": ["5", 0]}, "class_type": "PreviewAny", "_meta": {"title": "Shown"}},
}
SIDECAR = """
[inputs]
prompt = "Text.value"
width = "v1.5 Canvas.width"
height = "1.height"
seed = ["Noise.seed"]
"""

AWKWARD = (
    'a "quoted" sword", "class_type": "LoadImage',
    "newline\nand\ttab, \\u0022, }], {{7*7}} {% load %} {0.__class__} %(x)s $HOME `id`",
    "Łódź, 日本, 🗡️, \u202e turned",
    "['1', 0]",
    "",
)


def workflow(folder: Path, graph: object = None, sidecar: str | None = SIDECAR) -> Workflow:
    content = graph if isinstance(graph, str) else json.dumps(GRAPH if graph is None else graph)
    (folder / "mine.json").write_text(content)
    if sidecar is not None:
        (folder / "mine.toml").write_text(sidecar)
    return read_workflow("mine", folders=[folder])


def complaint(folder: Path, graph: object = None, sidecar: str | None = SIDECAR) -> str:
    """Return what is wrong, without the folder."""
    with pytest.raises(BadConfiguration) as caught:
        workflow(folder, graph, sidecar)
    return str(caught.value).replace(f"{folder}/", "")


def changed(path: str, value: object) -> dict[str, Any]:
    """Return the graph with another value at `node.inputs.name`."""
    graph = copy.deepcopy(GRAPH)
    *parents, last = path.split(".")
    place: Any = graph
    for name in parents:
        place = place[name]
    place[last] = value
    return graph


@pytest.mark.parametrize("text", AWKWARD)
def test_values_are_set_in_their_slots_and_nothing_else_changes(tmp_path: Path, text: str) -> None:
    filled = workflow(tmp_path).filled({"prompt": text, "width": 640, "height": 384, "seed": 2**32 - 1, "steps": 9})

    expected = copy.deepcopy(GRAPH)
    expected["5"]["inputs"]["value"] = text
    expected["1"]["inputs"] |= {"width": 640, "height": 384}
    expected["2"]["inputs"]["seed"] = 2**32 - 1
    assert filled == expected
    assert filled["5"]["inputs"]["value"].encode() == text.encode()


def test_filling_leaves_the_workflow_as_it_was(tmp_path: Path) -> None:
    made = workflow(tmp_path)

    made.filled({"prompt": "changed", "seed": 1})

    assert made.graph == GRAPH


def test_slot_may_name_several_inputs(tmp_path: Path) -> None:
    sidecar = '[inputs]\nprompt = ["Text.value", "3.filename_prefix"]'

    filled = workflow(tmp_path, sidecar=sidecar).filled({"prompt": "both"})

    assert (filled["5"]["inputs"]["value"], filled["3"]["inputs"]["filename_prefix"]) == ("both", "both")


def test_first_folder_that_has_a_workflow_wins(tmp_path: Path) -> None:
    (tmp_path / "check.json").write_text(json.dumps(GRAPH))
    (tmp_path / "check.toml").write_text(SIDECAR)

    mine = read_workflow("check", folders=[tmp_path, SHIPPED])
    ours = read_workflow("sdxl", folders=[tmp_path, SHIPPED])

    assert mine.sha256 == hashlib.sha256((tmp_path / "check.json").read_bytes()).hexdigest()
    assert ours.sha256 == hashlib.sha256((SHIPPED / "sdxl.json").read_bytes()).hexdigest()


TITLES = "'v1.5 Canvas', 'Noise', 'SaveImage', 'SaveImage', 'Text', 'Shown'"

BAD_SIDECARS = {
    "missing": (
        None,
        "mine.json needs a file mine.toml beside it that says which inputs receive the prompt, the size and the seed",
    ),
    "no prompt": (
        '[inputs]\nseed = "Noise.seed"',
        'mine.toml: [inputs] must say which input receives the prompt: prompt = "<node\'s title>.text"',
    ),
    "no TOML": (
        "[inputs",
        "mine.toml: is no TOML: Expected ']' at the end of a table declaration (at end of document)",
    ),
    "unknown table": ("[slots]", "mine.toml: slots is not one of its tables; there are inputs, size, outputs"),
    "no table": ("inputs = 3", "mine.toml: inputs is not one of its tables; there are inputs, size, outputs"),
    "unknown slot": (
        '[inputs]\nmodel = "Text.value"',
        (
            "mine.toml: [inputs] knows no model; "
            "it knows checkpoint, height, lora, negative_prompt, prompt, seed, steps, width"
        ),
    ),
    "no place": ('[inputs]\nprompt = "Text"', "mine.toml: [inputs] prompt must be \"<node>.<input>\", not 'Text'"),
    "number": ("[inputs]\nprompt = 5", 'mine.toml: [inputs] prompt must be "<node>.<input>", or a list of such'),
    "empty list": ("[inputs]\nprompt = []", "mine.toml: [inputs] prompt is an empty list"),
    "unknown node": (
        '[inputs]\nprompt = "Texts.value"',
        f"mine.toml: [inputs] prompt: there is no node 'Texts'; there are {TITLES}",
    ),
    "ambiguous title": (
        '[inputs]\nprompt = "SaveImage.filename_prefix"',
        "mine.toml: [inputs] prompt: there are several nodes 'SaveImage' (their ids are 3, 4); name one by its id",
    ),
    "unknown input": (
        '[inputs]\nprompt = "Text.text"',
        "mine.toml: [inputs] prompt: input 'text' of node 5 \"Text\" is not there; its inputs are value",
    ),
    "linked input": (
        '[inputs]\nprompt = "Shown.source"',
        (
            "mine.toml: [inputs] prompt: input 'source' of node 6 \"Shown\" is linked to another node; "
            "name the input that holds the value"
        ),
    ),
    "number for a text": (
        '[inputs]\nprompt = "Noise.seed"',
        "mine.toml: [inputs] prompt: input 'seed' of node 2 \"Noise\" must hold a text, not 5",
    ),
    "text for a number": (
        '[inputs]\nprompt = "Text.value"\nseed = "Text.value"',
        'mine.toml: [inputs] seed: input \'value\' of node 5 "Text" must hold a whole number, not "a"',
    ),
    "fraction for a number": (
        '[inputs]\nprompt = "Text.value"\nseed = "Noise.strength"',
        "mine.toml: [inputs] seed: input 'strength' of node 2 \"Noise\" must hold a whole number, not 0.5",
    ),
    "width alone": (
        '[inputs]\nprompt = "Text.value"\nwidth = "1.width"',
        "mine.toml: [inputs] must name both width and height, or neither",
    ),
    "size key": (
        SIDECAR + "[size]\nmost = 5",
        "mine.toml: [size] knows no most; it knows exact, longest, most_pixels, multiple, scale, shortest",
    ),
    "size text": (SIDECAR + '[size]\nmultiple = "8"', "mine.toml: [size] multiple must be a whole number from 1"),
    "size truth": (SIDECAR + "[size]\nmultiple = true", "mine.toml: [size] multiple must be a whole number from 1"),
    "scale": (SIDECAR + "[size]\nscale = 0", "mine.toml: [size] scale must be a number from 1 to 16"),
    "exact": (SIDECAR + "[size]\nexact = 1", "mine.toml: [size] exact must be true or false"),
    "odd scale": (
        SIDECAR + "[size]\nmultiple = 1\nscale = 1.5",
        "mine.toml: [size] multiple times scale must be a whole number",
    ),
    "no size": (SIDECAR + "[size]\nlongest = 32", "mine.toml: [size] leaves no size that can be drawn"),
    "no pixels": (SIDECAR + "[size]\nmost_pixels = 64", "mine.toml: [size] leaves no size that can be drawn"),
    "outputs": (SIDECAR + '[outputs]\nnodes = "3"', "mine.toml: [outputs] nodes must be a list of nodes"),
    "unknown output": (
        SIDECAR + '[outputs]\nnodes = ["9"]',
        f"mine.toml: [outputs] nodes: there is no node '9'; there are {TITLES}",
    ),
}


@pytest.mark.parametrize(("sidecar", "sentence"), BAD_SIDECARS.values(), ids=BAD_SIDECARS)
def test_bad_sidecar_is_refused_by_name(tmp_path: Path, sidecar: str | None, sentence: str) -> None:
    assert complaint(tmp_path, sidecar=sidecar) == sentence


NO_API = "node '{}' needs a class_type and inputs; is this ComfyUI's API format?"
BAD_GRAPHS = {
    "editor's format": (
        {"id": "9ae6", "nodes": [{"id": 3, "type": "SaveImage"}], "links": []},
        (
            "mine.json: is in the format of ComfyUI's editor; export it anew with File > Export (API) "
            "(in older versions: switch on the dev mode in the settings, then Save (API Format))"
        ),
    ),
    "whole request": (
        {"prompt": GRAPH, "client_id": "x"},
        'mine.json: is a whole request; keep only the object of nodes that stands under "prompt"',
    ),
    "list": ([GRAPH], "mine.json: must be an object of nodes, as ComfyUI exports it with File > Export (API)"),
    "empty": ({}, "mine.json: must be an object of nodes, as ComfyUI exports it with File > Export (API)"),
    "no JSON": (
        "{",
        "mine.json: is no JSON: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)",
    ),
    "no object": (changed("2", "x"), "mine.json: " + NO_API.format("2")),
    "no class": (changed("2", {"inputs": {}}), "mine.json: " + NO_API.format("2")),
    "no inputs": (changed("2", {"class_type": "X"}), "mine.json: " + NO_API.format("2")),
}


@pytest.mark.parametrize(("graph", "sentence"), BAD_GRAPHS.values(), ids=BAD_GRAPHS)
def test_bad_graph_is_refused_by_name(tmp_path: Path, graph: object, sentence: str) -> None:
    assert complaint(tmp_path, graph) == sentence


def test_deep_graph_is_refused(tmp_path: Path) -> None:
    assert complaint(tmp_path, "[" * 200_000).startswith("mine.json: is no JSON: ")


@pytest.mark.parametrize("name", ["../sdxl", "", "a/b", "sdxl\n", ".hidden", "x" * 101])
def test_name_that_is_none_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadConfiguration) as caught:
        read_workflow(name, folders=[tmp_path])

    assert str(caught.value) == f"{name!r} cannot be a workflow's name: it is the name of a file without .json"


def test_missing_workflow_is_said_with_the_places(tmp_path: Path) -> None:
    with pytest.raises(BadConfiguration) as caught:
        read_workflow("flux", folders=[tmp_path, SHIPPED])

    assert str(caught.value) == f"there is no workflow 'flux': flux.json is not in {tmp_path} and {SHIPPED}"


@pytest.mark.parametrize(
    ("size", "wanted", "in_graph", "picture"),
    [
        ("", (1021, 1021), (1024, 1024), (1024, 1024)),
        ("", (1024, 1536), (1024, 1536), (1024, 1536)),
        ("multiple = 64", (1000, 700), (1024, 704), (1024, 704)),
        ("most_pixels = 1_048_576", (2048, 2048), (1024, 1024), (1024, 1024)),
        ("scale = 2", (1024, 1536), (512, 768), (1024, 1536)),
        ("scale = 2", (100, 100), (64, 64), (128, 128)),
        ("scale = 1.5\nmultiple = 8", (1200, 768), (800, 512), (1200, 768)),
        ("scale = 4", (4096, 4096), (1024, 1024), (4096, 4096)),
        ("scale = 3\nmultiple = 64", (4096, 4096), (1344, 1344), (4032, 4032)),
        ("scale = 2\nmost_pixels = 262_144", (4096, 4096), (512, 512), (1024, 1024)),
    ],
)
def test_sizes_are_mapped(
    tmp_path: Path, size: str, wanted: tuple[int, int], in_graph: tuple[int, int], picture: tuple[int, int]
) -> None:
    sizes = workflow(tmp_path, sidecar=f"{SIDECAR}[size]\n{size}").sizes

    assert sizes is not None
    assert sizes.nearest(wanted) == picture
    assert sizes.in_graph(picture) == in_graph


@pytest.mark.parametrize(
    ("size", "phrase"),
    [("", "multiples of 8 from 64 to 4096"), ("scale = 3\nmultiple = 10", "multiples of 30 from 210 to 4080")],
)
def test_sizes_are_said(tmp_path: Path, size: str, phrase: str) -> None:
    sizes = workflow(tmp_path, sidecar=f"{SIDECAR}[size]\n{size}").sizes

    assert sizes is not None
    assert sizes.phrase == phrase


# What we ship.

SHIPPED_NAMES = sorted(path.stem for path in SHIPPED.glob("*.json"))


def test_these_are_shipped() -> None:
    assert SHIPPED_NAMES == ["check", "qwen_image", "sdxl", "sdxl_lora", "z_image"]
    assert sorted(path.stem for path in SHIPPED.glob("*.toml")) == SHIPPED_NAMES


@pytest.mark.parametrize("name", SHIPPED_NAMES)
def test_shipped_workflow_can_be_filled_and_run(name: str) -> None:
    made = read_workflow(name, folders=[SHIPPED])
    graph = made.filled({"prompt": "a sword", "negative_prompt": "mist", "width": 512, "height": 768, "seed": 9})

    validation = validate(graph, models=[made.model_in(graph)])

    assert (validation.refusal, validation.node_errors) == (None, {})
    assert {"prompt", "width", "height", "seed"} <= set(made.slots)
    assert all(node["_meta"]["title"] for node in graph.values())
