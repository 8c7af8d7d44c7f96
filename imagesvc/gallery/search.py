"""What the search box finds: entities by their names and ids, and rows of pictures or jobs by their prompts.

Upper and lower case are the same, as far as the database knows (SQLite knows it of A to Z). Every word must be found,
in whatever order.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from django.db.models import F, Model, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Substr

from entities.kinds import MODELS, TYPES, Drawable, EntityKind, kind_of, type_of
from imagesvc.gallery.words import label_of
from imagesvc.images.models import ImageFile

# Of each kind, the entities that are looked at (those with the last ids, which hold the time of their making), and the
# ones shown.
ENTITIES_PER_KIND = 10_000
MOST_HITS = 12

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, kw_only=True)
class Hit:
    """An entity that was found; `stem` names the thumbnail of its present picture, if it has one."""

    kind: str
    id: str
    name: str
    label: str
    stem: str


def find_entities(words: Sequence[str], *, entity_type: str | None) -> list[Hit]:
    """Return the entities whose names or ids have all the words, by name; of one type, or of all."""
    found = [entity for kind in EntityKind for entity in _named(kind, words=words, entity_type=entity_type)]
    shown = sorted(found, key=lambda entity: (entity.name.casefold(), entity.pk))[:MOST_HITS]
    keys = [(kind_of(entity).value, entity.pk) for entity in shown]
    stems = _present_stems(keys)
    return [
        Hit(
            kind=key[0],
            id=entity.pk,
            name=entity.name or entity.pk,
            label=label_of(type_of(entity)),
            stem=stems.get(key, ""),
        )
        for key, entity in zip(keys, shown, strict=True)
    ]


def with_own_prompt(rows: QuerySet[M, Any], *, preamble_length: str) -> QuerySet[M, Any]:
    """Give rows their prompt without the world's preamble, which all of them share, where its length is known."""
    return cast("QuerySet[M, Any]", rows.alias(own_prompt=own_prompt(preamble_length=preamble_length)))


def own_prompt(*, preamble_length: str, limit: int | None = None) -> Combinable:
    """Return an expression for the prompt without the world's preamble, or for no more of it than a limit."""
    return Substr("prompt", Coalesce(F(preamble_length), Value(0)) + 1, limit)


def matching(words: Sequence[str], hits: Iterable[Hit]) -> Q:
    """Return the condition on rows with their own prompt: each word is in it or in the entity's id, or it is a hit."""
    condition = Q()
    for word in words:
        condition &= Q(own_prompt__icontains=word) | Q(entity_id__icontains=word)
    for hit in hits:
        condition |= Q(entity_kind=hit.kind, entity_id=hit.id)
    return condition


def _named(kind: EntityKind, *, words: Sequence[str], entity_type: str | None) -> list[Drawable]:
    if entity_type not in (None, *TYPES[kind]):
        return []
    entities = MODELS[kind]._default_manager.order_by("-id")
    condition = Q(id__in=entities.values("id")[:ENTITIES_PER_KIND])
    for word in words:
        condition &= Q(name__icontains=word) | Q(id__icontains=word)
    if entity_type is not None:
        condition &= TYPES[kind][entity_type]
    return list(entities.filter(condition).defer("raw")[:MOST_HITS])


def _present_stems(entities: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    condition = Q()
    for kind, entity_id in entities:
        condition |= Q(image__entity_kind=kind, image__entity_id=entity_id)
    if not condition:
        return {}
    files = ImageFile.objects.filter(condition, image__is_current=True, position=0, is_missing=False)
    columns = files.values_list("image__entity_kind", "image__entity_id", "stem")
    return {(kind, entity_id): stem for kind, entity_id, stem in columns}
