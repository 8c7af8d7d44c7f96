"""Any server with OpenAI's `POST /images/generations`: OpenAI itself, LocalAI, NanoGPT and many more.

What differs between models stands in `openai_models.py`. The protocol is one long call without progress, and
nothing can be told to the server meanwhile: whoever does not want the picture any more can only close the connection,
and may be billed for it all the same.
"""

import logging
import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urljoin, urlsplit

import httpx2

from imagesvc.engines import http
from imagesvc.engines.answers import Answer, bad_answer, unreachable
from imagesvc.engines.base import Abilities, Drawing, Engine, EngineError, Fault, ImageSpec, Picture, Size, Watch
from imagesvc.engines.configuration import BadConfiguration, EngineConfig, read_options
from imagesvc.engines.http import Server
from imagesvc.engines.inline import InlineJson
from imagesvc.engines.openai_failures import failure_despite_200, failure_of
from imagesvc.engines.openai_models import GPT_IMAGE, Family, family_of, text_of, with_sizes
from imagesvc.engines.pictures import most_bytes, take_in
from imagesvc.engines.texts import clean

if TYPE_CHECKING:
    from openai import OpenAI

logger = logging.getLogger(__name__)

PROBE_SECONDS = 3.0
FETCH_SECONDS = 60.0
# The watch has the attempt's own deadline; the call's is only there in case it has none.
SPARE_SECONDS = 5.0
# However many pictures: base64 of the largest one, or of some of a usual size.
MOST_ANSWER_BYTES = 96 * 2**20
# After this time two thirds of the way to `_DRAWN` are shown; most models need about half of it.
_USUAL_SECONDS = 40.0
_DRAWN = 90  # percent
_MOST_REVISED_CHARACTERS = 4_000

# Options that go into the body as they are.
OPTIONAL_WORDS = (*sorted(GPT_IMAGE), "style")
NEGATIVE_PROMPTS = ("fold", "field", "bar", "omit")
FORMATS = ("png", "jpeg", "webp")
# Where OpenAI's own answers point.
OPENAI_HOSTS = ("oaidalleapiprodscus.blob.core.windows.net", "dalleprodsec.blob.core.windows.net")


@dataclass(frozen=True, kw_only=True)
class OpenAIOptions:
    """What can be configured about a server like OpenAI's. Empty texts are not sent."""

    model: str = "gpt-image-2"  # as the server calls it
    quality: str = ""  # low, medium, high, auto; dall-e-3: standard, hd
    style: str = ""  # dall-e-3: vivid, natural
    background: str = ""  # transparent, opaque, auto
    moderation: str = ""  # low, auto
    output_format: str = ""  # png, jpeg, webp
    pictures: int = 1  # how many are drawn for one job
    sizes: tuple[str, ...] = ()  # such as 1024x1024, in place of what is known about the model
    any_size: bool = False  # take pictures of another size than was asked for
    # fold: as a last sentence of the prompt; field: as `negative_prompt` in the body; bar: behind a `|` in the prompt,
    # as LocalAI reads it; omit: not at all.
    negative_prompt: str = "fold"
    # Send `seed` in the body. None: to all but OpenAI's models, which refuse it. Servers may ignore it without a word.
    seed: bool | None = None
    # What the sampling steps are called in the body: `step`, `num_inference_steps`; if empty they are not sent.
    steps_field: str = ""
    steps: int | None = None  # how many, where the job does not say it
    # From where, beside the server itself, pictures are fetched: `name`, `name:port` or `*.domain`.
    allowed_hosts: tuple[str, ...] = OPENAI_HOSTS


