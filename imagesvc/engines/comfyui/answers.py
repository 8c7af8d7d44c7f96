"""What a ComfyUI server answers, read without trusting it: the queue, the history, why it refuses, how it failed."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from imagesvc.engines.answers import bad_answer
from imagesvc.engines.base import EngineError
from imagesvc.engines.comfyui.workflows import Workflow
from imagesvc.engines.configuration import Secret
from imagesvc.engines.texts import clean

_MOST_CHOICES = 10
# Whatever such a node shows, nobody needs it.
_FOR_SHOW = "Preview"


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a prompt is in the server's queue."""

    prompt_id: str
    is_running: bool
    ahead: int  # prompts that come before it, the one being drawn among them


@dataclass(frozen=True, kw_only=True)
class File:
    """A picture on the server, as GET /view wants it named. Never a path of ours."""

    filename: str
    subfolder: str
    type: str
    node: str  # that made it

    @property
    def params(self) -> dict[str, str]:
        return {"filename": self.filename, "subfolder": self.subfolder, "type": self.type}


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How a prompt ended that ended well."""

    files: tuple[File, ...]
    cached: frozenset[str]  # nodes that did not have to run again


def place_in(queue: object, *, prompt_id: str, client_id: str) -> Place | None:
    """Find a prompt in the answer of GET /queue; None if it is not there. Raise EngineError for nonsense.

    Older servers give prompts an id of their own, so ours is also known by whose it is.
    """
    body = _object(queue)
    running, pending = (list(_queued(body.get(name))) for name in ("queue_running", "queue_pending"))
    # The order of the list is a heap's; what runs next is the one with the lowest number.
    items = running + sorted(pending, key=lambda item: item.number)
    for index, item in enumerate(items):
        if item.prompt_id == prompt_id or item.client_id == client_id:
            return Place(prompt_id=item.prompt_id, is_running=index < len(running), ahead=index)
    return None


def entry_in(history: object, *, prompt_id: str) -> Mapping[str, Any] | None:
    """Return what GET /history/<id> knows about a prompt; None as long as it has not ended, or is not known."""
    body = _object(history)
    return _object(body[prompt_id]) if prompt_id in body else None


def outcome_of(
    entry: Mapping[str, Any], *, workflow: Workflow, blocked: str = "", secrets: Iterable[Secret] = ()
) -> Outcome:
    """Return what a prompt in the history brought; raise EngineError if it failed, was interrupted or brought nothing.

    Its status decides: a failed one has outputs too, of the nodes that ran before. `blocked` is what the socket said
    about a node that refused while the others went on.
    """
    status = entry.get("status")
    messages = dict(_messages(status))
    if "execution_interrupted" in messages:
        raise EngineError("Somebody interrupted the drawing at the engine.", is_retryable=True, code="interrupted")
    failure = messages.get("execution_error")
    if failure is not None and failure.get("exception_type") == "ExecutionBlocked":
        blocked, failure = str(failure.get("exception_message", "")), None
    # Servers from before 2024 keep no status.
    has_failed = isinstance(status, dict) and status.get("status_str") != "success"
    if failure is not None or (has_failed and not blocked):
        raise _failure(failure or {}, workflow=workflow, secrets=secrets)
    files = () if has_failed else tuple(_files(_object(entry.get("outputs")), workflow=workflow))
    if not files:
        said = clean(blocked.removeprefix("Execution Blocked:"), secrets=secrets)
        reason = f": {said}." if said else "; does its workflow end in Save Image?"
        raise EngineError(f"The engine finished without a picture{reason}", is_retryable=True, code="no_picture")
    return Outcome(files=files, cached=frozenset(_texts(messages.get("execution_cached", {}).get("nodes"))))


def refusal(answer: object, *, workflow: Workflow, secrets: Iterable[Secret] = ()) -> EngineError:
    """Return why POST /prompt answered 400: node, input and value where it says so."""
    body = _object(answer)
    problems = list(_problems(body.get("node_errors")))
    if problems:
        node, problem = problems[0]
        more = f" ({len(problems) - 1} more)" if len(problems) > 1 else ""
        sentence = f"{workflow.label(node)}: {_sentence(problem)}{more}"
    else:
        error = body.get("error")
        error = error if isinstance(error, dict) else {"message": error}
        sentence = _joined(error.get("message"), error.get("details")) or "it does not say why"
    is_checkpoint = any(_is_about_checkpoint(node, problem, workflow=workflow) for node, problem in problems)
    said = clean(sentence, secrets=secrets)
    return EngineError(
        f"The engine refuses the workflow {workflow.name}: {said}.",
        is_retryable=False,
        code="unknown_checkpoint" if is_checkpoint else "invalid_workflow",
    )


def dropped_output(answer: Mapping[str, Any], *, workflow: Workflow) -> bool:
    """Return whether a prompt was taken without an output that we need: the others would run, and look like success."""
    errors = answer.get("node_errors")
    for error in errors.values() if isinstance(errors, dict) else ():
        for node in _texts(error.get("dependent_outputs") if isinstance(error, dict) else None):
            if _is_needed(node, workflow=workflow):
                return True
    return False


# -- the queue


@dataclass(frozen=True, kw_only=True)
class _Queued:
    number: float
    prompt_id: str
    client_id: str | None


def _queued(items: object) -> Iterator[_Queued]:
    """Read a list of `[number, prompt_id, graph, extra_data, outputs]`."""
    if not isinstance(items, list):
        raise _nonsense()
    for item in items:
        if (
            not isinstance(item, list)
            or len(item) < 2
            or type(item[0]) not in (int, float)
            or not isinstance(item[1], str)
        ):
            raise _nonsense()
        extra = item[3] if len(item) > 3 and isinstance(item[3], dict) else {}
        client_id = extra.get("client_id")
        yield _Queued(number=item[0], prompt_id=item[1], client_id=client_id if isinstance(client_id, str) else None)


# -- the history


def _messages(status: object) -> Iterator[tuple[str, Mapping[str, Any]]]:
    messages = status.get("messages") if isinstance(status, dict) else None
    for message in messages if isinstance(messages, list) else ():
        if isinstance(message, list) and len(message) == 2 and isinstance(message[0], str):
            yield message[0], message[1] if isinstance(message[1], dict) else {}


def _failure(error: Mapping[str, Any], *, workflow: Workflow, secrets: Iterable[Secret]) -> EngineError:
    kind, said = str(error.get("exception_type") or ""), str(error.get("exception_message") or "")
    node = error.get("node_id")
    where = workflow.label(node) if isinstance(node, str) else "the workflow"
    is_memory = "OutOfMemory" in kind or "out of memory" in said.lower() or said.startswith("Allocation on device")
    if is_memory:
        return EngineError(f"The engine ran out of memory at {where}.", is_retryable=True, code="out_of_memory")
    # Of the exception's class only the name: `PIL.UnidentifiedImageError` tells nothing more.
    reason = clean(f"{kind.rpartition('.')[2]}: {said}" if kind else said, secrets=secrets)
    ending = f": {reason}." if reason else "."
    return EngineError(f"The engine failed at {where}{ending}", is_retryable=True, code="execution_failed")


def _files(outputs: Mapping[str, Any], *, workflow: Workflow) -> list[File]:
    """Return the saved pictures, or the temporary ones if none was saved, in the order of the graph's nodes."""
    found = [file for node in outputs for file in _files_of(node, outputs[node]) if _counts(node, workflow=workflow)]
    ranks = {node: rank for rank, node in enumerate(workflow.graph)}
    found.sort(key=lambda file: ranks.get(file.node, len(ranks)))
    return [file for file in found if file.type == "output"] or [file for file in found if file.type == "temp"]


