"""Have new jobs touch and read less of the indexes: only jobs made of another one stand in that of parents, and the
queue is counted by its index alone."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

from jobs.live_migrations import AddIndexLive, LiveMigration, RemoveIndexLive, UnindexKeyLive


class Migration(LiveMigration):

    dependencies = [
        ('jobs', '0010_active_by_owner'),
    ]

    operations = [
        AddIndexLive(
            model_name='job',
            index=models.Index(condition=Q(parent__isnull=False), fields=['parent', 'id'], name='job_children'),
        ),
        UnindexKeyLive(
            model_name='job',
            name='parent',
            field=models.ForeignKey(blank=True, db_index=False, help_text='Requeued from.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='children', to='jobs.job'),
        ),
        AddIndexLive(
            model_name='job',
            index=models.Index(F('priority').desc(), 'turn', 'id', 'status', condition=Q(status='queued'), name='job_queue_by_turn'),
        ),
        RemoveIndexLive(
            model_name='job',
            name='job_claim_by_turn',
        ),
    ]
