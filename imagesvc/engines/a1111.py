"""AUTOMATIC1111's web UI and what came of it (Forge, SD.Next), by the API that `--api` switches on.

One call draws and waits (`POST /sdapi/v1/txt2img`); its progress is asked beside it by the id that we gave it.
Interrupt is global there, so it is sent only while the server says that the task it works on is ours.
"""

import base64
import json
import logging
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from imagesvc.engines.a1111_checkpoints import Checkpoint, choose, read_checkpoints, said
from imagesvc.engines.a1111_progress import Progress, is_number
from imagesvc.engines.a1111_prompts import neutralise
from imagesvc.engines.answers import bad_answer
from imagesvc.engines.base import Abilities, Drawing, Engine, EngineError, ImageSpec, Picture, Size, Watch
from imagesvc.engines.configuration import BadConfiguration, EngineConfig, Secret, read_options
from imagesvc.engines.http import Server
from imagesvc.engines.inline import MOST_OTHER_BYTES, InlineJson
from imagesvc.engines.pictures import MOST_PIXELS, most_bytes, take_in
from imagesvc.engines.sizes import nearest_in_grid
from imagesvc.engines.texts import clean

logger = logging.getLogger(__name__)

MULTIPLE, SHORTEST, LONGEST = 8, 64, 4096
MOST_PICTURES = 8
PROBE_SECONDS = 2.9
LIST_SECONDS = 10.0
# Together they must be over within a second.
STOP_SECONDS = 0.4
# Codes of errors after which the server may go on drawing.
UNFINISHED = ("too_slow", "too_large", "connection_lost")

_DRAW_FROM, _DRAW_TO = 5, 92  # percent


@dataclass(frozen=True, kw_only=True)
class Options:
    """What may be configured; what is empty is left to the server's own settings."""

    checkpoint: str = ""  # its title, name, file or hash, as the server lists it; empty: the one that is loaded
    sampler: str = ""  # as the server calls it
    scheduler: str = ""  # as the server calls it
    steps: int = 25  # where the request does not say it
    cfg_scale: float = 7.0  # how closely it follows the prompt
    styles: tuple[str, ...] = ()  # names of the server's own styles
    pictures: int = 1  # of one job
    most_pixels: int = MOST_PIXELS  # what the server's memory is good for; larger pictures are drawn smaller
    allow_directives: bool = False  # whether `<lora:...>`, weights, BREAK and the like work in everybody's prompts
    prompt_ending: str = ""  # stands behind every prompt as it is, such as `<lora:engraving:0.8>`


