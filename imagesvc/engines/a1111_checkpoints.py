"""The checkpoints of a server of the A1111 family: found by what people call them, known again in what it drew with.

Such servers draw with whatever is loaded when they are asked for a checkpoint that they do not know, and say nothing.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from imagesvc.engines.answers import bad_answer
from imagesvc.engines.base import EngineError
from imagesvc.engines.texts import clean

# How many names an error repeats, and of how many characters.
MOST_NAMES = 10
MOST_CHARACTERS = 60

_ENDING = re.compile(r"\.(?:safetensors|ckpt|pth?|bin|gguf)$")


@dataclass(frozen=True, kw_only=True)
class Checkpoint:
    """One checkpoint as `GET /sdapi/v1/sd-models` lists it; all but the title may be empty."""

    title: str  # `folder/name.safetensors [hash]`
    name: str
    filename: str
    hashes: frozenset[str]  # in lower case, short and long

    @property
    def words(self) -> tuple[frozenset[str], ...]:
        """By what it may be called, the surest first; in lower case."""
        title = self.title.lower()
        names = {_stem(self.name), _stem(self.filename), _last(self.filename).lower()}
        return frozenset({title, title.partition(" [")[0]}), frozenset(names - {""}), self.hashes

    def check_use(self, info: Mapping[str, Any]) -> None:
        """Raise EngineError if the `info` of a picture says that it was drawn with another one.

        A server can be told to say neither hash nor name; then the list, which has been looked at, has to do.
        """
        used_hash = said(info, field="sd_model_hash", label="Model hash").lower()
        used_name = said(info, field="sd_model_name", label="Model")
        if used_hash and self.hashes:
            is_this = any(known.startswith(used_hash) or used_hash.startswith(known) for known in self.hashes)
        elif used_name:
            title = self.title.partition(" [")[0]
            is_this = _stem(used_name) in {_stem(each) for each in (title, self.name, self.filename) if each}
        else:
            is_this = True
        if not is_this:
            used = clean(used_name or used_hash, most=MOST_CHARACTERS)
            raise _unknown(f"The engine drew with {used!r} instead of {clean(self.title, most=MOST_CHARACTERS)!r}.")


def read_checkpoints(value: object) -> list[Checkpoint]:
    """Read the server's list; raise EngineError if it is none or empty."""
    if not isinstance(value, list):
        raise bad_answer("The engine's list of checkpoints is none.")
    found = [_read(each) for each in value if isinstance(each, dict) and _text(each.get("title"))]
    if not found:
        raise _unknown("The engine has no checkpoint.")
    return found


def choose(wanted: str, *, listed: Sequence[Checkpoint]) -> Checkpoint:
    """Return the one with that title, file name, name or hash; raise EngineError naming those there are."""
    word = wanted.lower().replace("\\", "/")
    for rank in range(3):
        found = [each for each in listed if word in each.words[rank]]
        if len(found) == 1:
            return found[0]
        if found:
            raise _unknown(f"The engine has several checkpoints {wanted!r}: {_names(found)}.")
    raise _unknown(f"The engine has no checkpoint {wanted!r}. It has: {_names(listed)}.")


def said(info: Mapping[str, Any], *, field: str, label: str) -> str:
    """Return what an `info` says about its pictures, in a field of its own or in the first one's line of parameters."""
    if text := _text(info.get(field)):
        return text
    lines = info.get("infotexts")
    if not isinstance(lines, list) or not lines:
        return ""
    # The last line: those before it are the prompt, in which anything may stand.
    parts = _text(lines[0]).rpartition("\n")[2].split(", ")
    return next((part.partition(": ")[2].strip('"') for part in parts if part.startswith(f"{label}: ")), "")


def _read(value: Mapping[str, object]) -> Checkpoint:
    hashes = (_text(value.get(name)).lower() for name in ("hash", "sha256"))
    return Checkpoint(
        title=_text(value["title"]).replace("\\", "/"),
        name=_text(value.get("model_name")),
        filename=_text(value.get("filename")),
        hashes=frozenset(short for each in hashes if each for short in (each, each[:10])),
    )


def _unknown(sentence: str) -> EngineError:
    return EngineError(sentence, is_retryable=False, code="unknown_checkpoint")


def _names(checkpoints: Iterable[Checkpoint]) -> str:
    titles = sorted(clean(each.title, most=MOST_CHARACTERS) for each in checkpoints)
    further = f" and {len(titles) - MOST_NAMES} more" if len(titles) > MOST_NAMES else ""
    return ", ".join(titles[:MOST_NAMES]) + further


def _last(path: str) -> str:
    return path.replace("\\", "/").rpartition("/")[2]


def _stem(path: str) -> str:
    return _ENDING.sub("", _last(path).lower())


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
