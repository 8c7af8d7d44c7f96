"""Batches that a key began count for its quotas."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('batches', '0002_long_selections'),
    ]

    operations = [
        migrations.AddField(
            model_name='batch',
            name='charged_to',
            field=models.UUIDField(blank=True, editable=False, null=True),
        ),
    ]
