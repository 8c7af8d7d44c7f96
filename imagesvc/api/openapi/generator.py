"""drf-spectacular's walk over the routes, with what `subjects/` says of each; what is beside the views is added.

A route that nothing is said of, and an entry that no route leads to, are errors of `manage.py spectacular`.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from drf_spectacular.drainage import error
from drf_spectacular.generators import EndpointEnumerator, SchemaGenerator
from drf_spectacular.openapi import AutoSchema

from imagesvc.api.json import to_json
from imagesvc.api.openapi import beside, info
from imagesvc.api.openapi.answers import REFUSALS
from imagesvc.api.openapi.catalogue import OPERATIONS, SHAPES
from imagesvc.api.openapi.subjects.webhooks import MESSAGE

_PARAMETER = re.compile(r"{([a-z_]+)}")


class OperationSchema(AutoSchema):
    """What is said of one address and method; DRF's DEFAULT_SCHEMA_CLASS."""

    def get_operation(
        self,
        path: str,
        path_regex: str,  # noqa: ARG002  (drf-spectacular's signature)
        path_prefix: str,  # noqa: ARG002  (drf-spectacular's signature)
        method: str,
        registry: Any,  # noqa: ARG002  (drf-spectacular's signature)
    ) -> dict[str, Any] | None:
        operation = OPERATIONS.get((method.lower(), path))
        if operation is None:
            error(f"imagesvc/api/openapi/subjects says nothing of {method} {path}")
            return None
        return operation.build()


class Routes(EndpointEnumerator):
    """Our addresses as OpenAPI writes them: no slash at the end, and ids in the words of the wire."""

    def get_path_from_regex(self, path_regex: str) -> str:
        path: str = super().get_path_from_regex(path_regex)  # type: ignore[no-untyped-call]  # drf-spectacular has no types
        return _PARAMETER.sub(lambda found: "{" + _camel_case(found[1]) + "}", path.rstrip("/"))


class Generator(SchemaGenerator):
    """Puts the whole description together; SPECTACULAR_SETTINGS names it."""

    endpoint_inspector_cls = Routes

    def get_schema(self, request: Any = None, public: bool = False) -> dict[str, Any]:
        described: dict[str, Any] = super().get_schema(request=request, public=public)  # type: ignore[no-untyped-call]  # drf-spectacular has no types
        known = {(method, path) for path, methods in described["paths"].items() for method in methods}
        for method, path in sorted(OPERATIONS.keys() - known):
            error(f"no route leads to {method.upper()} {path}")
        return {
            **described,
            "info": info.INFO,
            "tags": info.TAGS,
            "paths": _in_order({**described["paths"], **beside.PATHS}),
            "webhooks": {"job": MESSAGE},
            "components": {
                "schemas": dict(sorted(SHAPES.items())),
                "responses": dict(REFUSALS),
                "securitySchemes": info.SECURITY_SCHEMES,
            },
        }


@cache
def description() -> Mapping[str, Any]:
    """Return the description, made once."""
    described: dict[str, Any] = Generator().get_schema(public=True)  # type: ignore[no-untyped-call]  # drf-spectacular has no types
    return described


@cache
def description_json() -> bytes:
    return to_json(description())


def _camel_case(name: str) -> str:
    return re.sub("_([a-z])", lambda found: found[1].upper(), name)


def _in_order(paths: Mapping[str, Any]) -> dict[str, Any]:
    """Sort the addresses by the order of their tags, then as a reader looks for them."""
    places = {tag["name"]: place for place, tag in enumerate(info.TAGS)}
    key: Callable[[str], tuple[int, str]] = lambda path: (  # noqa: E731  (it is only a key)
        min(places[operation["tags"][0]] for operation in paths[path].values()),
        path,
    )
    return {path: paths[path] for path in sorted(paths, key=key)}
