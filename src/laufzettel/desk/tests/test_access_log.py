"""Every page of the desk that shows a case leaves a line for its applicant."""

from laufzettel.cases import api as cases
from laufzettel.cases.tests.conftest import CITIZEN, World, submit, work
from laufzettel.desk.tests.conftest import Desk, now


def test_pages_documents_and_archives_of_a_case_are_noted(world: World, falk: Desk) -> None:
    reference = submit(world, now=now())
    work(now())
    (document, *_) = cases.access_case(falk.actor, reference, today=now().date()).documents

    for place in ("", "vermerk/", f"dokument/{document.id}/", "akte.zip"):
        assert 200 == falk.client.get(f"/desk/vorgang/{reference}/{place}").status_code

    assert {"Vorgang angesehen", "Dokumente angesehen", "Ganze Akte heruntergeladen"} == {
        entry.what for entry in cases.access_log(CITIZEN, reference)
    }
    assert 3 == len(cases.access_log(CITIZEN, reference))


def test_lists_and_what_was_not_shown_are_not_noted(world: World, falk: Desk) -> None:
    reference = submit(world, now=now())
    work(now())

    falk.client.get("/desk/")
    falk.client.get(f"/desk/vorgang/{reference}/dokument/0/")

    assert () == cases.access_log(CITIZEN, reference)
