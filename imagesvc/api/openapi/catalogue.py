"""All shapes and all operations, of all subjects."""

from collections.abc import Mapping

from imagesvc.api.openapi.operation import Operations
from imagesvc.api.openapi.schema import Shape
from imagesvc.api.openapi.subjects import batches, jobs, pictures, requests, service, webhooks, world

_SUBJECTS = (requests, pictures, jobs, batches, webhooks, world, service)
SHAPES: Mapping[str, Shape] = {name: shape for subject in _SUBJECTS for name, shape in subject.SHAPES.items()}
# One entry for each address and method below /api/ that a view answers; `generator.py` matches them with the routes.
OPERATIONS: Operations = {asked: operation for subject in _SUBJECTS for asked, operation in subject.OPERATIONS.items()}
