"""Let the database itself refuse to change what has been sent; only an approved disposal may delete it."""

from django.db import migrations

_FREEZE = """
CREATE FUNCTION messaging_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('laufzettel.disposal', true) = 'on' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'a sent message is never changed or deleted' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER messaging_message_kept BEFORE DELETE ON messaging_message
    FOR EACH ROW EXECUTE FUNCTION messaging_refuse();

-- Moments may be added once; everything else stays.
CREATE TRIGGER messaging_message_frozen BEFORE UPDATE ON messaging_message
    FOR EACH ROW WHEN (
        (OLD.municipality, OLD.subject, OLD.key, OLD.kind, OLD.account_id, OLD.recipient_name, OLD.title, OLD.text,
         OLD.document_ids, OLD.sent_by, OLD.provided_at)
        IS DISTINCT FROM
        (NEW.municipality, NEW.subject, NEW.key, NEW.kind, NEW.account_id, NEW.recipient_name, NEW.title, NEW.text,
         NEW.document_ids, NEW.sent_by, NEW.provided_at)
        OR (OLD.notified_at IS NOT NULL AND NEW.notified_at IS DISTINCT FROM OLD.notified_at)
        OR (OLD.first_retrieved_at IS NOT NULL AND NEW.first_retrieved_at IS DISTINCT FROM OLD.first_retrieved_at)
    ) EXECUTE FUNCTION messaging_refuse();
"""

_THAW = """
DROP TRIGGER messaging_message_frozen ON messaging_message;
DROP TRIGGER messaging_message_kept ON messaging_message;
DROP FUNCTION messaging_refuse();
"""


class Migration(migrations.Migration):
    """Freeze what is sent."""

    dependencies = (("messaging", "0001_initial"),)
    operations = (migrations.RunSQL(_FREEZE, _THAW),)
