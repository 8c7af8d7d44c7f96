"""How far a prompt is, out of what the WebSocket says: newer servers send `progress_state`, older single events."""

import math
from collections.abc import Mapping
from typing import Any

from imagesvc.engines.comfyui.sockets import Event
from imagesvc.engines.comfyui.workflows import Workflow

# A sampler takes most of the time; all other nodes count alike.
SAMPLER_WEIGHT = 8
_MOST_STEPS = 10_000


class Progress:
    """What has been heard about one prompt."""

    def __init__(self, prompt_id: str, *, workflow: Workflow) -> None:
        self.prompt_id = prompt_id
        self.is_started = False
        # Everything has been sent that will be, and the history has it.
        self.is_over = False
        # It has ended, but the history may not have it yet.
        self.has_ended = False
        # What a node said that refused to go on; the others did.
        self.blocked = ""
        self._workflow = workflow
        self._weights = {
            id_: SAMPLER_WEIGHT if "Sampler" in node["class_type"] else 1 for id_, node in workflow.graph.items()
        }
        self._done: set[str] = set()
        self._running: dict[str, float] = {}
        self._node = ""  # that it is at
        self._steps = ""

    def take(self, event: Event) -> bool:
        """Heed an event; return whether it was about this prompt."""
        content = event.content
        # Old servers leave the id out of `progress`; they draw one prompt at a time.
        if (
            content.get("prompt_id", self.prompt_id if event.type == "progress" and self.is_running else None)
            != self.prompt_id
        ):
            return False
        match event.type:
            case "execution_start":
                self.is_started = True
            case "execution_cached":
                self._finish(content.get("nodes"))
            case "executing":
                self._go_to(content.get("node"))
            case "executed":
                self._finish([content.get("node")])
            case "progress":
                self._take_steps(content.get("node") or self._node, value=content.get("value"), most=content.get("max"))
            case "progress_state":
                self._take_states(content.get("nodes"))
            case "execution_error" if content.get("exception_type") == "ExecutionBlocked":
                self.blocked = str(content.get("exception_message", ""))
            case "execution_success" | "execution_error" | "execution_interrupted":
                self.has_ended = True
        return True

    @property
    def is_running(self) -> bool:
        """Whether the server is at this prompt now."""
        return self.is_started and not self.has_ended and not self.is_over

    @property
    def share(self) -> float:
        """How much of the work is done, 0 to 1."""
        done = sum(weight for id_, weight in self._weights.items() if id_ in self._done)
        begun = sum(self._weights.get(id_, 0) * part for id_, part in self._running.items() if id_ not in self._done)
        return min(1.0, (done + begun) / sum(self._weights.values()))

    @property
    def message(self) -> str:
        """What it is doing, for people."""
        title = self._workflow.title(self._node)
        return " ".join(f"Drawing: {title} {self._steps}".split()) if title else "Drawing"

    def _go_to(self, node: object) -> None:
        if node is None:
            self.is_over = True
        elif isinstance(node, str):
            self.is_started = True
            if self._node and node != self._node:
                # Nodes run one after another.
                self._finish([self._node])
            if node != self._node:
                self._node, self._steps = node, ""

    def _finish(self, nodes: object) -> None:
        for node in nodes if isinstance(nodes, list) else ():
            if isinstance(node, str):
                self._done.add(node)
                self._running.pop(node, None)

    def _take_steps(self, node: object, *, value: object, most: object) -> None:
        part = _fraction(value, most)
        if not isinstance(node, str) or part is None:
            return
        self._running[node] = max(part, self._running.get(node, 0.0))
        if node == self._node:
            self._steps = _steps(value, most)

    def _take_states(self, nodes: object) -> None:
        for id_, state in nodes.items() if isinstance(nodes, dict) else ():
            if isinstance(state, dict):
                self._take_state(id_, state)

    def _take_state(self, id_: str, state: Mapping[str, Any]) -> None:
        if state.get("state") == "finished":
            self._finish([id_])
        elif state.get("state") == "running":
            self.is_started = True
            if id_ in self._weights and id_ != self._node:
                self._node, self._steps = id_, ""
            self._take_steps(id_, value=state.get("value"), most=state.get("max"))


def _fraction(value: object, most: object) -> float | None:
    if not _is_number(value) or not _is_number(most):
        return None
    try:
        part = float(value) / float(most)  # type: ignore[arg-type]  # (they are numbers)
    except (ZeroDivisionError, OverflowError):
        return None
    return min(max(part, 0.0), 1.0) if math.isfinite(part) else None


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _steps(value: object, most: object) -> str:
    """Return `12/25`; most nodes have a single step, which says nothing."""
    if (
        isinstance(value, int | float)
        and isinstance(most, int | float)
        and 1 < most <= _MOST_STEPS
        and 0 <= value <= most
    ):
        return f"{int(value)}/{int(most)}"
    return ""
