"""Which engines there are, and how one is chosen: by its name, imported only when it is first asked for."""

import importlib
from functools import cache
from typing import cast

from imagesvc.engines.base import Engine

# Imports are slow (NumPy, an SDK) and belong to the workers that need them.
ENGINES = {
    "pillow": "imagesvc.engines.pillow.engine:PillowEngine",
    "dummy": "imagesvc.engines.dummy:DummyEngine",
}


class UnknownEngine(ValueError):
    """There is no engine of that name."""


def engine_class(name: str) -> type[Engine]:
    """Return the class of an engine; raise UnknownEngine."""
    if name not in ENGINES:
        raise UnknownEngine(f"there is no engine {name!r}; there are {', '.join(sorted(ENGINES))}")
    module, _, attribute = ENGINES[name].partition(":")
    return cast("type[Engine]", getattr(importlib.import_module(module), attribute))


@cache
def engine_named(name: str) -> Engine:
    """Return this process's instance of an engine; raise UnknownEngine."""
    return engine_class(name)()


def engines_for(kind: str, *, names: tuple[str, ...]) -> list[str]:
    """Return those of the named engines that draw this kind, in the order given; raise UnknownEngine."""
    return [name for name in names if kind in engine_class(name).kinds]
