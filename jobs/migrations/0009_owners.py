"""Whose a job is, where keys are asked for, and room for the name of its key in that of its client."""

from django.db import migrations, models

from jobs.live_migrations import AddIndexLive, LiveMigration, RemoveIndexLive, Together


class Migration(LiveMigration):

    dependencies = [
        ('jobs', '0008_wanted_engine_and_operators'),
    ]

    operations = [
        # For the wider client_id PostgreSQL would build this one anew, as it is a partial one, and hold up all writers.
        RemoveIndexLive(
            model_name='job',
            name='job_turns_of_client',
        ),
        Together(
            migrations.AddField(
                model_name='job',
                name='owner',
                field=models.UUIDField(blank=True, editable=False, null=True),
            ),
            migrations.AlterField(
                model_name='job',
                name='client_id',
                field=models.CharField(blank=True, default='', max_length=150),
            ),
            migrations.AlterField(
                model_name='jobevent',
                name='client_id',
                field=models.CharField(blank=True, db_default='', default='', max_length=150),
            ),
            migrations.AlterField(
                model_name='jobsubscription',
                name='client_id',
                field=models.CharField(max_length=150),
            ),
            done_with=("job", "owner"),
        ),
        AddIndexLive(
            model_name='job',
            index=models.Index(condition=models.Q(('status__in', ('queued', 'waiting', 'processing'))), fields=['client_id', 'priority', 'turn'], name='job_turns_of_client'),
        ),
        AddIndexLive(
            model_name='job',
            index=models.Index(condition=models.Q(('owner__isnull', False)), fields=['owner', 'id'], name='job_by_owner'),
        ),
    ]
