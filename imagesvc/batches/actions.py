"""All that can be done with many, by name; and what it would come to, before it is done."""

from typing import Any

from imagesvc.batches.action import Action, Options, Preview, Sayable
from imagesvc.batches.drawing import Draw
from imagesvc.batches.job_actions import Cancel, Delete, Reprioritise, Requeue

ACTIONS: dict[str, Action[Any]] = {
    action.name: action for action in (Requeue(), Cancel(), Reprioritise(), Delete(), Draw())
}


def preview(action: str, selection: Sayable, options: Options) -> Preview:
    """Say what an action would do with a selection, and what it would pass over and why; changes nothing."""
    return ACTIONS[action].preview(selection, options)
