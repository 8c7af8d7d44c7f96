"""One thing that can be asked of the API, and how OpenAPI has it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from imagesvc.api.json import MEDIA_TYPE
from imagesvc.api.openapi.answers import LIMITS, USUAL, USUAL_WITH_BODY, Part, answer, refers_to
from imagesvc.api.openapi.schema import items, or_null, success, text
from imagesvc.keys.models import Scope

# Who may come in: with a key, or logged in with a browser; without either as long as no keys are asked for.
BEARER, SESSION, TICKET = "bearer", "session", "ticket"


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One thing that can be asked; the refusals that all have are added when it is built."""

    id: str
    tag: str
    summary: str
    description: str = ""
    scope: Scope | None = Scope.READ
    parameters: tuple[Part, ...] = ()
    body: Part | None = None
    answers: Mapping[int, Part] = field(default_factory=dict)
    callbacks: Mapping[str, Part] | None = None

    def build(self) -> Part:
        """Return it as OpenAPI has it."""
        built: Part = {
            "operationId": self.id,
            "tags": [self.tag],
            "summary": self.summary,
            "security": self._security(),
            "responses": dict(sorted(self._responses())),
        }
        optional = {
            "description": self.description,
            "parameters": list(self.parameters),
            "requestBody": self.body,
            "callbacks": self.callbacks,
        }
        return built | {name: value for name, value in optional.items() if value}

    def _security(self) -> list[Part]:
        if self.scope is None:
            return [{}]
        return [{}, *({scheme: [self.scope.value]} for scheme in (BEARER, SESSION))]

    def _responses(self) -> Iterator[tuple[str, Part]]:
        usual = USUAL | (USUAL_WITH_BODY if self.body else {})
        if self.scope is None:
            usual = {status: name for status, name in usual.items() if status not in (401, 403)}
        for status, name in usual.items():
            if status not in self.answers:
                yield str(status), refers_to(name)
        for status, described in self.answers.items():
            with_limits = {} if "$ref" in described else {"headers": {**described.get("headers", {}), **LIMITS}}
            yield str(status), {**described, **with_limits}


# By method and address.
Operations: TypeAlias = Mapping[tuple[str, str], Operation]


def json_body(shape: Part, example: Any) -> Part:
    return {"required": True, "content": {MEDIA_TYPE: {"schema": shape, "example": example}}}


def a_page(name: str, of: Part, example: list[Any], **more: tuple[Part, Any]) -> Part:
    """Return the answer of a list; what stands beside the rows is given with its example."""
    beside = {key: shape for key, (shape, _) in more.items()}
    shown = {key: value for key, (_, value) in more.items()}
    shape = success(**{name: items(of)}, **beside, next=or_null(text("The address of the next page; null at the end.")))
    return answer("A page.", shape, example={"success": True, name: example, **shown, "next": None})
