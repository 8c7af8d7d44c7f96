"""Let a job want one engine, and let people be allowed to steer jobs."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('jobs', '0007_people_steer'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='job',
            options={'permissions': [('operate_job', 'Can steer jobs and the queue')]},
        ),
        migrations.AddField(
            model_name='job',
            name='wanted_engine',
            field=models.CharField(blank=True, db_default='', default='', max_length=40),
        ),
    ]
