"""Reactions of the cases to events from below: this is how a process goes on."""

from datetime import datetime, timedelta
from typing import Any

from laufzettel.automation import api as automation
from laufzettel.automation.events import HandOverEnded, LookUpAnswered
from laufzettel.cases import jobs
from laufzettel.cases.actions.advance import advance, end_side_task, raise_side_task
from laufzettel.cases.actions.close_case import close_case
from laufzettel.cases.actions.evidence import file_evidence
from laufzettel.cases.actions.open_case import open_case
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.dates import local_date
from laufzettel.kernel.event import Event
from laufzettel.notices import api as notices
from laufzettel.notices.events import NoticeIssued, NoticeNotRetrieved, NoticeServed
from laufzettel.payments import api as payments
from laufzettel.payments.events import (
    PaymentAttemptEnded,
    PaymentClarified,
    PaymentContradicted,
    PaymentExpired,
    PaymentOverpaid,
    PaymentSettled,
    PaymentUnclear,
    PaymentWaived,
    RefundChanged,
)
from laufzettel.platform.api import defer
from laufzettel.submissions.events import AttachmentAdded, SubmissionCopyMade, SubmissionReceived

LOOK_UP_RESULTS = {"found": "gefunden", "not_found": "nicht_gefunden", "unavailable": "nicht_erreichbar"}
SILENCE = timedelta(days=1)
HAND_OVER_RESULTS = {"acknowledged": "angenommen", "refused": "abgelehnt"}


def open_received(event: SubmissionReceived, *, now: datetime) -> None:
    """Open the case in the transaction of the submission: there is never one without the other."""
    open_case(submission_id=event.submission_id, actor=Actor.system(event.municipality), now=now)


def payment_settled(event: PaymentSettled, *, now: datetime) -> None:
    """Go on after a payment; one that came too late for the process becomes a clerk's task."""
    defer(jobs.file_receipt, claim_id=event.claim)
    _end_side_task(event, f"silent:{event.claim}", now)
    advanced = _advance(event, f"payment:{event.claim}", {"ergebnis": "bezahlt", "betrag": str(event.amount)}, now)
    if not advanced and event.late:
        _side_task(event, f"late:{event.claim}", "Zahlung nach Ablauf der Frist eingegangen: bitte klären", now)


def payment_expired(event: PaymentExpired, *, now: datetime) -> None:
    """Go on without the payment."""
    _advance(event, f"payment:{event.claim}", {"ergebnis": "abgelaufen"}, now)


def payment_waived(event: PaymentWaived, *, now: datetime) -> None:
    """Go on because nothing has to be paid any more."""
    _advance(event, f"payment:{event.claim}", {"ergebnis": "erlassen"}, now)


def payment_contradicted(event: PaymentContradicted, *, now: datetime) -> None:
    """Have a clerk look at a payment that the payment service took back."""
    _side_task(event, f"contradicted:{event.claim}", "Zahlungsdienst widerruft die Zahlung: bitte klären", now)


def payment_unclear(event: PaymentUnclear, *, now: datetime) -> None:
    """Have a clerk look when the money that came is not what was asked for; silence mostly ends by itself within a day.

    The payment service is asked on and on; only when a day brings no answer a person has to know.
    """
    attempts = {attempt.id: attempt.state for attempt in payments.get_claim(event.claim).attempts}
    if attempts.get(event.attempt) == payments.AttemptState.DISPUTED:
        title = "Es kam Geld, aber nicht wie gefordert (Betrag, Währung oder Kassenzeichen): bitte Zahlung klären"
        _side_task(event, f"unclear:{event.attempt}", title, now)
        return
    defer(jobs.report_silence, at=now + SILENCE, claim_id=event.claim, attempt_id=event.attempt)


def payment_clarified(event: PaymentClarified, *, now: datetime) -> None:
    """Tick off the task of the clerk who clarified the payment."""
    _end_side_task(event, f"unclear:{event.attempt}", now)


