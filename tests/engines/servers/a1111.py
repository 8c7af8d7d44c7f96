"""A fake AUTOMATIC1111: one task at a time under one lock, progress by task id, an interrupt that is global.

Its flavours: `a1111`; `old`, without `/internal/progress` but with `current_task`; `sdnext`, which knows no task by id.
"""

import asyncio
import base64
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.engines.servers import pictures
from tests.engines.servers.asgi import Answer, Application, HangUp, Request, json_answer, route
from tests.engines.servers.script import Script

STEP_SECONDS = 0.02
SOMEBODY = "task(somebody-elses)"


@dataclass(kw_only=True)
class A1111Script(Script):
    """`fail`: out_of_memory, not_enough_memory, unknown_sampler, no_picture. `key` is `user:password`."""

    flavour: str = "a1111"
    # Names of the checkpoints; their hash is made of the name. The first is loaded.
    checkpoints: list[str] = field(default_factory=lambda: ["v1-5-pruned-emaonly", "xl/dreamshaper.v8"])
    # Draws with what is loaded whatever is asked for, as it does with those that it does not know.
    ignores_checkpoint: bool = False
    # Leaves checkpoint and hash out of what it says.
    is_silent: bool = False
    # Sends all pictures of a batch as one before them.
    grid: bool = False
    # Sends so many pictures of extensions behind them.
    extras: int = 0
    previews: bool = False
    # Interrupted by somebody at its own page, after so many steps.
    interrupted_after: int | None = None
    # What is sent instead of those answers.
    progress_body: bytes | None = None
    models_body: bytes | None = None


@dataclass(kw_only=True)
class _State:
    task: str = ""
    step: int = 0
    steps: int = 20
    is_interrupted: bool = False


