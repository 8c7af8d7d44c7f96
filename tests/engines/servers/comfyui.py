"""A fake ComfyUI: its queue, history, WebSocket and cache, as a server of version 0.3.64 was seen to behave.

One prompt is drawn at a time. `old` makes it a server of 2024: it gives prompts ids of its own, tells progress by
single events, and its interrupt kills whatever is drawn.
"""

import asyncio
import json
import struct
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

from tests.engines.servers import pictures
from tests.engines.servers.asgi import Answer, Application, HangUp, Request, Socket, json_answer, route, text_answer
from tests.engines.servers.asgi import websocket as websocket_route
from tests.engines.servers.comfyui_nodes import (
    CLASSES,
    Graph,
    needed_by,
    pictures_of,
    refusal_of,
    signature,
    validate,
)
from tests.engines.servers.script import Script

STEP_SECONDS = 0.01
# A sampler takes as long as so many other nodes.
SAMPLER_WEIGHT = 8
# Stands for the prompt's id in the script's body.
PROMPT_ID = b"THE-PROMPT-ID"
SOMEBODY = "somebody-elses-prompt"
MODELS = ["sd_xl_base_1.0.safetensors", "qwen_image_fp8_e4m3fn.safetensors", "z_image_turbo_bf16.safetensors"]


@dataclass(kw_only=True)
class ComfyUIScript(Script):
    """`fail`: out_of_memory, error, error_after_save, interrupted, blocked."""

    old: bool = False
    # Model files that there are.
    models: list[str] = field(default_factory=lambda: list(MODELS))
    # Sends a preview with every step, and meanwhile some that are none of ours.
    previews: bool = False
    # Breaks all WebSockets off, without a goodbye, when it begins to draw; or lets nobody open one.
    socket_dies: bool = False
    no_socket: bool = False
    # Says nothing on the socket about prompts.
    is_silent: bool = False
    # So many posts get lost on their way here.
    posts_lost: int = 0
    # How long the history lags behind the word of success.
    history_seconds: float = 0.02
    # The file of the picture has been removed.
    is_removed: bool = False
    # What is sent instead of the queue, or as the reply to a post that was taken.
    queue_body: bytes | None = None
    reply_body: bytes | None = None
    # How long a post takes to arrive, even if whoever sent it has gone.
    post_seconds: float = 0.0
    # What is sent to whoever has the socket when its prompt begins.
    strange_frames: list[str | bytes] = field(default_factory=list)


@dataclass(kw_only=True, eq=False)
class _Prompt:
    id: str
    number: float
    graph: Graph
    client_id: str | None
    outputs: list[str]
    is_interrupted: bool = False
    is_forgotten: bool = False
    done: dict[str, Any] = field(default_factory=dict)
    messages: list[list[Any]] = field(default_factory=list)
    states: dict[str, Any] = field(default_factory=dict)

    @property
    def item(self) -> list[Any]:
        return [self.number, self.id, self.graph, {"client_id": self.client_id}, self.outputs]


class _Failed(Exception):
    def __init__(self, kind: str, message: str, *, node: str) -> None:
        super().__init__(message)
        self.kind = kind
        self.node = node


class _Interrupted(Exception):
    def __init__(self, *, node: str) -> None:
        super().__init__(node)
        self.node = node


