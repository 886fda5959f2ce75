from datetime import date, timedelta

import pytest

from laufzettel.kernel.actor import Actor
from laufzettel.kernel.errors import Conflict, Forbidden, NotFound, Refused
from laufzettel.platform import api as platform
from laufzettel.submissions import api as submissions
from laufzettel.submissions.conf import read_conf
from laufzettel.submissions.models import Draft
from laufzettel.submissions.tests.conftest import ANSWERS, ELSEWHERE, GUEST, NOW, STRANGER, started, submit

CLERK = Actor(kind="clerk", key="1", municipality="mainz", units=frozenset({"buergeramt"}))
ACCOUNT = Actor(kind="account", key="account-1", municipality="mainz", level="low")


def _save(draft_id: str, version: int, actor: Actor = GUEST, **given: object) -> int:
    return submissions.save_page(
        actor=actor,
        draft_id=draft_id,
        page_key="person",
        answers=given.pop("answers", {"person": {"name": "Erika"}}),  # type: ignore[arg-type]
        version=version,
        now=given.pop("now", NOW),  # type: ignore[arg-type]
        **given,  # type: ignore[arg-type]
    )


def test_draft_keeps_answers_page_by_page(ref: str) -> None:
    draft_id = started(ref)

    _save(draft_id, 1, answers={"person": {"name": "Erika"}})
    _save(draft_id, 2, answers={"raeder": [{"marke": "Rennrad"}]})

    answers = submissions.access_draft(GUEST, draft_id).answers
    assert {"person": {"name": "Erika"}, "raeder": [{"marke": "Rennrad"}]} == answers


def test_draft_keeps_what_could_not_be_read(ref: str) -> None:
    draft_id = started(ref)

    _save(draft_id, 1, entered={"person.geburtsdatum": "31.02.\x002000"})

    assert {"person": {"person.geburtsdatum": "31.02.2000"}} == submissions.access_draft(GUEST, draft_id).entered


def test_draft_forgets_unreadable_text_once_it_is_right(ref: str) -> None:
    draft_id = started(ref)
    _save(draft_id, 1, entered={"person.geburtsdatum": "31.02.2000"})

    _save(draft_id, 2)

    assert {} == submissions.access_draft(GUEST, draft_id).entered


def test_typed_answers_are_stored_exactly(ref: str) -> None:
    from decimal import Decimal

    draft_id = started(ref)

    _save(draft_id, 1, answers={"raeder": [{"wert": Decimal("1234.50"), "gekauft": date(2020, 2, 29)}]})

    stored = submissions.access_draft(GUEST, draft_id).answers
    assert {"raeder": [{"wert": "1234.50", "gekauft": "2020-02-29"}]} == stored


def test_second_window_does_not_overwrite_the_first(ref: str) -> None:
    draft_id = started(ref)
    _save(draft_id, 1, answers={"person": {"name": "Fenster eins"}})

    with pytest.raises(Conflict, match="zweiten Fenster"):
        _save(draft_id, 1, answers={"person": {"name": "Fenster zwei"}})

    assert {"name": "Fenster eins"} == submissions.access_draft(GUEST, draft_id).answers["person"]


