"""The AI Horde: pictures drawn by volunteers' computers, anonymously or with an account's key.

A request is submitted, looked after every two seconds, and its pictures are fetched while they are kept (30 minutes).
Its limits (https://aihorde.net/api, 90 submissions a minute, 10 looks a second, 10 fetches a minute) are kept to.
"""

import logging
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar
from urllib.parse import urlsplit

from imagesvc.engines import http
from imagesvc.engines.answers import Answer
from imagesvc.engines.base import Abilities, Drawing, Engine, EngineError, Fault, ImageSpec, Picture, Size, Watch
from imagesvc.engines.configuration import BadConfiguration, EngineConfig, read_options
from imagesvc.engines.horde_answers import (
    Generation,
    Standing,
    faulted,
    generations_in,
    refusal_of,
    request_id_in,
    standing_in,
)
from imagesvc.engines.http import Server
from imagesvc.engines.inline import InlineJson
from imagesvc.engines.pictures import most_bytes, take_in
from imagesvc.engines.sizes import nearest_in_grid

logger = logging.getLogger(__name__)

ANONYMOUS = "0000000000"
# The account at Cloudflare's R2 where the Horde keeps its pictures.
HORDE_HOSTS = ("a223539ccf6caa2d76459c9727d276e6.r2.cloudflarestorage.com",)
MULTIPLE, SHORTEST, LONGEST = 64, 64, 3072
MOST_PICTURES = 20
MOST_STEPS = 500

PROBE_SECONDS = 3.0
FETCH_SECONDS = 60.0
# Whoever cancels is free again within a second: so long a request's id may still arrive, so long withdrawing may take.
GRACE_SECONDS = 0.4
WITHDRAW_SECONDS = 0.5
# However many pictures: base64 of the largest one, or of some of a usual size.
MOST_ANSWER_BYTES = 96 * 2**20
# A request lives on while its server cannot be reached for a moment: so many calls in a row may fail.
MOST_MISSES = 5
LONGEST_PAUSE_SECONDS = 30.0
PASSING = {"unreachable", "connection_lost", "engine_failed", "too_slow"}
_DRAWN = 90  # percent

_Found = TypeVar("_Found")


@dataclass(frozen=True, kw_only=True)
class HordeOptions:
    """What can be configured about the AI Horde."""

    models: tuple[str, ...] = ()  # any of them will do; none: whatever the workers have
    steps: int = 30  # where the job does not say it
    sampler: str = "k_euler_a"  # as the Horde calls it
    cfg_scale: float = 7.0  # how closely it follows the prompt
    karras: bool = True  # a schedule of noise that most models do well with
    pictures: int = 1  # how many are drawn for one job
    nsfw: bool = False  # the request may not be safe for work, and goes only to workers that draw such
    censor_nsfw: bool = True  # what turns out unsafe is not sent
    trusted_workers: bool = False  # only those
    slow_workers: bool = True  # those, too
    shared: bool = False  # let the Horde publish the pictures in a data set
    r2: bool = True  # fetch pictures from where the Horde keeps them; else they come in the answer
    # Take a smaller picture with fewer steps where a large one needs kudos that the account has not.
    # None: only if there is no key, because nobody else has no kudos at all.
    allow_downgrade: bool | None = None
    contact: str = "imagesvc"  # how the Horde's people can reach whoever runs this; they block unknown agents first
    check_seconds: float = 2.0  # between two looks
    # From where, beside the server itself, pictures are fetched: `name`, `name:port` or `*.domain`.
    allowed_hosts: tuple[str, ...] = HORDE_HOSTS


