"""Go on elsewhere: a guest's code for another device, and a reminder before a draft is deleted."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import F, Q

from laufzettel.kernel import ids
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.dates import format_de, local_date
from laufzettel.kernel.errors import NotFound, Refused
from laufzettel.kernel.language import phrase, say
from laufzettel.organisation import api as organisation
from laufzettel.platform import api as platform
from laufzettel.platform.api import action, select_rows
from laufzettel.submissions import domain, mail, models, queries, vault
from laufzettel.submissions.actions.drafts import give_to
from laufzettel.submissions.conf import read_conf
from laufzettel.submissions.domain import sealing
from laufzettel.submissions.events import DraftAdopted

REMINDED_BEFORE = timedelta(days=3)
_AT_ONCE = 500
_NO_SUCH_CODE = phrase(
    "Zu diesem Code gibt es keinen Entwurf. Prüfen Sie den Code. Vielleicht ist der Entwurf gelöscht."
)


@action("draft.make_code", by=("guest",))
def make_resume_code(*, actor: Actor, draft_id: str, now: datetime) -> str:
    """Return a code with which a guest goes on at another device; an earlier code of the draft ends.

    It is shown once. The server keeps a hash to find the draft by and the data key wrapped under the code. Raises
    `NotFound` for a foreign draft.
    """
    draft = queries.lock_draft(actor, draft_id, now)
    code = domain.access_code(secret=sealing.new_key().hex(), salt=draft_id, alphabet=ids.ALPHABET)
    draft.row.resume_mark = _mark(code)
    draft.row.resume_key = sealing.wrap(code, _purpose(str(draft.row.pk)), draft.key)
    draft.row.save(update_fields=["resume_mark", "resume_key"])
    return code


def _mark(code: str) -> str:
    return sealing.derive(code, "laufzettel resume mark").hex()


def _purpose(draft_id: str) -> str:
    return f"laufzettel resume:{draft_id}"


def resume_draft(*, actor: Actor, code: str, client: str, now: datetime) -> str:
    """Move the draft behind a code to the guest in front of this screen and return its id.

    The browser it was in before no longer opens it, and the code is used up. `client` is the address of the browser,
    by which tries are counted. Raises `NotFound` for a code that opens nothing and `Refused` after too many tries.
    Call outside of a transaction.
    """
    conf = read_conf()
    key = f"resume:{actor.municipality}:{client}"
    if platform.hit_limit(key, limit=conf.guest_tries, per_seconds=conf.window_s, now=now):
        raise Refused(say("Das waren zu viele Versuche. Bitte warten Sie eine Viertelstunde."))
    told = _resume(actor=actor, code=ids.tidy_code(code), now=now)
    return told.subject.removeprefix("draft:")


@action("draft.resume", by=("guest",))
def _resume(*, actor: Actor, code: str, now: datetime) -> DraftAdopted:
    found = select_rows(
        models.Draft,
        "resume_mark = %s AND resume_mark > '' AND municipality = %s AND state = %s AND expires_on > %s FOR UPDATE",
        [_mark(code), actor.municipality, models.Draft.State.OPEN, local_date(now)],
    )
    if not found:
        raise NotFound(say(_NO_SUCH_CODE))
    row = found[0]
    try:
        data_key = sealing.unwrap((code,), _purpose(str(row.pk)), bytes(row.resume_key))
    except sealing.Unreadable:
        raise NotFound(say(_NO_SUCH_CODE)) from None
    give_to(vault.open_with(data_key, row), actor, now)
    return DraftAdopted(subject=f"draft:{row.pk}", municipality=actor.municipality)


@action("draft.remind", by=("account", "guest"))
def set_reminder(*, actor: Actor, draft_id: str, email: str, now: datetime) -> None:
    """Have a mail sent to this address three days before the draft is deleted; an empty address takes that back.

    The address is sealed and kept apart from the answers. Raises `NotFound` for a foreign draft and `Refused` for what
    is no address.
    """
    draft = queries.lock_draft(actor, draft_id, now)
    models.DraftReminder.objects.filter(draft=draft.row).delete()
    if email.strip():
        models.DraftReminder.objects.create(
            draft=draft.row,
            sealed_address=vault.seal_bytes(_tidy(email).encode(), about=_address(str(draft.row.pk))),
        )


def _tidy(email: str) -> str:
    try:
        validate_email(email.strip())
    except ValidationError:
        raise Refused(say("Geben Sie eine E-Mail-Adresse ein, zum Beispiel name@beispiel.de.")) from None
    return email.strip()


def _address(draft_id: str) -> str:
    return f"reminder:{draft_id}"


@platform.job("submissions.send_reminders", attempts=3, every="23 8 * * *")
def send_reminders(*, now: datetime) -> None:
    """Once a day, remind of drafts that are about to be deleted."""
    send_reminders_due(now=now)


def send_reminders_due(*, now: datetime) -> None:
    """Send one mail for every draft that is deleted in three days or less and whose owner wants to hear of it.

    It says nothing about the person or the service. A reminder is marked before it is sent: a mail that got lost is
    better than a second one every day.
    """
    rows = models.DraftReminder.objects.select_related("draft").filter(
        draft__state=models.Draft.State.OPEN,
        draft__expires_on__lte=local_date(now) + REMINDED_BEFORE,
        draft__expires_on__gt=local_date(now),
    )
    for row in list(rows.filter(Q(sent_for=None) | ~Q(sent_for=F("draft__expires_on")))[:_AT_ONCE]):
        day = row.draft.expires_on
        if models.DraftReminder.objects.filter(Q(sent_for=None) | ~Q(sent_for=day), pk=row.pk).update(sent_for=day):
            town = organisation.get_municipality(row.draft.municipality)
            address = vault.read_bytes(bytes(row.sealed_address), about=_address(str(row.draft_id))).decode()
            mail.send_reminder(to=address, town=town.name, day=format_de(day))
