"""Which key of the game's objects goes into which column: the one table behind the import of saves and the REST API."""

from dataclasses import dataclass
from enum import Enum, auto

from entities.models import Character, Entity, Location, LocationExit, Region, Setting, Thing, ThingType


class FieldType(Enum):
    """What a value must be. `null` is always the same as an absent key, and gives the column's default."""

    TEXT = auto()  # of any length
    INTEGER = auto()  # 32 bits, null if unknown
    BOOLEAN = auto()
    OBJECT = auto()
    LIST = auto()  # of anything
    IDS = auto()  # a list of ids of other entities
    GEAR = auto()  # {slot: {itemId, ...}} or {slot: id}; the column holds {slot: id}
    REFERENCE = auto()  # the id of another entity, or null; the column is the foreign key's attname


@dataclass(frozen=True, kw_only=True)
class Field:
    """One key of the game's objects and the column it goes into.

    The other places where a save keeps the same fact have a dot where they lie deeper: those in `overridden_by` come
    before the key itself, those in `aliases` after it. The first place that holds something decides.
    """

    key: str
    column: str
    type: FieldType = FieldType.TEXT
    target: str = ""  # the kind of entity that the id or the ids name
    choices: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    overridden_by: tuple[str, ...] = ()

    @property
    def places(self) -> tuple[str, ...]:
        return (*self.overridden_by, self.key, *self.aliases)


@dataclass(frozen=True, kw_only=True)
class EntityFormat:
    """How one kind of entity looks in the game: its model, the word for many of it, and its fields."""

    kind: str
    plural: str
    model: type[Entity]
    fields: tuple[Field, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that the game decides: those of the fields, and the object as it was sent."""
        return (*(field.column for field in self.fields), "raw")


_NAMED = (Field(key="name", column="name"), Field(key="description", column="description"))
_OF_A_WORLD = (
    *_NAMED,
    Field(key="shortDescription", column="short_description"),
    # A save does not have it: everything in it belongs to the one setting that it names.
    Field(key="settingId", column="setting_id", type=FieldType.REFERENCE, target="setting"),
)

FORMATS: dict[str, EntityFormat] = {
    form.kind: form
    for form in (
        EntityFormat(
            kind="setting",
            plural="settings",
            model=Setting,
            fields=(
                *_NAMED,
                Field(key="theme", column="theme"),
                Field(key="genre", column="genre"),
                Field(key="tone", column="tone"),
                Field(key="magicLevel", column="magic_level"),
                Field(key="techLevel", column="tech_level"),
                Field(key="baseContextPreamble", column="base_context_preamble"),
                Field(key="imagePromptPrefixCharacter", column="image_prompt_prefix_character"),
                Field(key="imagePromptPrefixLocation", column="image_prompt_prefix_location"),
                Field(key="imagePromptPrefixItem", column="image_prompt_prefix_item"),
                Field(key="imagePromptPrefixScenery", column="image_prompt_prefix_scenery"),
                # A save keeps these two in its metadata.
                Field(key="currentPlayerId", column="current_player_id", type=FieldType.REFERENCE, target="character"),
                Field(key="isActive", column="is_active", type=FieldType.BOOLEAN),
            ),
        ),
        EntityFormat(kind="region", plural="regions", model=Region, fields=_OF_A_WORLD),
        EntityFormat(
            kind="location",
            plural="locations",
            model=Location,
            fields=(
                *_OF_A_WORLD,
                Field(key="regionId", column="region_id", type=FieldType.REFERENCE, target="region"),
                Field(key="baseLevel", column="base_level", type=FieldType.INTEGER),
                Field(key="isStub", column="is_stub", type=FieldType.BOOLEAN),
                Field(key="stubMetadata", column="stub_metadata", type=FieldType.OBJECT),
                Field(key="thingIds", column="thing_ids", type=FieldType.IDS, target="thing"),
                Field(key="npcIds", column="npc_ids", type=FieldType.IDS, target="character"),
            ),
        ),
        EntityFormat(
            kind="exit",
            plural="exits",
            model=LocationExit,
            fields=(
                *_OF_A_WORLD,
                # A save tells these two only from the side of the location; `listed_exits` puts them in.
                Field(key="origin", column="origin_id", type=FieldType.REFERENCE, target="location"),
                Field(key="direction", column="direction"),
                Field(key="destination", column="destination_id", type=FieldType.REFERENCE, target="location"),
                Field(
                    key="destinationRegion", column="destination_region_id", type=FieldType.REFERENCE, target="region"
                ),
                Field(key="bidirectional", column="bidirectional", type=FieldType.BOOLEAN),
                Field(key="isVehicle", column="is_vehicle", type=FieldType.BOOLEAN),
                Field(key="vehicleType", column="vehicle_type"),
            ),
        ),
        EntityFormat(
            kind="character",
            plural="characters",
            model=Character,
            fields=(
                *_OF_A_WORLD,
                Field(key="isNPC", column="is_npc", type=FieldType.BOOLEAN),
                Field(key="class", column="character_class"),
                Field(key="race", column="race"),
                Field(key="gender", column="gender"),
                Field(key="level", column="level", type=FieldType.INTEGER),
                Field(key="isDead", column="is_dead", type=FieldType.BOOLEAN),
                Field(key="isHostile", column="is_hostile", type=FieldType.BOOLEAN),
                Field(key="aliases", column="aliases", type=FieldType.LIST),
                Field(key="attributes", column="attributes", type=FieldType.OBJECT),
                Field(key="personality", column="personality", type=FieldType.OBJECT),
                Field(key="statusEffects", column="status_effects", type=FieldType.LIST),
                Field(key="currentLocation", column="current_location_id", type=FieldType.REFERENCE, target="location"),
                Field(key="inventory", column="inventory", type=FieldType.IDS, target="thing"),
                Field(key="gear", column="gear", type=FieldType.GEAR, target="thing"),
                Field(key="partyMembers", column="party_members", type=FieldType.IDS, target="character"),
            ),
        ),
        EntityFormat(
            kind="thing",
            plural="things",
            model=Thing,
            fields=(
                *_OF_A_WORLD,
                Field(key="thingType", column="thing_type", choices=tuple(ThingType.values)),
                Field(key="rarity", column="rarity", overridden_by=("metadata.rarity",)),
                Field(key="itemTypeDetail", column="item_type_detail"),
                Field(key="slot", column="slot", aliases=("metadata.slot",)),
                Field(key="level", column="level", type=FieldType.INTEGER, aliases=("metadata.level",)),
                Field(key="statusEffects", column="status_effects", type=FieldType.LIST),
                Field(key="metadata", column="metadata", type=FieldType.OBJECT),
                Field(
                    key="ownerId",
                    column="owner_id",
                    type=FieldType.REFERENCE,
                    target="character",
                    aliases=("metadata.ownerId", "metadata.playerId"),
                ),
                Field(
                    key="locationId",
                    column="location_id",
                    type=FieldType.REFERENCE,
                    target="location",
                    aliases=("metadata.locationId",),
                ),
            ),
        ),
    )
}
