"""Reading: drafts and submissions, only ever through the eyes of an actor."""

import json
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from laufzettel.accounts import api as accounts
from laufzettel.catalogue import api as catalogue
from laufzettel.engine import forms
from laufzettel.kernel import ids
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.dates import local_date
from laufzettel.kernel.errors import NotFound
from laufzettel.kernel.language import say
from laufzettel.kernel.levels import Level
from laufzettel.platform.api import keep, kept, select_rows
from laufzettel.submissions import domain, models, vault
from laufzettel.submissions.conf import read_conf
from laufzettel.submissions.domain import AttachmentView, DraftView, SubmissionView
from laufzettel.submissions.vault import Contents, OpenDraft

# So many of the last submissions are looked through for answers to propose again.
_EARLIER = 20


@dataclass(frozen=True, kw_only=True)
class CopyView:
    """The applicant's copy: SHA-256 of the PDF and of the JSON data inside it."""

    pdf: str
    data: str
    made_at: datetime


def _own_drafts(actor: Actor) -> QuerySet[models.Draft]:
    if not actor.is_applicant:
        raise NotFound
    return models.Draft.objects.filter(
        owned_by(actor, actor.applies), municipality=actor.municipality, state=models.Draft.State.OPEN
    )


def owned_by(actor: Actor, companies: frozenset[str]) -> Q:
    """Return the condition for rows that belong to the applicant, or to one of these companies of theirs."""
    own = Q(owner_kind=actor.kind, owner_key=actor.key)
    return own | Q(owner_kind="company", owner_key__in=companies) if companies else own


def valid_id(text: str) -> str:
    """Return an id as it is stored; raises `NotFound` when it cannot be one."""
    try:
        return str(uuid.UUID(text))
    except ValueError:
        raise NotFound from None


def access_draft(actor: Actor, draft_id: str) -> DraftView:
    """Return an open draft of the actor with its files; raises `NotFound` for anything else."""
    opened = open_own_draft(actor, draft_id)
    return draft_view(opened.row, opened.contents, attachments_of(opened))


def open_own_draft(actor: Actor, draft_id: str) -> OpenDraft:
    """Open a draft of the actor without holding it; raises `NotFound` for anything else."""
    row = _own_drafts(actor).filter(pk=valid_id(draft_id)).first()
    if row is None:
        raise NotFound(say(vault.GONE))
    return vault.open_draft(row, actor)


def lock_draft(actor: Actor, draft_id: str, now: datetime) -> OpenDraft:
    """Open an unexpired draft of the actor and hold its row until the transaction ends."""
    if not actor.is_applicant:
        raise NotFound
    found = select_rows(
        models.Draft,
        "id = %s AND municipality = %s AND state = %s AND expires_on > %s AND (owner_kind = %s AND owner_key = %s"
        " OR owner_kind = 'company' AND owner_key = ANY(%s)) FOR UPDATE",
        [
            *(valid_id(draft_id), actor.municipality, models.Draft.State.OPEN, local_date(now)),
            *(actor.kind, actor.key, sorted(actor.applies)),
        ],
    )
    if not found:
        raise NotFound(say(vault.GONE))
    return vault.open_draft(found[0], actor)


