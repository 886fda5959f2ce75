from dataclasses import replace

import pytest

from laufzettel.accounts.models import Account
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.errors import NotFound
from laufzettel.submissions import api as submissions
from laufzettel.submissions.tests.conftest import ANSWERS, GUEST, NOW, filled, submit


@pytest.fixture
def erika(db: None) -> Actor:
    account = Account.objects.create(
        provider="twin",
        subject_key="person-1",
        level="high",
        attributes={
            "given_name": "Erika",
            "family_name": "Beispiel",
            "birth_date": "1990-05-04",
            "address": {"strasse": "Musterweg", "hausnummer": "1", "plz": "55116", "ort": "Mainz"},
            "email": "erika@beispiel.example",
        },
        created_at=NOW,
        signed_in_at=NOW,
    )
    return Actor(kind="account", key=str(account.pk), municipality="mainz", level="substantial", name="Erika Beispiel")


def test_submission_keeps_the_identity_and_the_level_of_the_session(ref: str, erika: Actor) -> None:
    told = submit(filled(ref, erika), actor=erika)

    seen = submissions.get_submission(told.submission_id)
    assert (erika.key, "substantial") == (seen.account_id, seen.level)
    assert ("Erika Beispiel", "substantial", 1990) == (
        seen.account["name"],
        seen.account["level"],
        seen.account["birth_date"].year,
    )


def test_account_gets_no_access_code(ref: str, erika: Actor) -> None:
    told = submit(filled(ref, erika), actor=erika)

    assert submissions.take_access_code(erika, told.reference) is None


def test_matter_of_an_account_cannot_be_opened_as_a_guest(ref: str, erika: Actor) -> None:
    told = submit(filled(ref, erika), actor=erika)

    with pytest.raises(NotFound):
        submissions.open_as_guest(reference=told.reference, code="", municipality="mainz", client="192.0.2.1", now=NOW)


def test_guest_whose_key_looks_like_an_account_sees_nothing_of_it(ref: str, erika: Actor) -> None:
    told = submit(filled(ref, erika), actor=erika)

    for key in (erika.key, told.submission_id):
        with pytest.raises(NotFound):
            submissions.access_submission(Actor(kind="guest", key=key, municipality="mainz"), told.reference)


def test_account_lists_only_its_own_submissions(ref: str, erika: Actor) -> None:
    mine = submit(filled(ref, erika), actor=erika)
    submit(filled(ref))

    assert [mine.reference] == [submission.reference for submission in submissions.list_submissions(erika)]
    assert 1 == len(submissions.list_submissions(GUEST))


def test_account_submits_a_draft_begun_as_a_guest(ref: str, erika: Actor) -> None:
    draft_id = filled(ref)
    submissions.adopt_draft(actor=erika, draft_id=draft_id, before=GUEST, now=NOW)

    told = submit(draft_id, actor=erika)

    assert erika.key == submissions.get_submission(told.submission_id).account_id


def test_last_answer_under_a_shared_name_is_offered_again_to_the_same_account_only(ref: str, erika: Actor) -> None:
    person = {**ANSWERS["person"], "email": "erika@beispiel.example"}
    told = submit(filled(ref, erika, {**ANSWERS, "person": person}), actor=erika)

    found = submissions.earlier_answers(erika, ["email", "iban"])

    assert {"email": ("erika@beispiel.example", told.reference)} == {
        name: (answer.value, answer.reference) for name, answer in found.items()
    }
    assert {} == submissions.earlier_answers(GUEST, ["email"])
    assert {} == submissions.earlier_answers(replace(erika, municipality="musterstadt"), ["email"])
