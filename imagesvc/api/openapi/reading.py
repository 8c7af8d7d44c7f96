"""The description in the order in which people read it: what the template of /api/docs shows."""

import json
import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from imagesvc.api.json import MEDIA_TYPE
from imagesvc.api.openapi.answers import Part
from imagesvc.api.openapi.catalogue import SHAPES
from imagesvc.api.openapi.generator import description

SERVER = "localhost:8000"
_SHAPE = re.compile(rf"\b({'|'.join(SHAPES)})\b")


@dataclass(frozen=True, kw_only=True)
class Line:
    """A field, a parameter or a header: its name, what it is, and what it says."""

    name: str
    kind: SafeString
    is_required: bool
    description: SafeString
    place: str = ""


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One answer, by its status; `shape` names a component."""

    status: str
    description: SafeString
    headers: Sequence[str]
    media_types: Sequence[str]
    shape: SafeString
    example: str


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One operation."""

    id: str
    method: str
    path: str
    summary: str
    description: SafeString
    scope: str
    parameters: Sequence[Line]
    shape: SafeString
    example: str
    curl: str
    answers: Sequence[Shown]
    usual: Sequence[Shown]


@cache
def contents() -> Mapping[str, Any]:
    """Return what the page shows, made once."""
    described = description()
    introduction, *points = re.split(r"\n+- ", described["info"]["description"])
    return {
        "info": described["info"],
        "introduction": introduction,
        "points": [_prose(point) for point in points],
        "chapters": [{**tag, "entries": list(_entries(described, tag=tag["name"]))} for tag in described["tags"]],
        "components": [
            {"name": name, "description": _prose(shape.get("description", "")), "fields": list(_fields(shape))}
            for name, shape in described["components"]["schemas"].items()
        ],
        "refusals": [_shown(status, {"$ref": name}, described) for status, name in _refusals(described)],
        "schemes": {
            name: _prose(scheme["description"]) for name, scheme in described["components"]["securitySchemes"].items()
        },
    }


def _refusals(described: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the refusals that several operations have, with their statuses."""
    found = {
        (status, answer["$ref"])
        for methods in described["paths"].values()
        for operation in methods.values()
        for status, answer in operation["responses"].items()
        if "$ref" in answer
    }
    return sorted(found)


def _entries(described: Mapping[str, Any], *, tag: str) -> Iterator[Entry]:
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            if tag in operation["tags"]:
                yield _entry(described, path=path, method=method, operation=operation)


def _entry(described: Mapping[str, Any], *, path: str, method: str, operation: Part) -> Entry:
    body = operation.get("requestBody", {}).get("content", {}).get(MEDIA_TYPE, {})
    answers = operation["responses"]
    return Entry(
        id=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        description=_prose(operation.get("description", "")),
        scope=next((roles[0] for scheme in operation["security"] for roles in scheme.values()), ""),
        parameters=[_parameter(each) for each in operation.get("parameters", ())],
        shape=_linked(_kind_of(body.get("schema", {}))),
        example=_pretty(body.get("example")),
        curl=_curl(path, method=method, operation=operation, body=body),
        answers=[_shown(status, each, described) for status, each in answers.items() if "$ref" not in each],
        usual=[_shown(status, each, described) for status, each in answers.items() if "$ref" in each],
    )


def _parameter(parameter: Part) -> Line:
    return Line(
        name=parameter["name"],
        kind=_linked(_kind_of(parameter["schema"])),
        is_required=parameter["required"],
        description=_prose(parameter["description"]),
        place=parameter["in"],
    )


def _shown(status: str, answer: Part, described: Mapping[str, Any]) -> Shown:
    if "$ref" in answer:
        answer = described["components"]["responses"][_last(answer["$ref"])]
    content = answer.get("content", {})
    first: Part = next(iter(content.values()), {})
    example = first.get("example")
    return Shown(
        status=status,
        description=_prose(answer["description"]),
        headers=[name for name in answer.get("headers", {}) if not name.startswith("RateLimit")],
        media_types=[name for name in content if name != MEDIA_TYPE],
        shape=_linked(_kind_of(first.get("schema", {}))),
        example=example if isinstance(example, str) else _pretty(example),
    )


def _fields(shape: Part) -> Iterator[Line]:
    required = shape.get("required", ())
    for name, field in shape.get("properties", {}).items():
        yield Line(
            name=name,
            kind=_linked(_kind_of(field)),
            is_required=name in required,
            description=_prose(field.get("description", "")),
        )


def _prose(text: str) -> SafeString:
    """Return a text with what stands between backticks as code."""
    parts = enumerate(text.split("`"))
    return format_html_join(
        "", "{}", ((format_html("<code>{}</code>", part) if number % 2 else part,) for number, part in parts)
    )


def _linked(kind: str) -> SafeString:
    """Return the words for a kind of value, with each shape leading to where it is shown."""
    parts = enumerate(_SHAPE.split(kind))
    link = '<a href="#shape-{0}">{0}</a>'
    return format_html_join("", "{}", ((format_html(link, part) if number % 2 else part,) for number, part in parts))


def _kind_of(shape: Part) -> str:
    """Return in a few words what a value is."""
    if "$ref" in shape:
        return _last(shape["$ref"])
    for several in ("anyOf", "oneOf"):
        if several in shape:
            return " or ".join(_kind_of(each) for each in shape[several])
    if "enum" in shape:
        return " | ".join("null" if word is None else str(word) for word in shape["enum"])
    if "const" in shape:
        return json.dumps(shape["const"])
    kinds = shape.get("type", "")
    return " or ".join(_word_for(kind, shape) for kind in (kinds if isinstance(kinds, list) else [kinds]))


def _word_for(kind: str, shape: Part) -> str:
    if kind == "array":
        return f"list of {_kind_of(shape.get('items', {})) or 'anything'}"
    if kind == "object" and "properties" in shape:
        return "{" + ", ".join(shape["properties"]) + "}"
    if kind == "string" and "format" in shape:
        return str(shape["format"])
    return kind


def _curl(path: str, *, method: str, operation: Part, body: Part) -> str:
    """Return how a shell asks for it."""
    for parameter in operation.get("parameters", ()):
        if parameter["in"] == "path":
            path = path.replace(f"{{{parameter['name']}}}", parameter["example"])
    words = ["curl", "-s"]
    if method != "get" and not (method == "post" and body):
        words += ["-X", method.upper()]
    words.append(f"{SERVER}{path}")
    if body:
        sent = json.dumps(body["example"], ensure_ascii=False)
        words += ["-H", f"Content-Type: {MEDIA_TYPE}", "-d", sent]
    return shlex.join(words)


def _pretty(example: Any) -> str:
    return "" if example is None else json.dumps(example, indent=2, ensure_ascii=False)


def _last(reference: str) -> str:
    return reference.rpartition("/")[2]
