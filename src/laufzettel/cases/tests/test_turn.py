"""Where a case stands, in words for its applicant."""

from datetime import date

import pytest

from laufzettel.cases.turn import Standing, decision_expected_on, state_label, whose_turn
from laufzettel.packages import Noun

DAY = date(2026, 12, 1)
REGISTRATION = Noun(word="Anmeldung", is_masculine=False)
RUNNING = {"state": "open", "waits_for": "clerk"}
DECIDED = {"state": "open", "is_decided": True, "is_finished": True}


@pytest.mark.parametrize(
    ("standing", "who", "text"),
    [
        (Standing(**RUNNING), "town", "Jetzt ist die Stadt dran. Sie müssen nichts tun."),
        (Standing(state="open", waits_for="machine"), "town", "Jetzt ist die Stadt dran. Sie müssen nichts tun."),
        (Standing(state="open", waits_for="applicant"), "applicant", "Sie sind dran: Bitte antworten Sie uns."),
        (
            Standing(state="open", waits_for="applicant", money="due", noun=REGISTRATION),
            "applicant",
            "Sie sind dran: Bitte bezahlen Sie die Gebühr. Erst danach geht es mit Ihrer Anmeldung weiter.",
        ),
        (
            Standing(state="open", waits_for="applicant", money="checking"),
            "town",
            "Wir prüfen Ihre Zahlung. Bitte bezahlen Sie nicht noch einmal.",
        ),
        (
            Standing(**RUNNING, missing=("Erlaubnis (Hund 2: Rex)", "Haltererlaubnis")),
            "applicant",
            "Jetzt ist die Stadt dran. Reichen Sie möglichst bald noch nach: Erlaubnis (Hund 2: Rex), Haltererlaubnis.",
        ),
        (
            Standing(**DECIDED, notice_to_come=True),
            "town",
            "Über Ihren Antrag ist entschieden. Wir stellen gerade Ihren Bescheid fertig. Sie müssen nichts tun.",
        ),
        (
            Standing(**DECIDED, unopened=("decision",), missing=("Erlaubnis",)),
            "applicant",
            "Ihr Bescheid liegt für Sie bereit. Bitte öffnen Sie ihn.",
        ),
        (
            Standing(state="closed", is_finished=True, unopened=("certificate",)),
            "applicant",
            "Ihre Bescheinigung liegt für Sie bereit. Bitte öffnen Sie sie.",
        ),
        (
            Standing(**DECIDED, unopened=("decision", "permit")),
            "applicant",
            "Neue Schreiben liegen für Sie bereit. Bitte öffnen Sie sie.",
        ),
        (
            Standing(**DECIDED, noun=REGISTRATION),
            "nobody",
            "Über Ihre Anmeldung ist entschieden. Sie müssen nichts tun.",
        ),
        (Standing(state="closed", is_decided=True), "nobody", "Ihr Antrag ist erledigt. Sie müssen nichts tun."),
        (
            Standing(state="withdrawn", noun=REGISTRATION),
            "nobody",
            "Sie haben Ihre Anmeldung zurückgenommen. Sie müssen nichts tun.",
        ),
    ],
)
def test_turn_says_what_is_to_be_done(standing: Standing, who: str, text: str) -> None:
    turn = whose_turn(standing)

    assert (who, text) == (turn.who, turn.text)


def test_fee_after_the_decision_comes_with_the_notice_and_its_day() -> None:
    standing = Standing(
        state="open", waits_for="applicant", is_decided=True, money="due", unopened=("decision",), due_on=DAY
    )

    turn = whose_turn(standing)

    assert (
        "Ihr Bescheid liegt für Sie bereit. Bitte öffnen Sie ihn. Sie sind dran: Bitte bezahlen Sie die Gebühr."
        == turn.text
    )
    assert DAY == turn.due_on


def test_unopened_notice_alone_presses_with_no_day() -> None:
    assert whose_turn(Standing(**DECIDED, unopened=("decision",), due_on=DAY)).due_on is None


@pytest.mark.parametrize(
    ("standing", "label", "expected"),
    [
        (Standing(**RUNNING), "in Bearbeitung", DAY),
        (Standing(state="open", waits_for="applicant", has_question=True), "in Bearbeitung", DAY),
        (Standing(state="open", waits_for="applicant", money="due"), "wartet auf Ihre Zahlung", None),
        (Standing(state="open", waits_for="applicant", money="checking"), "in Bearbeitung", None),
        (Standing(**DECIDED), "entschieden", None),
        (Standing(state="open", waits_for="machine", is_decided=True), "entschieden", None),
        (Standing(state="open", is_finished=True), "erledigt", None),
        (Standing(state="closed", is_decided=True), "abgeschlossen", None),
        (Standing(state="withdrawn"), "zurückgenommen", None),
    ],
)
def test_decision_is_expected_only_while_one_is_awaited(standing: Standing, label: str, expected: date | None) -> None:
    assert (label, expected) == (state_label(standing), decision_expected_on(standing, DAY))
