"""Keep stars, and hashes of what a picture's prompt was made from."""

from importlib import import_module

from django.db import migrations, models


COUNTING = import_module("imagesvc.images.migrations.0002_count_images")


def count_again(apps, schema_editor):
    """Make SQLite's triggers anew: Django has just rebuilt their table, and they went with the old one."""
    if schema_editor.connection.vendor == "sqlite":
        for statement in COUNTING.SQLITE:
            schema_editor.execute(statement)


class Migration(migrations.Migration):

    dependencies = [
        ('images', '0003_how_it_was_made'),
    ]

    operations = [
        migrations.AddField(
            model_name='image',
            name='is_starred',
            field=models.BooleanField(db_default=False, default=False, help_text='Never pruned.'),
        ),
        migrations.AddField(
            model_name='image',
            name='made_from',
            field=models.CharField(blank=True, db_default='', default='', max_length=120),
        ),
        migrations.RunPython(count_again, migrations.RunPython.noop),
    ]
