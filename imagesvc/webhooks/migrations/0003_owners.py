"""Whose a subscription is, where keys are asked for."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('webhooks', '0002_reordered'),
    ]

    operations = [
        migrations.AddField(
            model_name='receiver',
            name='owner',
            field=models.UUIDField(blank=True, editable=False, null=True),
        ),
    ]
