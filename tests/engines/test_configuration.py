"""What is configured about an engine: read to typed values, or refused in a sentence that says what and where."""

import pickle
from dataclasses import dataclass

import pytest

from imagesvc.engines.configuration import (
    NAME,
    BadConfiguration,
    EngineConfig,
    NoOptions,
    Secret,
    read_number,
    read_options,
    read_words,
)

pytestmark = pytest.mark.once


@dataclass(frozen=True, kw_only=True)
class Options:
    model: str
    steps: int = 20
    strength: float = 1.0
    is_fast: bool = False
    hosts: tuple[str, ...] = ()
    limit: int | None = None


TYPED = Options(model="m", steps=3, strength=0.5, is_fast=True, hosts=("a", "b"), limit=7)


def test_texts_of_the_environment_become_values() -> None:
    raw = {"model": " m ", "steps": " 3", "strength": "0.5", "is_fast": "Yes", "hosts": "a, b,,", "limit": "7"}

    assert read_options(Options, raw, engine="e") == TYPED


def test_values_of_a_file_are_taken() -> None:
    raw = {"model": "m", "steps": 3, "strength": 0.5, "is_fast": True, "hosts": ["a", "b"], "limit": 7}

    assert read_options(Options, raw, engine="e") == TYPED


def test_empty_and_missing_values_are_the_defaults() -> None:
    raw = {"model": "m", "steps": "", "limit": "", "hosts": ""}

    assert read_options(Options, raw, engine="e") == Options(model="m")


@pytest.mark.parametrize("word", ["1", "true", "YES", " on "])
def test_true_has_several_words(word: str) -> None:
    assert read_options(Options, {"model": "m", "is_fast": word}, engine="e").is_fast is True


@pytest.mark.parametrize("word", ["0", "false", "NO", " off "])
def test_false_has_several_words(word: str) -> None:
    assert read_options(Options, {"model": "m", "is_fast": word}, engine="e").is_fast is False


BAD = {
    "steps": (["x", "1.5", 1.5, True, None, [], "9" * 5_000], "a whole number"),
    "limit": (["x", False], "a whole number"),
    "strength": (["x", "nan", "inf", "1e999", True, []], "a number"),
    "is_fast": (["maybe", 1, 0, None], "true or false"),
    "model": ([5, True, None, ["m"]], "a text"),
    "hosts": ([5, {"a": 1}, ["a", 5], None], "a list of words"),
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, (values, _) in BAD.items() for value in values])
def test_bad_value_is_refused(name: str, value: object) -> None:
    with pytest.raises(BadConfiguration) as caught:
        read_options(Options, {"model": "m"} | {name: value}, engine="gpu")

    assert str(caught.value).startswith(f"engine 'gpu': {name} must be {BAD[name][1]}, not ")
    assert len(str(caught.value)) < 200


def test_unknown_setting_is_refused() -> None:
    with pytest.raises(BadConfiguration) as caught:
        read_options(Options, {"model": "m", "modle": "x"}, engine="gpu")

    assert str(caught.value) == (
        "engine 'gpu' has no setting 'modle'; of its own it has hosts, is_fast, limit, model, steps, strength"
    )


def test_engine_without_settings_says_so() -> None:
    with pytest.raises(BadConfiguration) as caught:
        read_options(NoOptions, {"model": "m"}, engine="gpu")

    assert str(caught.value) == "engine 'gpu' has no setting 'model'; of its own it has none"


@pytest.mark.parametrize("raw", [{}, {"model": ""}])
def test_missing_setting_is_named(raw: dict[str, str]) -> None:
    with pytest.raises(BadConfiguration) as caught:
        read_options(Options, raw, engine="gpu")

    assert str(caught.value) == "engine 'gpu' needs the setting 'model'"


@pytest.mark.parametrize("value", ["1", 1, 1.0, "10"])
def test_number_within_its_bounds_is_read(value: object) -> None:
    assert read_number(value, name="order", engine="gpu", low=1, high=10) == float(str(value))


@pytest.mark.parametrize("value", ["0", 11, "-1", "10.01"])
def test_number_out_of_its_bounds_is_refused(value: object) -> None:
    with pytest.raises(BadConfiguration) as caught:
        read_number(value, name="order", engine="gpu", low=1, high=10)

    assert str(caught.value) == f"engine 'gpu': order must be between 1 and 10, not {float(str(value)):g}"


def test_words_are_read() -> None:
    assert read_words(" item, ,exit ", name="kinds", engine="gpu") == ("item", "exit")


@pytest.mark.parametrize("name", ["a", "comfyui", "gpu-2", "a_b", "a" * 40])
def test_name_may_be(name: str) -> None:
    assert NAME.fullmatch(name)


@pytest.mark.parametrize("name", ["", "A", "2a", "-a", "a.b", "a b", "a\n", "é", "a" * 41])
def test_name_may_not_be(name: str) -> None:
    assert not NAME.fullmatch(name)


def test_secret_shows_itself_to_those_who_ask_alone() -> None:
    secret = Secret("the-key")
    config = EngineConfig(name="e", type="openai", kinds=frozenset(), key=secret)

    assert secret.reveal() == "the-key"
    for text in (str(secret), repr(secret), f"{secret}", f"{secret!r:>20}", repr(config), str(vars(config))):
        assert "the-key" not in text
    assert (bool(secret), bool(Secret(""))) == (True, False)


def test_secrets_are_compared_by_what_they_hold() -> None:
    assert Secret("é") == Secret("é")
    assert Secret("a") != Secret("b")
    assert Secret("a") != "a"
    assert len({Secret("a"), Secret("a"), Secret("b")}) == 2


def test_secret_has_nowhere_else_to_be_seen() -> None:
    secret = Secret("the-key")

    with pytest.raises(TypeError):
        vars(secret)
    with pytest.raises(AttributeError):
        secret.further = 1  # type: ignore[attr-defined]  # that there is none is the test
    assert pickle.loads(pickle.dumps(secret)) == secret  # noqa: S301  (our own bytes: workers are handed configurations)
