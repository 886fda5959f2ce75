"""The ledger can only grow, a claim keeps its amount and its reference, and references are never used twice."""

from django.db import migrations

CREATE = """
CREATE SEQUENCE payments_reference;

CREATE TRIGGER payments_posting_append_only BEFORE UPDATE OR DELETE ON payments_posting
    FOR EACH ROW EXECUTE FUNCTION platform_append_only();

CREATE FUNCTION payments_claim_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'amount and reference of a claim are fixed';
END $$;

CREATE TRIGGER payments_claim_fixed BEFORE UPDATE ON payments_claim FOR EACH ROW
    WHEN ((OLD.amount_cents, OLD.currency, OLD.payment_reference, OLD.positions, OLD.municipality, OLD.subject)
        IS DISTINCT FROM
        (NEW.amount_cents, NEW.currency, NEW.payment_reference, NEW.positions, NEW.municipality, NEW.subject))
    EXECUTE FUNCTION payments_claim_is_fixed();
"""
DROP = """
DROP TRIGGER payments_claim_fixed ON payments_claim;
DROP FUNCTION payments_claim_is_fixed();
DROP TRIGGER payments_posting_append_only ON payments_posting;
DROP SEQUENCE payments_reference;
"""


class Migration(migrations.Migration):
    """Protect the ledger."""

    dependencies = (("payments", "0001_initial"), ("platform", "0002_append_only"))
    operations = (migrations.RunSQL(CREATE, DROP),)