def empty_draft(draft: models.Draft, now: datetime) -> None:
    """Mark a draft as submitted and forget its answers, which the submission holds from now on, its keys and links."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH phones AS (DELETE FROM submissions_handover WHERE draft_id = %s),"
            " reminders AS (DELETE FROM submissions_draftreminder WHERE draft_id = %s)"
            " UPDATE submissions_draft SET state = %s, sealed = '', wrapped_key = '', resume_mark = '',"
            " resume_key = '', changed_at = %s WHERE id = %s",
            [draft.pk, draft.pk, models.Draft.State.SUBMITTED, now, draft.pk],
        )


def list_drafts(actor: Actor) -> tuple[DraftView, ...]:
    """Return the open drafts of the actor unopened, without answers and files, the one changed last first."""
    rows = _own_drafts(actor).order_by("-changed_at")[: read_conf().open_drafts]
    return tuple(draft_view(row, Contents(), ()) for row in rows)


def count_drafts(actor: Actor) -> int:
    """Return how many open drafts the actor has."""
    return _own_drafts(actor).count()


def attachments_of(draft: OpenDraft) -> tuple[AttachmentView, ...]:
    """Return the files of a draft in the order they were added."""
    found = select_rows(models.Attachment, "draft_id = %s ORDER BY added_at, id", [draft.row.pk])
    return tuple(vault.titled(attachment_view(row), draft.contents.titles) for row in found)


def files_to_submit(actor: Actor, draft_id: str, version: int) -> tuple[AttachmentView, ...]:
    """Return the files of this version of an open draft of the actor, with their names still sealed."""
    found = select_rows(
        models.Attachment,
        "draft_id IN (SELECT id FROM submissions_draft WHERE id = %s AND municipality = %s AND state = %s"
        " AND version = %s AND (owner_kind = %s AND owner_key = %s OR owner_kind = 'company' AND owner_key = ANY(%s)))"
        " ORDER BY added_at, id",
        [
            *(valid_id(draft_id), actor.municipality, models.Draft.State.OPEN, version),
            *(actor.kind, actor.key, sorted(actor.applies)),
        ],
    )
    return tuple(attachment_view(row) for row in found)


def access_attachment(actor: Actor, draft_id: str, attachment_id: str) -> AttachmentView:
    """Return one file of an open draft of the actor; raises `NotFound` for anything else."""
    draft = access_draft(actor, draft_id)
    wanted = valid_id(attachment_id)
    found = next((attachment for attachment in draft.attachments if attachment.id == wanted), None)
    if found is None:
        raise NotFound
    return found


def read_attachment(
    actor: Actor, draft_id: str, attachment_id: str, *, is_original: bool = False
) -> tuple[AttachmentView, bytes]:
    """Return one file of an open draft of the actor with what people open of it, or with the original behind a copy.

    Raises `NotFound` for anything else.
    """
    opened, wanted = open_own_draft(actor, draft_id), valid_id(attachment_id)
    found = next((file for file in attachments_of(opened) if file.id == wanted), None)
    if found is None or (is_original and not found.original):
        raise NotFound
    return found, opened.read_file(found, is_original=is_original)


def draft_view(row: models.Draft, contents: Contents, attachments: tuple[AttachmentView, ...]) -> DraftView:
    """Return the values of a stored draft with its opened contents."""
    return DraftView(
        id=str(row.pk),
        municipality=row.municipality,
        service_key=row.service_key,
        package_ref=row.package_ref,
        answers=contents.answers,
        entered=contents.raw,
        look_ups=contents.look_ups,
        acting=contents.acting,
        version=row.version,
        typed_version=row.typed_version,
        state=row.state,
        level=cast(Level, row.level),
        expires_on=row.expires_on,
        changed_at=row.changed_at,
        attachments=attachments,
    )


def attachment_view(row: models.Attachment) -> AttachmentView:
    """Return the values of a stored file."""
    return AttachmentView(
        id=str(row.pk),
        path=row.path,
        filename=row.filename,
        title=row.title,
        media_type=row.media_type,
        size=row.size,
        page_count=row.page_count,
        blob=row.blob,
        original=row.original,
        original_type=row.original_type,
        original_size=row.original_size,
        treatment=row.treatment,
        scan=row.scan,
    )


def original_title(title: str) -> str:
    """Return what the original of a file is called in the record file, beside the copy that people open."""
    return say("{title} – Original, wie es gesendet wurde", title=title)


def account_facts(actor: Actor) -> dict[str, Any]:
    """Return what expressions may know about the applicant's account; a guest has only a level."""
    if actor.kind != "account":
        return {"level": actor.level}
    info = accounts.get_account(actor.key)
    return {
        "level": actor.level,
        "subject_key": info.subject_key,
        "name": info.name,
        "given_name": info.given_name,
        "family_name": info.family_name,
        "birth_date": info.birth_date,
        "address": {part: getattr(info.address, part) for part in ("strasse", "hausnummer", "plz", "ort")},
        "email": info.email,
    }


