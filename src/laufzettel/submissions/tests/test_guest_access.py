from datetime import timedelta

import pytest

from laufzettel.kernel.errors import NotFound, Refused
from laufzettel.submissions import api as submissions
from laufzettel.submissions.conf import read_conf
from laufzettel.submissions.models import Submission
from laufzettel.submissions.tests.conftest import ELSEWHERE, GUEST, NOW, STRANGER, submit

SAME_ANSWER = "Vorgangsnummer und Zugangscode passen nicht zusammen"


def _open(reference: str, code: str, *, client: str = "192.0.2.1", town: str = "mainz", minutes: int = 0):  # type: ignore[no-untyped-def]
    return submissions.open_as_guest(
        reference=reference, code=code, municipality=town, client=client, now=NOW + timedelta(minutes=minutes)
    )


def _code(reference: str) -> str:
    code = submissions.take_access_code(GUEST, reference)
    assert code is not None
    return code


def test_reference_and_code_open_the_matter(draft_id: str) -> None:
    told = submit(draft_id)

    guest = _open(told.reference, _code(told.reference))

    assert told.submission_id == submissions.access_submission(guest, told.reference).id


def test_code_may_be_typed_in_small_letters_without_dashes(draft_id: str) -> None:
    told = submit(draft_id)

    guest = _open(told.reference.lower(), _code(told.reference).replace("-", " ").lower())

    assert told.submission_id == guest.key


def test_code_is_shown_again_to_the_session_that_submitted(draft_id: str) -> None:
    told = submit(draft_id)

    assert _code(told.reference) == _code(told.reference)


def test_guest_who_came_in_with_the_code_does_not_get_it_again(draft_id: str) -> None:
    told = submit(draft_id)
    guest = _open(told.reference, _code(told.reference))

    assert submissions.take_access_code(guest, told.reference) is None


def test_code_does_not_lie_in_the_database(draft_id: str) -> None:
    told = submit(draft_id)

    row = Submission.objects.filter(pk=told.submission_id).values().get()
    assert _code(told.reference) not in str(row)


def test_code_has_enough_randomness_and_differs_every_time(ref: str) -> None:
    from laufzettel.submissions.tests.conftest import filled

    codes = {_code(submit(filled(ref)).reference) for _ in range(5)}

    assert (5, {23}) == (len(codes), {len(code) for code in codes})


@pytest.mark.parametrize("kind", ["wrong code", "unknown reference", "rubbish", "other town"])
def test_every_failure_gets_the_same_answer(draft_id: str, kind: str) -> None:
    told = submit(draft_id)
    code = _code(told.reference)
    tries = {
        "wrong code": (told.reference, "22222-22222-22222-22222", "mainz"),
        "unknown reference": ("MZ-26-2222-2222", code, "mainz"),
        "rubbish": ("' OR 1=1", "", "mainz"),
        "other town": (told.reference, code, "musterstadt"),
    }
    reference, given, town = tries[kind]

    with pytest.raises(NotFound, match=SAME_ANSWER):
        _open(reference, given, town=town)


def test_code_of_one_matter_does_not_open_another(ref: str) -> None:
    from laufzettel.submissions.tests.conftest import filled

    mine, theirs = submit(filled(ref)), submit(filled(ref, STRANGER), actor=STRANGER)

    with pytest.raises(NotFound, match=SAME_ANSWER):
        _open(theirs.reference, _code(mine.reference))


def test_guessing_is_stopped(draft_id: str) -> None:
    told = submit(draft_id)
    code = _code(told.reference)
    for _ in range(read_conf().guest_tries):
        with pytest.raises(NotFound):
            _open(told.reference, "22222-22222-22222-22222")

    with pytest.raises(Refused, match="zu viele Versuche"):
        _open(told.reference, code)


def test_guessing_does_not_lock_out_the_rightful_guest(draft_id: str) -> None:
    told = submit(draft_id)
    code = _code(told.reference)
    for _ in range(read_conf().guest_tries + 1):
        with pytest.raises((NotFound, Refused)):
            _open(told.reference, "22222-22222-22222-22222", client="192.0.2.66")

    assert told.submission_id == _open(told.reference, code, client="192.0.2.1").key


def test_guessing_may_go_on_after_a_pause(draft_id: str) -> None:
    told = submit(draft_id)
    code = _code(told.reference)
    for _ in range(read_conf().guest_tries + 1):
        with pytest.raises((NotFound, Refused)):
            _open(told.reference, "falsch")

    assert told.submission_id == _open(told.reference, code, minutes=15).key


def test_guest_of_one_matter_sees_no_other_of_the_same_person(ref: str) -> None:
    from laufzettel.submissions.tests.conftest import filled

    first, second = submit(filled(ref)), submit(filled(ref))
    guest = _open(first.reference, _code(first.reference))

    with pytest.raises(NotFound):
        submissions.access_submission(guest, second.reference)


def test_session_key_alone_opens_nothing_in_another_town(draft_id: str) -> None:
    told = submit(draft_id)

    with pytest.raises(NotFound):
        submissions.take_access_code(ELSEWHERE, told.reference)
