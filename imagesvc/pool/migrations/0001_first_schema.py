"""The tables of the engine pool: how well each engine is, and who has a place at one."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('jobs', '0005_style_steps_and_stand_ins'),
    ]

    operations = [
        migrations.CreateModel(
            name='EngineState',
            fields=[
                ('name', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('is_away', models.BooleanField(db_default=False, default=False)),
                ('busy_until', models.DateTimeField(blank=True, null=True)),
                ('failures', models.PositiveIntegerField(db_default=0, default=0)),
                ('openings', models.PositiveIntegerField(db_default=0, default=0)),
                ('open_until', models.DateTimeField(blank=True, null=True)),
                ('last_error', models.TextField(blank=True, db_default='', default='')),
                ('last_error_code', models.CharField(blank=True, db_default='', default='', max_length=50)),
                ('failed_at', models.DateTimeField(blank=True, null=True)),
                ('probed_at', models.DateTimeField(blank=True, null=True)),
                ('taken_at', models.DateTimeField(blank=True, null=True)),
                ('drew_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='EnginePlace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('engine', models.CharField(max_length=40)),
                ('attempt', models.PositiveIntegerField()),
                ('job', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='jobs.job')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('job', 'attempt'), name='engineplace_one_per_attempt')],
            },
        ),
    ]
