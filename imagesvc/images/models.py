"""The pictures: an Image is what one job made, an ImageFile one picture of it in the picture storage.

They point at jobs and entities, never the reverse. Which picture is an entity's present one is said here, too.
"""

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from jobs.models import Job, new_id
from jobs.prepared import read

GAME_IMAGE_ID_LENGTH = 100


class ImageSource(models.TextChoices):
    """Where a picture came from."""

    GENERATED = "generated"
    IMPORTED = "imported"


class ImageQuerySet(models.QuerySet["Image"]):
    def of_entity(self, *, kind: str, entity_id: str) -> "ImageQuerySet":
        return self.filter(entity_kind=kind, entity_id=entity_id)

    def current(self) -> "ImageQuerySet":
        """Keep the present picture of each entity."""
        return self.filter(is_current=True)

    def with_public_id(self, text: str) -> "ImageQuerySet":
        """Keep the image that has this id on the wire: a game's own, or ours in its one way of writing."""
        try:
            key = UUID(text)
        except ValueError:
            return self.filter(game_id=text)
        return self.filter(id=key, game_id=None) if str(key) == text else self.none()

    def count_where(self, condition: Q) -> int:
        """Count the images that match; all of them by the counters that triggers keep."""
        if not condition:
            return sum(total for (total,) in read("SELECT total FROM images_imagecount"))
        return self.filter(condition).count()


class Image(models.Model):
    """What one job made, or one picture of a saved game: one to several files and how they came to be."""

    # Pictures of a saved game get an id made of their own creation time, so that the key alone sorts all by age; the
    # game's id stays beside it and is the one on the wire.
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    game_id = models.CharField(max_length=GAME_IMAGE_ID_LENGTH, null=True, blank=True, unique=True)

    # What it shows.
    entity_kind = models.CharField(max_length=20, blank=True, default="")
    entity_type = models.CharField(max_length=20, blank=True, default="")
    entity_id = models.CharField(max_length=200, blank=True, default="")
    is_current = models.BooleanField(default=False, help_text="The picture of the entity that is shown.")
    is_starred = models.BooleanField(default=False, db_default=False, help_text="Never pruned.")

    # Whose it is, as on the job.
    owner = models.UUIDField(null=True, blank=True, editable=False)

    # How it was made; width and height are what was asked for, null where a save does not know.
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="images")
    source = models.CharField(max_length=10, choices=ImageSource, default=ImageSource.GENERATED)
    engine = models.CharField(max_length=100, blank=True, default="")
    prompt = models.TextField(blank=True, default="")
    negative_prompt = models.TextField(blank=True, default="")
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    seed = models.BigIntegerField(null=True, blank=True)
    steps = models.PositiveIntegerField(null=True, blank=True)
    # Hashes of the texts that the prompt was made from, as on the job; empty where nobody knows.
    made_from = models.CharField(max_length=120, blank=True, default="", db_default="")
    # What the engine said of it; empty where it has or tells none.
    model = models.CharField(max_length=200, blank=True, default="", db_default="")
    workflow = models.CharField(max_length=100, blank=True, default="", db_default="")
    workflow_sha256 = models.CharField(max_length=64, blank=True, default="", db_default="")
    revised_prompt = models.TextField(blank=True, default="", db_default="")
    engine_settings = models.JSONField(blank=True, default=dict, db_default={})
    is_placeholder = models.BooleanField(
        default=False, db_default=False, help_text="Drawn by an engine that stood in for others, which were not well."
    )
    created_at = models.DateTimeField(db_default=Now())

    objects = ImageQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["entity_kind", "entity_id"], condition=Q(is_current=True), name="image_one_current_per_entity"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["entity_kind", "entity_id", "id"], name="image_by_entity"),
            models.Index(fields=["entity_type", "id"], name="image_by_type"),
            models.Index(fields=["owner", "id"], condition=Q(owner__isnull=False), name="image_by_owner"),
            # What is drawn anew when a better engine is back.
            models.Index(
                fields=["id"], condition=Q(is_placeholder=True, is_current=True), name="image_current_placeholders"
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def public_id(self) -> str:
        """The id on the wire and in the address of the first file."""
        return self.game_id or str(self.id)


class ImageFile(models.Model):
    """One picture in the storage: always a PNG that we wrote, with a WebP thumbnail beside it."""

    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="files")
    position = models.PositiveSmallIntegerField(default=0)
    # The name on the wire without `.png`: the image's id, then the id with -2, -3, ... behind it.
    stem = models.CharField(max_length=GAME_IMAGE_ID_LENGTH + 10, unique=True)
    size = models.PositiveIntegerField(default=0, help_text="Bytes.")
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    content_type = models.CharField(max_length=20, default="image/png")
    sha256 = models.CharField(max_length=64, blank=True, default="")
    is_missing = models.BooleanField(default=False, help_text="The row is there, the file is not.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["image", "position"], name="imagefile_one_per_position"),
        ]

    def __str__(self) -> str:
        return self.filename

    @property
    def filename(self) -> str:
        return f"{self.stem}.png"


class Preview(models.Model):
    """What the picture of a job that is being drawn looks like so far; gone when the attempt ends."""

    job = models.OneToOneField(Job, on_delete=models.CASCADE, primary_key=True, related_name="+")
    webp = models.BinaryField()
    # Rises with each, so that a page knows when to look again.
    number = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"preview {self.number} of {self.job_id}"


class ImageCount(models.Model):
    """How many images there are, in shards that triggers keep, so that nobody has to count a million rows."""

    shard = models.PositiveSmallIntegerField(primary_key=True)
    total = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.shard}: {self.total}"