class OpenAIEngine(Engine):
    """Draws with one call of the official SDK, under the guard of our own transport."""

    Options: ClassVar[type] = OpenAIOptions

    def __init__(self, config: EngineConfig) -> None:
        super().__init__(config)
        self._options = read_options(OpenAIOptions, config.options, engine=config.name)
        self._family = _checked_family(self._options, engine=config.name)
        self._secrets = (config.key,)
        authorization = self._authorization
        headers = {"Authorization": authorization} if authorization else {}
        self._server = Server(config.url, headers=headers, secrets=self._secrets)

    @property
    def abilities(self) -> Abilities:
        """What it can do; a negative prompt that is folded into the prompt is none that the model knows of."""
        return Abilities(
            sizes="any" if self._options.any_size else self._family.sizes_in_words,
            has_seed=self._sends_seed,
            has_negative_prompt=self._options.negative_prompt in ("field", "bar"),
            most_pictures=self._options.pictures,
        )

    def probe(self) -> None:
        """List the models. Many servers have no such list, and some keys may not see it: both are there."""
        self._server.get("/models", seconds=PROBE_SECONDS, accept=(200, 403, 404, 405))

    def draw(self, spec: ImageSpec, watch: Watch) -> Drawing:
        """Ask for all pictures in one call, then take in what stands in the answer or where it points."""
        watch.check()
        size = self._family.nearest((spec.width, spec.height))
        prompt, is_cut = self._prompt_of(spec)
        body = self._body_of(spec, size=size)
        watch.report(1, f"Asking {self._model_name}" + (" (the prompt is too long and was cut)" if is_cut else ""))

        most = self._options.pictures * most_bytes(self._expected(size)) * 4 // 3 + 2**20
        answer = self._generate(prompt, body, watch=watch, most_bytes=min(most, MOST_ANSWER_BYTES))
        inline = InlineJson(answer.body)
        del answer
        entries = self._entries_in(inline.value)
        files = [self._file_of(entry, inline, watch=watch, size=size) for entry in entries]
        # From here on only the files are held.
        del inline

        watch.report(_DRAWN + 5, "Taking in the picture")
        pictures: list[Picture] = []
        while files:
            pictures.append(take_in(files.pop(0), size=self._expected(size)))
            watch.check()
        watch.report(100, "Drawn")
        return Drawing(
            pictures=tuple(pictures),
            model=self._options.model,
            revised_prompt=_revised_prompt_in(entries),
            settings=self._settings_of(spec, size=size, prompt=prompt, is_cut=is_cut),
        )

    # What is asked for.

    def _prompt_of(self, spec: ImageSpec) -> tuple[str, bool]:
        """Return the prompt within the model's limit, and whether anything of it had to go.

        The negative prompt goes as a whole, if it would take more than half of the limit.
        """
        way = self._options.negative_prompt
        most = self._family.longest_prompt
        positive, negative = spec.prompt, spec.negative_prompt.strip()
        if way == "bar":
            # What stands behind the first bar is the negative prompt, whoever wrote it.
            positive, negative = positive.replace("|", "/"), negative.replace("|", "/")
        ending = ""
        if negative and way in ("fold", "bar"):
            ending = f"|{negative}" if way == "bar" else f"\n\nAvoid: {negative.rstrip(' .')}."
        if most is None or len(positive) + len(ending) <= most:
            return positive + ending, False
        if len(ending) > most // 2:
            ending = ""
        logger.warning("engine %s: a prompt of %d characters was cut to %d", self.name, len(positive), most)
        return _cut(positive, most=most - len(ending)) + ending, True

    def _body_of(self, spec: ImageSpec, *, size: Size) -> dict[str, object]:
        """Return the body of the call but for the prompt; the SDK takes unknown names as `extra_body`."""
        options = self._options
        body: dict[str, object] = {"model": options.model, "size": text_of(size), "n": options.pictures}
        body |= {name: word for name in OPTIONAL_WORDS if (word := getattr(options, name))}
        if "response_format" in self._family.takes:
            body["response_format"] = "b64_json"
        extra: dict[str, object] = {}
        if self._sends_seed:
            extra["seed"] = spec.seed
        if options.negative_prompt == "field" and spec.negative_prompt:
            extra["negative_prompt"] = spec.negative_prompt
        steps = spec.steps or options.steps
        if options.steps_field and steps:
            extra[options.steps_field] = steps
        return body | {"extra_body": extra}

    @property
    def _sends_seed(self) -> bool:
        wish = self._options.seed
        return not self._family.is_openai if wish is None else wish

    @property
    def _model_name(self) -> str:
        return clean(self._options.model, most=60)

    def _expected(self, size: Size) -> Size | None:
        return None if self._options.any_size else size

    def _settings_of(
        self, spec: ImageSpec, *, size: Size, prompt: str, is_cut: bool
    ) -> Mapping[str, str | int | float]:
        """Return what the record shall say: nothing that the model was not told."""
        options = self._options
        settings: dict[str, str | int | float] = {"size": text_of(size)}
        if options.quality:
            settings["quality"] = options.quality
        if self._sends_seed:
            settings["seed"] = spec.seed
        if options.steps_field and (steps := spec.steps or options.steps):
            settings["steps"] = steps
        if is_cut:
            settings["prompt_cut_to"] = len(prompt)
        return settings

    # The call.

    @property
    def _authorization(self) -> str:
        return f"Bearer {self.config.key.reveal()}" if self.config.key else ""

    @cached_property
    def _sdk(self) -> "OpenAI":
        """The SDK's client: no retries, which are the queue's, and nothing that it reads from the environment."""
        from openai import OpenAI  # noqa: PLC0415  # slow import

        timeout = httpx2.Timeout(None, connect=http.CONNECT_SECONDS, pool=http.CONNECT_SECONDS)
        client = httpx2.Client(
            transport=self._server.transport, timeout=timeout, follow_redirects=False, trust_env=False
        )
        return OpenAI(
            api_key=self.config.key.reveal(),
            admin_api_key="",
            organization="",
            project="",
            base_url=self._server.url,
            max_retries=0,
            http_client=client,
            default_headers={"User-Agent": http.AGENT},
        )

    def _generate(self, prompt: str, body: dict[str, object], *, watch: Watch, most_bytes: int) -> Answer:
        """Make the call and return its answer, unread: its types are not to be relied upon."""
        import openai  # noqa: PLC0415  # slow import

        nothing = openai.omit
        headers: dict[str, Any] = {"OpenAI-Organization": nothing, "OpenAI-Project": nothing}
        # Said again, because the SDK prefers one from the environment to its own key.
        headers["Authorization"] = self._authorization or nothing
        arguments: dict[str, Any] = body
        with self._server.guarding(
            watch=watch,
            seconds=self.config.limit_seconds + SPARE_SECONDS,
            most_bytes=most_bytes,
            on_tick=self._reporter(watch),
        ):
            try:
                made = self._sdk.images.with_raw_response.generate(prompt=prompt, extra_headers=headers, **arguments)
            except openai.APIStatusError as error:
                raise failure_of(_answer_of(error.response), secrets=self._secrets) from error
            except openai.APIConnectionError as error:
                if isinstance(error.__cause__, httpx2.TransportError):
                    raise error.__cause__ from None  # for the guard to say what it means
                raise unreachable(self._server.url, reason=str(error.__cause__), secrets=self._secrets) from error
            return _answer_of(made.http_response)

    def _reporter(self, watch: Watch) -> Callable[[], None]:
        """Return what reports, once a second, how long it has taken: there is nothing else to tell."""
        started_at = time.monotonic()
        told = 0

        def report() -> None:
            nonlocal told
            seconds = int(time.monotonic() - started_at)
            if seconds > told:
                told = seconds
                percent = int(_DRAWN * (1 - math.exp(-seconds / _USUAL_SECONDS)))
                watch.report(max(1, percent), f"Drawing at {self._model_name}, {seconds} s so far")

        return report

    # What comes back.

    def _entries_in(self, value: object) -> list[Mapping[str, Any]]:
        """Return the pictures' entries of an answer; raise EngineError."""
        if not isinstance(value, dict):
            raise bad_answer("The engine's answer is not an object.")
        if value.get("error"):
            raise failure_despite_200(value["error"], secrets=self._secrets)
        entries = value.get("data")
        if not (isinstance(entries, list) and all(isinstance(entry, dict) for entry in entries)):
            raise bad_answer("The engine's answer has no list of pictures.")
        full = [entry for entry in entries if entry.get("b64_json") is not None or entry.get("url")]
        if not full:
            # What some do instead of saying that they moderate.
            raise EngineError(
                "The engine answered without a picture, as some do when their moderation refuses the prompt.",
                is_retryable=False,
                code="no_picture",
                fault=Fault.REQUEST,
            )
        return full[: self._options.pictures]

    def _file_of(self, entry: Mapping[str, Any], inline: InlineJson, *, watch: Watch, size: Size) -> bytes:
        """Return the bytes of one picture: from the answer itself, or from where it points, without our key."""
        if entry.get("b64_json") is not None:
            return inline.picture(entry["b64_json"])
        url = entry["url"]
        if not isinstance(url, str):
            raise bad_answer("The engine's answer has a picture's address that is no text.")
        if url.startswith("data:"):
            return inline.picture(url)
        watch.report(_DRAWN + 2, "Fetching the picture")
        return http.fetch(
            _absolute(url, base=self._server.url),
            allowed_hosts=(urlsplit(self._server.url).netloc, *self._options.allowed_hosts),
            watch=watch,
            seconds=FETCH_SECONDS,
            most_bytes=most_bytes(self._expected(size)),
        ).body


