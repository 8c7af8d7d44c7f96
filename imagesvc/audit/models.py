"""One line for each thing that somebody did to jobs, pictures or the queue. Nobody edits or deletes any of them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

NAME_LENGTH = 150


class Via(models.TextChoices):
    """By which door somebody came."""

    ADMIN = "admin", "Admin"
    API = "api", "API"
    COMMAND = "command", "Command"
    # Nobody came: what a process that died had begun is gone on with.
    SERVICE = "service", "The service itself"


class AuditEntry(models.Model):
    """Who did what to what. Of a batch the outcome follows when it ends or is stopped; until then it is empty."""

    at = models.DateTimeField(db_default=Now(), editable=False)

    # Who. The name stays when the user is deleted; the address is the client's, or the host on which a command ran.
    who = models.CharField(max_length=NAME_LENGTH)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    via = models.CharField(max_length=10, choices=Via)
    address = models.CharField(max_length=NAME_LENGTH, blank=True, default="")

    # What: a word for it, and a text that names the thing or says which jobs.
    action = models.CharField(max_length=50)
    subject = models.TextField(blank=True, default="")
    selection = models.JSONField(default=dict, blank=True, help_text="The words of the selection, as they were said.")
    batch_id = models.UUIDField(null=True, blank=True, help_text="The batch that did it.")

    # What came of it.
    counts = models.JSONField(default=dict, blank=True)
    outcome = models.TextField(blank=True, default="")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "audit log"
        indexes: ClassVar = [
            # The page of one batch, and its entry that has no outcome yet.
            models.Index(fields=["batch_id", "id"], condition=Q(batch_id__isnull=False), name="auditentry_of_batch"),
        ]

    def __str__(self) -> str:
        return f"{self.who}: {self.action} {self.subject}".strip()
