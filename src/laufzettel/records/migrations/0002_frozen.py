"""Let the database itself refuse to change what has been filed; only an approved disposal may delete it."""

from django.db import migrations

_FREEZE = """
CREATE FUNCTION records_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('laufzettel.disposal', true) = 'on' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'a filed row of % is never changed or deleted', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER records_document_frozen BEFORE UPDATE OR DELETE ON records_document
    FOR EACH ROW EXECUTE FUNCTION records_refuse();

CREATE TRIGGER records_recordfile_kept BEFORE DELETE ON records_recordfile
    FOR EACH ROW EXECUTE FUNCTION records_refuse();

-- An open record file may only be closed; a closed one stays as it is.
CREATE TRIGGER records_recordfile_frozen BEFORE UPDATE ON records_recordfile
    FOR EACH ROW WHEN (
        OLD.state = 'closed'
        OR (OLD.municipality, OLD.subject, OLD.file_reference, OLD.plan_key, OLD.year, OLD.number, OLD.title,
            OLD.retention, OLD.starts, OLD.disposal, OLD.opened_at)
           IS DISTINCT FROM
           (NEW.municipality, NEW.subject, NEW.file_reference, NEW.plan_key, NEW.year, NEW.number, NEW.title,
            NEW.retention, NEW.starts, NEW.disposal, NEW.opened_at)
    ) EXECUTE FUNCTION records_refuse();

CREATE FUNCTION records_refuse_if_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM records_recordfile
        WHERE id = NEW.record_file_id AND state = 'open'
          AND municipality = NEW.municipality AND subject = NEW.subject;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the record file is closed or belongs to another subject'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER records_document_needs_open_file BEFORE INSERT ON records_document
    FOR EACH ROW EXECUTE FUNCTION records_refuse_if_closed();
"""

_THAW = """
DROP TRIGGER records_document_needs_open_file ON records_document;
DROP TRIGGER records_recordfile_frozen ON records_recordfile;
DROP TRIGGER records_recordfile_kept ON records_recordfile;
DROP TRIGGER records_document_frozen ON records_document;
DROP FUNCTION records_refuse_if_closed();
DROP FUNCTION records_refuse();
"""


class Migration(migrations.Migration):
    """Freeze what is filed."""

    dependencies = (("records", "0001_initial"),)
    operations = (migrations.RunSQL(_FREEZE, _THAW),)
