"""Let the database itself refuse to change what was decided and what a notice says."""

from django.db import migrations

_FREEZE = """
CREATE FUNCTION notices_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a frozen row of % is never changed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER notices_decision_frozen BEFORE UPDATE ON notices_decision
    FOR EACH ROW EXECUTE FUNCTION notices_refuse();

CREATE TRIGGER notices_notice_frozen BEFORE UPDATE ON notices_notice
    FOR EACH ROW WHEN (
        (OLD.municipality, OLD.subject, OLD.step, OLD.decision_id, OLD.title, OLD.kind, OLD.law, OLD.land, OLD.content,
         OLD.letter, OLD.recipient, OLD.application_data, OLD.valid_from, OLD.valid_until, OLD.verification_code,
         OLD.public_facts, OLD.ordered_at)
        IS DISTINCT FROM
        (NEW.municipality, NEW.subject, NEW.step, NEW.decision_id, NEW.title, NEW.kind, NEW.law, NEW.land, NEW.content,
         NEW.letter, NEW.recipient, NEW.application_data, NEW.valid_from, NEW.valid_until, NEW.verification_code,
         NEW.public_facts, NEW.ordered_at)
        OR (OLD.sealed_blob <> '' AND NEW.sealed_blob <> OLD.sealed_blob)
    ) EXECUTE FUNCTION notices_refuse();
"""

_THAW = """
DROP TRIGGER notices_notice_frozen ON notices_notice;
DROP TRIGGER notices_decision_frozen ON notices_decision;
DROP FUNCTION notices_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial")]
    operations = [migrations.RunSQL(_FREEZE, _THAW)]
