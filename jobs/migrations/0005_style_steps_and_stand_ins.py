"""Say on the job itself for whose hands it is: its style, its steps, and whether a stand-in will do."""

from django.db import migrations, models
from django.db.models import Case, F, When

from jobs.live_migrations import LiveMigration, Together, update_in_batches


def say_style(apps, schema_editor):
    """Give the jobs of an older version the style of what they show."""
    style = Case(When(entity_kind="thing", then=F("entity_type")), default=F("entity_kind"))
    update_in_batches(apps.get_model("jobs", "Job").objects.exclude(entity_id=""), style=style)


class Migration(LiveMigration):

    dependencies = [
        ('jobs', '0004_wake_brokers_on_requeue'),
    ]

    operations = [
        Together(
            migrations.AddField(
                model_name='job',
                name='allows_stand_in',
                field=models.BooleanField(db_default=True, default=True),
            ),
            migrations.AddField(
                model_name='job',
                name='steps',
                field=models.PositiveIntegerField(blank=True, help_text="Sampling steps; the engine's own if empty.", null=True),
            ),
            migrations.AddField(
                model_name='job',
                name='style',
                field=models.CharField(db_default='custom', default='custom', max_length=20),
            ),
            done_with=("job", "style"),
        ),
        migrations.RunPython(say_style, migrations.RunPython.noop),
    ]
