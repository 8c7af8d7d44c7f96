"""Is an entity in the current player's sight? Pure reads, three at most.

Where the world that is played has no player, or the player is nowhere, everything is in sight.
"""

from collections.abc import Callable

from django.db.models import QuerySet

from entities.kinds import Drawable
from entities.models import Character, Location, LocationExit, Setting, Thing, ThingType

NOT_IN_CONTEXT = "not-in-context"
NOT_VISIBLE = "not-visible"


def current_players() -> QuerySet[Character]:
    """Return the player of the world that is played, or none, as a query."""
    active = Setting.objects.filter(is_active=True)
    return Character.objects.filter(pk__in=active.values("current_player_id"))


def _find_player() -> Character | None:
    return current_players().first()


def why_out_of_sight(entity: Drawable, *, find_player: Callable[[], Character | None] = _find_player) -> str | None:
    """Return NOT_IN_CONTEXT (a location, an NPC) or NOT_VISIBLE (an item), or None if the entity is in sight.

    Exits, scenery and players always are. A location is if the player is in it; an NPC if it stands in the player's
    location or belongs to the party; an item if the player carries it or it lies in the player's location. The player
    is the first of `current_players`; who asks often may have a quicker way to find it.
    """
    if _is_always_in_sight(entity):
        return None
    player = find_player()
    if player is None or player.current_location_id is None:
        return None
    match entity:
        case Location():
            return None if entity.pk == player.current_location_id else NOT_IN_CONTEXT
        case Character():
            return None if _is_with(player, entity) else NOT_IN_CONTEXT
        case _:
            assert isinstance(entity, Thing)
            return None if _carries(player, entity) or _lies_in(player.current_location_id, entity) else NOT_VISIBLE


def _is_always_in_sight(entity: Drawable) -> bool:
    match entity:
        case LocationExit():
            return True
        case Character():
            return not entity.is_npc
        case Thing():
            return entity.thing_type == ThingType.SCENERY
        case Location():
            return False


def _is_with(player: Character, npc: Character) -> bool:
    return (
        npc.pk == player.pk or npc.current_location_id == player.current_location_id or npc.pk in player.party_members
    )


def _carries(character: Character, thing: Thing) -> bool:
    return thing.owner_id == character.pk or thing.pk in character.inventory or thing.pk in character.gear.values()


def _lies_in(location_id: str, thing: Thing) -> bool:
    """The location lists it, or it says so itself and nobody has it: the game sets the place on carried things, too."""
    listed = Location.objects.filter(pk=location_id).values_list("thing_ids", flat=True).first() or ()
    if thing.pk in listed:
        return True
    if thing.location_id != location_id or thing.owner_id is not None:
        return False
    carried = Character.objects.values_list("inventory", "gear")
    return not any(thing.pk in inventory or thing.pk in gear.values() for inventory, gear in carried)
