"""On PostgreSQL: wake the brokers when a job is queued, and keep events readable in the order of their ids."""

from django.db import migrations

# A constant of ours in the database's table of advisory locks; models.JobEvent says what it is for.
EVENT_WRITERS = 0x696D6167  # "imag"

FORWARDS = f"""
CREATE FUNCTION jobs_wake_brokers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('imagesvc_jobs', '');
    RETURN NULL;
END $$;
CREATE TRIGGER jobs_job_queued AFTER INSERT ON jobs_job
    FOR EACH STATEMENT EXECUTE FUNCTION jobs_wake_brokers();

CREATE FUNCTION jobs_lock_event_writers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Before the statement, and so before its first id is drawn.
    PERFORM pg_advisory_xact_lock_shared({EVENT_WRITERS});
    RETURN NULL;
END $$;
CREATE TRIGGER jobs_jobevent_ordered BEFORE INSERT ON jobs_jobevent
    FOR EACH STATEMENT EXECUTE FUNCTION jobs_lock_event_writers();
"""

BACKWARDS = """
DROP TRIGGER jobs_jobevent_ordered ON jobs_jobevent;
DROP FUNCTION jobs_lock_event_writers();
DROP TRIGGER jobs_job_queued ON jobs_job;
DROP FUNCTION jobs_wake_brokers();
"""


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FORWARDS, params=None)


def backwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(BACKWARDS, params=None)


class Migration(migrations.Migration):
    dependencies = [("jobs", "0001_first_schema")]

    operations = [migrations.RunPython(forwards, backwards)]
