"""How many streams and sockets each web process has open for each key and address."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('keys', '0001_first_schema'),
    ]

    operations = [
        migrations.CreateModel(
            name='Listeners',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('process', models.UUIDField()),
                ('amount', models.PositiveIntegerField()),
                ('alive_until', models.DateTimeField()),
            ],
            options={
                'verbose_name_plural': 'listeners',
                'constraints': [models.UniqueConstraint(fields=('name', 'process'), name='listeners_one_per_process')],
            },
        ),
    ]
