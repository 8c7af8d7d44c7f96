"""The nodes that the fake ComfyUI knows: how inputs are validated, in what order nodes run, what comes out of them.

As execution.py of ComfyUI says it; `models` are the only model files that can be missing.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.engines.servers.pictures import Size

Graph = dict[str, dict[str, Any]]

MODELS = "models"
_ANY = "*"


@dataclass(frozen=True)
class Number:
    low: float
    high: float
    whole: bool = True


@dataclass(frozen=True)
class NodeClass:
    """`inputs`: a type of link, `STRING`, a Number, MODELS or a list of choices."""

    inputs: Mapping[str, Any]
    outputs: tuple[str, ...] = ()
    is_output: bool = False
    # Runs so many steps as its input of that name says, or one.
    steps: str = ""
    optional: frozenset[str] = field(default_factory=frozenset)


_SIDE = Number(16, 16384)
_SEED = Number(0, 2**64 - 1)
_FLOAT = Number(-100, 100, whole=False)
_LATENT = NodeClass({"width": _SIDE, "height": _SIDE, "batch_size": Number(1, 4096)}, ("LATENT",))

CLASSES = {
    "CheckpointLoaderSimple": NodeClass({"ckpt_name": MODELS}, ("MODEL", "CLIP", "VAE")),
    "LoraLoader": NodeClass(
        {"model": "MODEL", "clip": "CLIP", "lora_name": "STRING", "strength_model": _FLOAT, "strength_clip": _FLOAT},
        ("MODEL", "CLIP"),
    ),
    "UNETLoader": NodeClass({"unet_name": MODELS, "weight_dtype": ["default", "fp8_e4m3fn"]}, ("MODEL",)),
    "CLIPLoader": NodeClass({"clip_name": "STRING", "type": ["sdxl", "qwen_image", "lumina2"]}, ("CLIP",)),
    "VAELoader": NodeClass({"vae_name": "STRING"}, ("VAE",)),
    "ModelSamplingAuraFlow": NodeClass({"model": "MODEL", "shift": _FLOAT}, ("MODEL",)),
    "CLIPTextEncode": NodeClass({"text": "STRING", "clip": "CLIP"}, ("CONDITIONING",)),
    "ConditioningZeroOut": NodeClass({"conditioning": "CONDITIONING"}, ("CONDITIONING",)),
    "EmptyLatentImage": _LATENT,
    "EmptySD3LatentImage": _LATENT,
    "KSampler": NodeClass(
        {
            "model": "MODEL",
            "seed": _SEED,
            "steps": Number(1, 10_000),
            "cfg": _FLOAT,
            "sampler_name": ["euler", "dpmpp_2m", "res_multistep"],
            "scheduler": ["simple", "karras"],
            "positive": "CONDITIONING",
            "negative": "CONDITIONING",
            "latent_image": "LATENT",
            "denoise": _FLOAT,
        },
        ("LATENT",),
        steps="steps",
    ),
    "VAEDecode": NodeClass({"samples": "LATENT", "vae": "VAE"}, ("IMAGE",)),
    "EmptyImage": NodeClass(
        {
            "width": Number(1, 16384),
            "height": Number(1, 16384),
            "batch_size": Number(1, 4096),
            "color": Number(0, 2**24 - 1),
        },
        ("IMAGE",),
    ),
    "ImageAddNoise": NodeClass({"image": "IMAGE", "seed": _SEED, "strength": Number(0, 1, whole=False)}, ("IMAGE",)),
    "ImageBlur": NodeClass({"image": "IMAGE", "blur_radius": Number(1, 31), "sigma": _FLOAT}, ("IMAGE",)),
    "ImageScaleBy": NodeClass(
        {"image": "IMAGE", "upscale_method": ["lanczos", "area"], "scale_by": Number(0.01, 8, whole=False)}, ("IMAGE",)
    ),
    "PrimitiveStringMultiline": NodeClass({"value": "STRING"}, ("STRING",)),
    "SaveImage": NodeClass({"images": "IMAGE", "filename_prefix": "STRING"}, is_output=True),
    "PreviewImage": NodeClass({"images": "IMAGE"}, is_output=True),
    "SaveImageWebsocket": NodeClass({"images": "IMAGE"}, is_output=True),
    "PreviewAny": NodeClass({"source": _ANY}, is_output=True),
}


def refusal_of(type_: str, message: str, *, details: str = "", nodes: object = None) -> dict[str, Any]:
    """Return the body of a 400."""
    error = {"type": type_, "message": message, "details": details, "extra_info": {}}
    return {"error": error, "node_errors": nodes or {}}


@dataclass(kw_only=True)
class Validation:
    """What came out of validating a graph: the outputs that can run, and what is wrong with the others."""

    outputs: list[str]
    node_errors: dict[str, Any]
    refusal: dict[str, Any] | None


def validate(graph: Graph, *, models: Sequence[str]) -> Validation:
    """Validate a graph as POST /prompt does."""
    for id_, node in graph.items():
        if "class_type" not in node:
            message = "Cannot execute because a node is missing the class_type property."
            return _refused("invalid_prompt", message, details=f"Node ID '#{id_}'")
        if node["class_type"] not in CLASSES:
            message = f"Cannot execute because node {node['class_type']} does not exist."
            return _refused("invalid_prompt", message, details=f"Node ID '#{id_}'")
    outputs = [id_ for id_, node in graph.items() if CLASSES[node["class_type"]].is_output]
    if not outputs:
        return _refused("prompt_no_outputs", "Prompt has no outputs")
    errors: dict[str, Any] = {}
    good = []
    for output in outputs:
        wrong = {id_: found for id_ in needed_by(graph, [output]) if (found := _problems(graph, id_, models=models))}
        if not wrong:
            good.append(output)
        for id_, found in wrong.items():
            entry = {"errors": found, "dependent_outputs": [], "class_type": graph[id_]["class_type"]}
            errors.setdefault(id_, entry)["dependent_outputs"].append(output)
    refusal = None
    if not good:
        refusal = refusal_of("prompt_outputs_failed_validation", "Prompt outputs failed validation", nodes=errors)
    return Validation(outputs=good, node_errors=errors, refusal=refusal)


def needed_by(graph: Graph, outputs: Sequence[str]) -> list[str]:
    """Return the nodes that outputs need, in the order in which they run."""
    order: list[str] = []

    def visit(id_: str) -> None:
        if id_ in order or id_ not in graph:
            return
        for value in graph[id_]["inputs"].values():
            if is_link(value):
                visit(value[0])
        order.append(id_)

    for output in outputs:
        visit(output)
    return order


def signature(graph: Graph, id_: str) -> str:
    """Return what a node's result depends on: itself and all that it needs, without titles."""
    return json.dumps([[graph[each]["class_type"], graph[each]["inputs"]] for each in needed_by(graph, [id_])])


