"""Make it quick to count the jobs of one owner that have not ended."""

from django.db import models

from jobs.live_migrations import AddIndexLive, LiveMigration


class Migration(LiveMigration):

    dependencies = [
        ('jobs', '0009_owners'),
    ]

    operations = [
        AddIndexLive(
            model_name='job',
            index=models.Index(condition=models.Q(('owner__isnull', False), ('status__in', ('queued', 'waiting', 'processing'))), fields=['owner'], name='job_active_by_owner'),
        ),
    ]
