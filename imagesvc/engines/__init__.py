"""Which engines there are, and how one is made: of what is configured under a name, imported when first asked for."""

import importlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from imagesvc.engines.base import ALL_KINDS, Engine
from imagesvc.engines.configuration import (
    NAME,
    BadConfiguration,
    EngineConfig,
    Raw,
    Secret,
    read_number,
    read_words,
)
from imagesvc.engines.pillow.edition import EDITION

LONGEST_SECONDS = 86_400
MOST_AT_A_TIME = 1_000


@dataclass(frozen=True, kw_only=True)
class EngineType:
    """A kind of engine: where its class is, and what holds unless something else is configured."""

    # Imports are slow (NumPy, an SDK) and belong to the workers that need them.
    path: str
    url: str = ""
    concurrency: int | None = 1
    # None: what the settings say for all.
    limit_seconds: float | None = None
    # It draws in the worker itself: it is always there, and needs no place.
    is_embedded: bool = False
    # It may stand last in a chain, and is then taken only when none before it is healthy.
    is_stand_in: bool = False
    # What its pictures are recorded as (Drawing.model), where how they look is decided in this project.
    edition: str = ""


TYPES = {
    "pillow": EngineType(
        path="imagesvc.engines.pillow.engine:PillowEngine",
        concurrency=None,
        is_embedded=True,
        is_stand_in=True,
        edition=EDITION,
    ),
    "comfyui": EngineType(path="imagesvc.engines.comfyui.engine:ComfyUIEngine", url="http://127.0.0.1:8188"),
    "openai": EngineType(
        path="imagesvc.engines.openai:OpenAIEngine", url="https://api.openai.com/v1", concurrency=4, limit_seconds=300
    ),
    "a1111": EngineType(path="imagesvc.engines.a1111:A1111Engine", url="http://127.0.0.1:7860"),
    "horde": EngineType(
        path="imagesvc.engines.horde:HordeEngine",
        url="https://aihorde.net/api/v2",
        concurrency=2,
        limit_seconds=1_200,
    ),
    "dummy": EngineType(path="imagesvc.engines.dummy:DummyEngine", concurrency=None, is_embedded=True),
}


def configure(name: str, raw: Raw, *, limit_seconds: float, rank: int) -> EngineConfig:
    """Read what is configured under a name: texts of the environment, or the values of a TOML table.

    `type` is the name itself where it is not given; `url`, `key`, `concurrency` (0: no limit), `time_limit`, `kinds`
    and `order` are every engine's, what is left is its class's own. Raise BadConfiguration.
    """
    if not NAME.fullmatch(name):
        raise BadConfiguration(f"{name!r} cannot be an engine's name: use a-z, 0-9, - and _, with a letter first")
    values = dict(raw)
    type_name = str(values.pop("type", name)).strip().lower()
    if type_name not in TYPES:
        raise BadConfiguration(f"there is no engine {type_name!r}; there are {', '.join(sorted(TYPES))}")
    type_ = TYPES[type_name]
    kinds = frozenset(read_words(values.pop("kinds", ()), name="kinds", engine=name)) or ALL_KINDS
    if not kinds <= ALL_KINDS:
        raise BadConfiguration(f"engine {name!r}: kinds must be among {', '.join(sorted(ALL_KINDS))}")
    most = read_number(
        values.pop("concurrency", type_.concurrency or 0), name="concurrency", engine=name, low=0, high=MOST_AT_A_TIME
    )
    limit = read_number(
        values.pop("time_limit", type_.limit_seconds or limit_seconds),
        name="time_limit",
        engine=name,
        low=0.1,
        high=LONGEST_SECONDS,
    )
    key = str(values.pop("key", "")).strip()
    if not (key.isascii() and key.isprintable()):
        # It goes into a header; whatever complains there would repeat it.
        raise BadConfiguration(f"engine {name!r}: its key must be of printable ASCII characters")
    order = read_number(values.pop("order", rank), name="order", engine=name, low=-1_000, high=1_000)
    return EngineConfig(
        name=name,
        type=type_name,
        kinds=kinds,
        url=str(values.pop("url", "") or type_.url).strip().rstrip("/"),
        key=Secret(key),
        concurrency=int(most) or None,
        limit_seconds=limit,
        rank=int(order),
        options=values,
    )


def configure_all(sections: Mapping[str, Raw], *, limit_seconds: float) -> tuple[EngineConfig, ...]:
    """Read several, in order; neighbours of one type share a rank, and so the load. Raise BadConfiguration."""
    configs: list[EngineConfig] = []
    for name, raw in sections.items():
        config = configure(name, raw, limit_seconds=limit_seconds, rank=len(configs))
        if configs and configs[-1].type == config.type and "order" not in raw:
            config = configure(name, raw, limit_seconds=limit_seconds, rank=configs[-1].rank)
        configs.append(config)
    # Stable: those of one rank stay as they were named.
    return tuple(sorted(configs, key=lambda config: config.rank))


def engine_class(type_name: str) -> type[Engine]:
    """Return the class of a type of engine."""
    module, _, attribute = TYPES[type_name].path.partition(":")
    return cast("type[Engine]", getattr(importlib.import_module(module), attribute))


def make_engine(config: EngineConfig) -> Engine:
    """Make a configured engine; raise BadConfiguration, in a sentence that names it."""
    try:
        return engine_class(config.type)(config)
    except BadConfiguration as error:
        sentence = str(error)
        prefix = "" if repr(config.name) in sentence else f"engine {config.name!r}: "
        raise BadConfiguration(prefix + sentence) from error


_made: dict[str, Engine] = {}


def engine_of(config: EngineConfig) -> Engine:
    """Return this process's instance of a configured engine, made anew when its configuration has changed."""
    made = _made.get(config.name)
    if made is None or made.config != config:
        made = _made[config.name] = make_engine(config)
    return made


def engines_for(kind: str, *, configs: Sequence[EngineConfig]) -> tuple[EngineConfig, ...]:
    """Return those of the configured engines that draw this kind, in the order in which they are tried."""
    return tuple(config for config in configs if kind in config.kinds)
