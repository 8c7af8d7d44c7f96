"""ComfyUI: fills a workflow of the user's or of ours, has the server draw it, and takes in every picture it saved.

Protocol: ComfyUI's server.py and execution.py, and what a real server of version 0.3.64 said on the wire.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from imagesvc.engines.answers import bad_answer
from imagesvc.engines.base import ALL_KINDS, Abilities, Drawing, Engine, EngineError, ImageSpec, Picture, Size, Watch
from imagesvc.engines.comfyui.answers import File, Outcome
from imagesvc.engines.comfyui.run import DRAWN_PERCENT, Run
from imagesvc.engines.comfyui.workflows import SHIPPED, Workflow, read_workflow
from imagesvc.engines.configuration import BadConfiguration, EngineConfig, read_number, read_options
from imagesvc.engines.http import Server
from imagesvc.engines.pictures import most_bytes, take_in

PROBE_SECONDS = 3.0
MOST_PICTURES = 64
MOST_STEPS = 10_000
# Of all pictures of a job together, as PNG, before a further one is fetched: what they take in memory.
MOST_BYTES_KEPT = 64 * 2**20


@dataclass(frozen=True, kw_only=True)
class Options:
    """What may be configured about a ComfyUI server."""

    # The name of a workflow: of ours (sdxl, sdxl_lora, qwen_image, z_image, check) or of a file in workflow_folder.
    workflow: str = "sdxl"
    # A folder with workflows of the user's own, searched before ours.
    workflow_folder: str = ""
    # What takes the place of what stands in the file of `workflow`; those of single kinds keep what is in theirs.
    checkpoint: str = ""
    lora: str = ""
    steps: int | None = None
    # A workflow for one kind of picture alone.
    workflow_character: str = ""
    workflow_location: str = ""
    workflow_exit: str = ""
    workflow_item: str = ""
    workflow_scenery: str = ""
    workflow_custom: str = ""


class ComfyUIEngine(Engine):
    """Draws with a ComfyUI server, by its HTTP interface and its WebSocket."""

    Options: ClassVar[type] = Options

    def __init__(self, config: EngineConfig) -> None:
        super().__init__(config)
        options = read_options(Options, config.options, engine=config.name)
        folders = _folders(options)
        self._workflow = read_workflow(options.workflow, folders=folders)
        names = {kind: getattr(options, f"workflow_{kind}") for kind in ALL_KINDS}
        self._workflows = {kind: read_workflow(name, folders=folders) for kind, name in names.items() if name}
        self._choices = _choices(options, workflow=self._workflow, engine=config.name)
        headers = {"Authorization": f"Bearer {config.key.reveal()}"} if config.key else {}
        self._server = Server(config.url, headers=headers, secrets=(config.key,))

    @property
    def abilities(self) -> Abilities:
        workflow = self._workflow
        return Abilities(
            sizes=workflow.sizes.phrase if workflow.sizes else "what the workflow says",
            has_seed=workflow.has("seed"),
            has_negative_prompt=workflow.has("negative_prompt"),
            most_pictures=MOST_PICTURES,
        )

    def draw(self, spec: ImageSpec, watch: Watch) -> Drawing:
        """Fill the workflow for the spec's kind, have it drawn, and return all pictures that it saved."""
        watch.report(0, "Asking the engine")
        workflow = self._workflows.get(spec.kind, self._workflow)
        size = workflow.sizes.nearest((spec.width, spec.height)) if workflow.sizes else None
        graph = workflow.filled(self._values(spec, workflow=workflow, size=size))
        run = Run(self._server, workflow=workflow, graph=graph, watch=watch, key=self.config.key)
        try:
            run.listen()
            run.submit()
            outcome = run.follow()
            is_exact = workflow.sizes is not None and workflow.sizes.exact
            pictures = self._take_in_all(outcome, watch=watch, size=size if is_exact else None)
        except BaseException:
            run.stop()
            raise
        finally:
            run.close()
        watch.report(100, "Drawn")
        return Drawing(
            pictures=pictures,
            model=workflow.model_in(graph),
            workflow=workflow.name,
            workflow_sha256=workflow.sha256,
            settings=workflow.settings_in(graph),
        )

    def probe(self) -> None:
        """Ask for the server's version and devices."""
        answer = self._server.get("/system_stats", seconds=PROBE_SECONDS).json()
        if not isinstance(answer, dict) or "system" not in answer:
            raise bad_answer("What answers there is not ComfyUI.")

    def _values(self, spec: ImageSpec, *, workflow: Workflow, size: Size | None) -> dict[str, str | int]:
        """Say what goes into the workflow's slots."""
        values: dict[str, str | int] = {
            "prompt": spec.prompt,
            "negative_prompt": spec.negative_prompt,
            "seed": spec.seed,
        }
        if workflow is self._workflow:
            values |= self._choices
        if spec.steps is not None:
            values["steps"] = spec.steps
        if workflow.sizes is not None and size is not None:
            values["width"], values["height"] = workflow.sizes.in_graph(size)
        return values

    def _take_in_all(self, outcome: Outcome, *, watch: Watch, size: Size | None) -> tuple[Picture, ...]:
        count = len(outcome.files)
        if count > MOST_PICTURES:
            raise _too_much(f"{count} pictures; {MOST_PICTURES} are the most that one job may have")
        pictures: list[Picture] = []
        for index, file in enumerate(outcome.files):
            if sum(len(picture.png) for picture in pictures) > MOST_BYTES_KEPT:
                raise _too_much(f"{count} pictures, which together are too large")
            which = f"picture {index + 1} of {count}" if count > 1 else "the picture"
            watch.report(DRAWN_PERCENT + (99 - DRAWN_PERCENT) * index // count, f"Fetching {which}")
            picture = take_in(self._fetch(file, outcome=outcome, watch=watch, size=size), size=size)
            # Of several, only the files are kept: pixels take several times the memory.
            pictures.append(picture if count == 1 else Picture(png=picture.png))
        return tuple(pictures)

    def _fetch(self, file: File, *, outcome: Outcome, watch: Watch, size: Size | None) -> bytes:
        answer = self._server.get(
            "/view",
            params=file.params,
            accept=(200, 404),
            watch=watch,
            seconds=self.config.limit_seconds,
            most_bytes=most_bytes(size),
        )
        if answer.status == 404:
            raise _gone(is_cached=file.node in outcome.cached)
        return answer.body


def _folders(options: Options) -> Sequence[Path]:
    if not options.workflow_folder:
        return (SHIPPED,)
    folder = Path(options.workflow_folder).expanduser()
    if not folder.is_dir():
        raise BadConfiguration(f"workflow_folder {options.workflow_folder!r} is no folder")
    return folder, SHIPPED


def _choices(options: Options, *, workflow: Workflow, engine: str) -> dict[str, str | int]:
    """Return what was configured to take the place of the file's values; the workflow must have a slot for each."""
    choices: dict[str, str | int] = {"checkpoint": options.checkpoint, "lora": options.lora}
    choices = {name: value for name, value in choices.items() if value}
    if options.steps is not None:
        choices["steps"] = int(read_number(options.steps, name="steps", engine=engine, low=1, high=MOST_STEPS))
    for name in choices:
        if not workflow.has(name):
            raise BadConfiguration(
                f"{name} is set, but the workflow {workflow.name!r} has no slot for it; {workflow.name}.toml names none"
            )
    return choices


def _gone(*, is_cached: bool) -> EngineError:
    sentence = (
        "The engine had drawn exactly this before and so did not draw it again, but the file has been removed there; "
        "another seed, or a restart of the engine, helps."
        if is_cached
        else "The engine drew the picture, but its file is not there any more."
    )
    return EngineError(sentence, is_retryable=True, code="picture_gone")


def _too_much(what: str) -> EngineError:
    # The same workflow brings as many again.
    return EngineError(f"The engine's workflow brought {what}.", is_retryable=False, code="too_large")