def test_saving_takes_few_statements(ref: str, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    draft_id = started(ref)

    with django_assert_max_num_queries(6):
        _save(draft_id, 1)


@pytest.mark.parametrize("actor", [STRANGER, ELSEWHERE, ACCOUNT, CLERK], ids=["guest", "town", "account", "clerk"])
def test_draft_of_somebody_else_does_not_exist(ref: str, actor: Actor) -> None:
    draft_id = started(ref)

    with pytest.raises(NotFound):
        submissions.access_draft(actor, draft_id)
    with pytest.raises((NotFound, Forbidden)):
        _save(draft_id, 1, actor=actor)
    with pytest.raises((NotFound, Forbidden)):
        submissions.delete_draft(actor=actor, draft_id=draft_id, now=NOW)
    with pytest.raises((NotFound, Forbidden)):
        submit(draft_id, actor=actor)
    assert Draft.objects.filter(pk=draft_id, version=1).exists()


@pytest.mark.parametrize("draft_id", ["", "1", "../etc", "00000000-0000-0000-0000-000000000000"])
def test_guessed_draft_does_not_exist(ref: str, draft_id: str) -> None:
    with pytest.raises(NotFound):
        submissions.access_draft(GUEST, draft_id)


def test_draft_of_the_same_account_in_another_town_does_not_exist(ref: str) -> None:
    draft_id = started(ref, ACCOUNT)
    abroad = Actor(kind="account", key=ACCOUNT.key, municipality="musterstadt", level="high")

    with pytest.raises(NotFound):
        submissions.access_draft(abroad, draft_id)
    assert () == submissions.list_drafts(abroad)


def test_draft_lives_thirty_days_after_its_last_change(ref: str) -> None:
    draft_id = started(ref)
    begun = submissions.access_draft(GUEST, draft_id).expires_on

    _save(draft_id, 1, now=NOW + timedelta(days=10))

    changed = submissions.access_draft(GUEST, draft_id).expires_on
    assert (date(2026, 12, 21), date(2026, 12, 31)) == (begun, changed)


def test_expired_draft_takes_nothing_any_more(ref: str) -> None:
    draft_id = started(ref)

    with pytest.raises(NotFound):
        _save(draft_id, 1, now=NOW + timedelta(days=30))


def test_expired_drafts_are_deleted_and_others_are_not(ref: str) -> None:
    old, new = started(ref), started(ref, now=NOW + timedelta(days=1))

    submissions.delete_drafts_due(now=NOW + timedelta(days=30))

    assert [new] == [str(id) for id in Draft.objects.values_list("pk", flat=True)]
    events = [(event.kind, event.payload) for event in platform.timeline("mainz", f"draft:{old}")]
    assert ("DraftDeleted", {"reason": "expired"}) == events[-1]


def test_submitted_draft_is_not_deleted_as_expired(draft_id: str) -> None:
    submit(draft_id)

    submissions.delete_drafts_due(now=NOW + timedelta(days=365))

    assert Draft.objects.filter(pk=draft_id).exists()


def test_owner_deletes_a_draft_at_once(ref: str) -> None:
    draft_id = started(ref)

    submissions.delete_draft(actor=GUEST, draft_id=draft_id, now=NOW)

    with pytest.raises(NotFound):
        submissions.access_draft(GUEST, draft_id)


def test_draft_of_a_guest_moves_to_the_account_that_signs_in(ref: str) -> None:
    draft_id = started(ref)

    submissions.adopt_draft(actor=ACCOUNT, draft_id=draft_id, before=GUEST, now=NOW)

    assert draft_id == submissions.access_draft(ACCOUNT, draft_id).id
    with pytest.raises(NotFound):
        submissions.access_draft(GUEST, draft_id)


def test_draft_does_not_move_without_the_session_it_began_in(ref: str) -> None:
    draft_id = started(ref)

    with pytest.raises(NotFound):
        submissions.adopt_draft(actor=ACCOUNT, draft_id=draft_id, before=STRANGER, now=NOW)


def test_drafts_are_listed_for_their_owner_only(ref: str) -> None:
    mine = started(ref)
    started(ref, STRANGER)

    assert [mine] == [draft.id for draft in submissions.list_drafts(GUEST)]


def test_number_of_open_drafts_is_limited(ref: str) -> None:
    for _ in range(read_conf().open_drafts):
        started(ref)

    with pytest.raises(Refused, match="zu viele offene Entwürfe"):
        started(ref)


def test_answers_larger_than_any_form_are_refused(ref: str) -> None:
    draft_id = started(ref)

    with pytest.raises(Refused, match="zu umfangreich"):
        _save(draft_id, 1, answers={"person": {"name": "x" * 600_000}})


def test_answer_of_a_register_is_kept_without_a_new_version(ref: str) -> None:
    draft_id = started(ref)
    answer = {"state": "found", "data": {"name": "Beispiel"}, "query": {"plate": "MZ-AB 123"}}

    submissions.store_look_up(actor=GUEST, draft_id=draft_id, name="halter", answer=answer, now=NOW)

    draft = submissions.access_draft(GUEST, draft_id)
    assert ({"halter": answer}, 1) == (draft.look_ups, draft.version)


def test_draft_for_an_unknown_package_is_refused(ref: str) -> None:
    with pytest.raises(NotFound):
        started("fahrrad-registrieren@9.9.9#000000000000")


def test_answers_are_not_in_the_audit_trail(ref: str) -> None:
    draft_id = started(ref)
    _save(draft_id, 1, answers=ANSWERS)

    assert "Erika" not in str(platform.timeline("mainz", f"draft:{draft_id}"))
