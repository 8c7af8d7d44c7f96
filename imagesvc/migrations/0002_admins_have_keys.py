"""Let admins, and nobody else, make and revoke API keys."""

from importlib import import_module

from django.db import migrations


def let_admins_have_keys(apps, schema_editor):
    permission = import_module("imagesvc.migrations.0001_roles").permission
    Group = apps.get_model("auth", "Group")
    group, _ = Group.objects.get_or_create(name="admin")
    group.permissions.add(*(permission(apps, "keys", "apikey", action) for action in ("add", "change", "view")))


class Migration(migrations.Migration):

    dependencies = [
        ('imagesvc', '0001_roles'),
    ]

    operations = [migrations.RunPython(let_admins_have_keys, migrations.RunPython.noop)]
