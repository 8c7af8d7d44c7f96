"""A fake of OpenAI's image generation, with the models of OpenAI and one of another server, `stablediffusion`.

One call that lasts as long as drawing does; a client that leaves changes nothing. `fail` names an error: see FAILURES.
Routes are there with and without `/v1`, as at LocalAI.
"""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from tests.engines.servers import script
from tests.engines.servers.asgi import Answer, Application, HangUp, Request, json_answer, route
from tests.engines.servers.pictures import Size

# What a model's name begins with: the parameters that it knows beside those that all know, and its longest prompt.
_GPT_IMAGE = {"quality", "background", "moderation", "output_format", "output_compression"}
PARAMETERS = {
    "gpt-image": (_GPT_IMAGE, 32_000),
    "dall-e-3": ({"quality", "style", "response_format"}, 4_000),
    "dall-e-2": ({"response_format"}, 1_000),
}
SIZES = {
    "gpt-image-1": {(1024, 1024), (1536, 1024), (1024, 1536)},
    "dall-e-3": {(1024, 1024), (1792, 1024), (1024, 1792)},
    "dall-e-2": {(256, 256), (512, 512), (1024, 1024)},
}

# Names of `fail`: status, code, type and message.
FAILURES = {
    "server_error": (500, None, "server_error", "The server had an error while processing your request."),
    "moderation_blocked": (
        400,
        "moderation_blocked",
        "image_generation_user_error",
        "Your request was rejected by the safety system. safety_violations=[violence, self-harm].",
    ),
    "content_policy_violation": (
        400,
        "content_policy_violation",
        "invalid_request_error",
        "Your request was rejected as a result of our content rules.",
    ),
    "safety_system": (
        400,
        None,
        "invalid_request_error",
        "Your request was rejected as a result of our safety system.",
    ),
    "insufficient_quota": (
        429,
        "insufficient_quota",
        "insufficient_quota",
        "You exceeded your current quota.",
    ),
    "billing_hard_limit": (400, "billing_hard_limit_reached", "invalid_request_error", "Billing hard limit reached."),
    "payment_required": (402, None, "payment", "Insufficient balance."),
    "unverified": (403, None, "invalid_request_error", "Your organization must be verified to use this model."),
    "bad_prompt": (400, "invalid_value", "invalid_request_error", "Invalid prompt."),
}


@dataclass(kw_only=True)
class Script(script.Script):
    """What goes wrong at this server in particular."""

    # How pictures are answered where the model lets the client choose: b64_json, url, relative_url, data_url.
    answers: str = "b64_json"
    # Where addresses of pictures point; empty: here.
    pictures_at: str = ""
    revised_prompt: str = ""
    # Answer 200 without any picture, as xAI does when it moderates.
    no_data: bool = False
    # Put the error of `fail` in an answer of status 200.
    error_in_200: bool = False
    # The header x-ratelimit-reset-requests beside `submit_status`.
    reset_requests: str | None = None


