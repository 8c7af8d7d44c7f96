"""Very many values of one word stand apart from the batch, whose row is written with every chunk."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('batches', '0001_first_schema'),
    ]

    operations = [
        migrations.CreateModel(
            name='LongSelection',
            fields=[
                ('batch', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='long_selection', serialize=False, to='batches.batch')),
                ('words', models.JSONField()),
            ],
        ),
    ]