def _revived(account: Mapping[str, Any]) -> dict[str, Any]:
    birth = account.get("birth_date")
    return {**account, **({"birth_date": date.fromisoformat(birth)} if birth else {})}


def get_submission(submission_id: str) -> SubmissionView:
    """Return a submission by id, for work inside the house that has checked rights itself; raises `NotFound`."""
    view: SubmissionView | None = kept(_kept_key(submission_id))
    if view is not None:
        return view
    row = models.Submission.objects.filter(pk=valid_id(submission_id)).first()
    if row is None:
        raise NotFound
    return submission_view(row)


def keep_submission(row: models.Submission, canonical: bytes) -> None:
    """Let the rest of this transaction use a submission it wrote; what is kept went through JSON as in the table."""
    view = submission_view(row, document=json.loads(canonical))
    keep(_kept_key(view.id), view)


def _kept_key(submission_id: str) -> str:
    return f"submission:{submission_id}"


def canonical_document(submission_id: str) -> bytes:
    """Return the whole submission as canonical JSON; its SHA-256 is the `hash` of the submission."""
    row = models.Submission.objects.only("document").get(pk=submission_id)
    return domain.canonical(row.document)


def applicant_document(submission_id: str) -> bytes:
    """Return the part of a submission that its applicant may have, as canonical JSON."""
    row = models.Submission.objects.only("document", "municipality", "package_ref").get(pk=submission_id)
    package = catalogue.get_package(row.municipality, row.package_ref)
    return domain.canonical(domain.for_applicant(package.form, row.document))


def submission_of_subject(municipality: str, subject: str) -> SubmissionView:
    """Return the submission behind a matter of a town, for work inside the house; raises `NotFound`."""
    row = models.Submission.objects.filter(municipality=municipality, subject=subject).first()
    if row is None:
        raise NotFound
    return submission_view(row)


def _own_submissions(actor: Actor) -> QuerySet[models.Submission]:
    rows = models.Submission.objects.filter(municipality=actor.municipality)
    if actor.kind == "account":
        return rows.filter(owned_by(actor, actor.reads))
    if actor.kind == "guest":
        # Either the session that submitted, or a session that opened the matter with reference and code.
        opened = _uuid_or_none(actor.key)
        theirs = Q(owner_key=actor.key, owner_kind="guest")
        return rows.filter(theirs | Q(pk=opened, owner_kind__in=_opened_kinds(opened)) if opened else theirs)
    if actor.kind == "machine":
        return rows.filter(owner_kind="machine", owner_key=actor.key)
    raise NotFound


def _opened_kinds(opened: uuid.UUID) -> tuple[str, ...]:
    """Return whose matters a code may open: those of an account only once that account is gone."""
    owner = models.Submission.objects.filter(pk=opened, owner_kind="account").values_list("owner_key", flat=True)
    is_left = any(not has_account(key) for key in owner)
    return (*domain.OPENED_BY_CODE, "account") if is_left else domain.OPENED_BY_CODE


def has_account(account_id: str) -> bool:
    """Say whether an account still exists."""
    try:
        accounts.get_account(account_id)
    except NotFound:
        return False
    return True


