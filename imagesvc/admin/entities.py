"""The world as the admin sees it: every kind to look at, to search, to correct and to draw.

The game sends its objects again and again, and what it sends wins over what was corrected here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, cast

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.db.models import Exists, Field, OuterRef, QuerySet, TextField
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from entities.kinds import TYPES, Drawable, EntityKind, kind_of
from entities.models import Character, Entity, Location, LocationExit, Region, Thing
from imagesvc.admin.buttons import Answer, Button, WithButtons
from imagesvc.admin.looking import OPERATE, LeavesTrace
from imagesvc.admin.looks import NOTHING, badge, files_in_order, first_files, thumbnail
from imagesvc.audit.actors import actor_of
from imagesvc.images import admission, staleness
from imagesvc.images.admission import Verdict
from imagesvc.images.models import Image
from imagesvc.images.staleness import Difference, Staleness
from jobs import lifecycle
from jobs.models import Job

# Whose turn it is: all who draw in the admin are one client of the queue.
CLIENT_ID = "admin"
# Of an entity's pictures, the last ones stand on its page; the list of pictures has all.
MOST_SHOWN = 12
# Stale pictures are worked out from today's texts, a few thousand pictures at a time.
MOST_LOOKED_AT = 2_000
PARTS = {
    "text": "its own words",
    "place": "its surroundings",
    "prefix": "the world's prefix for its kind",
    "preamble": "the world's preamble",
}


@dataclass(frozen=True, kw_only=True)
class Portrait:
    """What an entity's page shows of its pictures and of its prompt."""

    current: Image | None
    history: Sequence[Image]
    has_more: bool
    all_address: str
    job: Job | None
    staleness: Staleness | None
    difference: Difference

    @property
    def changed(self) -> list[str]:
        return [PARTS[part] for part in self.staleness.changed] if self.staleness else []


class EntityAdmin(LeavesTrace):
    """What the lists of all kinds have in common."""

    search_fields = ("name", "=id")
    search_help_text = "Words of the name, or the whole id."
    ordering = ("name", "id")
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def formfield_for_dbfield(self, db_field: "Field[Any, Any]", request: HttpRequest, **kwargs: Any) -> Any:
        """A name is a text of any length in the game, but one line for people."""
        if db_field.name == "name":
            kwargs["widget"] = AdminTextInputWidget
        elif isinstance(db_field, TextField):
            kwargs["widget"] = AdminTextareaWidget(attrs={"rows": 4})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, entity: Entity | None = None) -> tuple[str, ...]:
        """The id is the game's: chosen when the entity is made, and never changed."""
        made = ("created_at", "updated_at")
        return ("id", *made, *self.readonly_fields) if entity else (*made, *self.readonly_fields)


class PictureFilter(admin.SimpleListFilter):
    """Filter entities by their pictures: none yet, one, or one that shows what is said differently today."""

    title = "picture"
    parameter_name = "picture"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("none", "no picture"), ("some", "has a picture"), ("stale", "stale")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        kind = kind_of(queryset.model())
        match self.value():
            case "none":
                return queryset.filter(~Exists(_pictures(kind)))
            case "some":
                return queryset.filter(Exists(_pictures(kind)))
            case "stale":
                return queryset.filter(pk__in=_stale_ids(kind, request))
        return queryset


