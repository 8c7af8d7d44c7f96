"""API keys, what was spent of the allowances that keys and addresses have, and how many listen for each.

A key's secret is shown once, when it is made; here is its hash alone.
"""

from enum import StrEnum
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from jobs.models import new_id

# The columns of a key that limit what it may have drawn.
QUOTAS = ("jobs_per_hour", "jobs_per_day", "pixels_per_hour", "pixels_per_day", "jobs_at_once")


class Scope(StrEnum):
    """What a key may do; whoever may operate sees what belongs to others, too."""

    REQUEST = "request"
    READ = "read"
    OPERATE = "operate"


class ApiKeyQuerySet(models.QuerySet["ApiKey"]):
    def usable(self) -> "ApiKeyQuerySet":
        """Keep the keys that open something now."""
        return self.filter(Q(expires_at__isnull=True) | Q(expires_at__gt=Now()), revoked_at__isnull=True)


class ApiKey(models.Model):
    """Who may use the API, for what, and how much."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=100, unique=True, help_text="Who uses it; for people.")
    prefix = models.CharField(max_length=10, unique=True, editable=False)
    # SHA-256 of the secret, hexadecimal.
    digest = models.CharField(max_length=64, editable=False)

    can_request = models.BooleanField("may request pictures", default=True)
    can_read = models.BooleanField("may read its own", default=True)
    can_operate = models.BooleanField("may operate: all jobs of everybody", default=False)

    # What it may have drawn; empty means as much as it likes.
    jobs_per_hour = models.PositiveIntegerField(null=True, blank=True)
    jobs_per_day = models.PositiveIntegerField(null=True, blank=True)
    pixels_per_hour = models.PositiveBigIntegerField(null=True, blank=True)
    pixels_per_day = models.PositiveBigIntegerField(null=True, blank=True)
    jobs_at_once = models.PositiveIntegerField(null=True, blank=True, help_text="That have not ended.")

    created_at = models.DateTimeField(db_default=Now(), editable=False)
    created_by = models.CharField(max_length=150, blank=True, default="", editable=False)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)
    # To the minute.
    last_used_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ApiKeyQuerySet.as_manager()

    class Meta:
        verbose_name = "API key"

    def __str__(self) -> str:
        return self.name

    @property
    def scopes(self) -> frozenset[Scope]:
        """What it may do."""
        may = {Scope.REQUEST: self.can_request, Scope.READ: self.can_read, Scope.OPERATE: self.can_operate}
        return frozenset(scope for scope, is_allowed in may.items() if is_allowed)

    @property
    def has_quotas(self) -> bool:
        """Whether anything of what it may have drawn is limited."""
        return any(getattr(self, name) is not None for name in QUOTAS)


class Grant(models.Model):
    """A job or a picture of somebody else's that a key may see, because it asked for the same entity."""

    key = models.ForeignKey(ApiKey, on_delete=models.CASCADE, related_name="+")
    # The id of a job or an image; the rows may go before this one.
    thing = models.UUIDField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "thing"], name="grant_once_per_key"),
        ]

    def __str__(self) -> str:
        return f"{self.key_id} sees {self.thing}"


class Spending(models.Model):
    """How much of something was used in one window of time, by one key or address."""

    # What it counts and for whom, such as `jobs/hour <key>`.
    name = models.CharField(max_length=120)
    # When the window ends, in seconds since 1970 by the database's clock.
    ends_at = models.BigIntegerField()
    amount = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name", "ends_at"], name="spending_one_per_window"),
        ]
        indexes: ClassVar = [
            # The chore that forgets old windows.
            models.Index(fields=["ends_at"], name="spending_by_end"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.amount}"


class Listeners(models.Model):
    """How many streams and sockets one web process has open for one key or address."""

    name = models.CharField(max_length=120)
    process = models.UUIDField()
    amount = models.PositiveIntegerField()
    # By the database's clock; renewed as long as something is open.
    alive_until = models.DateTimeField()

    class Meta:
        verbose_name_plural = "listeners"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name", "process"], name="listeners_one_per_process"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.amount}"
