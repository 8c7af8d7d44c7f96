"""Webhooks. What happened before there were any is told to nobody: the log is read from its end on."""

import django.db.models.deletion
import django.db.models.functions.datetime
import jobs.models
from django.db import migrations, models


def begin_at_the_end(apps, schema_editor):
    newest = apps.get_model("jobs", "JobEvent").objects.aggregate(newest=models.Max("id"))["newest"]
    apps.get_model("webhooks", "LogPosition").objects.create(id=1, event_id=newest or 0)


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('jobs', '0006_events_for_readers'),
    ]

    operations = [
        migrations.CreateModel(
            name='LogPosition',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('event_id', models.BigIntegerField(db_default=0, default=0)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='logposition_is_one')],
            },
        ),
        migrations.CreateModel(
            name='Receiver',
            fields=[
                ('id', models.UUIDField(default=jobs.models.new_id, editable=False, primary_key=True, serialize=False)),
                ('is_subscription', models.BooleanField()),
                ('url', models.CharField(max_length=2000)),
                ('description', models.CharField(blank=True, default='', max_length=200)),
                ('events', models.JSONField(blank=True, default=list, help_text='What a subscription is told: names as on the wire.')),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('failures', models.PositiveIntegerField(db_default=0, default=0)),
                ('paused_until', models.DateTimeField(blank=True, null=True)),
                ('disabled_at', models.DateTimeField(blank=True, help_text='When it answered 410 Gone.', null=True)),
                ('served_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_subscription', False)), fields=('url',), name='receiver_one_per_server')],
            },
        ),
        migrations.CreateModel(
            name='Callback',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('url', models.CharField(max_length=2000)),
                ('is_open', models.BooleanField(default=True)),
                ('job', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='callbacks', to='jobs.job')),
                ('receiver', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='callbacks', to='webhooks.receiver')),
            ],
        ),
        migrations.CreateModel(
            name='SigningKey',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('key', models.BinaryField(max_length=32)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='signingkey_is_one')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.UUIDField(default=jobs.models.new_id, editable=False, primary_key=True, serialize=False)),
                ('event_id', models.BigIntegerField()),
                ('kind', models.CharField(choices=[('queued', 'Queued'), ('processing', 'Processing'), ('progress', 'Progress'), ('retrying', 'Retrying'), ('postponed', 'Postponed'), ('due', 'Due'), ('released', 'Released'), ('lost', 'Lost'), ('attached', 'Attached'), ('completed', 'Completed'), ('failed', 'Failed'), ('timeout', 'Timeout'), ('cancelled', 'Cancelled')], max_length=10)),
                ('at', models.DateTimeField()),
                ('status', models.CharField(choices=[('queued', 'Queued'), ('waiting', 'Waiting'), ('processing', 'Processing'), ('completed', 'Completed'), ('failed', 'Failed'), ('timeout', 'Timeout'), ('cancelled', 'Cancelled')], max_length=10)),
                ('attempt', models.PositiveIntegerField()),
                ('progress', models.PositiveSmallIntegerField()),
                ('message', models.TextField(blank=True)),
                ('engine', models.CharField(blank=True, max_length=100)),
                ('error', models.TextField(blank=True)),
                ('state', models.CharField(choices=[('pending', 'Pending'), ('delivered', 'Delivered'), ('given_up', 'Given up')], default='pending', max_length=10)),
                ('tries', models.PositiveIntegerField(default=0)),
                ('failures', models.PositiveIntegerField(default=0)),
                ('last_status', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('last_error', models.TextField(blank=True, default='')),
                ('last_answer', models.TextField(blank=True, default='')),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('tried_at', models.DateTimeField(blank=True, null=True)),
                ('next_try_at', models.DateTimeField(blank=True, null=True)),
                ('expires_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('callback', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, to='webhooks.callback')),
                ('job', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='jobs.job')),
                ('receiver', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='webhooks.receiver')),
            ],
            options={
                'verbose_name_plural': 'deliveries',
                'indexes': [models.Index(condition=models.Q(('state', 'pending')), fields=['receiver', 'next_try_at'], name='delivery_due'), models.Index(condition=models.Q(('state', 'pending')), fields=['receiver', 'job', 'event_id'], name='delivery_order'), models.Index(condition=models.Q(('state', 'pending')), fields=['expires_at'], name='delivery_expiring'), models.Index(condition=models.Q(('ended_at__isnull', False)), fields=['ended_at'], name='delivery_by_age')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('callback', None)), fields=('receiver', 'event_id'), name='delivery_once_per_event'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('next_try_at__isnull', False), ('state', 'pending')), models.Q(models.Q(('state', 'pending'), _negated=True), ('ended_at__isnull', False), ('next_try_at__isnull', True)), _connector='OR'), name='delivery_due_iff_pending')],
            },
        ),
        migrations.AddIndex(
            model_name='callback',
            index=models.Index(condition=models.Q(('is_open', True)), fields=['job'], name='callback_open'),
        ),
        migrations.AddConstraint(
            model_name='callback',
            constraint=models.UniqueConstraint(fields=('job', 'url'), name='callback_once_per_job'),
        ),
        migrations.RunPython(begin_at_the_end, migrations.RunPython.noop),
    ]
