"""Rows of the audit trail can be written, never changed; only the removal of expired files may delete them."""

from django.db import migrations

TABLES = ("platform_event", "platform_anchor", "platform_anchoredhead", "platform_reactiondone")

CREATE = """
CREATE FUNCTION platform_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('laufzettel.disposal', true) = 'on' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME;
END $$;
""" + "".join(
    f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}"
    " FOR EACH ROW EXECUTE FUNCTION platform_append_only();\n"
    for table in TABLES
)
DROP = "DROP FUNCTION platform_append_only() CASCADE;"


class Migration(migrations.Migration):
    """Protect the audit trail."""

    dependencies = (("platform", "0001_initial"),)
    operations = (migrations.RunSQL(CREATE, DROP),)
