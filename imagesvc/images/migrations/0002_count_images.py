"""Keep the number of images in eight counter rows: counting a million rows costs 40 ms, one counter row the writers.

A later migration that makes Django rebuild images_image on SQLite drops these triggers and has to make them again;
tests/images/test_models.py notices.
"""

from django.db import migrations

SHARDS = 8

POSTGRESQL = f"""
CREATE FUNCTION images_count() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO images_imagecount AS counter (shard, total)
        SELECT pg_backend_pid() % {SHARDS}, CASE TG_OP WHEN 'INSERT' THEN count(*) ELSE -count(*) END FROM changed
        ON CONFLICT (shard) DO UPDATE SET total = counter.total + excluded.total;
    RETURN NULL;
END $$;
CREATE TRIGGER images_image_inserted AFTER INSERT ON images_image REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION images_count();
CREATE TRIGGER images_image_deleted AFTER DELETE ON images_image REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION images_count();
"""

SQLITE = (
    """
    CREATE TRIGGER images_image_inserted AFTER INSERT ON images_image
    BEGIN
        INSERT INTO images_imagecount (shard, total) VALUES (0, 1)
            ON CONFLICT (shard) DO UPDATE SET total = total + 1;
    END
    """,
    """
    CREATE TRIGGER images_image_deleted AFTER DELETE ON images_image
    BEGIN
        INSERT INTO images_imagecount (shard, total) VALUES (0, -1)
            ON CONFLICT (shard) DO UPDATE SET total = total - 1;
    END
    """,
)


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL, params=None)
    else:
        for statement in SQLITE:
            schema_editor.execute(statement)


def backwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER images_image_inserted ON images_image")
        schema_editor.execute("DROP TRIGGER images_image_deleted ON images_image")
        schema_editor.execute("DROP FUNCTION images_count()")
    else:
        schema_editor.execute("DROP TRIGGER images_image_inserted")
        schema_editor.execute("DROP TRIGGER images_image_deleted")
    apps.get_model("images", "ImageCount").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("images", "0001_first_schema")]

    operations = [migrations.RunPython(forwards, backwards)]
