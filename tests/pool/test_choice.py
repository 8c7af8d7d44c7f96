"""Which engine is chosen, and what is waited for: the rules alone."""

from typing import Any

import pytest

from imagesvc.engines import configure_all
from imagesvc.pool.choice import Condition, Health, choose


def conditions(**engines: dict[str, Any]) -> list[Condition]:
    """Make conditions of keywords: `box={"type": "comfyui", "taken": 1}`; what no condition has is configuration."""
    ours = {"health", "taken", "busy_seconds", "last_error"}
    configs = configure_all(
        {name: {key: value for key, value in words.items() if key not in ours} for name, words in engines.items()},
        limit_seconds=60,
    )
    return [
        Condition(config=config, **{key: value for key, value in engines[config.name].items() if key in ours})
        for config in configs
    ]


def chosen(engines: list[Condition], **wishes: Any) -> str | None:
    choice = choose("item", engines, **wishes)
    return choice.config.name if choice.config else None


AWAY = {"health": Health.AWAY, "last_error": "connection refused."}


@pytest.mark.parametrize(
    ("engines", "name"),
    [
        ({"openai": {}, "comfyui": {}}, "openai"),
        ({"openai": AWAY, "comfyui": {}}, "comfyui"),
        ({"openai": {"health": Health.OPEN}, "comfyui": {}}, "comfyui"),
        ({"openai": {"taken": 4}, "comfyui": {}}, "comfyui"),
        ({"openai": {"busy_seconds": 3.0}, "comfyui": {}}, "comfyui"),
        ({"openai": {"kinds": "location"}, "comfyui": {}}, "comfyui"),
        # Neighbours of one type share the load, least busy first, by the share of their places.
        ({"a": {"type": "comfyui", "taken": 1, "concurrency": 2}, "b": {"type": "comfyui"}}, "b"),
        (
            {
                "a": {"type": "comfyui", "taken": 1, "concurrency": 4},
                "b": {"type": "comfyui", "taken": 1, "concurrency": 2},
            },
            "a",
        ),
        ({"a": {"type": "comfyui"}, "b": {"type": "comfyui"}}, "a"),
        # `order` wins over the place in the list.
        ({"a": {"type": "comfyui", "order": 5}, "b": {"type": "openai", "order": 1}}, "b"),
        # Half open: one attempt finds out.
        ({"comfyui": {"health": Health.HALF_OPEN, "concurrency": 3}}, "comfyui"),
        ({"comfyui": {"health": Health.HALF_OPEN, "concurrency": 3, "taken": 1}}, None),
        # The last one stands in when none before it is healthy, never because they are busy.
        ({"comfyui": AWAY, "pillow": {}}, "pillow"),
        ({"comfyui": {"health": Health.OPEN}, "openai": AWAY, "pillow": {}}, "pillow"),
        ({"comfyui": {"taken": 1}, "pillow": {}}, None),
        ({"comfyui": {"busy_seconds": 9.0}, "pillow": {}}, None),
        # Where it stands first it is an engine like any other.
        ({"pillow": {}, "comfyui": {}}, "pillow"),
        ({"pillow": {}}, "pillow"),
    ],
)
def test_choose_takes_the_first_healthy_engine_with_a_place(engines: dict[str, Any], name: str | None) -> None:
    assert chosen(conditions(**engines)) == name


def test_choose_leaves_out_what_was_tried() -> None:
    engines = conditions(openai={}, comfyui={}, pillow={})

    assert chosen(engines, but=("openai",)) == "comfyui"
    # Both are healthy, so nobody stands in for them.
    assert chosen(engines, but=("openai", "comfyui")) is None


def test_choose_takes_no_stand_in_where_none_is_allowed() -> None:
    engines = conditions(comfyui=AWAY, pillow={})

    assert (chosen(engines), chosen(engines, allows_stand_in=False)) == ("pillow", None)


def test_choice_says_that_it_is_a_stand_in() -> None:
    assert choose("item", conditions(comfyui=AWAY, pillow={})).is_stand_in
    assert not choose("item", conditions(pillow={}, comfyui=AWAY)).is_stand_in


@pytest.mark.parametrize(
    ("engines", "waits_for"),
    [
        ({"gpu": {"type": "comfyui", "taken": 1}}, "Waiting for a place at gpu"),
        (
            {"a": {"type": "comfyui", "taken": 1}, "openai": {"taken": 4}, "pillow": {}},
            "Waiting for a place at a or openai",
        ),
        ({"gpu": {"type": "comfyui"} | AWAY}, "Waiting for a healthy engine (gpu: connection refused)"),
        ({"openai": {"busy_seconds": 19.6}}, "Waiting for openai, which asked us to wait 20 s"),
    ],
)
def test_choose_says_what_is_waited_for(engines: dict[str, Any], waits_for: str) -> None:
    assert choose("item", conditions(**engines)).waits_for == waits_for