def _files_of(node: str, output: object) -> Iterator[File]:
    images = output.get("images") if isinstance(output, dict) else None
    for image in images if isinstance(images, list) else ():
        described = _object(image)
        yield File(
            filename=_text(described.get("filename")),
            subfolder=_text(described.get("subfolder", "")),
            type=_text(described.get("type", "output")),
            node=node,
        )


def _counts(node: str, *, workflow: Workflow) -> bool:
    return workflow.outputs is None or node in workflow.outputs


# -- refusals


def _problems(errors: object) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for node, error in errors.items() if isinstance(errors, dict) else ():
        problems = error.get("errors") if isinstance(error, dict) else None
        for problem in problems if isinstance(problems, list) else ():
            if isinstance(problem, dict):
                yield node, problem


def _sentence(problem: Mapping[str, Any]) -> str:
    """Say what is wrong with an input: its name, its value, and what it may be."""
    extra = problem.get("extra_info")
    extra = extra if isinstance(extra, dict) else {}
    name = extra.get("input_name")
    if not isinstance(name, str):
        return _joined(problem.get("message"), problem.get("details"))
    value = f" {json.dumps(extra['received_value'], ensure_ascii=False)}" if "received_value" in extra else ""
    if problem.get("type") == "value_not_in_list":
        return f"{name}{value} is not in the list{_choices(extra.get('input_config'))}"
    details = problem.get("details")
    return f"{name}{value}: {_joined(problem.get('message'), '' if details == name else details)}"


def _choices(config: object) -> str:
    """Return what a list holds: `[choices, {...}]`, or `["COMBO", {"options": choices}]`; nothing if it is too long."""
    first, second = (*config, None, None)[:2] if isinstance(config, list) else (None, None)
    if isinstance(first, str) and isinstance(second, dict):
        first = second.get("options")
    if not isinstance(first, list):
        return ""
    names = ", ".join(str(each) for each in first[:_MOST_CHOICES])
    more = ", …" if len(first) > _MOST_CHOICES else ""
    return f" (there are: {names}{more})" if first else " (there are none)"


def _is_about_checkpoint(node: str, problem: Mapping[str, Any], *, workflow: Workflow) -> bool:
    extra = problem.get("extra_info")
    name = extra.get("input_name") if isinstance(extra, dict) else str(problem.get("details", "")).partition(":")[0]
    slots = workflow.slots.get("checkpoint", ())
    return problem.get("type") == "value_not_in_list" and any((node, name) == (slot.node, slot.input) for slot in slots)


def _is_needed(node: str, *, workflow: Workflow) -> bool:
    if workflow.outputs is not None:
        return node in workflow.outputs
    return node in workflow.graph and not workflow.graph[node]["class_type"].startswith(_FOR_SHOW)


# -- untrusted JSON


def _object(value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise _nonsense()
    return value


def _text(value: object) -> str:
    """Return a text that can be sent back: half of a surrogate pair cannot."""
    if not isinstance(value, str) or any("\ud800" <= each <= "\udfff" for each in value):
        raise _nonsense()
    return value


def _texts(value: object) -> Iterator[str]:
    return (each for each in value if isinstance(each, str)) if isinstance(value, list) else iter(())


def _joined(*parts: object) -> str:
    return ": ".join(part.strip(" .:") for part in parts if isinstance(part, str) and part.strip(" .:"))


def _nonsense() -> EngineError:
    return bad_answer("The engine's answer is not what ComfyUI answers.")