def is_link(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and isinstance(value[0], str)


def pictures_of(graph: Graph, id_: str) -> tuple[Size, int, int]:
    """Return size, number and seed of the pictures that an output node gets."""
    size, count, seed = (64, 64), 1, 0
    for each in needed_by(graph, [id_]):
        inputs = graph[each]["inputs"]
        if "width" in inputs:
            size, count = (int(inputs["width"]), int(inputs["height"])), int(inputs["batch_size"])
        if "scale_by" in inputs:
            size = (round(size[0] * inputs["scale_by"]), round(size[1] * inputs["scale_by"]))
        seed = int(inputs.get("seed", seed))
    return size, count, seed


def _refused(type_: str, message: str, *, details: str = "") -> Validation:
    return Validation(outputs=[], node_errors={}, refusal=refusal_of(type_, message, details=details))


def _problems(graph: Graph, id_: str, *, models: Sequence[str]) -> list[dict[str, Any]]:
    inputs = graph[id_]["inputs"]
    found = []
    for name, wanted in CLASSES[graph[id_]["class_type"]].inputs.items():
        if name not in inputs:
            found.append(_problem("required_input_missing", "Required input is missing", name, details=name))
        elif is_link(inputs[name]):
            found.extend(_link_problems(graph, name, inputs[name], wanted=wanted))
        elif isinstance(wanted, Number):
            found.extend(_number_problems(name, inputs[name], wanted))
        elif wanted == MODELS or isinstance(wanted, list):
            found.extend(_choice_problems(name, inputs[name], list(models) if wanted == MODELS else wanted))
    return found


def _link_problems(graph: Graph, name: str, link: list[Any], *, wanted: object) -> Iterator[dict[str, Any]]:
    source = graph.get(link[0])
    kinds = CLASSES[source["class_type"]].outputs if source else ()
    kind = kinds[link[1]] if link[1] < len(kinds) else None
    if wanted not in (kind, _ANY) and isinstance(wanted, str):
        details = f"{name}, received_type({kind}) mismatch input_type({wanted})"
        yield _problem("return_type_mismatch", "Return type mismatch between linked nodes", name, details=details)


def _number_problems(name: str, value: Any, wanted: Number) -> Iterator[dict[str, Any]]:
    try:
        number = int(value) if wanted.whole else float(value)
    except (ValueError, TypeError) as error:
        kind = "INT" if wanted.whole else "FLOAT"
        message = f"Failed to convert an input value to a {kind} value"
        yield _problem("invalid_input_type", message, name, details=f"{name}, {value}, {error}", value=value)
        return
    for is_wrong, type_, message in (
        (number < wanted.low, "value_smaller_than_min", f"Value {value} smaller than min of {wanted.low}"),
        (number > wanted.high, "value_bigger_than_max", f"Value {value} bigger than max of {wanted.high}"),
    ):
        if is_wrong:
            yield _problem(type_, message, name, details=name, value=value)


def _choice_problems(name: str, value: object, choices: Sequence[str]) -> Iterator[dict[str, Any]]:
    if value in choices:
        return
    shown, config = (f"(list of length {len(choices)})", None) if len(choices) > 20 else (str(choices), [choices, {}])
    details = f"{name}: '{value}' not in {shown}"
    problem = _problem("value_not_in_list", "Value not in list", name, details=details, value=value)
    problem["extra_info"]["input_config"] = config
    yield problem


def _problem(type_: str, message: str, name: str, *, details: str, **extra: object) -> dict[str, Any]:
    shown = {"input_name": name} | ({"received_value": extra["value"]} if extra else {})
    return {"type": type_, "message": message, "details": details, "extra_info": shown}
