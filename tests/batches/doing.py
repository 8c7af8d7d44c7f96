"""Batches for tests: begun by Anna and run here to their end."""

from typing import Any

from imagesvc.audit.actors import Actor
from imagesvc.audit.models import Via
from imagesvc.batches import running
from imagesvc.batches.action import Options, Sayable
from imagesvc.batches.models import Batch

ANNA = Actor(name="anna", via=Via.COMMAND, address="desk")
BEN = Actor(name="ben", via=Via.ADMIN, address="192.0.2.7")


def begin(action: str, selection: Sayable, *, here: bool = True, **options: Any) -> Batch:
    return running.start(action, selection, Options(**options), actor=ANNA, here=here)


def do(action: str, selection: Sayable, **options: Any) -> Batch:
    return running.run(begin(action, selection, **options).id, actor=ANNA)