class EntityList(ChangeList):
    """A page of entities, each with its present picture and what is known of its age, in three queries for all."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        rows = self.result_list = list(self.result_list)
        kind = kind_of(cast("Drawable", self.model()))
        of_rows = Image.objects.current().filter(entity_kind=kind, entity_id__in=[row.pk for row in rows])
        images = {image.entity_id: image for image in of_rows.only("id", "game_id", "entity_id")}
        files = first_files(image.id for image in images.values())
        stale = {one.entity.pk: one for one in staleness.stale_among(kind, [*images])} if images else {}
        for row in rows:
            image = images.get(row.pk)
            row.has_picture = image is not None
            row.first_file = files.get(image.id) if image else None
            row.staleness = stale.get(row.pk)


class DrawableAdmin(EntityAdmin, WithButtons):
    """A kind of entity that is drawn."""

    change_form_template = "admin/entities/entity.html"
    # Django's own list has the columns; these two stand before them.
    pictures: ClassVar = ("picture", "freshness")
    buttons: ClassVar = (
        Button(name="draw", method="draw", label="Draw", permission=OPERATE, is_quick=False),
        Button(name="draw-again", method="draw_again", label="Draw again", permission=OPERATE, is_quick=False),
    )

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        return (*self.pictures, *self.list_display)

    def get_list_display_links(self, request: HttpRequest, list_display: Any) -> tuple[str, ...]:
        return ("name",)

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        return [PictureFilter, *self.list_filter]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return EntityList

    @admin.display(description="picture")
    def picture(self, entity: Any) -> str:
        return thumbnail(entity.first_file) if entity.has_picture else NOTHING

    @admin.display(description="freshness")
    def freshness(self, entity: Any) -> str:
        if not entity.has_picture:
            return badge("no picture", tone="cancelled")
        if entity.staleness is None:
            return badge("up to date", tone="completed")
        return badge(f"stale: {', '.join(entity.staleness.changed)}", tone="waiting")

    def offers(self, row: Any, button: Button) -> bool:
        """The first picture is drawn, the next ones are drawn again."""
        has_picture = Image.objects.of_entity(kind=kind_of(row), entity_id=row.pk).current().exists()
        return has_picture == (button.name == "draw-again")

    def draw(self, request: HttpRequest, entity: Drawable) -> Answer:
        """Queue a job for its picture, if it has none."""
        return _drawn(request, entity, force=False)

    def draw_again(self, request: HttpRequest, entity: Drawable) -> Answer:
        """Queue a job for another picture, wherever it is."""
        return _drawn(request, entity, force=True)

    def shown_beside(self, row: Drawable | None) -> dict[str, Any]:
        return {} if row is None else {"portrait": portrait_of(row)}


@admin.register(Region)
class RegionAdmin(EntityAdmin):
    list_display = ("name", "short_description", "setting")
    list_filter = ("setting",)
    list_select_related = ("setting",)
    raw_id_fields = ("setting",)


@admin.register(Location)
class LocationAdmin(DrawableAdmin):
    list_display = ("name", "region", "base_level", "is_stub", "setting")
    list_filter = ("is_stub", "setting")
    list_select_related = ("region", "setting")
    raw_id_fields = ("region", "setting")


@admin.register(LocationExit)
class LocationExitAdmin(DrawableAdmin):
    list_display = ("name", "origin", "direction", "destination", "is_vehicle", "setting")
    list_filter = ("is_vehicle", "setting")
    list_select_related = ("origin", "destination", "setting")
    raw_id_fields = ("origin", "destination", "destination_region", "setting")


@admin.register(Character)
class CharacterAdmin(DrawableAdmin):
    list_display = ("name", "is_npc", "race", "character_class", "level", "current_location", "is_dead", "setting")
    list_filter = ("is_npc", "is_dead", "is_hostile", "setting")
    list_select_related = ("current_location", "setting")
    raw_id_fields = ("current_location", "setting")


@admin.register(Thing)
class ThingAdmin(DrawableAdmin):
    list_display = ("name", "thing_type", "rarity", "slot", "level", "owner", "location", "setting")
    list_filter = ("thing_type", "rarity", "setting")
    list_select_related = ("owner", "location", "setting")
    raw_id_fields = ("owner", "location", "setting")


def portrait_of(entity: Drawable) -> Portrait:
    """Collect what an entity's page shows."""
    kind = kind_of(entity)
    of_entity = {"entity_kind": kind.value, "entity_id": entity.pk}
    images = Image.objects.filter(**of_entity)
    newest = list(images.order_by("-id").prefetch_related(files_in_order())[: MOST_SHOWN + 1])
    current = next((image for image in newest if image.is_current), None)
    if current is None:
        current = images.current().prefetch_related(files_in_order()).first()
    return Portrait(
        current=current,
        history=newest[:MOST_SHOWN],
        has_more=len(newest) > MOST_SHOWN,
        all_address=f"{reverse('admin:images_image_changelist')}?{urlencode(of_entity)}",
        job=lifecycle.active_job(kind=kind, entity_id=entity.pk),
        staleness=staleness.staleness_of(entity) if current is not None else None,
        difference=staleness.prompt_difference(entity),
    )


def _drawn(request: HttpRequest, entity: Drawable, *, force: bool) -> Answer:
    """Ask for a picture as a client does; whoever looks at an entity here is not bound to the player's sight."""
    has_picture = Image.objects.of_entity(kind=kind_of(entity), entity_id=entity.pk).current().exists()
    if has_picture and not force:
        return Answer(sentence="There is a picture already.", is_done=False)
    decision = admission.request_image(
        kind=kind_of(entity), entity_id=entity.pk, force=True, client_id=CLIENT_ID, by=actor_of(request).name
    )
    return Answer(sentence=decision.message, is_done=decision.verdict in (Verdict.NEW_JOB, Verdict.EXISTING_JOB))


def _pictures(kind: EntityKind) -> QuerySet[Image]:
    return Image.objects.current().filter(entity_kind=kind, entity_id=OuterRef("pk"))


def _stale_ids(kind: EntityKind, request: HttpRequest) -> list[str]:
    """Return the entities whose pictures are stale, among the first so many; say so where there are more."""
    look = staleness.look_for_stale(
        most=MOST_LOOKED_AT, looked_at=MOST_LOOKED_AT, after=(kind, ""), types=tuple(TYPES[kind])
    )
    if look.after is not None and look.after[0] == kind:
        sentence = f"Only the first {MOST_LOOKED_AT:,} pictures were compared; the command `draw --stale` finds all."
        messages.warning(request, sentence)
    return [one.image.entity_id for one in look.stale]
