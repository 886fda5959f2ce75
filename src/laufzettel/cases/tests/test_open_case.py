"""Opening a case: in the transaction of its submission, pinned, filed, on its way."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from laufzettel.cases import api as cases
from laufzettel.cases.actions.open_case import open_case
from laufzettel.cases.models import Case
from laufzettel.cases.tests.conftest import CITIZEN, NOW, TOWN, World, fill_in, open_steps, send, submit, work
from laufzettel.kernel.actor import Actor
from laufzettel.platform import api as platform
from laufzettel.records import api as records


def test_submission_opens_its_case_at_once(world: World) -> None:
    reference = submit(world)

    case = Case.objects.get(reference=reference)
    assert ("open", "buergeramt", "machine", world.ref) == (case.state, case.unit, case.waits_for, case.package_ref)
    assert "Erika Beispiel" == case.applicant_name
    assert ["kataster"] == open_steps(reference)


def test_case_has_a_record_file_with_a_reference(world: World) -> None:
    reference = submit(world)

    record_file = records.get_record_file(TOWN, f"case:{reference}")

    assert "11.12-2026/000001" == record_file.file_reference
    assert record_file.file_reference == Case.objects.get().file_reference


def test_events_of_a_new_case_are_one_chain(world: World) -> None:
    reference = submit(world)

    kinds = [event.kind for event in platform.timeline(TOWN, f"case:{reference}")]

    assert ["SubmissionReceived", "RecordFileOpened", "LookUpOrdered", "CaseOpened"] == sorted(
        kinds, key=["SubmissionReceived", "RecordFileOpened", "LookUpOrdered", "CaseOpened"].index
    )


def test_opening_again_changes_nothing(world: World) -> None:
    submit(world)
    case = Case.objects.get()

    again = open_case(submission_id=case.submission_id, actor=Actor.system(TOWN), now=NOW)

    assert again is None
    assert 1 == Case.objects.count()


def test_submit_and_open_take_at_most_thirty_statements(world: World) -> None:
    submit(world)
    work()
    draft_id = fill_in(world)

    with CaptureQueriesContext(connection) as statements:
        send(draft_id)

    sent = [query["sql"] for query in statements if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert 30 >= len(sent), "\n".join(sql[:150] for sql in sent)


def test_applicant_sees_whose_turn_it_is(world: World) -> None:
    reference = submit(world)

    own = cases.access_own_case(CITIZEN, reference, today=NOW.date())

    assert ("open", "town") == (own.state, own.turn.who)
    assert ["Ihr Antrag ist eingegangen", "Ihr Antrag ist bei der zuständigen Stelle"] == [
        entry.title for entry in own.timeline
    ]
