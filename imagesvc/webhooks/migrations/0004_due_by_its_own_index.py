"""Look for what is due in the indexes of what is pending alone."""

import django.db.models.deletion
from django.db import models

from jobs.live_migrations import LiveMigration, UnindexKeyLive


class Migration(LiveMigration):

    dependencies = [
        ('webhooks', '0003_owners'),
    ]

    operations = [
        UnindexKeyLive(
            model_name='delivery',
            name='receiver',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='webhooks.receiver'),
        ),
    ]
