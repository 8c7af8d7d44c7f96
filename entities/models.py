"""What a game world contains: settings, regions, locations, exits, characters and things, under the game's own ids.

Knows nothing of jobs, pictures or HTTP. The columns are what prompts and sight need; the object as the game sent it is
kept beside them. References between entities may dangle, as they do in real saves, so the database does not enforce
them; `save_format.py` says which key of a save goes into which column.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

GAME_ID_LENGTH = 200


class SettingQuerySet(models.QuerySet["Setting"]):
    def active(self) -> "Setting | None":
        """Return the world that is being played, if any."""
        return self.filter(is_active=True).first()


class Entity(models.Model):
    """The columns that every kind shares: an id and a name given by the game, and the object it sent."""

    id = models.CharField(primary_key=True, max_length=GAME_ID_LENGTH)
    name = models.TextField(blank=True, default="")
    description = models.TextField(blank=True, default="")
    raw = models.JSONField(default=dict, blank=True, editable=False, help_text="The object as the game sent it.")
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name or self.id


class Setting(Entity):
    """A world: its tone, the text that goes before every prompt, and the player whose eyes see it."""

    theme = models.TextField(blank=True, default="")
    genre = models.TextField(blank=True, default="")
    tone = models.TextField(blank=True, default="")
    magic_level = models.TextField(blank=True, default="")
    tech_level = models.TextField(blank=True, default="")

    # What goes before the description in a prompt.
    base_context_preamble = models.TextField(blank=True, default="")
    image_prompt_prefix_character = models.TextField(blank=True, default="")
    image_prompt_prefix_location = models.TextField(blank=True, default="")
    image_prompt_prefix_item = models.TextField(blank=True, default="")
    image_prompt_prefix_scenery = models.TextField(blank=True, default="")

    # Whose sight decides what is drawn unasked.
    current_player_id = models.CharField(  # noqa: DJ001  (a reference: null where there is none)
        max_length=GAME_ID_LENGTH, null=True, blank=True
    )
    is_active = models.BooleanField(default=False, db_default=False)

    objects = SettingQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["is_active"], condition=Q(is_active=True), name="setting_one_active"),
        ]
        verbose_name = "world"


class WorldEntity(Entity):
    """An entity that belongs to a world."""

    setting = models.ForeignKey(Setting, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    short_description = models.TextField(blank=True, default="")

    class Meta(Entity.Meta):
        abstract = True


class Region(WorldEntity):
    """A part of the world that locations lie in."""


class Location(WorldEntity):
    """A place. A stub has not been described by the game yet; its stub metadata says what is known."""

    region = models.ForeignKey(
        Region, on_delete=models.DO_NOTHING, db_constraint=False, null=True, blank=True, related_name="locations"
    )
    base_level = models.IntegerField(null=True, blank=True)
    is_stub = models.BooleanField(default=False)
    stub_metadata = models.JSONField(default=dict, blank=True)
    # Game ids of what lies and who stands here, as the game lists them.
    thing_ids = models.JSONField(default=list, blank=True)
    npc_ids = models.JSONField(default=list, blank=True)


class LocationExit(WorldEntity):
    """A way out of a location. The game knows its origin only from the location that lists it."""

    origin = models.ForeignKey(
        Location, on_delete=models.DO_NOTHING, db_constraint=False, null=True, blank=True, related_name="exits"
    )
    direction = models.TextField(blank=True, default="")
    destination = models.ForeignKey(
        Location, on_delete=models.DO_NOTHING, db_constraint=False, null=True, blank=True, related_name="entrances"
    )
    destination_region = models.ForeignKey(
        Region, on_delete=models.DO_NOTHING, db_constraint=False, null=True, blank=True, related_name="entrances"
    )
    bidirectional = models.BooleanField(default=True)
    is_vehicle = models.BooleanField(default=False)
    vehicle_type = models.TextField(blank=True, default="")


class Character(WorldEntity):
    """A player or an NPC."""

    is_npc = models.BooleanField(default=True)
    character_class = models.TextField(blank=True, default="")
    race = models.TextField(blank=True, default="")
    gender = models.TextField(blank=True, default="")
    level = models.IntegerField(null=True, blank=True)
    is_dead = models.BooleanField(default=False)
    is_hostile = models.BooleanField(default=False)
    aliases = models.JSONField(default=list, blank=True)
    attributes = models.JSONField(default=dict, blank=True)
    personality = models.JSONField(default=dict, blank=True)
    status_effects = models.JSONField(default=list, blank=True)

    current_location = models.ForeignKey(
        Location, on_delete=models.DO_NOTHING, db_constraint=False, null=True, blank=True, related_name="characters"
    )
    # Game ids: what is carried, what is worn (slot -> id), who travels along.
    inventory = models.JSONField(default=list, blank=True)
    gear = models.JSONField(default=dict, blank=True)
    party_members = models.JSONField(default=list, blank=True)


class ThingType(models.TextChoices):
    ITEM = "item"
    SCENERY = "scenery"


class Thing(WorldEntity):
    """An item, which can be carried, or a piece of scenery, which cannot."""

    thing_type = models.CharField(max_length=10, choices=ThingType, default=ThingType.ITEM)
    rarity = models.TextField(blank=True, default="")
    item_type_detail = models.TextField(blank=True, default="")
    slot = models.TextField(blank=True, default="")
    level = models.IntegerField(null=True, blank=True)
    status_effects = models.JSONField(default=list, blank=True)
    metadata = models.JSONField(default=dict, blank=True)

    # Who holds it and where it lies, from its metadata. The game sets the place on carried things, too.
    owner = models.ForeignKey(
        Character, on_delete=models.DO_NOTHING, db_constraint=False, null=True, blank=True, related_name="things"
    )
    location = models.ForeignKey(
        Location, on_delete=models.DO_NOTHING, db_constraint=False, null=True, blank=True, related_name="things"
    )
