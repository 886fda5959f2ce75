"""Take what comes into the record file later: evidence of the applicant, the receipt of a payment."""

from datetime import datetime

from laufzettel.cases import access, running
from laufzettel.cases.actions.advance import raise_side_task
from laufzettel.cases.completeness import receipt_key
from laufzettel.cases.domain import file_path
from laufzettel.cases.events import EvidenceAdded
from laufzettel.cases.missing import purpose_of_later
from laufzettel.cases.models import Case, Query, Task
from laufzettel.catalogue import api as catalogue
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.dates import local_date
from laufzettel.kernel.errors import Refused
from laufzettel.kernel.language import say
from laufzettel.payments.api import ClaimView
from laufzettel.platform.api import action
from laufzettel.records import api as records
from laufzettel.submissions import api as submissions
from laufzettel.submissions.api import AttachmentView, Purpose

AFTER_DECISION = "Neue Unterlagen nach der Entscheidung, z. B. Widerspruch prüfen"


def add_evidence(
    *, reference: str, path: str, filename: str, content: bytes, actor: Actor, now: datetime
) -> AttachmentView:
    """Hand in a file for an open case; it is checked as every upload is, a reaction files it.

    `path` names what it is for: a field of the form (`hunde.0.erlaubnis`) or of a question (`file_path`). Call outside
    of a transaction. Raises `NotFound` for a foreign case and `Refused` for a closed case or an unfit file.
    """
    case = access.access_row(actor, reference, acts=True)
    if case.state != Case.State.OPEN:
        raise Refused(say("Dieser Vorgang ist abgeschlossen. Sie können nichts mehr nachreichen."))
    return submissions.add_later_attachment(
        subject=case.subject, path=path, filename=filename, content=content, actor=actor, now=now
    )


@action("cases.file_evidence", by=("system",))
def file_evidence(
    *, subject: str, municipality: str, attachment_id: str, actor: Actor, now: datetime
) -> EvidenceAdded | None:
    """File what an applicant handed in later; None when the record file was closed in the meantime."""
    case = access.locked_row(municipality, subject)
    attachments = {file.id: file for file in submissions.later_attachments(municipality, subject)}
    file = attachments.get(attachment_id)
    if case is None or file is None or case.is_filed_away:
        return None
    title = submissions.title_for(_purpose(case, file.path), file)
    _file(case, f"evidence:{file.id}", title, (file.filename, file.media_type, file.blob), actor, now)
    if file.original:
        original = (file.original_name, file.original_type, file.original)
        _file(case, f"original:{file.id}", submissions.original_title(title), original, actor, now)
    Case.objects.filter(pk=case.pk).update(has_news=True)
    if case.is_decided or case.is_finished:
        _have_looked_at(case, file.id, now)
    _give_back_request(case, file, now)
    return EvidenceAdded(subject=subject, municipality=municipality, path=submissions.told_path(file.path), count=1)


def _file(case: Case, key: str, title: str, content: tuple[str, str, str], actor: Actor, now: datetime) -> None:
    filename, media_type, blob = content
    records.file(
        subject=case.subject,
        municipality=case.municipality,
        key=key,
        kind="evidence",
        title=title,
        filename=filename,
        media_type=media_type,
        blob=blob,
        document_on=local_date(now),
        public=True,
        actor=actor,
        now=now,
    )


def _have_looked_at(case: Case, attachment_id: str, now: datetime) -> None:
    """Give the unit a task: after the decision no step of the process would look at what came in."""
    # One open task is enough for everything that comes in before somebody looks.
    if Task.objects.filter(case=case, title=AFTER_DECISION, state=Task.State.OPEN).exists():
        return
    raise_side_task(
        subject=case.subject,
        municipality=case.municipality,
        key=f"late-evidence:{attachment_id}",
        title=AFTER_DECISION,
        actor=Actor.system(case.municipality),
        now=now,
    )


def _give_back_request(case: Case, file: AttachmentView, now: datetime) -> None:
    """Give the clerk the turn when an open request of the process gets what it asks for by another way."""
    asks = Task.objects.filter(case=case, word="ask", state=Task.State.OPEN)
    package = catalogue.get_package(case.municipality, case.package_ref)
    for task in asks:
        wanted = package.process.steps[task.step].attributes.get("fields", "").split()
        keys = {name.rpartition(".")[2] for name in wanted}
        if file.path == "nachweis" or file.path.rpartition(".")[2] in keys:
            raise_side_task(
                subject=case.subject,
                municipality=case.municipality,
                key=f"handed-in:{task.engine_task}",
                title=f"Unterlagen sind da: {task.title} prüfen"[:200],
                actor=Actor.system(case.municipality),
                now=now,
            )


def _purpose(case: Case, path: str) -> Purpose | None:
    """Return what a file is for: an item of a question, a field of the form, or nothing that is known."""
    for query in Query.objects.filter(case=case):
        for item in query.items:
            if path == file_path(query.pk, item["key"]):
                return Purpose(path=path, label=str(item["label"]), item="")
    return purpose_of_later(path, submissions.form_of(submissions.get_submission(case.submission_id)))


@action("cases.record_receipt_filed", by=("system",))
def record_receipt_filed(*, claim: ClaimView, blob: str, actor: Actor, now: datetime) -> None:
    """File the receipt of a paid claim of a case; a repeated call changes nothing."""
    case = access.locked_row(claim.municipality, claim.subject)
    if case is None or records.find_document(claim.municipality, claim.subject, receipt_key(claim.id)):
        return
    records.file(
        subject=claim.subject,
        municipality=claim.municipality,
        key=receipt_key(claim.id),
        kind="payment",
        title=f"Zahlungsbeleg {claim.payment_reference}",
        filename=f"Zahlungsbeleg_{claim.payment_reference}.pdf",
        media_type="application/pdf",
        blob=blob,
        document_on=local_date(now),
        public=True,
        actor=actor,
        now=now,
    )
    if case.is_finished:
        running.close_later(case)
