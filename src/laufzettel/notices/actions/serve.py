"""Record how a notice reaches its recipient: retrieved, served, not retrieved, posted, revoked."""

from datetime import date, datetime

from laufzettel.kernel.actor import Actor
from laufzettel.kernel.dates import local_date
from laufzettel.kernel.errors import NotFound, Refused
from laufzettel.notices import queries
from laufzettel.notices.events import NoticeNotRetrieved, NoticePosted, NoticeRetrieved, NoticeRevoked, NoticeServed
from laufzettel.notices.models import Notice
from laufzettel.platform.api import action
from laufzettel.records import api as records


@action("notices.mark_retrieved", by=("system", "account", "guest"))
def mark_retrieved(*, notice_id: str, actor: Actor, now: datetime) -> NoticeRetrieved | None:
    """Remember when the recipient first opened a sealed notice; later openings change nothing."""
    openable = Notice.objects.filter(pk=notice_id, retrieved_at=None, provided_at__isnull=False)
    if not openable.update(retrieved_at=now):
        return None
    notice = Notice.objects.get(pk=notice_id)
    return NoticeRetrieved(subject=notice.subject, municipality=notice.municipality, notice_id=notice.id)


@action("notices.mark_served", by=("system",))
def mark_served(*, notice_id: str, proof_blob: str, actor: Actor, now: datetime) -> NoticeServed | None:
    """Record that a notice counts as served, and file the proof; a repeated call changes nothing."""
    notice = _locked(notice_id)
    serving = queries.serving_of(notice)
    today = local_date(now)
    if notice.state != Notice.State.SEALED or serving.served_on is None or serving.served_on > today:
        return None

    Notice.objects.filter(pk=notice_id).update(
        state=Notice.State.SERVED,
        served_on=serving.served_on,
        serving_rule=serving.rule,
        appeal_ends_on=serving.appeal_ends_on,
    )
    records.file(
        subject=notice.subject,
        municipality=notice.municipality,
        key=f"delivery:{notice.id}",
        kind="delivery",
        title=f"Nachweis der Bekanntgabe: {notice.title}",
        filename="Bekanntgabe.txt",
        media_type="text/plain",
        blob=proof_blob,
        document_on=serving.served_on,
        public=True,
        actor=actor,
        now=now,
    )
    return NoticeServed(
        subject=notice.subject,
        municipality=notice.municipality,
        notice_id=notice.id,
        served_on=serving.served_on,
        rule=serving.rule,
        appeal_ends_on=serving.appeal_ends_on,
    )


@action("notices.end_provision", by=("system",))
def end_provision(*, notice_id: str, actor: Actor, now: datetime) -> NoticeNotRetrieved | None:
    """Record that nobody retrieved a notice in time (§ 41 (2a) VwVfG); a repeated call changes nothing."""
    notice = _locked(notice_id)
    ends_on = queries.serving_of(notice).provision_ends_on
    if notice.state != Notice.State.SEALED or ends_on is None or ends_on >= local_date(now):
        return None
    Notice.objects.filter(pk=notice_id).update(state=Notice.State.NOT_RETRIEVED)
    return NoticeNotRetrieved(
        subject=notice.subject, municipality=notice.municipality, notice_id=notice.id, provision_ended_on=ends_on
    )


@action("notices.mark_posted", by=("clerk", "system"))
def mark_posted(*, municipality: str, notice_id: str, posted_on: date, actor: Actor, now: datetime) -> NoticePosted:
    """Record that the printed notice was given to the post; serving is counted from that day on.

    Raises `NotFound` for a notice of another town and `Refused` when it was served, retrieved in time or posted
    already, or when the day lies before its order or ahead.
    """
    notice = _locked(notice_id)
    if notice.municipality != municipality:
        raise NotFound
    if notice.state not in {Notice.State.SEALED, Notice.State.NOT_RETRIEVED}:
        raise Refused("Dieser Bescheid ist schon bekannt gegeben.")
    if notice.posted_on is not None:
        raise Refused("Der Tag der Aufgabe zur Post ist schon festgehalten.")
    if notice.retrieved_at is not None and queries.serving_of(notice).served_on is not None:
        raise Refused("Dieser Bescheid ist schon abgerufen. Die Post ändert daran nichts mehr.")
    if not local_date(notice.ordered_at) <= posted_on <= local_date(now):
        raise Refused("Der Tag der Aufgabe zur Post liegt nicht zwischen dem Datum des Bescheids und heute.")
    Notice.objects.filter(pk=notice_id).update(state=Notice.State.SEALED, channel="post", posted_on=posted_on)
    return NoticePosted(
        subject=notice.subject, municipality=notice.municipality, notice_id=notice.id, posted_on=posted_on
    )


@action("notices.revoke", by=("clerk", "system"))
def revoke(*, municipality: str, notice_id: str, actor: Actor, now: datetime) -> NoticeRevoked | None:
    """Take a notice its force; its verification page says so from now on. A repeated call changes nothing."""
    found = Notice.objects.filter(pk=notice_id, municipality=municipality).first()
    if found is None:
        raise NotFound
    if not Notice.objects.filter(pk=notice_id, revoked_at=None).update(revoked_at=now):
        return None
    return NoticeRevoked(subject=found.subject, municipality=municipality, notice_id=notice_id)


def _locked(notice_id: str) -> Notice:
    notice = Notice.objects.select_for_update(no_key=True).filter(pk=notice_id).first()
    if notice is None:
        raise NotFound("Diesen Bescheid gibt es nicht.")
    return notice
