"""Make the roles: viewer, operator and admin, as groups.

Django makes permissions after all migrations, which is too late for this one; so it makes those that it gives away.
"""

from django.db import migrations

MODELS = {
    "audit": ["auditentry"],
    "auth": ["group", "user"],
    "batches": ["batch"],
    "entities": ["character", "location", "locationexit", "region", "setting", "thing"],
    "images": ["image", "imagefile"],
    "jobs": ["chore", "cluster", "job", "jobevent", "jobsubscription"],
    "pool": ["enginestate"],
    "webhooks": ["delivery", "receiver"],
}
VERBOSE_NAMES = {
    "auditentry": "audit entry",
    "enginestate": "engine state",
    "imagefile": "image file",
    "jobevent": "job event",
    "jobsubscription": "job subscription",
    "locationexit": "location exit",
    "setting": "world",
}
# Who is a viewer sees no users: their addresses are nobody's business.
PEOPLE = {"auth"}
OPERATES = [("webhooks", "delivery", "change"), ("webhooks", "receiver", "change")]
# What was written into the audit log stays as it is, also for an admin.
NEVER = {("audit", "auditentry", action) for action in ("add", "change", "delete")}


def make_roles(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    seen = [permission(apps, app, model, "view") for app in MODELS if app not in PEOPLE for model in MODELS[app]]
    operating = [steering(apps), *(permission(apps, *each) for each in OPERATES)]
    everything = [
        permission(apps, app, model, action)
        for app in MODELS
        for model in MODELS[app]
        for action in ("add", "change", "delete", "view")
        if (app, model, action) not in NEVER
    ]
    for name, permissions in {
        "viewer": seen,
        "operator": [*seen, *operating],
        "admin": [*seen, *operating, *everything],
    }.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(*permissions)


def permission(apps, app, model, action):
    return _permission(apps, app, model, f"{action}_{model}", f"Can {action} {VERBOSE_NAMES.get(model, model)}")


def steering(apps):
    return _permission(apps, "jobs", "job", "operate_job", "Can steer jobs and the queue")


def _permission(apps, app, model, codename, name):
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(app_label=app, model=model)
    made, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename=codename, defaults={"name": name}
    )
    return made


class Migration(migrations.Migration):

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
    ]

    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
