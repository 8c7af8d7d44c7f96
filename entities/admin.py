"""The world as the admin sees it: every kind to look at, to search and to correct.

The game sends its objects again and again, and what it sends wins over what was corrected here.
"""

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from entities.importer import deactivate_others
from entities.models import Character, Entity, Location, LocationExit, Region, Setting, Thing


class EntityAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # takes no parameter at run time
    """What the lists of all kinds have in common."""

    search_fields = ("name", "=id")
    search_help_text = "Words of the name, or the whole id."
    ordering = ("name", "id")
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def get_readonly_fields(self, request: HttpRequest, entity: Entity | None = None) -> tuple[str, ...]:
        """The id is the game's: chosen when the entity is made, and never changed."""
        made = ("created_at", "updated_at")
        return ("id", *made, *self.readonly_fields) if entity else (*made, *self.readonly_fields)


@admin.register(Setting)
class SettingAdmin(EntityAdmin):
    list_display = ("name", "is_active", "genre", "theme", "current_player_id", "updated_at")
    list_filter = ("is_active",)
    readonly_fields = ("is_active",)
    actions = ("play",)

    @admin.action(description="Play the selected world")
    def play(self, request: HttpRequest, chosen: QuerySet[Setting]) -> None:
        """Make the world the active one; there is one at most."""
        worlds = list(chosen[:2])
        if len(worlds) != 1:
            self.message_user(request, "Select one world.", level=messages.ERROR)
            return
        with transaction.atomic():
            deactivate_others(worlds[0].pk)
            worlds[0].is_active = True
            worlds[0].save(update_fields=["is_active"])
        self.message_user(request, f"{worlds[0]} is the world that is played now.")


@admin.register(Region)
class RegionAdmin(EntityAdmin):
    list_display = ("name", "short_description", "setting")
    list_filter = ("setting",)
    list_select_related = ("setting",)
    raw_id_fields = ("setting",)


@admin.register(Location)
class LocationAdmin(EntityAdmin):
    list_display = ("name", "region", "base_level", "is_stub", "setting")
    list_filter = ("is_stub", "setting")
    list_select_related = ("region", "setting")
    raw_id_fields = ("region", "setting")


@admin.register(LocationExit)
class LocationExitAdmin(EntityAdmin):
    list_display = ("name", "origin", "direction", "destination", "is_vehicle", "setting")
    list_filter = ("is_vehicle", "setting")
    list_select_related = ("origin", "destination", "setting")
    raw_id_fields = ("origin", "destination", "destination_region", "setting")


@admin.register(Character)
class CharacterAdmin(EntityAdmin):
    list_display = ("name", "is_npc", "race", "character_class", "level", "current_location", "is_dead", "setting")
    list_filter = ("is_npc", "is_dead", "is_hostile", "setting")
    list_select_related = ("current_location", "setting")
    raw_id_fields = ("current_location", "setting")


@admin.register(Thing)
class ThingAdmin(EntityAdmin):
    list_display = ("name", "thing_type", "rarity", "slot", "level", "owner", "location", "setting")
    list_filter = ("thing_type", "rarity", "setting")
    list_select_related = ("owner", "location", "setting")
    raw_id_fields = ("owner", "location", "setting")
