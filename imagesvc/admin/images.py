"""The pictures as the admin sees them: to look at, to search, to star, and to delete with their files.

Nobody adds or edits one here: its row, its files and the mark of the present picture change together.
"""

from functools import partial
from typing import Any, ClassVar

from django.contrib import admin
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import filesizeformat
from django.template.response import TemplateResponse
from django.utils.html import format_html_join
from django.utils.text import Truncator

from entities.kinds import entity_name
from imagesvc.admin.buttons import Answer, Button, WithButtons
from imagesvc.admin.keyset import KeysetAdmin
from imagesvc.admin.looking import OPERATE, EntityTypeFilter, LeavesTrace, LookOnly
from imagesvc.admin.looks import NOTHING, entity_link, files_in_order, job_link, moment, thumbnail
from imagesvc.audit.actors import actor_of
from imagesvc.audit.trail import record
from imagesvc.images import removal, stars
from imagesvc.images.models import Image, ImageFile, ImageSource
from jobs.amounts import counted

DELETE = "images.delete_image"


class FileInline(LookOnly, admin.TabularInline):  # type: ignore[type-arg]  # takes no parameter at run time
    model = ImageFile
    fields = readonly_fields = ("picture", "filename", "pixels", "bytes", "sha256", "is_missing")
    ordering = ("position",)
    extra = 0
    verbose_name_plural = "Files"

    @admin.display(description="picture")
    def picture(self, file: ImageFile) -> str:
        return thumbnail(file)

    @admin.display(description="pixels")
    def pixels(self, file: ImageFile) -> str:
        return f"{file.width} x {file.height}"

    @admin.display(description="size")
    def bytes(self, file: ImageFile) -> str:
        return filesizeformat(file.size)


@admin.register(Image)
class ImageAdmin(LookOnly, LeavesTrace, WithButtons, KeysetAdmin):
    list_display = ("picture", "prompt_start", "entity", "marks", "engine", "created")
    list_display_links = ("prompt_start",)
    list_filter = ("is_current", "is_starred", "is_placeholder", "source", EntityTypeFilter)
    search_fields = ("=id", "=game_id", "=entity_id", "prompt")
    search_help_text = "Words of the prompt; or the whole id of a picture or an entity."
    inlines = (FileInline,)
    change_form_template = "admin/images/image.html"
    actions = ("star", "unstar", "delete_with_files")
    fieldsets: ClassVar = [
        (None, {"fields": ("id", "game_id", "entity", "marks")}),
        (
            "How it was made",
            {"fields": ("made_by", "source", "engine", "prompt", "negative_prompt", "size", "seed", "created")},
        ),
    ]
    buttons: ClassVar = (
        Button(name="star", method="star_one", label="Star", permission=OPERATE, help="Never prune it."),
        Button(name="unstar", method="unstar_one", label="Unstar", permission=OPERATE),
    )

    def has_operate_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(OPERATE)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let a picture be deleted, with its files."""
        return request.user.has_perm(DELETE)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Django's own deletion knows nothing of files; ours stands in its place."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def get_queryset(self, request: HttpRequest) -> QuerySet[Image]:
        return (
            Image.objects.annotate(entity_name=entity_name()).select_related("job").prefetch_related(files_in_order())
        )

    def offers(self, row: Image, button: Button) -> bool:
        return row.is_starred == (button.name == "unstar")

    def star_one(self, request: HttpRequest, image: Image) -> Answer:
        """Keep it whatever is pruned."""
        stars.star([image.pk])
        return Answer(sentence="It is starred: pruning leaves it alone.")

    def unstar_one(self, request: HttpRequest, image: Image) -> Answer:
        """Let it be pruned as others are."""
        stars.star([image.pk], is_starred=False)
        return Answer(sentence="It is not starred any more.")

    @admin.action(description="Star the selected pictures", permissions=("operate",))
    def star(self, request: HttpRequest, chosen: QuerySet[Image]) -> None:
        self._star(request, chosen, is_starred=True)

    @admin.action(description="Unstar the selected pictures", permissions=("operate",))
    def unstar(self, request: HttpRequest, chosen: QuerySet[Image]) -> None:
        self._star(request, chosen, is_starred=False)

    @admin.action(description="Delete the selected pictures, with their files", permissions=("delete",))
    def delete_with_files(self, request: HttpRequest, chosen: QuerySet[Image]) -> HttpResponse | None:
        """Ask first, as Django does."""
        if "post" not in request.POST:
            return self._ask_before_deleting(request, list(chosen))
        self.log_deletions(request, chosen)
        removed = removal.remove([image.pk for image in chosen])
        self.message_user(request, f"{counted(removed, 'picture')} deleted, with all files.")
        return None

    def delete_model(self, request: HttpRequest, obj: Image) -> None:
        """Delete one from its own page, after Django has asked; files only when nothing can bring the row back."""
        transaction.on_commit(partial(removal.remove, [obj.pk]))

    def _star(self, request: HttpRequest, chosen: QuerySet[Image], *, is_starred: bool) -> None:
        keys = [image.pk for image in chosen]
        changed = stars.star(keys, is_starred=is_starred)
        word = "starred" if is_starred else "unstarred"
        record(
            actor_of(request),
            action="star" if is_starred else "unstar",
            subject=counted(len(keys), "picture"),
            counts={word: changed},
        )
        self.message_user(request, f"{counted(changed, 'picture')} {word}.")

    def _ask_before_deleting(self, request: HttpRequest, chosen: list[Image]) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": "Delete pictures with their files?",
            "opts": self.opts,
            "images": chosen,
        }
        return TemplateResponse(request, "admin/images/delete_selected.html", context)

    @admin.display(description="picture")
    def picture(self, image: Image) -> str:
        return thumbnail(min(image.files.all(), key=lambda file: file.position, default=None))

    @admin.display(description="entity")
    def entity(self, image: Image) -> str:
        return entity_link(image)

    @admin.display(description="marks")
    def marks(self, image: Image) -> str:
        """Say what sets a picture apart."""
        known = [
            (image.is_starred, "starred", "★ starred"),
            (image.is_current, "current", "current"),
            (image.is_placeholder, "placeholder", "placeholder"),
            (image.source == ImageSource.IMPORTED, "imported", "from a saved game"),
        ]
        shown = [(tone, word) for is_so, tone, word in known if is_so]
        return format_html_join(" ", '<span class="mark mark-{}">{}</span>', shown) or NOTHING

    @admin.display(description="prompt")
    def prompt_start(self, image: Image) -> str:
        # Without the world's preamble, which all pictures share, where the job still knows how long that is.
        text = image.prompt[image.job.preamble_length :] if image.job else image.prompt
        return Truncator(text.strip()).chars(80) or NOTHING

    @admin.display(description="job")
    def made_by(self, image: Image) -> str:
        return job_link(image.job_id)

    @admin.display(description="size asked for")
    def size(self, image: Image) -> str:
        return f"{image.width} x {image.height}" if image.width else NOTHING

    @admin.display(description="created")
    def created(self, image: Image) -> str:
        return moment(image.created_at)
