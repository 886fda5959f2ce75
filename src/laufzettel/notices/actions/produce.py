"""Record that a notice was printed and that it was sealed."""

from datetime import datetime

from laufzettel.kernel.actor import Actor
from laufzettel.kernel.dates import local_date
from laufzettel.kernel.language import phrase
from laufzettel.messaging import api as messaging
from laufzettel.notices.events import NoticeIssued
from laufzettel.notices.models import Notice
from laufzettel.platform.api import action
from laufzettel.records import api as records

FILENAMES = {"decision": "Bescheid", "permit": "Ausweis", "certificate": "Bescheinigung", "message": "Schreiben"}
MESSAGES = {
    "decision": phrase("Ihr Bescheid ist da. Sie können ihn hier lesen und als PDF herunterladen."),
    "permit": phrase("Ihr Ausweis ist da. Sie können ihn hier ansehen und als PDF herunterladen."),
    "certificate": phrase("Ihre Bescheinigung ist da. Sie können sie hier ansehen und als PDF herunterladen."),
    "message": phrase("Sie haben ein Schreiben von uns bekommen. Sie können es hier lesen."),
}


@action("notices.record_rendered", by=("system",))
def record_rendered(*, notice_id: str, blob: str, actor: Actor, now: datetime) -> None:
    """Remember the printed document of an ordered notice; a repeated call changes nothing."""
    Notice.objects.filter(pk=notice_id, state=Notice.State.ORDERED).update(
        state=Notice.State.RENDERED, rendered_blob=blob
    )


@action("notices.record_sealed", by=("system",))
def record_sealed(*, notice_id: str, blob: str, actor: Actor, now: datetime) -> NoticeIssued | None:
    """File the sealed notice and put it into the mailbox, once: a repeated call changes nothing and tells nothing."""
    is_mine = Notice.objects.filter(pk=notice_id, state=Notice.State.RENDERED).update(
        state=Notice.State.SEALED, sealed_blob=blob, provided_at=now
    )
    if not is_mine:
        return None
    notice = Notice.objects.get(pk=notice_id)

    document_id = _file(notice, actor, now)
    message_id = _send(notice, document_id, actor, now)

    Notice.objects.filter(pk=notice_id).update(document_id=document_id, message_id=message_id)
    return NoticeIssued(
        subject=notice.subject,
        municipality=notice.municipality,
        notice_id=notice.id,
        step=notice.step,
        notice_kind=notice.kind,
        sealed_sha=blob,
    )


def _file(notice: Notice, actor: Actor, now: datetime) -> int:
    filed = records.file(
        subject=notice.subject,
        municipality=notice.municipality,
        key=f"notice:{notice.id}",
        kind="notice",
        title=notice.title,
        filename=f"{FILENAMES[notice.kind]}_{notice.subject.removeprefix('case:')}.pdf",
        media_type="application/pdf",
        blob=notice.sealed_blob,
        document_on=local_date(notice.ordered_at),
        public=True,
        actor=actor,
        now=now,
    )
    return filed.document_id


def _send(notice: Notice, document_id: int, actor: Actor, now: datetime) -> str:
    sent = messaging.send(
        subject=notice.subject,
        municipality=notice.municipality,
        recipient=messaging.Recipient(**notice.recipient),
        key=f"notice:{notice.id}",
        kind="notice",
        title=notice.title,
        text=MESSAGES[notice.kind],
        document_ids=(document_id,),
        actor=actor,
        now=now,
    )
    return str(sent.message_id)
