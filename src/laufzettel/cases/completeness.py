"""What still has to come into a record file before it may be closed."""

from datetime import datetime

from laufzettel.cases.models import Case, Note, Task
from laufzettel.notices import api as notices
from laufzettel.payments import api as payments
from laufzettel.records import api as records


def open_ends(case: Case) -> tuple[str, ...]:
    """Name what a finished case still waits for, in German; empty when its record file is complete."""
    ends = []
    if Task.objects.filter(case=case, state=Task.State.OPEN).exists():
        ends.append("offene Aufgabe")
    if Note.objects.filter(case=case, document_id=None).exists():
        ends.append("Aktenvermerk")
    if notices.has_unserved(case.municipality, case.subject):
        ends.append("Bekanntgabe")
    if records.find_document(case.municipality, case.subject, f"submission:{case.submission_id}") is None:
        ends.append("Eingangsbestätigung")
    if any(claim.receipt and not has_receipt(case, claim.id) for claim in payments.list_claims(case.subject)):
        ends.append("Zahlungsbeleg")
    return tuple(ends)


def has_receipt(case: Case, claim_id: str) -> bool:
    """Say whether the payment receipt of a claim lies in the record file."""
    return records.find_document(case.municipality, case.subject, receipt_key(claim_id)) is not None


def missing_receipts(*, before: datetime) -> tuple[str, ...]:
    """Name the claims that were paid before a moment and whose receipt is missing in an open record file."""
    asked = Task.objects.filter(word="request_payment", case__is_filed_away=False)
    cases = Case.objects.filter(pk__in=asked.values("case_id")).order_by("pk")
    return tuple(
        claim.id
        for case in cases
        for claim in payments.list_claims(case.subject, municipality=case.municipality)
        if claim.receipt and claim.receipt.paid_at < before and not has_receipt(case, claim.id)
    )


def receipt_key(claim_id: str) -> str:
    """Return the key under which the payment receipt of a claim is filed."""
    return f"payment:{claim_id}"
