"""Take in files: look at them first, outside of any transaction, then keep them."""

from dataclasses import replace
from datetime import datetime

from laufzettel.catalogue import api as catalogue
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.errors import NotFound, Refused
from laufzettel.kernel.ids import new_id
from laufzettel.kernel.language import say
from laufzettel.platform import api as platform
from laufzettel.platform.api import action
from laufzettel.submissions import domain, inspection, models, queries, scanning
from laufzettel.submissions.actions.drafts import changed, check_pages, delete_files
from laufzettel.submissions.actions.opening import store
from laufzettel.submissions.conf import read_conf
from laufzettel.submissions.domain import AttachmentView, UploadRules
from laufzettel.submissions.events import AttachmentAdded
from laufzettel.submissions.vault import OpenDraft


def add_attachment(
    *, actor: Actor, draft_id: str, path: str, filename: str, content: bytes, now: datetime
) -> AttachmentView:
    """Add a file to the question at `path` (`hunde.0.erlaubnis`) of a draft; the draft gets a new version.

    Raises `NotFound` for a foreign draft or a path that asks for no file, `Refused` with a reason for the person
    when the file is empty, too large, of another type than its content must have, encrypted, damaged, has too many
    pages, or is one too many, or when the actor is not known surely
    enough for the page. Call outside of a transaction: the check runs in a child process.
    """
    draft = queries.open_own_draft(actor, draft_id)
    check_page_of(actor, draft, path)
    rules = rules_for(draft, path)
    attachment = looked_at(
        actor=actor, path=path, filename=filename, content=content, rules=rules, now=now, draft=draft
    )
    _attach(actor=actor, draft_id=draft_id, attachment=attachment, rules=rules, now=now)
    return attachment


def check_page_of(actor: Actor, draft: OpenDraft, path: str) -> None:
    """Raise `Refused` when the actor is not known surely enough for the page that asks for a file."""
    form = catalogue.get_package(draft.row.municipality, draft.row.package_ref).form
    check_pages(actor, form, groups={path.partition(".")[0]})


def rules_for(draft: OpenDraft, path: str) -> UploadRules:
    """Return what the question accepts; raises when it asks for no file or has as many as it may."""
    conf = read_conf()
    form = catalogue.get_package(draft.row.municipality, draft.row.package_ref).form
    rules = domain.upload_rules(form, path, max_bytes=conf.upload_bytes, max_pages=conf.upload_pages)
    _check_count(draft, path, rules)
    return rules


def _check_count(draft: OpenDraft, path: str, rules: UploadRules) -> None:
    form = catalogue.get_package(draft.row.municipality, draft.row.package_ref).form
    at_path = sum(1 for known, _ in domain.files_in(form, draft.contents.answers) if known == path)
    in_all = draft.row.attachments.count()
    domain.check_count(at_path=at_path, in_all=in_all, rules=rules, most=read_conf().uploads_per_draft)


def looked_at(
    *,
    actor: Actor,
    path: str,
    filename: str,
    content: bytes,
    rules: UploadRules,
    now: datetime,
    draft: OpenDraft | None = None,
) -> AttachmentView:
    """Check a file and store it, sealed where it is for a draft; nothing refers to it yet."""
    conf = read_conf()
    key = f"upload:{actor.municipality}:{actor.kind}:{actor.key}"
    if platform.hit_limit(key, limit=conf.uploads_per_window, per_seconds=conf.window_s, now=now):
        raise Refused(say("Das waren zu viele Dateien in kurzer Zeit. Bitte warten Sie eine Viertelstunde."))
    title = domain.safe_title(filename)
    media_type = domain.check_upload(title=title, content=content, rules=rules)
    scan = scanning.scanned(content, title=title, municipality=actor.municipality, now=now)
    found = inspection.inspect(content, media_type=media_type)
    domain.check_inspection(title=title, found=found, rules=rules)
    attachment_id = new_id()
    shown, shown_type = (found.copy, "application/pdf") if found.copy else (content, media_type)
    file = AttachmentView(
        id=attachment_id,
        path=path,
        filename=domain.stored_name(attachment_id=attachment_id, media_type=shown_type),
        title=title,
        media_type=shown_type,
        size=len(shown),
        page_count=found.page_count,
        blob="",
        treatment=found.treatment,
        scan=scan,
    )
    return _stored(file, shown, (content, media_type) if found.copy else None, draft, now)


