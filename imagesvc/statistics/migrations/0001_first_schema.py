"""The tables of the statistics: tallies by slot, and how far the log is counted."""

from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='LogPosition',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('event_id', models.BigIntegerField(default=0)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='statistics_logposition_is_one')],
            },
        ),
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_at', models.DateTimeField()),
                ('slot_seconds', models.PositiveIntegerField()),
                ('engine', models.CharField(blank=True, default='', max_length=100)),
                ('what', models.CharField(choices=[('completed', 'Completed'), ('failed', 'Failed'), ('timeout', 'Timeout'), ('cancelled', 'Cancelled'), ('retrying', 'Retrying'), ('postponed', 'Postponed'), ('released', 'Released'), ('lost', 'Lost'), ('submitted', 'Submitted'), ('passed on', 'Passed On')], max_length=10)),
                ('error_code', models.CharField(blank=True, default='', max_length=50)),
                ('count', models.PositiveBigIntegerField()),
                ('waits', models.JSONField(blank=True, default=list)),
                ('runs', models.JSONField(blank=True, default=list)),
                ('wait_seconds', models.FloatField(default=0)),
                ('run_seconds', models.FloatField(default=0)),
            ],
            options={
                'verbose_name_plural': 'tallies',
                'constraints': [models.UniqueConstraint(fields=('slot_seconds', 'starts_at', 'engine', 'what', 'error_code'), name='tally_one_per_slot')],
            },
        ),
    ]
