"""Notes for the record file, and handing a case to another unit."""

import pytest

from laufzettel.cases import api as cases
from laufzettel.cases.jobs import file_note
from laufzettel.cases.models import Case, Note
from laufzettel.cases.tests.conftest import CITIZEN, CLERK, LATER, OTHER_UNIT, TOWN, World, work
from laufzettel.kernel.errors import Invalid, NotFound, Refused
from laufzettel.platform import api as platform
from laufzettel.records import api as records


def notes_in_file(reference: str) -> list[str]:
    documents = records.list_documents(TOWN, f"case:{reference}")
    return [document.title for document in documents if document.kind == "note"]


def test_note_becomes_a_document_that_applicants_do_not_see(world: World, received: str) -> None:
    cases.write_note(reference=received, text="Ortstermin am Montag.", actor=CLERK, now=LATER)
    work(LATER)

    assert ["Aktenvermerk: Ortstermin am Montag."] == notes_in_file(received)
    public = cases.access_own_case(CITIZEN, received, today=LATER.date()).documents
    assert "note" not in {document.kind for document in public}


def test_note_filed_twice_is_one_document(world: World, received: str) -> None:
    cases.write_note(reference=received, text="Ortstermin.", actor=CLERK, now=LATER)
    work(LATER)

    file_note(note_id=Note.objects.get().pk)

    assert ["Aktenvermerk: Ortstermin."] == notes_in_file(received)


def test_empty_note_is_refused(world: World, received: str) -> None:
    with pytest.raises(Invalid):
        cases.write_note(reference=received, text=" ", actor=CLERK, now=LATER)


def test_case_goes_to_no_unit_in_which_nobody_works(world: World, received: str) -> None:
    with pytest.raises(Refused, match="arbeitet noch niemand"):
        cases.forward(reference=received, to_unit="steuern", reason="Steuern", actor=CLERK, now=LATER)

    assert "buergeramt" == Case.objects.get().unit


def test_forwarded_case_moves_to_the_other_unit_with_its_reason(staffed: None, received: str) -> None:
    cases.forward(reference=received, to_unit="steuern", reason="Es geht um Steuern.", actor=CLERK, now=LATER)
    work(LATER)

    assert received == cases.access_case(OTHER_UNIT, received, today=LATER.date()).reference
    assert [received] == [row.reference for row in cases.inbox(OTHER_UNIT, cases.Filters(), today=LATER.date()).rows]
    assert ["Aktenvermerk: Abgegeben an Kämmerei: Es geht um Steuern."] == notes_in_file(received)
    with pytest.raises(NotFound):
        cases.access_case(CLERK, received, today=LATER.date())


def test_case_goes_to_no_unknown_unit_and_not_where_it_is(world: World, received: str) -> None:
    with pytest.raises(NotFound):
        cases.forward(reference=received, to_unit="zoo", reason="Tiere", actor=CLERK, now=LATER)
    with pytest.raises(Refused):
        cases.forward(reference=received, to_unit="buergeramt", reason="Nur so", actor=CLERK, now=LATER)

    assert "buergeramt" == Case.objects.get().unit


def test_forwarding_needs_a_reason(staffed: None, received: str) -> None:
    with pytest.raises(Invalid):
        cases.forward(reference=received, to_unit="steuern", reason=" ", actor=CLERK, now=LATER)


def test_course_says_that_the_clerk_wrote_the_note(world: World, received: str) -> None:
    cases.write_note(reference=received, text="Ortstermin.", actor=CLERK, now=LATER)

    events = platform.timeline(TOWN, f"case:{received}")

    assert [("clerk", CLERK.key)] == [(e.actor_kind, e.actor_key) for e in events if e.kind == "NoteWritten"]
