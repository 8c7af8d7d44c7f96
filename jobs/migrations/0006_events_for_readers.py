"""Events that say how the job was and whom they are for; on PostgreSQL they wake the readers."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Case, CharField, F, Q, Value, When

from jobs.live_migrations import AddIndexLive, ConstrainLive, LiveMigration, Together, update_in_batches

FORWARDS = """
CREATE FUNCTION jobs_wake_readers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('imagesvc_events', '');
    RETURN NULL;
END $$;
CREATE TRIGGER jobs_jobevent_told AFTER INSERT ON jobs_jobevent
    FOR EACH STATEMENT EXECUTE FUNCTION jobs_wake_readers();
"""

BACKWARDS = """
DROP TRIGGER jobs_jobevent_told ON jobs_jobevent;
DROP FUNCTION jobs_wake_readers();
"""

STATUS_AFTER = {
    "queued": ("queued", "due", "released", "lost"),
    "waiting": ("retrying", "postponed"),
    "processing": ("processing", "progress"),
}


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FORWARDS, params=None)


def backwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(BACKWARDS, params=None)


def say_status(apps, schema_editor):
    """Give the events of an older version the status that their kind led to."""
    cases = [When(kind__in=kinds, then=Value(status)) for status, kinds in STATUS_AFTER.items()]
    status = Case(*cases, default=F("kind"), output_field=CharField())
    update_in_batches(apps.get_model("jobs", "JobEvent").objects.filter(status=""), status=status)


class Migration(LiveMigration):
    dependencies = [("jobs", "0005_style_steps_and_stand_ins")]

    operations = [
        Together(
            migrations.AddField("jobevent", "client_id", models.CharField(blank=True, db_default="", default="", max_length=128)),
            migrations.AddField(
                "jobevent",
                "status",
                models.CharField(
                    blank=True,
                    choices=[
                        ("queued", "Queued"),
                        ("waiting", "Waiting"),
                        ("processing", "Processing"),
                        ("completed", "Completed"),
                        ("failed", "Failed"),
                        ("timeout", "Timeout"),
                        ("cancelled", "Cancelled"),
                    ],
                    db_default="",
                    default="",
                    max_length=10,
                ),
            ),
            migrations.AlterField(
                "jobevent",
                "kind",
                models.CharField(
                    choices=[
                        ("queued", "Queued"),
                        ("processing", "Processing"),
                        ("progress", "Progress"),
                        ("retrying", "Retrying"),
                        ("postponed", "Postponed"),
                        ("due", "Due"),
                        ("released", "Released"),
                        ("lost", "Lost"),
                        ("attached", "Attached"),
                        ("completed", "Completed"),
                        ("failed", "Failed"),
                        ("timeout", "Timeout"),
                        ("cancelled", "Cancelled"),
                    ],
                    max_length=10,
                ),
            ),
            # Together with the index of the key, Django would drop this one on PostgreSQL: it has the same column.
            migrations.RemoveConstraint("jobevent", "jobevent_one_end_per_job"),
            migrations.AlterField(
                "jobevent",
                "job",
                models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="events",
                    to="jobs.job",
                ),
            ),
            done_with=("jobevent", "client_id"),
        ),
        ConstrainLive(
            "jobevent",
            models.UniqueConstraint(
                condition=Q(kind__in=["completed", "failed", "timeout", "cancelled"]),
                fields=("job",),
                name="jobevent_one_end_per_job",
            ),
        ),
        AddIndexLive("jobevent", models.Index(fields=["job", "id"], name="jobevent_of_job")),
        AddIndexLive(
            "jobevent", models.Index(condition=Q(kind="progress"), fields=["id"], name="jobevent_progress")
        ),
        migrations.RunPython(say_status, migrations.RunPython.noop),
        migrations.RunPython(forwards, backwards),
    ]
