"""The applicant's copy: render it outside of a transaction, then file it with the data and what came with it."""

from datetime import datetime, timedelta

from laufzettel.catalogue import api as catalogue
from laufzettel.engine import documents
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.dates import local_date
from laufzettel.organisation import api as organisation
from laufzettel.packages import noun_of
from laufzettel.platform import api as platform
from laufzettel.platform.api import action
from laufzettel.records import api as records
from laufzettel.submissions import models, naming, queries, receipt
from laufzettel.submissions.domain import SubmissionView
from laufzettel.submissions.events import SubmissionCopyMade


@platform.job("submissions.make_copy", attempts=platform.TWO_WEEKS)
def make_copy(*, submission_id: str, now: datetime) -> None:
    """Make and file the applicant's copy of a submission; harmless when run again."""
    submission = queries.get_submission(submission_id)
    if models.Copy.objects.filter(submission_id=submission.id).exists():
        return
    data = queries.applicant_document(submission.id)
    pdf = documents.render_built_in(
        name="submission",
        data=receipt.receipt_data(submission),
        attachment=documents.Attachment(
            name="antrag.json", content=data, description="Daten des Antrags", relationship="source"
        ),
        title=f"Eingangsbestätigung {submission.reference}",
        made_at=submission.received_at,
    )
    town = organisation.get_municipality(submission.municipality)
    sealed = platform.authority().seal(
        pdf=pdf, reason=f"Eingangsbestätigung der {town.name}", place=town.short_name, now=now
    )
    _file_copy(
        submission=submission,
        pdf=platform.put_blob(sealed),
        data=platform.put_blob(data),
        whole=platform.put_blob(queries.canonical_document(submission.id)),
        actor=Actor.system(submission.municipality),
        now=now,
    )


@platform.job("submissions.watch_copies", attempts=1, every="31 * * * *")
def watch_copies(*, now: datetime) -> None:
    """Come back to submissions that have had no copy for an hour; normally their first job makes it in seconds."""
    for submission_id in queries.submissions_without_copy(before=now - timedelta(hours=1)):
        platform.defer(make_copy, once_key=f"copy:{submission_id}", submission_id=submission_id)


@action("submission.file", by=("system",))
def _file_copy(
    *, submission: SubmissionView, pdf: str, data: str, whole: str, actor: Actor, now: datetime
) -> SubmissionCopyMade | None:
    _, is_new = models.Copy.objects.get_or_create(
        submission_id=submission.id, defaults={"pdf": pdf, "data": data, "made_at": now}
    )
    if not is_new:
        return None

    noun = noun_of(catalogue.get_package(submission.municipality, submission.package_ref))
    name = f"{noun.word}_{submission.reference}"
    _file(submission, "submission", noun.word, f"{name}.pdf", "application/pdf", pdf, actor, now)
    _file(submission, "data", f"Daten {noun.of_the}", f"{name}.json", "application/json", whole, actor, now)
    form = naming.form_of(submission)
    for file in submission.attachments:
        title = naming.evidence_title(form, file)
        _file(submission, "evidence", title, file.filename, file.media_type, file.blob, actor, now, key=file.id)
        if file.original:
            title, name, key = queries.original_title(title), file.original_name, f"original:{file.id}"
            _file(submission, "evidence", title, name, file.original_type, file.original, actor, now, key=key)

    return SubmissionCopyMade(
        subject=submission.subject, municipality=submission.municipality, submission_id=submission.id
    )


def _file(
    submission: SubmissionView,
    kind: str,
    title: str,
    filename: str,
    media_type: str,
    blob: str,
    actor: Actor,
    now: datetime,
    key: str = "",
) -> None:
    records.file(
        subject=submission.subject,
        municipality=submission.municipality,
        key=f"{kind}:{key or submission.id}",
        kind=kind,
        title=title,
        filename=filename,
        media_type=media_type,
        blob=blob,
        document_on=local_date(submission.received_at),
        actor=actor,
        now=now,
    )
