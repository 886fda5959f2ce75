"""Tell a recipient that there is a message, once.

waiting ─claim─► sending ─delivered─► sent        every arrow is one compare-and-set
   ▲                │ └─never possible─► failed
   └─not this time──┘

A worker that dies while sending leaves `sending` behind. After `conf().claim_s` another tries again: if the first
had handed the e-mail over but not yet written that down, it goes out twice, with the same Message-ID.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr
from importlib import import_module

from django.conf import settings
from django.db.models import F, Q

from laufzettel.kernel.actor import Actor
from laufzettel.kernel.errors import Unavailable
from laufzettel.messaging import domain, models
from laufzettel.messaging.conf import conf
from laufzettel.messaging.events import NotificationFailed, RecipientNotified
from laufzettel.messaging.provider import Channel, NotDelivered, OutgoingNotification
from laufzettel.messaging.transport import send_by_django
from laufzettel.organisation import api as organisation
from laufzettel.platform.api import action, crash_point, job

State = models.Notification.State


@dataclass(frozen=True, kw_only=True)
class _Claimed:
    notification_id: int
    municipality: str
    channel: str
    outgoing: OutgoingNotification


# A mail server may be away for days: 200 tries, hourly in the end, are more than a week.
@job("messaging.notify", attempts=200)
def notify(*, notification_id: int, now: datetime) -> None:
    """Send one notification if it is still to be sent; raises `Unavailable` to be called again later."""
    claimed = _claim(notification_id, now)
    if claimed is None:
        return
    actor = Actor.system(claimed.municipality)
    crash_point("messaging:notify:claimed")
    try:
        _channel(claimed.channel).deliver(claimed.outgoing)
    except NotDelivered as failure:
        if not failure.is_permanent:
            _release(claimed.notification_id)
            raise Unavailable(f"Die Benachrichtigung wird später gesendet ({failure.reason}).") from failure
        _record_failure(notification_id=notification_id, reason=failure.reason, actor=actor, now=now)
        return
    crash_point("messaging:notify:delivered")
    _record_delivery(notification_id=notification_id, actor=actor, now=now)


def _claim(notification_id: int, now: datetime) -> _Claimed | None:
    rows = models.Notification.objects.filter(pk=notification_id)
    free = Q(state=State.WAITING) | Q(state=State.SENDING, claimed_at__lte=now - timedelta(seconds=conf().claim_s))
    if rows.filter(free).update(state=State.SENDING, claimed_at=now, attempts=F("attempts") + 1):
        return _claimed(rows.select_related("message").get())
    if rows.filter(state=State.SENDING).exists():
        raise Unavailable("Die Benachrichtigung wird gerade gesendet.")
    return None


def _claimed(row: models.Notification) -> _Claimed:
    message = row.message
    sender = settings.DEFAULT_FROM_EMAIL
    town = organisation.get_municipality(message.municipality)
    subject, text = domain.notification_text(town=town.name, portal=settings.BASE_URL)
    message_id = domain.mail_message_id(
        municipality=message.municipality,
        subject=message.subject,
        key=message.key,
        host=parseaddr(sender)[1].rpartition("@")[2] or "localhost",
    )
    return _Claimed(
        notification_id=row.pk,
        municipality=message.municipality,
        channel=row.channel,
        outgoing=OutgoingNotification(message_id=message_id, sender=sender, to=row.address, subject=subject, text=text),
    )


def _channel(key: str) -> Channel:
    # By name, because providers stand above this floor and are chosen by a setting.
    provider: Channel = import_module(f"laufzettel.messaging.providers.{key}.provider").Provider(
        transport=send_by_django
    )
    return provider


def _release(notification_id: int) -> None:
    rows = models.Notification.objects.filter(pk=notification_id, state=State.SENDING)
    rows.update(state=State.WAITING, claimed_at=None)


@action("messaging.record_delivery", by=("system",))
def _record_delivery(*, notification_id: int, actor: Actor, now: datetime) -> RecipientNotified | None:
    row = _end(notification_id, State.SENT, now=now)
    if row is None:
        return None
    models.Message.objects.filter(pk=row.message.pk, notified_at=None).update(notified_at=now)
    return RecipientNotified(
        subject=row.message.subject,
        municipality=row.message.municipality,
        message_id=row.message.pk,
        key=row.message.key,
    )


@action("messaging.record_failure", by=("system",))
def _record_failure(*, notification_id: int, reason: str, actor: Actor, now: datetime) -> NotificationFailed | None:
    row = _end(notification_id, State.FAILED, now=now, reason=reason[:200])
    if row is None:
        return None
    return NotificationFailed(
        subject=row.message.subject,
        municipality=row.message.municipality,
        message_id=row.message.pk,
        key=row.message.key,
        reason=reason,
    )


def _end(notification_id: int, state: str, *, now: datetime, reason: str = "") -> models.Notification | None:
    rows = models.Notification.objects.filter(pk=notification_id)
    if not rows.filter(state=State.SENDING).update(state=state, ended_at=now, reason=reason):
        return None
    return rows.select_related("message").get()
