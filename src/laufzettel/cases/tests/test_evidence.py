"""Evidence that was missing at the submission: named to both sides, and done once it is handed in."""

import io

import pikepdf
import pytest

from laufzettel.cases import api as cases
from laufzettel.cases.models import Case
from laufzettel.cases.tests.conftest import (
    ANSWERS,
    CITIZEN,
    CLERK,
    LATER,
    NOW,
    TOWN,
    World,
    decide,
    review,
    submit,
    work,
)
from laufzettel.cases.tests.conftest import pay as pay_fee
from laufzettel.notices import api as notices
from laufzettel.records import api as records

MISSING = "baum.nachweis"


@pytest.fixture
def incomplete(world: World) -> str:
    """Give the reference of an application whose expertise is still to come."""
    reference = submit(world, answers={**ANSWERS, "baum": {**ANSWERS["baum"], "gutachten": True}})
    work()
    return reference


def hand_in(reference: str, path: str, name: str = "foto.pdf") -> None:
    document = pikepdf.new()
    document.add_blank_page()
    out = io.BytesIO()
    document.save(out)
    cases.add_evidence(reference=reference, path=path, filename=name, content=out.getvalue(), actor=CITIZEN, now=LATER)
    work(LATER)


def test_missing_evidence_is_named_in_the_matter_and_in_the_list(incomplete: str) -> None:
    own = cases.access_own_case(CITIZEN, incomplete, today=NOW.date())
    (card,) = cases.my_cases(CITIZEN)

    said = "Jetzt ist die Stadt dran. Reichen Sie möglichst bald noch nach: Gutachten."
    assert ("applicant", said) == (own.turn.who, own.turn.text)
    assert own.turn == card.turn
    assert ((MISSING, "Gutachten"),) == own.evidence_to_come


def test_evidence_handed_in_later_counts_for_both_sides(incomplete: str) -> None:
    before = cases.access_case(CLERK, incomplete, today=NOW.date()).missing_evidence

    hand_in(incomplete, MISSING)

    seen = cases.access_case(CLERK, incomplete, today=NOW.date())
    own = cases.access_own_case(CITIZEN, incomplete, today=NOW.date())
    assert [MISSING] == [purpose.path for purpose in before]
    assert ((), [MISSING]) == (seen.missing_evidence, [file.path for file in seen.later_files])
    assert ((), "town") == (own.evidence_to_come, own.turn.who)


def test_evidence_for_something_else_leaves_the_gap(incomplete: str) -> None:
    hand_in(incomplete, "nachweis")

    assert (MISSING,) == cases.access_own_case(CITIZEN, incomplete, today=NOW.date()).missing_evidence


def test_evidence_is_filed_under_the_label_of_its_field(incomplete: str) -> None:
    hand_in(incomplete, MISSING)

    titles = [d.title for d in records.list_documents(TOWN, f"case:{incomplete}") if d.kind == "evidence"]
    assert ["Gutachten (foto.pdf)"] == titles


def test_after_the_decision_nothing_is_missing_and_the_notice_waits(world: World, incomplete: str) -> None:
    review(incomplete, complete=True)
    waiting = cases.access_own_case(CITIZEN, incomplete, today=NOW.date())
    pay_fee(world, incomplete)
    work(LATER)
    before = cases.access_own_case(CITIZEN, incomplete, today=NOW.date())

    decide(incomplete, "ablehnen", reasons="Der Baum ist geschützt.")
    work(LATER)

    own = cases.access_own_case(CITIZEN, incomplete, today=NOW.date())
    (card,) = cases.my_cases(CITIZEN)
    assert ("wartet auf Ihre Zahlung", None) == (waiting.state_label, waiting.decision_expected_on)
    assert ("in Bearbeitung", Case.objects.get().deadline_on) == (before.state_label, before.decision_expected_on)
    assert ("entschieden", None, ()) == (own.state_label, own.decision_expected_on, own.missing_evidence)
    assert "Ihr Bescheid liegt für Sie bereit. Bitte öffnen Sie ihn." == own.turn.text == card.turn.text


def test_opened_notice_leaves_nothing_to_do(world: World, to_decide: str) -> None:
    decide(to_decide, "ablehnen", reasons="Der Baum ist geschützt.")
    work(LATER)
    (notice,) = notices.list_notices(TOWN, f"case:{to_decide}")

    cases.open_notice(reference=to_decide, notice_id=notice.id, actor=CITIZEN, now=LATER)

    own = cases.access_own_case(CITIZEN, to_decide, today=NOW.date())
    assert ("nobody", "entschieden") == (own.turn.who, own.state_label)
