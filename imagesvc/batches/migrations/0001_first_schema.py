"""One action on many: what is meant, how far it is, and who runs it."""

import django.db.models.deletion
import django.db.models.functions.datetime
import jobs.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.UUIDField(default=jobs.models.new_id, editable=False, primary_key=True, serialize=False)),
                ('action', models.CharField(max_length=20)),
                ('selection', models.JSONField(default=dict)),
                ('options', models.JSONField(default=dict)),
                ('bound', models.CharField(blank=True, default='', max_length=300)),
                ('who', models.CharField(max_length=150)),
                ('via', models.CharField(choices=[('admin', 'Admin'), ('api', 'API'), ('command', 'Command'), ('service', 'The service itself')], max_length=10)),
                ('address', models.CharField(blank=True, default='', max_length=150)),
                ('status', models.CharField(choices=[('ready', 'Ready'), ('running', 'Running'), ('stopped', 'Stopped'), ('done', 'Done'), ('failed', 'Failed')], default='ready', max_length=10)),
                ('expected', models.PositiveIntegerField(blank=True, null=True)),
                ('matched', models.PositiveIntegerField(default=0, help_text='Looked at so far.')),
                ('done', models.PositiveIntegerField(default=0)),
                ('skipped', models.PositiveIntegerField(default=0)),
                ('failed', models.PositiveIntegerField(default=0)),
                ('reasons', models.JSONField(blank=True, default=dict, help_text='Why how many were skipped or failed.')),
                ('cursor', models.CharField(blank=True, default='', max_length=300)),
                ('error', models.TextField(blank=True, default='')),
                ('holder', models.CharField(blank=True, default='', max_length=100)),
                ('held_until', models.DateTimeField(blank=True, null=True)),
                ('next_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('started_at', models.DateTimeField(blank=True, null=True)),
                ('moved_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name_plural': 'batches',
                'indexes': [models.Index(condition=models.Q(('status__in', ('ready', 'running'))), fields=['next_at'], name='batch_under_way')],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['ready', 'running', 'stopped', 'done', 'failed'])), name='batch_status_is_known')],
            },
        ),
    ]
