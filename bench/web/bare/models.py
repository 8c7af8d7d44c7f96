"""The one table."""

import uuid

from django.db import models


class Wish(models.Model):
    """A row about as wide as what GET /api/jobs/<id> shows."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    client_id = models.CharField(max_length=128)
    prompt = models.TextField()
    status = models.CharField(max_length=10, default="queued")
    progress = models.PositiveSmallIntegerField(default=0)
    message = models.TextField(default="Waiting")
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.prompt
