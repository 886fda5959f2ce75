"""Let the database itself refuse to change or delete what was submitted."""

from django.db import migrations

FREEZE = """
CREATE FUNCTION submissions_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('laufzettel.disposal', true) = 'on' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'a submission is frozen (%)', TG_OP USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER submission_is_frozen BEFORE UPDATE OR DELETE ON submissions_submission
    FOR EACH ROW EXECUTE FUNCTION submissions_refuse_change();
"""

MELT = """
DROP TRIGGER submission_is_frozen ON submissions_submission;
DROP FUNCTION submissions_refuse_change();
"""


class Migration(migrations.Migration):
    """Add the trigger."""

    dependencies = [("submissions", "0001_initial")]

    operations = [migrations.RunSQL(FREEZE, MELT)]
