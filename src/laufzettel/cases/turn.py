"""Where a case stands and who acts next, in words for its applicant."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from laufzettel.packages import APPLICATION, Noun

Turn = Literal["applicant", "town", "nobody"]
Money = Literal["", "due", "checking"]

STATE_LABELS = {"open": "in Bearbeitung", "closed": "abgeschlossen", "withdrawn": "zurückgenommen"}
# What waits to be opened: how it is called, and how to speak of it.
_NOTICES = {
    "decision": ("Ihr Bescheid liegt", "ihn"),
    "permit": ("Ihr Ausweis liegt", "ihn"),
    "certificate": ("Ihre Bescheinigung liegt", "sie"),
    "message": ("Ein Schreiben liegt", "es"),
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
        return STATE_LABELS[standing.state]
    if standing.is_decided:
        return "entschieden"
    if standing.is_finished:
        return "erledigt"
    return "wartet auf Ihre Zahlung" if standing.money == "due" else STATE_LABELS["open"]


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
        yield "Sie sind dran: Bitte antworten Sie uns."
    if standing.money == "due":
        yield "Sie sind dran: Bitte bezahlen Sie die Gebühr."
        if not standing.is_decided:
            yield f"Erst danach geht es mit {standing.noun.your_own} weiter."
    if standing.wants_evidence:
        yield from _hand_in(standing)


def _hand_in(standing: Standing) -> Iterator[str]:
    if standing.money != "due" and not standing.has_question and standing.waits_for != "applicant":
        yield "Jetzt ist die Stadt dran."
    # Packages name no day for evidence that may follow.
    yield f"Reichen Sie möglichst bald noch nach: {', '.join(standing.missing)}."


def _open_your_notice(kinds: tuple[str, ...]) -> str:
    if len(kinds) > 1:
        return "Neue Schreiben liegen für Sie bereit. Bitte öffnen Sie sie."
    lies, it = _NOTICES.get(kinds[0], _NOTICES["message"])
    return f"{lies} für Sie bereit. Bitte öffnen Sie {it}."


def _others_turn(standing: Standing) -> WhoseTurn:
    noun = standing.noun
    if standing.state == "withdrawn":
        text = f"Sie haben {noun.yours_acting_on} zurückgenommen. Sie müssen nichts tun."
        return WhoseTurn(who="nobody", text=text)
    if standing.is_decided and standing.state == "open":
        decided = f"Über {noun.yours_acting_on} ist entschieden."
        if standing.notice_to_come:
            text = f"{decided} Wir stellen gerade Ihren Bescheid fertig. Sie müssen nichts tun."
            return WhoseTurn(who="town", text=text)
        return WhoseTurn(who="nobody", text=f"{decided} Sie müssen nichts tun.")
    if not standing.is_running:
        return WhoseTurn(who="nobody", text=f"{noun.yours} ist erledigt. Sie müssen nichts tun.")
    if standing.money == "checking":
        return WhoseTurn(who="town", text="Wir prüfen Ihre Zahlung. Bitte bezahlen Sie nicht noch einmal.")
    return WhoseTurn(who="town", text="Jetzt ist die Stadt dran. Sie müssen nichts tun.")