def _stored(
    file: AttachmentView, shown: bytes, original: tuple[bytes, str] | None, draft: OpenDraft | None, now: datetime
) -> AttachmentView:
    """Store what people open, and the original where that is a copy; sealed as long as it belongs to a draft."""

    def put(content: bytes, *, is_original: bool) -> str:
        return store(
            draft.seal_file(content, attachment_id=file.id, is_original=is_original) if draft else content, now
        )

    file = replace(file, blob=put(shown, is_original=False))
    if original is None:
        return file
    content, media_type = original
    return replace(file, original=put(content, is_original=True), original_type=media_type, original_size=len(content))


@action("draft.attach", by=("account", "guest", "machine"))
def _attach(*, actor: Actor, draft_id: str, attachment: AttachmentView, rules: UploadRules, now: datetime) -> None:
    attach(queries.lock_draft(actor, draft_id, now), attachment, rules, now)


def attach(
    draft: OpenDraft, attachment: AttachmentView, rules: UploadRules, now: datetime, *, is_typed: bool = True
) -> None:
    """Give a locked draft a file that was looked at; raises `Refused` when it has too many meanwhile."""
    _check_count(draft, attachment.path, rules)
    _keep(replace(attachment, title=""), draft.row.municipality, now, draft=draft.row)
    draft.contents.answers = domain.add_file(draft.contents.answers, attachment.path, attachment.id)
    draft.contents.titles[attachment.id] = attachment.title
    changed(draft, now, is_typed=is_typed)


def _keep(
    attachment: AttachmentView,
    municipality: str,
    now: datetime,
    *,
    draft: models.Draft | None = None,
    subject: str = "",
) -> None:
    models.Attachment.objects.create(
        id=attachment.id,
        municipality=municipality,
        draft=draft,
        subject=subject,
        path=attachment.path,
        filename=attachment.filename,
        title=attachment.title,
        media_type=attachment.media_type,
        size=attachment.size,
        page_count=attachment.page_count,
        blob=attachment.blob,
        original=attachment.original,
        original_type=attachment.original_type,
        original_size=attachment.original_size,
        treatment=attachment.treatment,
        scan=attachment.scan,
        added_at=now,
    )


@action("draft.detach", by=("account", "guest"))
def remove_attachment(*, actor: Actor, draft_id: str, attachment_id: str, now: datetime) -> int:
    """Remove a file from a draft, wherever it stands, and return the new version; raises `NotFound`."""
    draft = queries.lock_draft(actor, draft_id, now)
    removed = queries.valid_id(attachment_id)
    if not delete_files(models.Attachment.objects.filter(draft=draft.row, pk=removed), now):
        raise NotFound
    draft.contents.answers = domain.without_file(draft.contents.answers, removed)
    draft.contents.titles.pop(removed, None)
    return changed(draft, now)


def add_later_attachment(
    *, actor: Actor, subject: str, path: str, filename: str, content: bytes, now: datetime
) -> AttachmentView:
    """Take in a file that an applicant hands in after submitting; `path` names the question it answers.

    Raises `NotFound` unless the actor submitted the matter behind `subject`, and `Refused` like `add_attachment`.
    """
    submission = queries.access_submission(actor, subject.removeprefix("case:"))
    conf = read_conf()
    rules = UploadRules(max_count=conf.uploads_per_draft, max_bytes=conf.upload_bytes, max_pages=conf.upload_pages)
    known = len(queries.later_attachments(actor.municipality, subject))
    domain.check_count(at_path=known, in_all=known, rules=rules, most=conf.uploads_per_draft)
    attachment = looked_at(actor=actor, path=path, filename=filename, content=content, rules=rules, now=now)
    _keep_later(actor=actor, subject=submission.subject, attachment=attachment, now=now)
    return attachment


@action("submission.attach", by=("account", "guest"))
def _keep_later(*, actor: Actor, subject: str, attachment: AttachmentView, now: datetime) -> AttachmentAdded:
    _keep(attachment, actor.municipality, now, subject=subject)
    return AttachmentAdded(
        subject=subject,
        municipality=actor.municipality,
        attachment_id=attachment.id,
        path=domain.told_path(attachment.path),
    )
