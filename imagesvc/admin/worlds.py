"""Worlds as the admin sees them: which one is played, what it puts before every prompt, and drawing what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from entities.importer import deactivate_others
from entities.kinds import Drawable, EntityKind, type_of, with_related
from entities.models import Setting
from imagesvc.admin.batches import preview_address
from imagesvc.admin.buttons import Answer, Button, WithButtons
from imagesvc.admin.entities import EntityAdmin
from imagesvc.admin.looking import OPERATE
from imagesvc.admin.looks import entity_address
from imagesvc.batches.drawing import Which
from imagesvc.images.prompts import NothingToDraw, Prompt, compose, material_of

# A world may hold thousands of blank entities before the first that can be drawn.
MOST_TRIED = 5


@dataclass(frozen=True, kw_only=True)
class Sample:
    """One entity's prompt as this world would have it sent."""

    entity: Drawable
    label: str
    address: str
    preamble: str
    description: str


@admin.register(Setting)
class SettingAdmin(EntityAdmin, WithButtons):
    list_display = ("name", "is_active", "genre", "theme", "current_player_id", "updated_at")
    list_filter = ("is_active",)
    readonly_fields = ("is_active",)
    actions = ("play",)
    change_form_template = "admin/entities/world.html"
    buttons: ClassVar = (
        Button(
            name="draw-missing",
            method="draw_missing",
            label="Draw all missing…",
            permission=OPERATE,
            help="Shows what would be drawn first.",
        ),
    )

    def has_play_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("entities.change_setting")

    @admin.action(description="Play the selected world", permissions=("play",))
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
            self.log_change(request, worlds[0], "Made the world that is played.")
        self.message_user(request, f"{worlds[0]} is the world that is played now.")

    def draw_missing(self, request: HttpRequest, world: Setting) -> Answer:
        """Lead to the preview of a batch that draws whatever of the world has no picture."""
        address = preview_address("draw", {"which": [Which.MISSING.value], "world": [world.pk]})
        return Answer(sentence="This is what would be drawn.", leads_to=address, is_told=False)

    def shown_beside(self, row: Setting | None) -> dict[str, Any]:
        return {} if row is None else {"samples": samples_of(row)}


def samples_of(world: Setting) -> Sequence[Sample]:
    """Return how the prompt of one entity of each kind would be put together if this world were played."""
    return [sample for kind in EntityKind if (sample := _sample(kind, world=world)) is not None]


def _sample(kind: EntityKind, *, world: Setting) -> Sample | None:
    for entity in with_related(kind).filter(setting=world).order_by("-id")[:MOST_TRIED]:
        try:
            prompt: Prompt = compose(material_of(entity, world=world))
        except NothingToDraw:
            continue
        return Sample(
            entity=entity,
            label=type_of(entity),
            address=entity_address(kind, entity.pk),
            preamble=prompt.text[: prompt.preamble_length].strip(),
            description=prompt.description,
        )
    return None
