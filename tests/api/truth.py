"""Holds what the API really answers against what /api/schema says of it: statuses, headers, and every field.

In the description answers may grow; here they may not, so that a field which nobody has described is a fault.
"""

import json
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import jsonschema_rs

from imagesvc.api.openapi.generator import description

JSON = "application/json"
ERROR = {"$ref": "#/components/schemas/Error"}
# Headers that mean something to a client, and so are never sent without being described.
TOLD = ("Retry-After", "Deprecation", "WWW-Authenticate", "ETag", "RateLimit", "RateLimit-Policy")
# What any address may answer to what it was not made for.
ANYWHERE = (400, 401, 403, 404, 405, 429)


def assert_is_described(method: str, path: str, response: Any) -> None:
    """Fail unless the description says that this may be answered."""
    if method == "OPTIONS":
        return
    template = template_of(path)
    operation = _operations().get(("get" if method == "HEAD" else method.lower(), template))
    status = response.status_code
    if operation is None:
        assert status in ANYWHERE, f"{method} {path} is answered {status}, and is not described"
        if method != "HEAD":
            _assert_fits(ERROR, response, said_by=f"{method} {path}")
        return
    said_by = f"{method} {template}, {status}"
    answer = operation["responses"].get(str(status))
    assert answer is not None, f"{said_by} is not described"
    answer = _resolved(answer)
    _assert_headers(answer.get("headers", {}), response, said_by=said_by)
    content = answer.get("content", {})
    if not content or method == "HEAD":
        return
    media_type = response.headers.get("Content-Type", "").partition(";")[0]
    assert media_type in content, f"{said_by} is {media_type}, and that is not described"
    if media_type == JSON:
        _assert_fits(content[JSON]["schema"], response, said_by=said_by)


def assert_fits(shape: Mapping[str, Any], value: Any, *, said_by: str = "it") -> None:
    """Fail unless a value has the shape, and nothing beyond it."""
    faults = [(error.instance_path, error.message) for error in _validator(shape).iter_errors(value)]
    assert not faults, f"{said_by} is not as described: {faults}"


def template_of(path: str) -> str | None:
    """Return which address of the description a path is, the one with the fewest parameters first."""
    path = path.rstrip("/")
    return next((template for template, pattern in _patterns() if pattern.fullmatch(path)), None)


def _assert_headers(described: Mapping[str, Any], response: Any, *, said_by: str) -> None:
    missing = [name for name, header in described.items() if header.get("required") and name not in response.headers]
    assert not missing, f"{said_by} lacks the headers {missing}"
    unknown = [name for name in TOLD if name in response.headers and name not in described]
    assert not unknown, f"{said_by} has the headers {unknown}, which are not described"


def _assert_fits(shape: Mapping[str, Any], response: Any, *, said_by: str) -> None:
    assert_fits(shape, json.loads(response.content), said_by=said_by)


def _validator(shape: Mapping[str, Any]) -> Any:
    return _compiled(json.dumps(shape))


@cache
def _compiled(shape: str) -> Any:
    whole = {**_strict(json.loads(shape)), "components": _strict_components()}
    return jsonschema_rs.Draft202012Validator(whole, validate_formats=True)


@cache
def _strict_components() -> Any:
    return _strict(description()["components"])


def _strict(shape: Any) -> Any:
    """Return the same, but that no object has keys which are not described."""
    if isinstance(shape, list):
        return [_strict(each) for each in shape]
    if not isinstance(shape, dict):
        return shape
    strict = {name: _strict(value) for name, value in shape.items()}
    if "properties" in shape and "object" in shape.get("type", ()):
        strict.setdefault("additionalProperties", False)
    return strict


@cache
def _operations() -> Mapping[tuple[str, str], Any]:
    paths = description()["paths"]
    return {(method, path): operation for path, methods in paths.items() for method, operation in methods.items()}


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    templates = sorted(description()["paths"], key=lambda template: template.count("{"))
    return [(template, re.compile(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(template)))) for template in templates]


def _resolved(answer: Any) -> Any:
    if "$ref" not in answer:
        return answer
    return description()["components"]["responses"][answer["$ref"].rpartition("/")[2]]