class HordeEngine(Engine):
    """Submits, looks, fetches; and withdraws its request when the picture is not wanted any more."""

    Options: ClassVar[type] = HordeOptions

    def __init__(self, config: EngineConfig) -> None:
        super().__init__(config)
        self._options = _checked(read_options(HordeOptions, config.options, engine=config.name), engine=config.name)
        self._secrets = (config.key,)
        agent = f"{http.AGENT.replace('/', ':')}:{self._options.contact}"
        headers = {"apikey": config.key.reveal() or ANONYMOUS, "Client-Agent": agent}
        self._server = Server(config.url, headers=headers, secrets=self._secrets)

    @property
    def abilities(self) -> Abilities:
        return Abilities(
            sizes=f"multiples of {MULTIPLE} from {SHORTEST} to {LONGEST}",
            has_seed=True,
            has_negative_prompt=True,
            most_pictures=self._options.pictures,
        )

    def probe(self) -> None:
        """Ask for the heartbeat, which needs no key and costs nothing."""
        self._server.get("/status/heartbeat", seconds=PROBE_SECONDS)

    def draw(self, spec: ImageSpec, watch: Watch) -> Drawing:
        """Submit, wait until all is drawn, and take in what was not censored.

        1. Submit. Only the answer has the request's id: if it is lost, the request can neither be found again nor
           withdrawn, and ends by itself.
        2. Look until it is done.
        3. Fetch the pictures. Those that were censored are placeholders, and left out: what others were drawn has cost
           kudos and time. If none is left, the request failed.
        """
        watch.check()
        size = nearest_in_grid((spec.width, spec.height), multiple=MULTIPLE, shortest=SHORTEST, longest=LONGEST)
        watch.report(1, "Submitting to the AI Horde")
        grace = _Grace(watch)
        request_id = self._submit(spec, size=size, grace=grace)
        try:
            grace.end()
            self._wait(request_id, watch=watch)
            watch.report(_DRAWN, "Fetching the picture")
            generations, files = self._fetch(request_id, size=size, watch=watch)
            watch.report(_DRAWN + 5, "Taking in the picture")
            pictures: list[Picture] = []
            while files:
                pictures.append(take_in(files.pop(0), size=self._expected(size)))
                watch.check()
        except BaseException:
            self._withdraw(request_id)
            raise
        watch.report(100, "Drawn")
        return Drawing(
            pictures=tuple(pictures),
            model=next(each.model for each in generations if not each.is_censored),
            settings=self._settings_of(spec, size=size, generations=generations),
        )

    # What is asked for.

    def _submit(self, spec: ImageSpec, *, size: Size, grace: "_Grace") -> str:
        body = self._body_of(spec, size=size)
        answer = self._server.post("/generate/async", body, on_tick=grace.check, accept=(200, 202, 400, 403))
        if answer.status in (400, 403):
            raise refusal_of(answer, secrets=self._secrets)
        return request_id_in(answer.json())

    def _body_of(self, spec: ImageSpec, *, size: Size) -> dict[str, object]:
        options = self._options
        params = {
            "width": size[0],
            "height": size[1],
            "steps": self._steps_of(spec),
            "n": options.pictures,
            "sampler_name": options.sampler,
            "cfg_scale": options.cfg_scale,
            "karras": options.karras,
            "seed": str(spec.seed),
        }
        body: dict[str, object] = {"prompt": _prompt_of(spec), "params": params}
        if options.models:
            body["models"] = list(options.models)
        for name in ("nsfw", "censor_nsfw", "trusted_workers", "slow_workers", "shared", "r2"):
            body[name] = getattr(options, name)
        return body | {"allow_downgrade": self._allows_downgrade}

    def _steps_of(self, spec: ImageSpec) -> int:
        return min(spec.steps or self._options.steps, MOST_STEPS)

    @property
    def _allows_downgrade(self) -> bool:
        wish = self._options.allow_downgrade
        return not self.config.key if wish is None else wish

    def _expected(self, size: Size) -> Size | None:
        return None if self._allows_downgrade else size

    def _settings_of(
        self, spec: ImageSpec, *, size: Size, generations: list[Generation]
    ) -> Mapping[str, str | int | float]:
        options = self._options
        settings: dict[str, str | int | float] = {
            "size": f"{size[0]}x{size[1]}",
            "seed": spec.seed,
            "steps": self._steps_of(spec),
            "sampler": options.sampler,
            "cfg_scale": options.cfg_scale,
            "worker": ", ".join(dict.fromkeys(each.worker for each in generations if each.worker)),
        }
        if censored := sum(each.is_censored for each in generations):
            settings["censored_pictures"] = censored
        return settings

    # Until it is drawn.

    def _wait(self, request_id: str, *, watch: Watch) -> None:
        """Look every few seconds until all is drawn; raise EngineError when it cannot be."""
        progress = _Progress()
        while True:
            _rest(self._options.check_seconds, watch=watch)
            standing = self._patiently(lambda: self._look(request_id, watch=watch), watch=watch)
            if standing.is_faulted:
                raise faulted()
            if standing.is_done:
                return
            if not standing.is_possible:
                raise EngineError(
                    "No worker of the AI Horde can draw this at the moment: none is there for its models, size and "
                    "other settings.",
                    is_retryable=True,
                    code="no_worker",
                )
            watch.report(progress.percent(standing), _message_of(standing))

    def _look(self, request_id: str, *, watch: Watch) -> Standing:
        return standing_in(self._known(self._get("check", request_id, watch=watch)).json())

    def _fetch(self, request_id: str, *, size: Size, watch: Watch) -> tuple[list[Generation], list[bytes]]:
        """Return all generations, and the files of those that were not censored."""
        most = self._options.pictures * most_bytes(self._expected(size)) * 4 // 3 + 2**20
        limits = {"most_bytes": min(most, MOST_ANSWER_BYTES), "seconds": FETCH_SECONDS}
        answer = self._patiently(
            lambda: self._known(self._get("status", request_id, watch=watch, **limits)), watch=watch
        )
        inline = InlineJson(answer.body)
        generations = generations_in(inline.value)[: self._options.pictures]
        good = [each for each in generations if not each.is_censored]
        if not good:
            raise EngineError(
                "The worker censored the picture: it took it for unsafe.",
                is_retryable=False,
                code="censored",
                fault=Fault.REQUEST,
            )
        return generations, [self._file_of(each, inline, size=size, watch=watch) for each in good]

    def _file_of(self, generation: Generation, inline: InlineJson, *, size: Size, watch: Watch) -> bytes:
        """Return the bytes of one picture: from the answer itself, or from where it points, without our key."""
        if not generation.image.startswith(("http://", "https://")):
            return inline.picture(generation.image)
        return self._patiently(
            lambda: http.fetch(
                generation.image,
                allowed_hosts=(urlsplit(self._server.url).netloc, *self._options.allowed_hosts),
                watch=watch,
                seconds=FETCH_SECONDS,
                most_bytes=most_bytes(self._expected(size)),
            ),
            watch=watch,
        ).body

    def _get(self, what: str, request_id: str, **limits: Any) -> Answer:
        return self._server.get(f"/generate/{what}/{request_id}", accept=(200, 404, 410), **limits)

    @staticmethod
    def _known(answer: Answer) -> Answer:
        """Return an answer about our request; raise EngineError if the Horde knows it no more."""
        if answer.status != 200:
            raise EngineError(
                "The AI Horde knows nothing of the request any more: it expired, or the Horde was restarted.",
                is_retryable=True,
                code="engine_lost",
            )
        return answer

    def _patiently(self, call: Callable[[], _Found], *, watch: Watch) -> _Found:
        """Make a call until it succeeds: one that is to wait waits, and a few in a row may fail in passing."""
        misses = 0
        pause = self._options.check_seconds
        while True:
            try:
                return call()
            except EngineError as error:
                misses += error.fault is not Fault.BUSY
                if misses > MOST_MISSES or not (error.fault is Fault.BUSY or error.code in PASSING):
                    raise
                logger.info("engine %s: %s Trying again.", self.name, error)
                pause = min(max(2 * pause, error.retry_after_seconds or 0), LONGEST_PAUSE_SECONDS)
            _rest(pause, watch=watch)

    def _withdraw(self, request_id: str) -> None:
        """Have the Horde hand out no more of a request; a worker that draws already goes on for nothing."""
        try:
            self._server.call(
                "DELETE", f"/generate/status/{request_id}", seconds=WITHDRAW_SECONDS, accept=(200, 404, 410)
            )
        except EngineError as error:
            logger.warning("engine %s: request %s could not be withdrawn: %s", self.name, request_id, error)


