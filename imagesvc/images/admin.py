"""The pictures as the admin sees them: to look at and to search.

Nobody adds, edits or deletes one here: its row, its files and the mark of the present picture change together.
"""

from typing import ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.utils.html import format_html
from django.utils.text import Truncator

from entities.kinds import entity_name
from imagesvc.images.models import Image, ImageFile
from jobs.admin import NOTHING, EntityTypeFilter, LookOnly, entity_link


def thumbnail(file: ImageFile | None) -> str:
    """Return a picture's thumbnail, linked to the whole."""
    if file is None or file.is_missing:
        return "file missing"
    return format_html(
        '<a href="/generated-images/{0}.png"><img class="thumbnail" src="/generated-images/{0}.webp" alt="{0}"'
        ' width="{1}" height="{2}" loading="lazy"></a>',
        file.stem,
        file.width,
        file.height,
    )


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
class ImageAdmin(LookOnly, admin.ModelAdmin):  # type: ignore[type-arg]  # takes no parameter at run time
    list_display = ("picture", "entity", "is_current", "prompt_start", "engine", "created")
    list_display_links = ("prompt_start",)
    list_filter = ("is_current", "source", EntityTypeFilter)
    search_fields = ("=id", "=game_id", "=entity_id", "prompt")
    search_help_text = "Words of the prompt; or the whole id of a picture or an entity."
    ordering = ("-id",)
    list_per_page = 50
    # Counting the rest of a million rows says nothing that a person needs.
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    inlines = (FileInline,)
    fieldsets: ClassVar = [
        (None, {"fields": ("id", "game_id", "entity", "is_current")}),
        (
            "How it was made",
            {"fields": ("job", "source", "engine", "prompt", "negative_prompt", "size", "seed", "created")},
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Image]:
        return Image.objects.annotate(entity_name=entity_name()).select_related("job").prefetch_related("files")

    @admin.display(description="picture")
    def picture(self, image: Image) -> str:
        return thumbnail(min(image.files.all(), key=lambda file: file.position, default=None))

    @admin.display(description="entity")
    def entity(self, image: Image) -> str:
        return entity_link(image)

    @admin.display(description="prompt")
    def prompt_start(self, image: Image) -> str:
        # Without the world's preamble, which all pictures share, where the job still knows how long that is.
        text = image.prompt[image.job.preamble_length :] if image.job else image.prompt
        return Truncator(text.strip()).chars(80) or NOTHING

    @admin.display(description="size asked for")
    def size(self, image: Image) -> str:
        return f"{image.width} x {image.height}" if image.width else NOTHING

    @admin.display(description="created", ordering="id")
    def created(self, image: Image) -> str:
        return f"{image.created_at:%Y-%m-%d %H:%M:%S}"
