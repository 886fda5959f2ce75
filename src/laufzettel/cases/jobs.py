"""Background work of the cases: documents for the record file, days that come, closing."""

import hashlib
from datetime import datetime, timedelta

from laufzettel.cases import documents
from laufzettel.cases.actions.advance import raise_side_task
from laufzettel.cases.actions.close_case import close_case
from laufzettel.cases.actions.data_export import delete_data_exports, record_data_export
from laufzettel.cases.actions.deadlines import pass_deadline
from laufzettel.cases.actions.evidence import record_receipt_filed
from laufzettel.cases.actions.notes import record_note_filed
from laufzettel.cases.completeness import has_receipt, missing_receipts
from laufzettel.cases.exporting import pack_data
from laufzettel.cases.models import Case, DataExport, Deadline, Note
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.dates import local_date
from laufzettel.kernel.errors import NotFound
from laufzettel.payments import api as payments
from laufzettel.platform.api import TWO_WEEKS, defer, job, put_blob, remove_blob


@job("cases.file_note")
def file_note(*, note_id: int, now: datetime) -> None:
    """Make the document of a note and file it, once."""
    note = Note.objects.select_related("case").get(pk=note_id)
    if note.document_id is None:
        blob = put_blob(documents.note_pdf(note))
        record_note_filed(note_id=note_id, blob=blob, actor=Actor.system(note.case.municipality), now=now)


@job("cases.file_receipt", attempts=TWO_WEEKS)
def file_receipt(*, claim_id: str, now: datetime) -> None:
    """Make the receipt of a paid claim and file it, once; nothing when the claim belongs to no case."""
    claim = payments.get_claim(claim_id)
    case = Case.objects.filter(municipality=claim.municipality, subject=claim.subject).first()
    if case is None or case.is_filed_away or claim.receipt is None or has_receipt(case, claim_id):
        # Money that comes after the file was closed is a clerk's task; the closed file stays as it is.
        return
    record_receipt_filed(
        claim=claim,
        blob=put_blob(documents.receipt_pdf(case, claim, now=now)),
        actor=Actor.system(case.municipality),
        now=now,
    )


@job("cases.report_silence")
def report_silence(*, claim_id: str, attempt_id: str, now: datetime) -> None:
    """Have a clerk look when the payment service has not answered for a day."""
    claim = payments.get_claim(claim_id)
    if any(attempt.id == attempt_id and attempt.state == "unclear" for attempt in claim.attempts):
        raise_side_task(
            subject=claim.subject,
            municipality=claim.municipality,
            key=f"silent:{claim_id}",
            title="Der Zahlungsdienst antwortet seit einem Tag nicht: bitte Zahlung klären",
            actor=Actor.system(claim.municipality),
            now=now,
        )


@job("cases.close_finished")
def close_finished(*, municipality: str, subject: str, now: datetime) -> None:
    """Close a finished case if its record file is complete; if not, what completes it comes back."""
    close_case(municipality=municipality, subject=subject, actor=Actor.system(municipality), now=now)


@job("cases.pass_day")
def pass_day(*, deadline_id: int, municipality: str, now: datetime) -> None:
    """Act on one day that has come; does nothing when somebody was faster."""
    pass_deadline(deadline_id=deadline_id, actor=Actor.system(municipality), now=now)


@job("cases.make_data_export")
def make_data_export(*, export_id: int, now: datetime) -> None:
    """Pack everything about one account; does nothing when the archive is made already or the account is gone."""
    row = DataExport.objects.filter(pk=export_id, ready_at=None).first()
    if row is None:
        return
    try:
        content = pack_data(account_id=row.account_id, municipality=row.municipality, now=row.requested_at)
    except NotFound:
        content = b""
    if row.blob:
        remove_blob(row.blob, untouched_since=now)
    if not content:
        row.delete()
        return
    # Noted before it is written: an archive that nobody knows of would stay for ever.
    DataExport.objects.filter(pk=export_id).update(blob=hashlib.sha256(content).hexdigest())
    record_data_export(export_id=export_id, blob=put_blob(content), actor=Actor.system(row.municipality), now=now)


@job("cases.delete_data_exports", attempts=1, every="13 * * * *")
def forget_data_exports(*, now: datetime) -> None:
    """Once an hour, delete the archives whose last day is over."""
    delete_data_exports(now=now)


@job("cases.watch_days", attempts=1, every="* * * * *")
def watch_days(*, now: datetime) -> None:
    """Find every day that has come; one job each, so that one trouble does not hold up the others."""
    due = Deadline.objects.filter(state=Deadline.State.OPEN, due_on__lte=local_date(now)).order_by("due_on", "id")
    for deadline_id, municipality in due.values_list("pk", "case__municipality"):
        defer(pass_day, once_key=f"day:{deadline_id}", deadline_id=deadline_id, municipality=municipality)


@job("cases.watch_receipts", attempts=1, every="37 * * * *")
def watch_receipts(*, now: datetime) -> None:
    """Come back to payments whose receipt does not lie in the record file; normally their first job files it."""
    for claim_id in missing_receipts(before=now - timedelta(hours=1)):
        defer(file_receipt, once_key=f"receipt:{claim_id}", claim_id=claim_id)


@job("cases.watch_finished", attempts=1, every="23 * * * *")
def watch_finished(*, now: datetime) -> None:
    """Come back to finished cases that are still open; normally the event that completes the file closes it."""
    finished = Case.objects.filter(is_finished=True, is_filed_away=False).order_by("pk")
    for municipality, subject in finished.values_list("municipality", "subject"):
        defer(close_finished, once_key=f"close:{subject}", municipality=municipality, subject=subject)
