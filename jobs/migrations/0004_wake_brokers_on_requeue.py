"""On PostgreSQL: wake the brokers also when a job that was worked on or waited is queued again."""

from django.db import migrations

FORWARDS = """
CREATE TRIGGER jobs_job_queued_again AFTER UPDATE OF status ON jobs_job
    FOR EACH ROW WHEN (NEW.status = 'queued' AND OLD.status <> 'queued') EXECUTE FUNCTION jobs_wake_brokers();
CREATE TRIGGER jobs_queueswitch_resumed AFTER UPDATE ON jobs_queueswitch
    FOR EACH ROW WHEN (OLD.is_paused AND NOT NEW.is_paused) EXECUTE FUNCTION jobs_wake_brokers();
"""

BACKWARDS = """
DROP TRIGGER jobs_queueswitch_resumed ON jobs_queueswitch;
DROP TRIGGER jobs_job_queued_again ON jobs_job;
"""


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FORWARDS, params=None)


def backwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(BACKWARDS, params=None)


class Migration(migrations.Migration):
    dependencies = [("jobs", "0003_turns_leases_and_retries")]

    operations = [migrations.RunPython(forwards, backwards)]
