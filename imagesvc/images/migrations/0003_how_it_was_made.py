"""Keep what an engine said of how it made a picture, whether it only stood in, and previews of what is being drawn."""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

from jobs.live_migrations import AddIndexLive, LiveMigration, Together


COUNTING = import_module("imagesvc.images.migrations.0002_count_images")


def count_again(apps, schema_editor):
    """Make SQLite's triggers anew: Django has just rebuilt their table, and they went with the old one."""
    if schema_editor.connection.vendor == "sqlite":
        for statement in COUNTING.SQLITE:
            schema_editor.execute(statement)


class Migration(LiveMigration):

    dependencies = [
        ('images', '0002_count_images'),
        ('jobs', '0005_style_steps_and_stand_ins'),
    ]

    operations = [
        Together(
            migrations.CreateModel(
                name='Preview',
                fields=[
                    ('job', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='jobs.job')),
                    ('webp', models.BinaryField()),
                    ('number', models.PositiveIntegerField(default=1)),
                ],
            ),
            migrations.AddField(
                model_name='image',
                name='engine_settings',
                field=models.JSONField(blank=True, db_default={}, default=dict),
            ),
            migrations.AddField(
                model_name='image',
                name='is_placeholder',
                field=models.BooleanField(db_default=False, default=False, help_text='Drawn by an engine that stood in for others, which were not well.'),
            ),
            migrations.AddField(
                model_name='image',
                name='model',
                field=models.CharField(blank=True, db_default='', default='', max_length=200),
            ),
            migrations.AddField(
                model_name='image',
                name='revised_prompt',
                field=models.TextField(blank=True, db_default='', default=''),
            ),
            migrations.AddField(
                model_name='image',
                name='steps',
                field=models.PositiveIntegerField(blank=True, null=True),
            ),
            migrations.AddField(
                model_name='image',
                name='workflow',
                field=models.CharField(blank=True, db_default='', default='', max_length=100),
            ),
            migrations.AddField(
                model_name='image',
                name='workflow_sha256',
                field=models.CharField(blank=True, db_default='', default='', max_length=64),
            ),
            done_with=("image", "engine_settings"),
        ),
        AddIndexLive(
            model_name='image',
            index=models.Index(condition=models.Q(('is_current', True), ('is_placeholder', True)), fields=['id'], name='image_current_placeholders'),
        ),
        migrations.RunPython(count_again, count_again),
    ]
