"""Who steered what, from where, and what came of it."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('who', models.CharField(max_length=150)),
                ('via', models.CharField(choices=[('admin', 'Admin'), ('api', 'API'), ('command', 'Command'), ('service', 'The service itself')], max_length=10)),
                ('address', models.CharField(blank=True, default='', max_length=150)),
                ('action', models.CharField(max_length=50)),
                ('subject', models.TextField(blank=True, default='')),
                ('selection', models.JSONField(blank=True, default=dict, help_text='The words of the selection, as they were said.')),
                ('batch_id', models.UUIDField(blank=True, help_text='The batch that did it.', null=True)),
                ('counts', models.JSONField(blank=True, default=dict)),
                ('outcome', models.TextField(blank=True, default='')),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name_plural': 'audit log',
                'indexes': [models.Index(condition=models.Q(('batch_id__isnull', False)), fields=['batch_id', 'id'], name='auditentry_of_batch')],
            },
        ),
    ]