class A1111Server(Application):
    Script = A1111Script
    script: A1111Script

    def __init__(self, script: A1111Script | None = None) -> None:
        super().__init__(script)
        self._lock = asyncio.Lock()
        self._state = _State()

    def is_let_in(self, request: Request) -> bool:
        expected = base64.b64encode((self.script.key or "").encode()).decode()
        return request.headers.get("authorization") == f"Basic {expected}"

    def refusal(self, status: int) -> Answer:
        if status == 422:
            return json_answer({"detail": [{"loc": ["body", "steps"], "msg": self.script.says}]}, status=status)
        if status < 500:
            return json_answer({"detail": self.script.says}, status=status)
        return _exception("RuntimeError", self.script.says, status=status)

    @route("GET", "/sdapi/v1/sd-models")
    async def list_checkpoints(self, request: Request) -> Answer:
        if self.script.models_body is not None:
            return Answer(body=self.script.models_body)
        return json_answer(
            [
                {
                    "title": f"{name}.safetensors [{hash_of(name)[:10]}]",
                    "model_name": name.rpartition("/")[2],
                    "hash": hash_of(name)[:10],
                    "sha256": hash_of(name),
                    "filename": f"C:\\webui\\models\\Stable-diffusion\\{name}.safetensors",
                    "config": None,
                }
                for name in self.script.checkpoints
            ]
        )

    @route("POST", "/sdapi/v1/txt2img", submits=True, tells=True)
    async def draw(self, request: Request) -> Answer:
        body = request.json()
        task = body.get("force_task_id", "task(made-here)")
        self.waiting.add(task)
        async with self._turn(task):
            with self.at_work(task):
                failure = await self._draw(task, steps=body["steps"])
        if failure is not None:
            return failure
        return self._drawn(body, task=task)

    @route("POST", "/internal/progress")
    async def tell_progress(self, request: Request) -> Answer:
        if self.script.flavour == "old":
            return json_answer({"detail": "Not Found"}, status=404)
        if self.script.progress_body is not None:
            return Answer(body=self.script.progress_body)
        asked = request.json()
        task = asked["id_task"]
        is_known = self.script.flavour == "a1111"
        told: dict[str, Any] = {
            "active": is_known and task == self._state.task,
            "queued": is_known and task in self.waiting,
            "completed": is_known and task in self.drawn,
            "progress": None,
            "eta": None,
            "live_preview": None,
            "id_live_preview": -1,
            "textinfo": "Waiting...",
        }
        if told["active"]:
            told |= {"progress": self._share(), "eta": 3.2, "textinfo": None, "id_live_preview": self._state.step}
            if (
                self.script.previews
                and asked.get("live_preview", True)
                and asked["id_live_preview"] != self._state.step
            ):
                shown = base64.b64encode(pictures.picture("jpeg", size=(32, 32), seed=self._state.step)).decode()
                told["live_preview"] = f"data:image/jpeg;base64,{shown}"
        return json_answer(told)

    @route("GET", "/sdapi/v1/progress")
    async def tell_state(self, request: Request) -> Answer:
        state = self._state
        told: dict[str, Any] = {
            "progress": self._share() if state.task else 0.0,
            "eta_relative": 3.2,
            "state": {
                "interrupted": state.is_interrupted,
                "skipped": False,
                "job": "scripts_txt2img" if state.task else "",
                "job_count": 1 if state.task else 0,
                "job_no": 0,
                "sampling_step": state.step,
                "sampling_steps": state.steps,
            },
            "current_image": None,
            "textinfo": None,
        }
        if self.script.flavour != "sdnext":
            told["current_task"] = state.task or None
        return json_answer(told)

    @route("POST", "/sdapi/v1/interrupt")
    async def interrupt(self, request: Request) -> Answer:
        self._state.is_interrupted = True
        self.cancelled.append(self._state.task)
        return json_answer({})

    @asynccontextmanager
    async def _turn(self, task: str) -> AsyncIterator[None]:
        async with self._lock:
            if self.script.others_before:
                self._state = _State(task=SOMEBODY)
            while self.script.others_before:  # noqa: ASYNC110  (set by a test's thread)
                await asyncio.sleep(STEP_SECONDS)
            self._state = _State(task=task)
            try:
                yield
            finally:
                self._state.task = ""

    async def _draw(self, task: str, *, steps: int) -> Answer | None:
        state = self._state
        state.steps = max(1, steps)
        started_at = time.monotonic()
        while (passed := time.monotonic() - started_at) < self.script.draw_seconds and not state.is_interrupted:
            state.step = int(state.steps * passed / self.script.draw_seconds)
            if self.script.interrupted_after is not None and state.step >= self.script.interrupted_after:
                state.is_interrupted = True
            if self.script.forget and passed > self.script.draw_seconds / 2:
                raise HangUp
            await asyncio.sleep(STEP_SECONDS)
        if self.script.fail is not None:
            return _FAILURES[self.script.fail]
        if not state.is_interrupted:
            self.drawn.append(task)
        return None

    def _drawn(self, body: dict[str, Any], *, task: str) -> Answer:
        count = body["batch_size"] * body["n_iter"]
        first = 1 if self.script.grid and count > 1 else 0
        places = {f"picture {index}": body["seed"] + index for index in range(count)}
        grid = {"the grid": 0} if first else {}
        extras = {f"extra {index}": 1_000 + index for index in range(self.script.extras)}
        seeds = grid | places | extras
        info = self._info(body, count=count, first=first)
        value = {"images": list(seeds), "parameters": body, "info": json.dumps(info)}
        return self.pictures_in_json(value, size=(body["width"], body["height"]), seeds=seeds)

    def _info(self, body: dict[str, Any], *, count: int, first: int) -> dict[str, Any]:
        used = self._used(body)
        sampler = body.get("sampler_name", "Euler a")
        line = (
            f"Steps: {body['steps']}, Sampler: {sampler}, Schedule type: {body.get('scheduler', 'Automatic')}, "
            f"CFG scale: {body['cfg_scale']}, Seed: {body['seed']}, Size: {body['width']}x{body['height']}"
        )
        if not self.script.is_silent:
            line += f", Model hash: {hash_of(used)[:10]}, Model: {used.rpartition('/')[2]}"
        text = f"{body['prompt']}\nNegative prompt: {body['negative_prompt']}\n{line}, Version: v1.10.1"
        return {
            "prompt": body["prompt"],
            "seed": body["seed"],
            "all_seeds": [body["seed"] + index for index in range(count)],
            "width": body["width"],
            "height": body["height"],
            "sampler_name": sampler,
            "cfg_scale": body["cfg_scale"],
            "steps": body["steps"],
            "batch_size": body["batch_size"],
            "index_of_first_image": first,
            "infotexts": [text] * (first + count),
        }

    def _used(self, body: dict[str, Any]) -> str:
        title = body.get("override_settings", {}).get("sd_model_checkpoint", "")
        names = self.script.checkpoints
        asked = next((name for name in names if title.startswith(f"{name}.")), names[0])
        return names[0] if self.script.ignores_checkpoint else asked

    def _share(self) -> float:
        return min(1.0, self._state.step / self._state.steps)


def hash_of(name: str) -> str:
    """Return the sha256 that a checkpoint is listed with."""
    return (name.encode().hex() + "0" * 64)[:64]


def _exception(name: str, text: str, *, status: int = 500) -> Answer:
    return json_answer({"error": name, "detail": "", "body": "", "errors": text}, status=status)


_FAILURES = {
    "out_of_memory": _exception("OutOfMemoryError", "CUDA out of memory. Tried to allocate 20.00 GiB."),
    "not_enough_memory": _exception("RuntimeError", "Not enough memory, use lower resolution (max approx. 640x640)."),
    "unknown_sampler": json_answer({"detail": "Sampler not found"}, status=404),
    "no_api": json_answer({"detail": "Not Found"}, status=404),
    "no_picture": json_answer({"images": [], "parameters": {}, "info": '{"infotexts": []}'}),
}