def payment_attempt_ended(event: PaymentAttemptEnded, *, now: datetime) -> None:
    """Tick off the task about a silent payment service: it has answered after all, nobody has paid."""
    _end_side_task(event, f"silent:{event.claim}", now)


def refund_changed(event: RefundChanged, *, now: datetime) -> None:
    """Tick off the tasks about a refund once it is paid out or turned down."""
    if event.state in {"done", "rejected"}:
        _end_side_task(event, f"overpaid:{event.claim}", now)
        _end_side_task(event, f"refund:{event.claim}", now)


def payment_overpaid(event: PaymentOverpaid, *, now: datetime) -> None:
    """Have a clerk refund what was paid too much."""
    _side_task(event, f"overpaid:{event.claim}", "Zu viel bezahlt: bitte Erstattung freigeben", now)


def look_up_answered(event: LookUpAnswered, *, now: datetime) -> None:
    """Go on with the answer of a register, or with the news that it was silent."""
    data: dict[str, Any] = dict(automation.get_answer(event.answer_id).data or {}) if event.answer_id else {}
    result = {"ergebnis": LOOK_UP_RESULTS[event.state], "daten": data}
    _advance(event, f"look_up:{event.step}", result, now)


def hand_over_ended(event: HandOverEnded, *, now: datetime) -> None:
    """Go on after the specialist system took the case, or refused it."""
    result = {
        "ergebnis": HAND_OVER_RESULTS[event.state],
        "grund": _words_of_refusal(event),
        "kennung": event.external_reference,
    }
    _advance(event, f"hand_over:{event.step}", result, now)


def _words_of_refusal(event: HandOverEnded) -> str:
    handed_over = automation.list_hand_overs(event.municipality, event.subject)
    return next((view.reason for view in reversed(handed_over) if view.step == event.step), "")


def notice_issued(event: NoticeIssued, *, now: datetime) -> None:
    """Go on once a notice is sealed, filed and in the mailbox; serving is watched apart from the process."""
    notice = notices.get_notice(event.municipality, event.subject, event.notice_id)
    result = {"ergebnis": "bekannt_gegeben", "datum": local_date(notice.ordered_at).isoformat()}
    _advance(event, f"notice:{event.notice_id}", result, now)


def notice_served(event: NoticeServed, *, now: datetime) -> None:
    """Close the case if this was the last thing it waited for."""
    _close(event, now)


def notice_not_retrieved(event: NoticeNotRetrieved, *, now: datetime) -> None:
    """Have a clerk send by post what nobody retrieved (§ 41 (2a) VwVfG)."""
    _side_task(event, f"post:{event.notice_id}", "Bescheid wurde nicht abgerufen: mit der Post senden", now)


def attachment_added(event: AttachmentAdded, *, now: datetime) -> None:
    """File what an applicant handed in later."""
    file_evidence(
        subject=event.subject,
        municipality=event.municipality,
        attachment_id=event.attachment_id,
        actor=Actor.system(event.municipality),
        now=now,
    )


def submission_copied(event: SubmissionCopyMade, *, now: datetime) -> None:
    """Close the case if this was the last thing it waited for."""
    _close(event, now)


def _advance(event: Event, awaits: str, result: dict[str, Any], now: datetime) -> bool:
    advanced = advance(
        subject=event.subject,
        municipality=event.municipality,
        awaits=awaits,
        result=result,
        actor=Actor.system(event.municipality),
        now=now,
    )
    return advanced is not None


def _side_task(event: Event, key: str, title: str, now: datetime) -> None:
    raise_side_task(
        subject=event.subject,
        municipality=event.municipality,
        key=key,
        title=title,
        actor=Actor.system(event.municipality),
        now=now,
    )


def _end_side_task(event: Event, key: str, now: datetime) -> None:
    end_side_task(
        subject=event.subject,
        municipality=event.municipality,
        key=key,
        actor=Actor.system(event.municipality),
        now=now,
    )


def _close(event: Event, now: datetime) -> None:
    close_case(municipality=event.municipality, subject=event.subject, actor=Actor.system(event.municipality), now=now)
