"""The case page: everything about a matter in one place, nothing that strangers wrote is executed."""

import io
import zipfile
from datetime import date, timedelta

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from PIL import Image

from laufzettel.cases import api as cases
from laufzettel.cases.tests.conftest import ANSWERS, CITIZEN, TOWN, World, open_task, send, submit, work
from laufzettel.desk import facts
from laufzettel.desk.tests.conftest import Desk, now
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.dates import local_date
from laufzettel.packages import ExplanationRow
from laufzettel.records.api import DocumentView
from laufzettel.submissions import api as submissions
from laufzettel.submissions.api import Represented


def _page(desk: Desk, reference: str) -> str:
    return desk.client.get(f"/desk/vorgang/{reference}/").content.decode().replace("\N{NO-BREAK SPACE}", " ")


def _documents(desk: Desk, reference: str) -> tuple[DocumentView, ...]:
    return cases.access_case(desk.actor, reference, today=local_date(now())).documents


def test_head_says_who_what_and_how_it_stands(falk: Desk, arrived: str) -> None:
    page = _page(falk, arrived)

    for word in ("Erika Beispiel", arrived, "11.12-2026/000001", "in Bearbeitung", "ohne Anmeldung", "Bürgerbüro"):
        assert word in page


def test_answers_stand_in_the_order_of_the_form(falk: Desk, arrived: str) -> None:
    page = _page(falk, arrived)

    places = [page.index(word) for word in ("Vorname", "Familienname", "Lage", "Anzahl der Bäume")]

    assert sorted(places) == places


def test_name_of_somebody_who_is_represented_is_compared_with_the_mandate(falk: Desk, world: World) -> None:
    who = Represented(kind="care", given_name="Karl", family_name="Anders", birth_date=date(1950, 2, 1))
    draft = submissions.start_draft(
        actor=CITIZEN,
        service_key="baumfaellung-beantragen",
        package_ref=world.ref,
        level="none",
        acting=submissions.for_person(who),
        now=now(),
    ).draft_id
    answers = {**ANSWERS, "person": {**ANSWERS["person"], "vorname": "Karl", "familienname": "Beispiel"}}
    submissions.save_page(actor=CITIZEN, draft_id=draft, page_key="baum", answers=answers, version=1, now=now())
    reference = send(draft, now=now())
    work(now())

    page = _page(falk, reference)

    assert "Nutzerkonto" not in page
    assert page.index("wie bei der Vertretung angegeben") < page.index("weicht von der Vertretung ab")


def test_what_a_program_handed_in_looks_like_no_login(falk: Desk, world: World) -> None:
    program = Actor(kind="machine", key="7d0", municipality=TOWN, level="substantial", name="Antragsassistent")
    draft = submissions.start_draft(
        actor=program,
        service_key="baumfaellung-beantragen",
        package_ref=world.ref,
        level="substantial",
        answers=ANSWERS,
        now=now(),
    ).draft_id
    told = submissions.submit(actor=program, draft_id=draft, declarations=("richtig",), version=1, now=now())
    work(now())

    page = _page(falk, told.reference)

    assert "nach Angabe des einreichenden Programms" in page
    assert "Programm im Auftrag" in page


def test_fee_says_what_it_rests_on(falk: Desk, arrived: str) -> None:
    page = _page(falk, arrived)

    for word in ("50,00 €", "Warum dieser Betrag?", "Gebühr je Baum", "Gebührensatzung § 1 (erfunden)", "Beispielwert"):
        assert word in page


def test_explanation_shows_the_rules_that_hit_in_words() -> None:
    row = ExplanationRow(
        label="Gebühr für ein Jahr",
        value="130,00 €",
        source="§ 6a Abs. 5a StVG: <Mindestgebühr>",
        kind="rule",
        given=(("Länge in Millimetern", "2000"),),
        rule=1,
    )

    page = render_to_string("desk/_explanation.html", {"fact": {"explanation": (row,)}})

    for word in ("Regeln, die gelten", "Gebühr für ein Jahr", "Länge in Millimetern: 2000", "130,00 €", "Regel 1"):
        assert word in page
    assert "§ 6a Abs. 5a StVG: &lt;Mindestgebühr&gt;" in page


def test_task_shows_hint_and_legal_basis_of_the_package(falk: Desk, arrived: str) -> None:
    page = _page(falk, arrived)

    for word in ("Ist der Baum geschützt?", "Baumschutzsatzung § 3", "Angaben vollständig?"):
        assert word in page


def test_course_names_the_clerk(falk: Desk, to_decide: str) -> None:
    page = _page(falk, to_decide)

    assert "Falk Sommer</time>Erledigt: Angaben prüfen" in page