class ComfyUIServer(Application):
    Script = ComfyUIScript
    script: ComfyUIScript

    def __init__(self, script: ComfyUIScript | None = None) -> None:
        super().__init__(script)
        # Prompts of others that a careless interrupt would have killed, and nodes that did not have to run again.
        self.harmed: list[str] = []
        self.cached: list[str] = []
        # How often previews were sent that are none of the client's, and what clients said on their sockets.
        self.strange_previews = 0
        self.heard: list[str | bytes] = []
        self._pending: list[_Prompt] = []
        self._running: _Prompt | None = None
        self._history: dict[str, Any] = {}
        self._sockets: dict[str, Socket] = {}
        self._knows_metadata: set[Socket] = set()
        self._cache: dict[str, Any] = {}
        self._files: dict[tuple[str, str, str], tuple[pictures.Size, int]] = {}
        self._numbers = 0
        self._work: asyncio.Task[None] | None = None

    def refusal(self, status: int) -> Answer:
        if status == 400:
            return json_answer(refusal_of("invalid_prompt", self.script.says), status=400)
        return text_answer(f"{status}: {self.script.says}", status=status)

    async def _scripted(self, request: Request) -> Answer:
        if "origin" in request.headers:
            return Answer(status=403)
        return await super()._scripted(request)

    def forget_waiting(self) -> None:
        """Lose all prompts that wait, as when somebody clears the queue."""
        self._pending.clear()
        self.waiting.clear()

    # Routes.

    @route("POST", "/prompt", submits=True)
    async def take_prompt(self, request: Request) -> Answer:
        if self.script.posts_lost:
            self.script.posts_lost -= 1
            raise HangUp
        await asyncio.sleep(self.script.post_seconds)
        try:
            body = request.json()
        except ValueError:
            return _server_error()
        if "prompt" not in body:
            return json_answer(refusal_of("no_prompt", "No prompt provided"), status=400)
        if not isinstance(body["prompt"], dict):
            return _server_error()
        validation = validate(body["prompt"], models=self.script.models)
        if validation.refusal is not None:
            return json_answer(validation.refusal, status=400)
        prompt = self._queue(body, outputs=validation.outputs)
        await self._broadcast_status()
        reply = {"prompt_id": prompt.id, "number": prompt.number, "node_errors": validation.node_errors}
        if self.script.reply_body is not None:
            return Answer(body=self.script.reply_body.replace(PROMPT_ID, prompt.id.encode()))
        return json_answer(reply)

    @route("GET", "/prompt")
    async def tell_count(self, request: Request) -> Answer:
        return json_answer({"exec_info": {"queue_remaining": self._remaining}})

    @route("GET", "/queue")
    async def tell_queue(self, request: Request) -> Answer:
        if self.script.queue_body is not None:
            return Answer(body=self.script.queue_body)
        running = [self._running.item] if self._running else []
        pending = [prompt.item for prompt in self._pending]
        others = [[number - 100, f"{SOMEBODY}-{number}", {}, {}, []] for number in range(self.script.others_before)]
        # A heap's order, not that of the numbers.
        return json_answer({"queue_running": running + others[:1], "queue_pending": pending + others[:0:-1]})

    @route("POST", "/queue")
    async def change_queue(self, request: Request) -> Answer:
        for id_ in request.json().get("delete", []):
            gone = [prompt for prompt in self._pending if prompt.id == id_]
            for prompt in gone:
                self._pending.remove(prompt)
                self.waiting.discard(id_)
                self.cancelled.append(id_)
                await self._broadcast_status()
        return Answer()

    @route("POST", "/interrupt")
    async def interrupt(self, request: Request) -> Answer:
        body = request.json() if request.body else {}
        is_global = self.script.old or "prompt_id" not in body
        if is_global and self.script.others_before:
            self.harmed.append(SOMEBODY)
        elif self._running is not None and (is_global or body["prompt_id"] == self._running.id):
            self._running.is_interrupted = True
            self.cancelled.append(self._running.id)
        return Answer()

    @route("GET", "/history/{id}")
    async def tell_history(self, request: Request) -> Answer:
        id_ = request.match["id"]
        if self.script.body is not None and id_ in self._history:
            return Answer(body=self.script.body.replace(PROMPT_ID, id_.encode()))
        return json_answer({id_: self._history[id_]} if id_ in self._history else {})

    @route("GET", "/view")
    async def show(self, request: Request) -> Answer:
        query = request.query
        file = (query.get("filename", ""), query.get("subfolder", ""), query.get("type", "output"))
        if file[0].startswith("/") or ".." in file[0]:
            return Answer(status=400)
        if file not in self._files or self.script.is_removed:
            return Answer(status=404)
        size, seed = self._files[file]
        return self.picture_answer(size=size, seed=seed)

    @route("GET", "/system_stats")
    async def tell_stats(self, request: Request) -> Answer:
        system = {"os": "posix", "comfyui_version": "0.3.64", "python_version": "3.11.9", "argv": ["main.py"]}
        return json_answer({"system": system, "devices": [{"name": "cpu", "type": "cpu", "index": None}]})

    @websocket_route("/ws")
    async def talk(self, socket: Socket) -> None:
        if "origin" in socket.request.headers or self.script.no_socket:
            await socket.refuse()
            return
        client_id = socket.request.query.get("clientId") or uuid.uuid4().hex
        await socket.accept()
        # The newest of an id gets everything; whichever closes first takes the entry with it.
        self._sockets[client_id] = socket
        await socket.send_json({"type": "status", "data": {**self._status, "sid": client_id}})
        is_first = True
        while (message := await socket.receive()) is not None:
            await self._hear(socket, message, is_first=is_first)
            is_first = False
        self._sockets.pop(client_id, None)
        self._knows_metadata.discard(socket)

    async def _hear(self, socket: Socket, message: str | bytes, *, is_first: bool) -> None:
        self.heard.append(message)
        said = json.loads(message)
        if is_first and not self.script.old and said.get("type") == "feature_flags":
            if said["data"].get("supports_preview_metadata"):
                self._knows_metadata.add(socket)
            flags = {"supports_preview_metadata": True, "max_upload_size": 104857600}
            await socket.send_json({"type": "feature_flags", "data": flags})

    # The queue.

    @property
    def _remaining(self) -> int:
        return len(self._pending) + (self._running is not None) + self.script.others_before

    @property
    def _status(self) -> dict[str, Any]:
        return {"status": {"exec_info": {"queue_remaining": self._remaining}}}

    async def _broadcast_status(self) -> None:
        for socket in list(self._sockets.values()):
            await socket.send_json({"type": "status", "data": self._status})

    def _queue(self, body: dict[str, Any], *, outputs: list[str]) -> _Prompt:
        chosen = None if self.script.old else body.get("prompt_id")
        prompt = _Prompt(
            id=str(chosen or uuid.uuid4()),
            number=self._numbers,
            graph=body["prompt"],
            client_id=body.get("client_id"),
            outputs=outputs,
        )
        self._numbers += 1
        self._pending.append(prompt)
        self.waiting.add(prompt.id)
        if self._work is None:
            self._work = asyncio.create_task(self._draw_all())
        return prompt

    async def _draw_all(self) -> None:
        while True:
            if self.script.others_before or not self._pending:
                await asyncio.sleep(STEP_SECONDS)
                if self.script.previews and self.script.others_before:
                    await self._show_strange_previews()
                continue
            prompt = self._running = min(self._pending, key=lambda each: each.number)
            self._pending.remove(prompt)
            try:
                with self.at_work(prompt.id):
                    await self._broadcast_status()
                    await self._draw(prompt)
            except Exception as error:
                self.bugs.append(error)
                raise
            finally:
                self._running = None

    # Drawing.

    async def _draw(self, prompt: _Prompt) -> None:
        if self.script.socket_dies:
            for socket in list(self._sockets.values()):
                socket.abort()
            self._sockets.clear()
        await self._say(prompt, "execution_start", {}, keeps=True)
        for frame in self.script.strange_frames:
            await self._send_strange(prompt, frame)
        order = needed_by(prompt.graph, prompt.outputs)
        signatures = {id_: signature(prompt.graph, id_) for id_ in order}
        cached = [id_ for id_ in order if signatures[id_] in self._cache]
        self.cached.extend(cached)
        await self._say(prompt, "execution_cached", {"nodes": cached}, keeps=True)
        status = "success"
        try:
            await self._run_all(prompt, order=order, cached=cached)
        except _Interrupted as stopped:
            status = "error"
            where = {"node_id": stopped.node, "node_type": prompt.graph[stopped.node]["class_type"]}
            await self._say(prompt, "execution_interrupted", {**where, "executed": list(prompt.done)}, keeps=True)
        except _Failed as failed:
            status = "error"
            await self._say(prompt, "execution_error", self._error(prompt, failed), keeps=True)
        if prompt.is_forgotten:
            return
        # Only what the last prompt needed is kept.
        self._cache = {signatures[id_]: prompt.done[id_] for id_ in prompt.done}
        if status == "success" and not self.script.old:
            await self._say(prompt, "execution_success", {}, keeps=True)
        await self._end(prompt, status=status)

    async def _end(self, prompt: _Prompt, *, status: str) -> None:
        """The history is written after success was told, in one step with the end of running."""
        await asyncio.sleep(self.script.history_seconds)
        self._history[prompt.id] = {
            "prompt": prompt.item,
            "outputs": {id_: output for id_, output in prompt.done.items() if output},
            "status": {"status_str": status, "completed": status == "success", "messages": prompt.messages},
            "meta": {id_: {"node_id": id_, "display_node": id_} for id_ in prompt.outputs},
        }
        if status == "success":
            self.drawn.append(prompt.id)
        self._running = None
        await self._broadcast_status()
        await self._say(prompt, "executing", {"node": None})

    async def _run_all(self, prompt: _Prompt, *, order: list[str], cached: list[str]) -> None:
        for id_ in cached:
            prompt.done[id_] = self._cache[signature(prompt.graph, id_)]
            prompt.states[id_] = _state(id_, "finished")
            if prompt.done[id_]:
                await self._say(prompt, "executed", {"node": id_, "display_node": id_, "output": prompt.done[id_]})
        left = [id_ for id_ in order if id_ not in cached]
        weights = {id_: SAMPLER_WEIGHT if CLASSES[prompt.graph[id_]["class_type"]].steps else 1 for id_ in left}
        for id_ in left:
            seconds = self.script.draw_seconds * weights[id_] / sum(weights.values())
            await self._run(prompt, id_, seconds=seconds, is_last=id_ == left[-1])
            if prompt.is_forgotten:
                return

    async def _run(self, prompt: _Prompt, id_: str, *, seconds: float, is_last: bool) -> None:
        node = prompt.graph[id_]
        steps_input = CLASSES[node["class_type"]].steps
        steps = int(node["inputs"][steps_input]) if steps_input else 1
        await self._say(prompt, "executing", {"node": id_, "display_node": id_})
        for step in range(steps):
            prompt.states[id_] = _state(id_, "running", value=float(step), most=float(steps))
            await self._tell_states(prompt)
            if steps > 1:
                await self._say(prompt, "progress", {"value": step, "max": steps, "node": id_})
                await self._preview(prompt, id_, step=step)
            await self._take_time(prompt, id_, seconds=seconds / steps)
            if prompt.is_forgotten:
                return
        if not self._fails_at(prompt, id_, is_last=is_last):
            prompt.done[id_] = self._output(prompt, id_)
        prompt.states[id_] = _state(id_, "finished")
        await self._tell_states(prompt)
        if prompt.done.get(id_):
            await self._say(prompt, "executed", {"node": id_, "display_node": id_, "output": prompt.done[id_]})

    async def _take_time(self, prompt: _Prompt, id_: str, *, seconds: float) -> None:
        ends_at = time.monotonic() + seconds
        while True:
            if prompt.is_interrupted or self.script.fail == "interrupted":
                raise _Interrupted(node=id_)
            if self.script.forget and len(prompt.done) > len(prompt.graph) // 2:
                prompt.is_forgotten = True
                return
            left = ends_at - time.monotonic()
            if left <= 0:
                return
            await asyncio.sleep(min(left, STEP_SECONDS))

    def _fails_at(self, prompt: _Prompt, id_: str, *, is_last: bool) -> bool:
        """Raise what the script says; return whether the node is one that is blocked."""
        is_saving = prompt.graph[id_]["class_type"] == "SaveImage"
        match self.script.fail:
            case "out_of_memory" if is_saving:
                message = "Allocation on device \nThis error means you ran out of memory on your GPU.\n"
                raise _Failed("torch.OutOfMemoryError", message, node=id_)
            case "error" if is_saving:
                message = f"cannot identify image file '/home/me/ComfyUI/input/x.png' {self.script.says}\n"
                raise _Failed("PIL.UnidentifiedImageError", message, node=id_)
            case "error_after_save" if is_last:
                raise _Failed("RuntimeError", "a later node failed\n", node=id_)
            case "blocked" if is_saving:
                prompt.messages.append(["execution_error", {**self._blocked(id_), "prompt_id": prompt.id}])
                return True
        return False

    def _output(self, prompt: _Prompt, id_: str) -> dict[str, Any]:
        """Return what a node leaves in `outputs`: pictures for those that save, a text for a preview of a text."""
        node = prompt.graph[id_]
        if node["class_type"] == "PreviewAny":
            source = node["inputs"]["source"]
            text = prompt.graph[source[0]]["inputs"].get("value", "") if isinstance(source, list) else source
            return {"text": [text]}
        if node["class_type"] not in ("SaveImage", "PreviewImage"):
            return {}
        type_ = "output" if node["class_type"] == "SaveImage" else "temp"
        subfolder, _, prefix = node["inputs"].get("filename_prefix", "ComfyUI_temp").rpartition("/")
        size, count, seed = pictures_of(prompt.graph, id_)
        images = []
        for index in range(count * self.script.pictures):
            image = {"filename": f"{prefix}_{len(self._files) + 1:05}_.png", "subfolder": subfolder, "type": type_}
            self._files[image["filename"], subfolder, type_] = (size, seed + index)
            images.append(image)
        return {"images": images}

    def _error(self, prompt: _Prompt, failed: _Failed) -> dict[str, Any]:
        return {
            "node_id": failed.node,
            "node_type": prompt.graph[failed.node]["class_type"],
            "executed": list(prompt.done),
            "exception_message": str(failed),
            "exception_type": failed.kind,
            "traceback": ['  File "/home/me/ComfyUI/execution.py", line 496, in execute\n'],
            "current_inputs": {"images": ["tensor([[[[0., 0., 1.]]]])" * 100]},
            "current_outputs": [],
        }

    @staticmethod
    def _blocked(id_: str) -> dict[str, Any]:
        return {
            "node_id": id_,
            "node_type": "SaveImage",
            "exception_message": "Execution Blocked: nothing was chosen",
            "exception_type": "ExecutionBlocked",
            "traceback": [],
        }

    # What the socket says.

    async def _say(self, prompt: _Prompt, type_: str, content: dict[str, Any], *, keeps: bool = False) -> None:
        content = {**content, "prompt_id": prompt.id}
        if keeps:
            content["timestamp"] = int(time.time() * 1000)
            prompt.messages.append([type_, content])
        socket = self._sockets.get(prompt.client_id or "")
        if socket is not None and not self.script.is_silent:
            await socket.send_json({"type": type_, "data": content})

    async def _tell_states(self, prompt: _Prompt) -> None:
        if not self.script.old:
            states = {id_: {**state, "prompt_id": prompt.id} for id_, state in prompt.states.items()}
            await self._say(prompt, "progress_state", {"nodes": states})

    async def _preview(self, prompt: _Prompt, id_: str, *, step: int) -> None:
        socket = self._sockets.get(prompt.client_id or "")
        if self.script.previews and socket is not None:
            image = pictures.picture("jpeg", size=(32, 32), seed=step)
            metadata = {"node_id": id_, "prompt_id": prompt.id, "image_type": "image/jpeg"}
            await self._send_preview(socket, image, metadata=metadata)

    async def _send_preview(self, socket: Socket, image: bytes, *, metadata: dict[str, Any]) -> None:
        if socket in self._knows_metadata:
            packed = json.dumps(metadata).encode()
            await socket.send(struct.pack(">II", 4, len(packed)) + packed + image)
        else:
            await socket.send(struct.pack(">II", 1, 1) + image)

    async def _send_strange(self, prompt: _Prompt, frame: str | bytes) -> None:
        socket = self._sockets.get(prompt.client_id or "")
        if socket is not None:
            id_ = PROMPT_ID.decode()
            await socket.send(frame.replace(id_, prompt.id) if isinstance(frame, str) else frame)

    async def _show_strange_previews(self) -> None:
        image = pictures.picture("jpeg", size=(48, 48), seed=0)
        for socket in list(self._sockets.values()):
            await socket.send(struct.pack(">II", 1, 1) + image)
            await self._send_preview(socket, image, metadata={"prompt_id": SOMEBODY})
            await socket.send(struct.pack(">II", 4, 2**31) + b"{")
            self.strange_previews += 1


def _state(id_: str, state: str, *, value: float = 1.0, most: float = 1.0) -> dict[str, Any]:
    return {"value": value, "max": most, "state": state, "node_id": id_, "display_node_id": id_, "real_node_id": id_}


def _server_error() -> Answer:
    return text_answer("500 Internal Server Error\n\nServer got itself in trouble", status=500)