class _Grace:
    """Keeps back for a moment what a watch raises, so that the answer can arrive that says what is to be withdrawn."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self._raised: BaseException | None = None
        self._ends_at = 0.0

    def check(self) -> None:
        """Ask the watch; raise what it raised once the moment is over."""
        if self._raised is None:
            try:
                self._watch.check()
            except BaseException as reason:  # noqa: BLE001  (whatever it is, it is raised later)
                self._raised = reason
                self._ends_at = time.monotonic() + GRACE_SECONDS
        elif time.monotonic() > self._ends_at:
            raise self._raised

    def end(self) -> None:
        """Raise what was kept back."""
        if self._raised is not None:
            raise self._raised


class _Progress:
    """How far a request is, by what is guessed: no worker tells how far it has drawn."""

    def __init__(self) -> None:
        self._started_at = time.monotonic()
        self._percent = 2

    def percent(self, standing: Standing) -> int:
        """Return the part of the time that it will have taken, or of the pictures; never less than before."""
        passed = time.monotonic() - self._started_at
        by_time = passed / (passed + standing.wait_seconds) if standing.wait_seconds else 0.0
        total = standing.finished + standing.processing + standing.waiting
        by_pictures = standing.finished / total if total else 0.0
        # Less than all, or the last look would be reported before its time.
        self._percent = max(self._percent, int((_DRAWN - 1) * max(by_time, by_pictures)))
        return self._percent


def _message_of(standing: Standing) -> str:
    about = f", about {standing.wait_seconds} s left" if standing.wait_seconds else ""
    if standing.processing or standing.finished:
        total = standing.finished + standing.processing + standing.waiting
        several = f" {standing.finished + 1} of {total}" if total > 1 and standing.finished < total else ""
        return f"Drawing{several} at the AI Horde{about}"
    before = f": {standing.queue_position} before us" if standing.queue_position else ""
    return f"Waiting at the AI Horde{before}{about}"


def _prompt_of(spec: ImageSpec) -> str:
    """Return both prompts as the Horde wants them: what stands behind the first `###` is the negative one."""
    positive, negative = (_HASHES.sub("##", text) for text in (spec.prompt, spec.negative_prompt))
    return f"{positive} ### {negative}" if negative else positive


_HASHES = re.compile(r"#{3,}")


def _rest(seconds: float, *, watch: Watch) -> None:
    """Let time pass, and ask the watch meanwhile."""
    ends_at = time.monotonic() + seconds
    while (left := ends_at - time.monotonic()) > 0:
        time.sleep(min(left, http.TICK_SECONDS))
        watch.check()


def _checked(options: HordeOptions, *, engine: str) -> HordeOptions:
    """Return the options; raise BadConfiguration for what the Horde would refuse."""
    for name, low, high in (
        ("pictures", 1, MOST_PICTURES),
        ("steps", 1, MOST_STEPS),
        ("cfg_scale", 0, 100),
        ("check_seconds", 0.02, 60),
    ):
        if not low <= getattr(options, name) <= high:
            raise BadConfiguration(f"engine {engine!r}: {name} must be between {low} and {high}")
    if not (options.contact.isascii() and options.contact.isprintable()):
        raise BadConfiguration(f"engine {engine!r}: contact must be plain letters, such as an address")
    return options