class OpenAIServer(Application):
    Script: ClassVar[type[script.Script]] = Script
    script: Script

    def refusal(self, status: int) -> Answer:
        headers = {}
        if self.script.reset_requests is not None:
            headers["x-ratelimit-reset-requests"] = self.script.reset_requests
        code = {401: "invalid_api_key", 429: "rate_limit_exceeded"}.get(status)
        return _error(status, code=code, kind="invalid_request_error", message=self.script.says, headers=headers)

    @route("GET", "/models")
    @route("GET", "/v1/models")
    async def models(self, request: Request) -> Answer:
        names = ("gpt-image-2", "stablediffusion")
        return json_answer({"object": "list", "data": [{"id": name, "object": "model"} for name in names]})

    @route("POST", "/images/generations", submits=True, tells=True)
    @route("POST", "/v1/images/generations", submits=True, tells=True)
    async def generate(self, request: Request) -> Answer:
        body = request.json()
        if refusal := _refusal_of(body):
            return refusal
        if self.script.fail is not None and not self.script.error_in_200:
            return self._failure(self.script.fail)
        await self._draw(body["prompt"])
        if self.script.error_in_200:
            assert self.script.fail is not None
            _, code, kind, message = FAILURES[self.script.fail]
            return json_answer({"error": {"message": message, "type": kind, "param": None, "code": code}})
        return self._drawn(request, body)

    @route("GET", "/generated-images/{width}x{height}-{seed}.png")
    async def picture(self, request: Request) -> Answer:
        """Answer like a blob store: whoever has the address has the picture."""
        width, height, seed = (int(request.match[name]) for name in ("width", "height", "seed"))
        return self.picture_answer(size=(width, height), seed=seed)

    async def _draw(self, prompt: str) -> None:
        self.waiting.add(prompt)
        while self.script.others_before > 0:  # noqa: ASYNC110  (a script is plain values)
            await asyncio.sleep(0.01)
        with self.at_work(prompt):
            if self.script.forget:
                await asyncio.sleep(self.script.draw_seconds / 2)
                raise HangUp
            await asyncio.sleep(self.script.draw_seconds)
        self.drawn.append(prompt)

    def _drawn(self, request: Request, body: Mapping[str, object]) -> Answer:
        size = _size_of(body)
        assert size is not None
        count = 0 if self.script.no_data else int(str(body.get("n", 1)))
        seeds = {f"PICTURE-{number}": int(str(body.get("seed", 0))) + number for number in range(count)}
        way = "b64_json" if str(body["model"]).startswith("gpt-image") else self.script.answers
        if way == "b64_json":
            entries = [{"b64_json": place, **self._revised()} for place in seeds]
            return self.pictures_in_json({"created": 1_700_000_000, "data": entries}, size=size, seeds=seeds)
        if way == "data_url":
            entries = [{"url": f"data:image/png;base64,{place}"} for place in seeds]
            return self.pictures_in_json({"created": 1_700_000_000, "data": entries}, size=size, seeds=seeds)
        host = self.script.pictures_at or f"http://{request.headers['host']}"
        start = "" if way == "relative_url" else host
        width, height = size
        urls = [f"{start}/generated-images/{width}x{height}-{seed}.png" for seed in seeds.values()]
        return json_answer({"created": 1_700_000_000, "data": [{"url": url, **self._revised()} for url in urls]})

    def _revised(self) -> dict[str, str]:
        return {"revised_prompt": self.script.revised_prompt} if self.script.revised_prompt else {}

    @staticmethod
    def _failure(name: str) -> Answer:
        status, code, kind, message = FAILURES[name]
        return _error(status, code=code, kind=kind, message=message, param="prompt" if name == "bad_prompt" else None)


def _error(
    status: int,
    *,
    code: str | None,
    kind: str,
    message: str,
    param: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    error = {"message": message, "type": kind, "param": param, "code": code}
    return json_answer({"error": error}, status=status, headers=headers)


def _refusal_of(body: Mapping[str, object]) -> Answer | None:
    """Check a body as OpenAI does; for models of others only what nobody could do without."""
    model, prompt = str(body.get("model")), body.get("prompt")
    if not isinstance(prompt, str) or not prompt:
        return _bad("prompt", "You must provide a prompt.")
    size = _size_of(body)
    if size is None:
        return _bad("size", "Invalid size.")
    if model == "dall-e-3" and body.get("n", 1) != 1:
        return _bad("n", "You must provide n=1 for this model.")
    if not _can_draw(model, size):
        return _bad("size", f"Invalid size '{body['size']}' for {model}.", code="invalid_value")
    return _refusal_by_family(model, body, prompt)


def _refusal_by_family(model: str, body: Mapping[str, object], prompt: str) -> Answer | None:
    for beginning, (parameters, longest) in PARAMETERS.items():
        if not model.startswith(beginning):
            continue
        unknown = set(body) - parameters - {"model", "prompt", "n", "size", "user"}
        if unknown:
            return _bad(min(unknown), f"Unknown parameter: '{min(unknown)}'.", code="unknown_parameter")
        if len(prompt) > longest:
            return _bad("prompt", f"Invalid 'prompt': too long, at most {longest}.", code="string_above_max_length")
    return None


def _can_draw(model: str, size: Size) -> bool:
    if model.startswith("gpt-image-2"):
        pixels = size[0] * size[1]
        is_in_grid = size[0] % 16 == 0 and size[1] % 16 == 0
        is_flat = max(size) <= 3 * min(size)
        return is_in_grid and is_flat and max(size) <= 3840 and 655_360 <= pixels <= 3840 * 2160
    return all(size in sizes for beginning, sizes in SIZES.items() if model.startswith(beginning))


def _bad(param: str, message: str, *, code: str | None = None) -> Answer:
    return _error(400, code=code, kind="invalid_request_error", message=message, param=param)


def _size_of(body: Mapping[str, object]) -> Size | None:
    match = re.fullmatch(r"(\d+)x(\d+)", str(body.get("size")))
    return (int(match[1]), int(match[2])) if match else None
