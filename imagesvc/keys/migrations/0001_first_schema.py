"""API keys, what they may see of others, and what was spent of allowances."""

import django.db.models.deletion
import django.db.models.functions.datetime
import jobs.models
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='ApiKey',
            fields=[
                ('id', models.UUIDField(default=jobs.models.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(help_text='Who uses it; for people.', max_length=100, unique=True)),
                ('prefix', models.CharField(editable=False, max_length=10, unique=True)),
                ('digest', models.CharField(editable=False, max_length=64)),
                ('can_request', models.BooleanField(default=True, verbose_name='may request pictures')),
                ('can_read', models.BooleanField(default=True, verbose_name='may read its own')),
                ('can_operate', models.BooleanField(default=False, verbose_name='may operate: all jobs of everybody')),
                ('jobs_per_hour', models.PositiveIntegerField(blank=True, null=True)),
                ('jobs_per_day', models.PositiveIntegerField(blank=True, null=True)),
                ('pixels_per_hour', models.PositiveBigIntegerField(blank=True, null=True)),
                ('pixels_per_day', models.PositiveBigIntegerField(blank=True, null=True)),
                ('jobs_at_once', models.PositiveIntegerField(blank=True, help_text='That have not ended.', null=True)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('created_by', models.CharField(blank=True, default='', editable=False, max_length=150)),
                ('expires_at', models.DateTimeField(blank=True, null=True)),
                ('revoked_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('last_used_at', models.DateTimeField(blank=True, editable=False, null=True)),
            ],
            options={
                'verbose_name': 'API key',
            },
        ),
        migrations.CreateModel(
            name='Spending',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('ends_at', models.BigIntegerField()),
                ('amount', models.BigIntegerField()),
            ],
            options={
                'indexes': [models.Index(fields=['ends_at'], name='spending_by_end')],
                'constraints': [models.UniqueConstraint(fields=('name', 'ends_at'), name='spending_one_per_window')],
            },
        ),
        migrations.CreateModel(
            name='Grant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('thing', models.UUIDField()),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='keys.apikey')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('key', 'thing'), name='grant_once_per_key')],
            },
        ),
    ]
