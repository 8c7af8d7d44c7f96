"""The event of a job that was moved in the queue is told like the others."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('webhooks', '0001_first_schema'),
    ]

    operations = [
        migrations.AlterField(
            model_name='delivery',
            name='kind',
            field=models.CharField(choices=[('queued', 'Queued'), ('processing', 'Processing'), ('progress', 'Progress'), ('retrying', 'Retrying'), ('postponed', 'Postponed'), ('due', 'Due'), ('released', 'Released'), ('lost', 'Lost'), ('reordered', 'Reordered'), ('attached', 'Attached'), ('completed', 'Completed'), ('failed', 'Failed'), ('timeout', 'Timeout'), ('cancelled', 'Cancelled')], max_length=10),
        ),
    ]