def test_silent_register_is_told(falk: Desk, world: World) -> None:
    world.twins.registers["vehicles"].mode = "down"
    reference = submit(world, now=now())
    for hours in range(30):
        work(now() + timedelta(hours=hours))

    case = cases.access_case(falk.actor, reference, today=local_date(now()))

    assert ["Register nicht erreichbar, weiter ohne Auskunft"] == [row.result for row in facts.register_answers(case)]


def test_markup_in_an_answer_stays_text(falk: Desk, world: World) -> None:
    answers = {**ANSWERS, "baum": {**ANSWERS["baum"], "lage": "<script>alert(1)</script>"}}
    reference = submit(world, answers=answers, now=now())
    work(now())

    page = _page(falk, reference)

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_document_is_shown_in_our_own_frames_only(falk: Desk, arrived: str) -> None:
    pdf = next(document for document in _documents(falk, arrived) if document.media_type == "application/pdf")

    answer = falk.client.get(f"/desk/vorgang/{arrived}/dokument/{pdf.id}/")

    assert answer.content.startswith(b"%PDF")
    assert "SAMEORIGIN" == answer.headers["X-Frame-Options"]
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "nosniff" == answer.headers["X-Content-Type-Options"]


def test_data_are_shown_as_plain_text_in_a_sandbox(falk: Desk, arrived: str) -> None:
    data = next(document for document in _documents(falk, arrived) if "json" in document.media_type)

    answer = falk.client.get(f"/desk/vorgang/{arrived}/dokument/{data.id}/")

    assert "text/plain; charset=utf-8" == answer.headers["Content-Type"]
    assert answer.headers["Content-Security-Policy"].endswith("sandbox")


def test_document_downloads_on_demand(falk: Desk, arrived: str) -> None:
    document = _documents(falk, arrived)[0]

    answer = falk.client.get(f"/desk/vorgang/{arrived}/dokument/{document.id}/?laden=1")

    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_every_other_page_cannot_be_framed(falk: Desk, arrived: str) -> None:
    answer = falk.client.get(f"/desk/vorgang/{arrived}/")

    assert "DENY" == answer.headers["X-Frame-Options"]
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


def test_document_of_another_case_does_not_exist(falk: Desk, world: World, arrived: str) -> None:
    other = submit(world, now=now())
    work(now())
    document = _documents(falk, other)[0]

    assert 404 == falk.client.get(f"/desk/vorgang/{arrived}/dokument/{document.id}/").status_code


def test_whole_file_comes_as_one_archive(falk: Desk, arrived: str) -> None:
    answer = falk.client.get(f"/desk/vorgang/{arrived}/akte.zip")

    names = zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
    assert "inhalt.json" in names
    assert any(name.endswith(".pdf") for name in names)


@pytest.mark.parametrize("number", ["MU-26-2222-2222", "quatsch"])
def test_unknown_case_is_a_missing_page(falk: Desk, number: str) -> None:
    assert 404 == falk.client.get(f"/desk/vorgang/{number}/").status_code


def test_task_is_taken_over_and_given_back(falk: Desk, arrived: str) -> None:
    task = open_task(arrived, "pruefen").pk
    address = f"/desk/vorgang/{arrived}/aufgabe/{task}/uebernehmen/"

    falk.client.post(address, {"schritt": "uebernehmen"})
    taken = open_task(arrived, "pruefen").assignee_name
    falk.client.post(address, {"schritt": "zurueckgeben"})

    assert ("Falk Sommer", "") == (taken, open_task(arrived, "pruefen").assignee_name)


def test_case_page_asks_the_database_a_bounded_number_of_times(falk: Desk, to_decide: str) -> None:
    address = f"/desk/vorgang/{to_decide}/"
    falk.client.get(address)

    with CaptureQueriesContext(connection) as captured:
        falk.client.get(address)

    assert len(captured) <= 24, [query["sql"][:90] for query in captured]


def test_evidence_handed_in_later_stands_beside_its_question(world: World, falk: Desk) -> None:
    reference = submit(world, answers={**ANSWERS, "baum": {**ANSWERS["baum"], "gutachten": True}}, now=now())
    work(now())
    before = _page(falk, reference)
    content = io.BytesIO()
    Image.new("RGB", (40, 30)).save(content, "JPEG")

    cases.add_evidence(
        reference=reference,
        path="baum.nachweis",
        filename="foto.jpg",
        content=content.getvalue(),
        actor=CITIZEN,
        now=now(),
    )
    work(now())

    after = _page(falk, reference)
    assert "noch nicht eingereicht" in before
    assert "noch nicht eingereicht" not in after
    assert "nachgereicht" in after
    assert "Gutachten (foto.jpg)" in after
