"""JSON in and out: what DRF parses, renders and negotiates with.

Only `application/json` in UTF-8 is read, and only what both databases can store: no NUL, no half of a surrogate pair,
nothing nested without end. JSON is what is sent, whatever `Accept` says.
"""

from collections.abc import Iterable, Mapping
from typing import IO, Any

import orjson
from django.utils.http import parse_header_parameters
from rest_framework.exceptions import ParseError
from rest_framework.metadata import BaseMetadata
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser, JSONParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

MEDIA_TYPE = "application/json"
# Far deeper than any game's objects, and far from the depth at which Python's and SQLite's own JSON code give up.
DEPTH_LIMIT = 100
MEDIA_TYPE_LENGTH = 256
_WRITTEN = orjson.OPT_NAIVE_UTC | orjson.OPT_UTC_Z
# What JSON is written with; beyond it integers are written as JavaScript would write them.
_INTEGERS = range(-(2**63), 2**64)


def to_json(content: Any) -> bytes:
    """Return what goes over the wire: times in UTC with Z, UUIDs as text."""
    try:
        return orjson.dumps(content, option=_WRITTEN)
    except orjson.JSONEncodeError:
        # PostgreSQL keeps a game's 1e23 as a number with all its digits, and gives it back as a whole one.
        return orjson.dumps(_without_long_integers(content), option=_WRITTEN)


class AlwaysJSON(BaseContentNegotiation):
    """Read JSON or nothing, write JSON whatever is asked for: an API with one language has nothing to negotiate."""

    def select_parser(self, request: Request, parsers: Iterable[BaseParser]) -> BaseParser | None:
        content_type = request.content_type or ""
        # Where nothing was sent there is nothing to say its type of; the parser has the better sentence.
        is_json = parse_header_parameters(content_type[:MEDIA_TYPE_LENGTH])[0] == MEDIA_TYPE
        return next(iter(parsers)) if is_json or not (content_type or request.body) else None

    def select_renderer(
        self,
        request: Request,  # noqa: ARG002  (DRF's signature)
        renderers: Iterable[BaseRenderer],
        format_suffix: str | None = None,  # noqa: ARG002  (DRF's signature)
    ) -> tuple[BaseRenderer, str]:
        renderer = next(iter(renderers))
        return renderer, renderer.media_type


class StrictJSONParser(JSONParser):
    """Read a body of UTF-8 JSON; everything that is wrong with it is one sentence and 400.

    A JSONParser, because DRF hands those alone the body that Django has held against MAX_BODY_BYTES.
    """

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        _refuse_other_charsets(media_type or "")
        body = stream.read()
        content = _read(body)
        accepts_list = getattr((parser_context or {}).get("view"), "accepts_list", False)
        if not isinstance(content, (dict, list) if accepts_list else dict):
            raise ParseError(f"The body must be a JSON object{' or a list of them' if accepts_list else ''}.")
        # Depth costs an opening bracket each and NUL has to be escaped, so most bodies need no look inside.
        if body.count(b"[") + body.count(b"{") > DEPTH_LIMIT:
            _refuse_depth(content)
        if rb"\u0000" in body:
            _refuse_nul(content)
        return content


class FastJSONRenderer(BaseRenderer):
    media_type = MEDIA_TYPE
    format = "json"
    charset = None

    def render(self, data: Any, *_: Any, **__: Any) -> bytes:
        return to_json(data)


class MethodsOnly(BaseMetadata):
    """Answer OPTIONS with the `Allow` header that every answer has, and nothing about the code."""

    def determine_metadata(self, *_: Any, **__: Any) -> dict[str, bool]:
        return {"success": True}


def _refuse_other_charsets(content_type: str) -> None:
    charset = parse_header_parameters(content_type)[1].get("charset", "utf-8")
    if charset.lower() not in ("utf-8", "utf8"):
        raise ParseError("The body must be JSON in UTF-8, not in another charset.")


def _read(body: bytes) -> Any:
    if not body:
        raise ParseError("The body is empty; send a JSON object.")
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise ParseError(
            f"The body is not valid JSON: {error.msg} (line {error.lineno}, column {error.colno})."
        ) from error


def _refuse_depth(content: Any) -> None:
    """Go down level by level: recursion would be exhausted by the very bodies that are refused here."""
    level = [content]
    for _ in range(DEPTH_LIMIT):
        level = [inner for outer in level for inner in _values(outer) if isinstance(inner, dict | list)]
        if not level:
            return
    raise ParseError(f"The body is nested deeper than {DEPTH_LIMIT} levels.")


def _refuse_nul(content: Any) -> None:
    pending = [content]
    while pending:
        value = pending.pop()
        if isinstance(value, str) and "\0" in value:
            raise ParseError("The body must not contain NUL characters.")
        if isinstance(value, dict | list):
            pending.extend(_values(value))
            pending.extend(value if isinstance(value, dict) else ())


def _values(container: Any) -> Iterable[Any]:
    return container.values() if isinstance(container, dict) else container


def _without_long_integers(content: Any) -> Any:
    match content:
        case dict():
            return {key: _without_long_integers(value) for key, value in content.items()}
        case list() | tuple():
            return [_without_long_integers(value) for value in content]
        case int() if content not in _INTEGERS:
            try:
                return float(content)
            except OverflowError:
                return None
    return content