def _checked_family(options: OpenAIOptions, *, engine: str) -> Family:
    """Return what is known about the configured model; raise BadConfiguration for what does not go with it."""
    family, model = family_of(options.model), options.model
    if options.negative_prompt not in NEGATIVE_PROMPTS:
        raise BadConfiguration(f"engine {engine!r}: negative_prompt must be one of {', '.join(NEGATIVE_PROMPTS)}")
    if options.output_format and options.output_format not in FORMATS:
        raise BadConfiguration(f"engine {engine!r}: output_format must be one of {', '.join(FORMATS)}")
    if not 1 <= options.pictures <= family.most_pictures:
        wish = f"between 1 and {family.most_pictures}" if family.most_pictures > 1 else "1"
        raise BadConfiguration(f"engine {engine!r}: pictures must be {wish} for {model}, not {options.pictures}")
    for name in OPTIONAL_WORDS:
        if getattr(options, name) and name not in family.takes:
            raise BadConfiguration(f"engine {engine!r}: {model} has no {name}")
    try:
        return with_sizes(family, options.sizes) if options.sizes else family
    except ValueError as error:
        raise BadConfiguration(f"engine {engine!r}: sizes must be like 1024x1024,1536x1024") from error


def _cut(text: str, *, most: int) -> str:
    """Return the beginning of a text that ends with a whole word."""
    if len(text) <= most:
        return text
    start = text[: most + 1]
    end = max(start.rfind(" "), start.rfind("\n"))
    return start[: end if end > 0 else most].rstrip()


def _answer_of(response: httpx2.Response) -> Answer:
    return Answer(status=response.status_code, headers=response.headers, body=response.content)


def _absolute(url: str, *, base: str) -> str:
    """Return an address that may be given without its host, as LocalAI does; raise EngineError."""
    try:
        return urljoin(base + "/", url)
    except ValueError as error:
        raise bad_answer("The engine's answer has an address that is none.") from error


def _revised_prompt_in(entries: list[Mapping[str, Any]]) -> str:
    texts = (entry.get("revised_prompt") for entry in entries)
    first = next((text for text in texts if isinstance(text, str) and text), "")
    return clean(first, most=_MOST_REVISED_CHARACTERS)