def _uuid_or_none(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _is_of_living_account(actor: Actor, row: models.Submission) -> bool:
    """Say whether a guest asks for what an account still holds: codes open it only once the account is deleted."""
    if actor.kind != "guest" or row.owner_kind != "account":
        return False
    try:
        accounts.get_account(row.owner_key)
    except NotFound:
        return False
    return True


def access_submission(actor: Actor, reference: str) -> SubmissionView:
    """Return a submission of the applicant by its reference; raises `NotFound` for anything else."""
    row = _own_submissions(actor).filter(reference=ids.tidy_reference(reference) or "").first()
    if row is None or _is_of_living_account(actor, row):
        raise NotFound
    return submission_view(row)


def list_submissions(actor: Actor) -> tuple[SubmissionView, ...]:
    """Return the submissions of the applicant, newest first."""
    return tuple(submission_view(row) for row in _own_submissions(actor).order_by("-received_at"))


@dataclass(frozen=True, kw_only=True)
class EarlierAnswer:
    """An answer of an earlier matter of the same person: its value and where it was given."""

    value: object
    reference: str
    service_title: str
    received_at: datetime


def earlier_answers(actor: Actor, names: Collection[str]) -> dict[str, EarlierAnswer]:
    """Return what the account answered last under shared names (`prefill: earlier.<name>`); guests have nothing.

    Whether it may be used again the person decides each time.
    """
    if actor.kind != "account" or not names:
        return {}
    found: dict[str, EarlierAnswer] = {}
    # Only what they said for themselves: answers for an organisation or somebody else are not theirs.
    own = models.Submission.objects.filter(municipality=actor.municipality, owner_kind="account", owner_key=actor.key)
    for row in own.order_by("-received_at")[:_EARLIER]:
        package = catalogue.get_package(row.municipality, row.package_ref)
        for name, value in forms.shared_answers(package.form, row.document["answers"]).items():
            if name in names:
                told = EarlierAnswer(
                    value=value,
                    reference=row.reference,
                    service_title=package.manifest.title,
                    received_at=row.received_at,
                )
                found.setdefault(name, told)
    return found


def find_submission_of_draft(actor: Actor, draft_id: str) -> SubmissionView | None:
    """Return what became of a draft of the actor once it was submitted, or None."""
    row = _own_submissions(actor).filter(draft_id=valid_id(draft_id)).first()
    return submission_view(row) if row else None


def submission_view(row: models.Submission, *, document: Mapping[str, Any] | None = None) -> SubmissionView:
    """Return the values of a stored submission, or with its `document` as it will come back from the table."""
    document = row.document if document is None else document
    return SubmissionView(
        id=str(row.pk),
        municipality=row.municipality,
        subject=row.subject,
        reference=row.reference,
        service_key=row.service_key,
        package_ref=row.package_ref,
        level=cast(Level, row.level),
        owner_kind=row.owner_kind,
        owner_key=row.owner_key,
        answers=document["answers"],
        computed=document["computed"],
        look_ups=document["look_ups"],
        account=_revived(document["account"]),
        declarations=document["declarations"],
        missing_evidence=tuple(document["missing_evidence"]),
        co_signatures=tuple(document.get("co_signatures", ())),
        attachments=tuple(AttachmentView(**attachment) for attachment in document["attachments"]),
        received_at=row.received_at,
        hash=row.hash,
        acting=document.get("acting", {}),
    )


def later_attachments(municipality: str, subject: str) -> tuple[AttachmentView, ...]:
    """Return the files handed in after the submission of a matter, for work inside the house."""
    rows = models.Attachment.objects.filter(municipality=municipality, subject=subject).order_by("added_at", "pk")
    return tuple(attachment_view(row) for row in rows)


def largest_upload() -> int:
    """Return how many bytes one uploaded file may have."""
    return read_conf().upload_bytes


def submissions_without_copy(*, before: datetime) -> tuple[str, ...]:
    """List the submissions received before a moment that have no copy yet, oldest first."""
    copied = models.Copy.objects.filter(submission_id=OuterRef("pk"))
    rows = models.Submission.objects.filter(~Exists(copied), received_at__lt=before).order_by("received_at", "pk")
    return tuple(str(found) for found in rows.values_list("pk", flat=True))


def find_copy(actor: Actor, reference: str) -> CopyView | None:
    """Return the applicant's copy (§ 9a (4) OZG), or None while it is being made; raises `NotFound` for foreigners."""
    submission = access_submission(actor, reference)
    row = models.Copy.objects.filter(submission_id=submission.id).first()
    return CopyView(pdf=row.pdf, data=row.data, made_at=row.made_at) if row else None
