"""GET /api/images/stale: the entities whose present pictures show what is said differently today, and what changed."""

from collections.abc import Collection, Sequence
from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from entities.kinds import KIND_OF_WORD, EntityKind, kind_named, type_of, types_named
from imagesvc.api.jsonview import JSONView
from imagesvc.api.pagination import NO_CURSOR, key_in, limit_in, next_address, refused, single
from imagesvc.images.models import Image
from imagesvc.images.ownership import among, images_of
from imagesvc.images.staleness import EntityKey, Staleness, look_for_stale
from imagesvc.keys.callers import Caller, caller_in

# Present pictures that one page compares with today's texts; `next` goes on behind them.
LOOKED_AT = 200


class StaleImagesView(JSONView):
    """A page of them by kind and id. A page may be empty and not the last: each compares so many pictures at most."""

    def get(self, request: Request) -> Response:
        cursor = single(request.query_params, "cursor")
        look = look_for_stale(
            most=limit_in(request.query_params),
            looked_at=LOOKED_AT,
            after=None if cursor is None else _place_in(cursor),
            types=_types_in(request),
        )
        following = None if look.after is None else " ".join(look.after)
        return Response(
            {
                "success": True,
                "images": [_stale_image(one) for one in _seen_by(caller_in(request), look.stale)],
                "next": following and next_address(request, filters=("entityType",), key=following),
            }
        )


def _seen_by(caller: Caller, stale: Sequence[Staleness]) -> list[Staleness]:
    if caller.sees_everything:
        return list(stale)
    keys = [one.image.pk for one in stale]
    seen = set(Image.objects.filter(among(images_of(caller)), id__in=keys).values_list("id", flat=True))
    return [one for one in stale if one.image.pk in seen]


def _stale_image(one: Staleness) -> dict[str, Any]:
    return {
        "imageId": one.image.public_id,
        "entityType": type_of(one.entity),
        "entityId": one.entity.pk,
        "name": one.entity.name,
        "changed": one.changed,
    }


def _types_in(request: Request) -> Collection[str] | None:
    word = single(request.query_params, "entityType")
    if word is None:
        return None
    if kind_named(word) is None:
        raise refused("entityType", f"This field must be one of {', '.join(KIND_OF_WORD)}.")
    return types_named(word)


def _place_in(cursor: str) -> EntityKey:
    kind, _, entity_id = key_in(cursor).partition(" ")
    if kind not in EntityKind.values:
        raise NO_CURSOR
    return EntityKind(kind), entity_id
