"""Where a case stands and who acts next, in words for its applicant."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from laufzettel.kernel.language import phrase, say
from laufzettel.packages import APPLICATION, Noun

Turn = Literal["applicant", "town", "nobody"]
Money = Literal["", "due", "checking"]

STATE_LABELS = {
    "open": phrase("in Bearbeitung"),
    "closed": phrase("abgeschlossen"),
    "withdrawn": phrase("zurückgenommen"),
}
_NOTICES = {
    "decision": phrase("Ihr Bescheid liegt für Sie bereit. Bitte öffnen Sie ihn."),
    "permit": phrase("Ihr Ausweis liegt für Sie bereit. Bitte öffnen Sie ihn."),
    "certificate": phrase("Ihre Bescheinigung liegt für Sie bereit. Bitte öffnen Sie sie."),
    "message": phrase("Ein Schreiben liegt für Sie bereit. Bitte öffnen Sie es."),
}
_MONEY = {"open": "due", "part_paid": "due", "unclear": "checking"}


@dataclass(frozen=True, kw_only=True)
class WhoseTurn:
    """Who acts next, in words for the applicant, and by when."""

    who: Turn
    text: str
    due_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Everything that says where a case stands.

    `unopened` are the kinds of notices nobody has opened yet, `missing` what is still to be handed in, in words,
    `due_on` the nearest day of what waits for the applicant.
    """

    state: str
    waits_for: str = ""
    is_decided: bool = False
    is_finished: bool = False
    money: Money = ""
    has_question: bool = False
    due_on: date | None = None
    unopened: tuple[str, ...] = ()
    notice_to_come: bool = False
    missing: tuple[str, ...] = ()
    noun: Noun = APPLICATION

    @property
    def is_running(self) -> bool:
        """Whether anything is still to be done before the end of the process."""
        return self.state == "open" and not self.is_finished

    @property
    def wants_evidence(self) -> bool:
        """Whether evidence that is missing would still change anything."""
        return self.is_running and not self.is_decided and bool(self.missing)


def money_of(claim_state: str) -> Money:
    """Return what the state of a claim means for whose turn it is; empty when nobody has to pay."""
    return _MONEY.get(claim_state, "")  # type: ignore[return-value]


def state_label(standing: Standing) -> str:
    """Name the state of a case; a decision is a state of its own until the case is closed."""
    if standing.state != "open":
        return say(STATE_LABELS[standing.state])
    if standing.is_decided:
        return say("entschieden")
    if standing.is_finished:
        return say("erledigt")
    return say("wartet auf Ihre Zahlung") if standing.money == "due" else say(STATE_LABELS["open"])


def decision_expected_on(standing: Standing, deadline_on: date) -> date | None:
    """Return the day by which a decision is expected; None when there is none, or the fee has to be paid first."""
    waits_for_decision = standing.is_running and not standing.is_decided and not standing.money
    return deadline_on if waits_for_decision else None


def whose_turn(standing: Standing) -> WhoseTurn:
    """Say who acts next."""
    asked = " ".join(_asked_of_applicant(standing))
    if asked:
        return WhoseTurn(who="applicant", text=asked, due_on=standing.due_on if standing.is_running else None)
    return _others_turn(standing)


def _asked_of_applicant(standing: Standing) -> Iterator[str]:
    if standing.unopened:
        yield _open_your_notice(standing.unopened)
    if not standing.is_running:
        return
    is_waiting = standing.waits_for == "applicant" and not standing.money and not standing.unopened
    if standing.has_question or is_waiting:
        yield say("Sie sind dran: Bitte antworten Sie uns.")
    if standing.money == "due":
        yield say("Sie sind dran: Bitte bezahlen Sie die Gebühr.")
        if not standing.is_decided:
            yield say("Erst danach geht es mit {what} weiter.", what=standing.noun.your_own)
    if standing.wants_evidence:
        yield from _hand_in(standing)


def _hand_in(standing: Standing) -> Iterator[str]:
    if standing.money != "due" and not standing.has_question and standing.waits_for != "applicant":
        yield say("Jetzt ist die Stadt dran.")
    # Packages name no day for evidence that may follow.
    yield say("Reichen Sie möglichst bald noch nach: {what}.", what=", ".join(standing.missing))


def _open_your_notice(kinds: tuple[str, ...]) -> str:
    if len(kinds) > 1:
        return say("Neue Schreiben liegen für Sie bereit. Bitte öffnen Sie sie.")
    return say(_NOTICES.get(kinds[0], _NOTICES["message"]))


def _others_turn(standing: Standing) -> WhoseTurn:
    noun, nothing_to_do = standing.noun, say("Sie müssen nichts tun.")
    if standing.state == "withdrawn":
        text = say("Sie haben {what} zurückgenommen.", what=noun.yours_acting_on)
        return WhoseTurn(who="nobody", text=f"{text} {nothing_to_do}")
    if standing.is_decided and standing.state == "open":
        decided = say("Über {what} ist entschieden.", what=noun.yours_acting_on)
        if standing.notice_to_come:
            to_come = say("Wir stellen gerade Ihren Bescheid fertig.")
            return WhoseTurn(who="town", text=f"{decided} {to_come} {nothing_to_do}")
        return WhoseTurn(who="nobody", text=f"{decided} {nothing_to_do}")
    if not standing.is_running:
        return WhoseTurn(who="nobody", text=f"{say('{what} ist erledigt.', what=noun.yours)} {nothing_to_do}")
    if standing.money == "checking":
        return WhoseTurn(who="town", text=say("Wir prüfen Ihre Zahlung. Bitte bezahlen Sie nicht noch einmal."))
    return WhoseTurn(who="town", text=f"{say('Jetzt ist die Stadt dran.')} {nothing_to_do}")
