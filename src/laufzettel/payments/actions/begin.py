"""Let somebody pay: one attempt at a time, handed over outside of the transaction, and look again on return."""

from datetime import datetime, timedelta

from laufzettel.kernel.actor import Actor
from laufzettel.kernel.errors import Conflict, NotFound, Refused, Unavailable
from laufzettel.kernel.language import phrase, say
from laufzettel.payments import domain, models, queries
from laufzettel.payments.actions.ask import ask, ask_again
from laufzettel.payments.conf import conf
from laufzettel.payments.domain import AttemptState
from laufzettel.payments.events import PaymentAttemptStarted
from laufzettel.payments.queries import ClaimView
from laufzettel.platform.api import action, crash_point, defer

_FIRST_QUESTION = timedelta(minutes=1)
_WAIT = phrase("Wir prüfen gerade eine Zahlung zu diesem Betrag. Bitte bezahlen Sie nicht noch einmal.")
_DONE = {
    "settled": phrase("Dieser Betrag ist schon bezahlt."),
    "overpaid": phrase("Dieser Betrag ist schon bezahlt."),
    "waived": phrase("Diesen Betrag müssen Sie nicht mehr bezahlen."),
    "cancelled": phrase("Diesen Betrag müssen Sie nicht mehr bezahlen."),
    "expired": phrase("Die Frist für diese Zahlung ist abgelaufen."),
}


def begin(*, claim_id: str, return_url: str, actor: Actor, now: datetime) -> str:
    """Return the address of the payment page for a claim, to which the browser is sent.

    Uses the network, so call it outside of transactions. A second call while an attempt is open returns the same
    address. `return_url` is our own page; nothing in the returning request is ever read as a result.
    Raises `NotFound` for a claim of another town, `Conflict` when nothing is due any more, `Refused` while an earlier
    payment is being cleared up or when the payment service refuses, `Unavailable` when it does not answer.
    """
    queries.access_claim(actor, claim_id)
    if not return_url.startswith(("https://", "http://")):
        raise Refused(say("Die Rücksprungadresse ist keine Webadresse."))
    known = queries.find_open_attempt(claim_id)
    if known is not None and known.state != AttemptState.DISPUTED:
        ask(attempt_id=known.pk, now=now)
    start_attempt(claim_id=claim_id, return_url=return_url, actor=actor, now=now)
    crash_point("payments:attempt-started")
    attempt = queries.find_open_attempt(claim_id)
    if attempt is None:
        raise Conflict(say(_DONE["settled"]))
    if attempt.state == AttemptState.DISPUTED:
        raise Refused(say(_WAIT))
    if not attempt.redirect_url:
        ask(attempt_id=attempt.pk, now=now)
    return _address(queries.get_attempt(attempt.pk))


def _address(attempt: models.Attempt) -> str:
    match attempt.state:
        case AttemptState.FAILED:
            raise Refused(say("Der Bezahldienst hat diese Zahlung nicht angenommen. Bitte versuchen Sie es später."))
        case AttemptState.PAID:
            raise Conflict(say(_DONE["settled"]))
        case AttemptState.HANDED_OVER | AttemptState.PENDING if attempt.redirect_url:
            return attempt.redirect_url
        case AttemptState.UNCLEAR if attempt.redirect_url:
            raise Refused(say(_WAIT))
    raise Unavailable(
        say("Der Bezahldienst antwortet gerade nicht. Bitte versuchen Sie es in einigen Minuten noch einmal.")
    )


@action("payments.start_attempt", by=("account", "guest", "clerk", "system"))
def start_attempt(*, claim_id: str, return_url: str, actor: Actor, now: datetime) -> PaymentAttemptStarted | None:
    """Make a new attempt unless one is open; raises like `begin`."""
    claim = queries.lock_claim(claim_id)
    if claim.municipality != actor.municipality:
        raise NotFound
    if queries.find_open_attempt(claim_id) is not None:
        return None
    view = queries.get_claim(claim_id)
    if not view.may_begin:
        raise Conflict(_DONE.get(view.state, _WAIT))
    attempt = models.Attempt.objects.create(
        claim=claim,
        number=len(view.attempts) + 1,
        provider=conf().provider,
        amount_cents=domain.worth(queries.bookings(claim_id)).due,
        return_url=return_url,
        started_at=now,
        expires_at=now + timedelta(minutes=conf().pay_within_minutes),
        next_question_at=now + _FIRST_QUESTION,
    )
    defer(ask_again, at=now + _FIRST_QUESTION, attempt_id=attempt.pk)
    return PaymentAttemptStarted(
        subject=claim.subject, municipality=claim.municipality, claim=claim.pk, attempt=attempt.pk
    )


def refresh(*, claim_id: str, now: datetime) -> ClaimView:
    """Ask the payment service now about every attempt that may have news, and return the claim.

    For the page to which the browser comes back. Uses the network with the time limit of the settings, so call it
    outside of transactions. Afterwards the questions go on by themselves every few seconds.
    """
    for attempt_id in queries.askable(claim_id):
        ask(attempt_id=attempt_id, now=now, has_returned=True)
    return queries.get_claim(claim_id)
