"""Whose a picture is, as on its job."""

from django.db import migrations, models

from jobs.live_migrations import AddIndexLive, LiveMigration, Together


class Migration(LiveMigration):

    dependencies = [
        ('images', '0004_stars_and_sources'),
        ('jobs', '0009_owners'),
    ]

    operations = [
        Together(
            migrations.AddField(
                model_name='image',
                name='owner',
                field=models.UUIDField(blank=True, editable=False, null=True),
            ),
            done_with=("image", "owner"),
        ),
        AddIndexLive(
            model_name='image',
            index=models.Index(condition=models.Q(('owner__isnull', False)), fields=['owner', 'id'], name='image_by_owner'),
        ),
    ]
