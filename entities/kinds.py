"""The kinds of entities, the words that name them on the wire, and how to find one.

A kind is a family of ids with a table of its own; a type is the finer word that answers carry: a character is a player
or an npc, a thing is an item or a piece of scenery.
"""

from typing import TypeAlias

from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, TextChoices, TextField, When

from entities.models import Character, Location, LocationExit, Thing

Drawable: TypeAlias = Character | Location | LocationExit | Thing


class EntityKind(TextChoices):
    CHARACTER = "character"
    LOCATION = "location"
    EXIT = "exit"
    THING = "thing"


MODELS: dict[str, type[Drawable]] = {
    EntityKind.CHARACTER: Character,
    EntityKind.LOCATION: Location,
    EntityKind.EXIT: LocationExit,
    EntityKind.THING: Thing,
}

# Which types a kind has, and how to tell them apart.
TYPES: dict[EntityKind, dict[str, Q]] = {
    EntityKind.CHARACTER: {"player": Q(is_npc=False), "npc": Q(is_npc=True)},
    EntityKind.LOCATION: {"location": Q()},
    EntityKind.EXIT: {"location-exit": Q()},
    EntityKind.THING: {"item": Q(thing_type="item"), "scenery": Q(thing_type="scenery")},
}

# Every word that clients use for a kind.
KIND_OF_WORD: dict[str, EntityKind] = {
    "player": EntityKind.CHARACTER,
    "npc": EntityKind.CHARACTER,
    "location": EntityKind.LOCATION,
    "exit": EntityKind.EXIT,
    "location-exit": EntityKind.EXIT,
    "location_exit": EntityKind.EXIT,
    "thing": EntityKind.THING,
    "item": EntityKind.THING,
    "scenery": EntityKind.THING,
}


def kind_named(word: str) -> EntityKind | None:
    """Return the kind that a client's word names, without regard to case and surrounding space."""
    return KIND_OF_WORD.get(word.strip().lower())


def types_named(word: str) -> tuple[str, ...]:
    """Return the types that a client's word stands for: its own, or all of its kind."""
    word = word.strip().lower().replace("_", "-")
    return {"exit": ("location-exit",), "thing": ("item", "scenery")}.get(word, (word,))


def find_entity(kind: EntityKind, entity_id: str) -> Drawable | None:
    """Return the entity with that game id, with the rows that its prompt speaks of, if there is one."""
    return entities_with_id(kind, entity_id).first()


def entities_with_id(kind: EntityKind, entity_id: str) -> QuerySet[Drawable]:
    """Return the one entity with that game id, or none, as a query."""
    return with_related(kind).filter(pk=entity_id)


def with_related(kind: EntityKind) -> QuerySet[Drawable]:
    """Return the entities of a kind, each with the rows that its prompt speaks of."""
    model = MODELS[kind]
    related = [field.name for field in model._meta.concrete_fields if field.many_to_one]
    return model._default_manager.select_related(*related)


def entity_name() -> Case:
    """Return an expression for rows with `entity_kind` and `entity_id`: the entity's name, null where it is gone."""
    names = {kind: model._default_manager.filter(pk=OuterRef("entity_id")) for kind, model in MODELS.items()}
    return Case(
        *(When(entity_kind=kind, then=Subquery(named.values("name"))) for kind, named in names.items()),
        output_field=TextField(),
    )


def kind_of(entity: Drawable) -> EntityKind:
    """Return the family of ids that an entity belongs to."""
    return next(EntityKind(kind) for kind, model in MODELS.items() if isinstance(entity, model))


def type_of(entity: Drawable) -> str:
    """Return the resolved type, as it stands in answers: player, npc, location, location-exit, item or scenery."""
    match entity:
        case Character():
            return "npc" if entity.is_npc else "player"
        case Location():
            return "location"
        case LocationExit():
            return "location-exit"
        case Thing():
            return entity.thing_type


def style_of(entity: Drawable) -> str:
    """Return what the entity is drawn as: character, location, exit, item or scenery (a key of sizes and prefixes)."""
    if isinstance(entity, Thing):
        return entity.thing_type
    return kind_of(entity).value
