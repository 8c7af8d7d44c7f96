"""Who did what to a job, what its prompt was made from, a priority above the others, and what runs in a cluster."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('jobs', '0006_events_for_readers'),
    ]

    operations = [
        migrations.AddField(
            model_name='cluster',
            name='processes',
            field=models.JSONField(blank=True, db_default=[], default=list),
        ),
        migrations.AddField(
            model_name='job',
            name='made_from',
            field=models.CharField(blank=True, db_default='', default='', max_length=120),
        ),
        migrations.AddField(
            model_name='jobevent',
            name='by',
            field=models.CharField(blank=True, db_default='', default='', max_length=150),
        ),
        migrations.AlterField(
            model_name='job',
            name='priority',
            field=models.SmallIntegerField(choices=[(0, 'Batch'), (10, 'Interactive'), (20, 'Urgent')], default=10),
        ),
        migrations.AlterField(
            model_name='jobevent',
            name='kind',
            field=models.CharField(choices=[('queued', 'Queued'), ('processing', 'Processing'), ('progress', 'Progress'), ('retrying', 'Retrying'), ('postponed', 'Postponed'), ('due', 'Due'), ('released', 'Released'), ('lost', 'Lost'), ('reordered', 'Reordered'), ('attached', 'Attached'), ('completed', 'Completed'), ('failed', 'Failed'), ('timeout', 'Timeout'), ('cancelled', 'Cancelled')], max_length=10),
        ),
    ]
