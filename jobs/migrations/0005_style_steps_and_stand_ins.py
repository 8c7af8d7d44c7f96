"""Say on the job itself for whose hands it is: its style, its steps, and whether a stand-in will do."""

from django.db import migrations, models


STYLES = """
    UPDATE jobs_job SET style = CASE entity_kind WHEN 'thing' THEN entity_type ELSE entity_kind END
    WHERE entity_id <> ''
"""


class Migration(migrations.Migration):

    dependencies = [
        ('jobs', '0004_wake_brokers_on_requeue'),
    ]

    operations = [
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
        migrations.RunSQL(STYLES, migrations.RunSQL.noop),
    ]