class A1111Engine(Engine):
    """Draws with one server; the key is `user:password` of its `--api-auth`."""

    Options: ClassVar[type] = Options

    def __init__(self, config: EngineConfig) -> None:
        super().__init__(config)
        self._options = _checked(config)
        login = _login(config.key)
        self._server = Server(config.url, login=login, secrets=_secrets(config.key))

    @property
    def abilities(self) -> Abilities:
        return Abilities(
            sizes=f"multiples of {MULTIPLE} from {SHORTEST} to {LONGEST}",
            has_seed=True,
            has_negative_prompt=True,
            most_pictures=self._options.pictures,
        )

    def probe(self) -> None:
        """Ask for the list of checkpoints, and find the configured one in it."""
        self._find_checkpoint(watch=None, seconds=PROBE_SECONDS)

    def draw(self, spec: ImageSpec, watch: Watch) -> Drawing:
        """Draw with one call, or several where the pictures would be too much for one.

        Their seeds follow each other, as they do within a call. Raise EngineError `unknown_checkpoint` rather than draw
        with another one than is configured.
        """
        watch.report(1, "Asking the engine")
        checkpoint = self._find_checkpoint(watch=watch, seconds=LIST_SECONDS) if self._options.checkpoint else None
        bodies = self._bodies(spec, checkpoint=checkpoint)
        pictures: list[Picture] = []
        info: Mapping[str, Any] = {}
        for number, body in enumerate(bodies):
            start, end = (_DRAW_FROM + (_DRAW_TO - _DRAW_FROM) * step // len(bodies) for step in (number, number + 1))
            drawn, info = self._draw_once(body, watch, start=start, end=end)
            pictures += drawn
            if checkpoint is not None:
                checkpoint.check_use(info)
        return Drawing(pictures=tuple(pictures), model=_model(info), settings=_settings(info, asked=bodies[0]))

    def _bodies(self, spec: ImageSpec, *, checkpoint: Checkpoint | None) -> list[dict[str, Any]]:
        """Return what to ask for, in as few calls as the memory of both sides is good for."""
        size = nearest_in_grid(
            (spec.width, spec.height),
            multiple=MULTIPLE,
            shortest=SHORTEST,
            longest=LONGEST,
            most_pixels=self._options.most_pixels,
        )
        wanted = self._options.pictures
        at_once = max(1, MOST_PIXELS // (size[0] * size[1]))
        return [
            self._body(
                replace(spec, seed=(spec.seed + first) % 2**32),
                size=size,
                count=min(at_once, wanted - first),
                checkpoint=checkpoint,
            )
            for first in range(0, wanted, at_once)
        ]

    def _body(self, spec: ImageSpec, *, size: Size, count: int, checkpoint: Checkpoint | None) -> dict[str, Any]:
        options = self._options
        tame = str if options.allow_directives else neutralise
        body: dict[str, Any] = {
            "prompt": " ".join(part for part in (tame(spec.prompt), options.prompt_ending) if part),
            "negative_prompt": tame(spec.negative_prompt),
            "width": size[0],
            "height": size[1],
            "seed": spec.seed,
            "steps": spec.steps or options.steps,
            "cfg_scale": options.cfg_scale,
            "batch_size": count,
            "n_iter": 1,
            "send_images": True,
            "save_images": False,
            "do_not_save_samples": True,
            "do_not_save_grid": True,
            "force_task_id": f"imagesvc-{uuid.uuid4().hex}",
        }
        if options.sampler:
            body["sampler_name"] = options.sampler
        if options.scheduler:
            body["scheduler"] = options.scheduler
        if options.styles:
            body["styles"] = list(options.styles)
        if checkpoint is not None:
            body["override_settings"] = {"sd_model_checkpoint": checkpoint.title}
        return body

    def _draw_once(
        self, body: Mapping[str, Any], watch: Watch, *, start: int, end: int
    ) -> tuple[list[Picture], Mapping[str, Any]]:
        progress = Progress(self._server, watch, task=body["force_task_id"], start=start, end=end)
        watch.report(start, "Waiting for the engine")
        files, info = _read(self._submit(body, watch, progress=progress), count=body["batch_size"])
        self._refuse_interrupted(watch)
        watch.report(end, "Taking in the picture")
        pictures = []
        while files:
            watch.check()
            # Each file goes when it has been read: with the largest pictures, all of them are too much.
            picture = take_in(files.pop(0), size=(body["width"], body["height"]))
            pictures.append(picture if self._options.pictures == 1 else replace(picture, pixels=None))
        return pictures, info

    def _submit(self, body: Mapping[str, Any], watch: Watch, *, progress: Progress) -> bytes:
        """Have it drawn and return the answer; if that goes wrong, have the server stop."""
        count = body["batch_size"]
        # A grid may come along with several, as large as all of them.
        texts = (2 * count if count > 1 else 1) * (most_bytes((body["width"], body["height"])) * 4 // 3 + 4)
        try:
            answer = self._server.post(
                "/sdapi/v1/txt2img",
                body,
                watch=watch,
                seconds=self.config.limit_seconds,
                most_bytes=texts + MOST_OTHER_BYTES,
                on_tick=progress.ask,
            )
        except EngineError as error:
            if error.code in UNFINISHED:
                self._stop(body["force_task_id"])
            raise _plainer(error) from error
        except BaseException:
            self._stop(body["force_task_id"])
            raise
        return answer.body

    def _stop(self, task: str) -> None:
        """Interrupt our task if it is being drawn, within a second.

        Interrupt stops whatever runs, so we look first; a task that ends just then costs somebody else a picture only
        if the next one begins within these milliseconds. A task that waits in the server's queue cannot be taken out
        of it: we have left, and when its turn comes it is drawn for nobody. What a server answers that has stopped
        (status 200 and a half-done picture) nobody reads any more.
        """
        try:
            asked = {"id_task": task, "id_live_preview": -1, "live_preview": False}
            answer = self._server.post("/internal/progress", asked, seconds=STOP_SECONDS, accept=(200, 404, 405))
            value = answer.json() if answer.status == 200 else self._now(seconds=STOP_SECONDS)
            if not isinstance(value, dict):
                return
            if value.get("active") is True or value.get("current_task") == task:
                self._server.post("/sdapi/v1/interrupt", {}, seconds=STOP_SECONDS)
        except EngineError as error:
            logger.warning("engine %s may go on drawing: %s", self.name, error)

    def _refuse_interrupted(self, watch: Watch) -> None:
        """Raise EngineError if somebody else has interrupted our task: what came then is half done and does not say so.

        The server keeps the mark until its next task begins, so this is not seen when another one has begun already.
        """
        try:
            value = self._now(watch=watch, seconds=STOP_SECONDS)
        except EngineError as error:
            logger.info("engine %s does not say whether it was interrupted: %s", self.name, error)
            return
        state = value.get("state") if isinstance(value, dict) else None
        if isinstance(state, dict) and (state.get("interrupted") is True or state.get("skipped") is True):
            raise EngineError("Somebody interrupted the engine.", is_retryable=True, code="interrupted")

    def _now(self, *, seconds: float, watch: Watch | None = None) -> Any:
        """Return what the server says about whatever it draws, or drew last."""
        params = {"skip_current_image": "true"}
        return self._server.get("/sdapi/v1/progress", params=params, watch=watch, seconds=seconds).json()

    def _find_checkpoint(self, *, watch: Watch | None, seconds: float) -> Checkpoint | None:
        """Return the configured checkpoint as the server lists it, None if none is configured."""
        try:
            answer = self._server.get("/sdapi/v1/sd-models", watch=watch, seconds=seconds)
        except EngineError as error:
            raise _plainer(error) from error
        listed = read_checkpoints(answer.json())
        return choose(self._options.checkpoint, listed=listed) if self._options.checkpoint else None


def _read(body: bytes, *, count: int) -> tuple[list[bytes], Mapping[str, Any]]:
    """Return the files, without a grid before them and what extensions put behind, and what is said about them."""
    inline = InlineJson(body)
    value = inline.value
    images = value.get("images") if isinstance(value, dict) else None
    if not isinstance(value, dict) or not isinstance(images, list):
        raise bad_answer("The engine's answer holds no list of pictures.")
    info = _info(value.get("info"))
    first = info.get("index_of_first_image", 0)
    if type(first) is not int or not 0 <= first <= len(images):
        raise bad_answer("The engine's answer does not say which picture is the first.")
    found = images[first : first + count]
    if not found:
        raise EngineError("The engine returned no picture.", is_retryable=True, code="no_picture")
    return [inline.picture(text) for text in found], info


def _info(value: object) -> Mapping[str, Any]:
    """Read `info`, which is JSON in a text; nothing is allowed, too."""
    try:
        info = json.loads(value) if isinstance(value, str) and value else value or {}
    except (ValueError, RecursionError):
        info = None
    if not isinstance(info, dict):
        raise bad_answer("The engine's answer does not say how it was drawn.")
    return info


def _model(info: Mapping[str, Any]) -> str:
    name = said(info, field="sd_model_name", label="Model")
    hash_ = said(info, field="sd_model_hash", label="Model hash")
    return clean(f"{name} [{hash_}]" if name and hash_ else name or hash_, most=100)


def _settings(info: Mapping[str, Any], *, asked: Mapping[str, Any]) -> dict[str, str | int | float]:
    """Return what the engine says that it drew with, else what it was told to."""
    settings: dict[str, str | int | float] = {}
    for name in ("seed", "steps", "cfg_scale"):
        settings[name] = info[name] if is_number(info.get(name)) else asked[name]
    for name, field, label in (("sampler", "sampler_name", "Sampler"), ("scheduler", "scheduler", "Schedule type")):
        if word := clean(said(info, field=field, label=label) or str(asked.get(field, "")), most=60):
            settings[name] = word
    return settings


def _plainer(error: EngineError) -> EngineError:
    """Return the error in words that say what to mend, for failures that are usual with these servers."""
    words = str(error).lower()
    if error.code == "refused" and "(404): not found" in words:
        sentence = "The engine has no API at this address: start it with --api."
        return EngineError(sentence, is_retryable=False, code="no_api")
    if error.code == "engine_failed" and "memory" in words:
        return EngineError(str(error), is_retryable=True, code="out_of_memory")
    return error


def _checked(config: EngineConfig) -> Options:
    options = read_options(Options, config.options, engine=config.name)
    bounds = {
        "pictures": (1, MOST_PICTURES),
        "steps": (1, 150),
        "cfg_scale": (0, 50),
        "most_pixels": (SHORTEST * SHORTEST, MOST_PIXELS),
    }
    for name, (low, high) in bounds.items():
        value = getattr(options, name)
        if not low <= value <= high:
            raise BadConfiguration(f"engine {config.name!r}: {name} must be between {low} and {high}, not {value}")
    return options


def _login(key: Secret) -> tuple[str, str] | None:
    if not key:
        return None
    user, colon, password = key.reveal().partition(":")
    if not colon:
        raise BadConfiguration("its key must be user:password, as its --api-auth has it")
    return user, password


def _secrets(key: Secret) -> tuple[Secret, ...]:
    """Return the key in all the forms in which an error might repeat it."""
    text = key.reveal()
    return (key, Secret(base64.b64encode(text.encode()).decode()), Secret(text.partition(":")[2])) if key else ()
