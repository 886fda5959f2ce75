"""Working on a case: tasks, questions, notes, forwarding; nobody loses what they typed."""

import pytest

from laufzettel.cases.models import Case, Note, Query, Task
from laufzettel.cases.tests.conftest import open_steps, open_task, work
from laufzettel.desk.days import read_day
from laufzettel.desk.tests.conftest import Desk, now
from laufzettel.kernel.dates import deadline_end, format_de, local_date


def _address(reference: str, rest: str = "") -> str:
    return f"/desk/vorgang/{reference}/{rest}"


def _task(reference: str, step: str = "pruefen") -> str:
    return _address(reference, f"aufgabe/{open_task(reference, step).pk}/")


def test_task_is_completed_with_the_fields_of_the_package(falk: Desk, arrived: str) -> None:
    answer = falk.client.post(_task(arrived), {"vollstaendig": "ja"}, follow=True)

    assert "Erledigt: Angaben prüfen" in answer.content.decode()
    assert ["bezahlen"] == open_steps(arrived)


def test_missing_field_is_named_and_nothing_happens(falk: Desk, arrived: str) -> None:
    answer = falk.client.post(_task(arrived), {})

    assert 422 == answer.status_code
    assert 'href="#vollstaendig-1"' in answer.content.decode()
    assert ["pruefen"] == open_steps(arrived)


def test_task_alone_has_its_own_page(falk: Desk, arrived: str) -> None:
    answer = falk.client.get(_task(arrived))

    assert 200 == answer.status_code
    assert "Angaben vollständig?" in answer.content.decode()


def test_second_clerk_gets_a_friendly_page_and_keeps_the_text(falk: Desk, ida: Desk, arrived: str) -> None:
    address = _task(arrived)
    falk.client.post(address, {"vollstaendig": "ja"})

    answer = ida.client.post(address, {"vollstaendig": "nein", "bemerkung": "Der Plan fehlt noch."})

    assert 409 == answer.status_code
    assert "Der Plan fehlt noch." in answer.content.decode()
    assert "Aktuellen Stand ansehen" in answer.content.decode()


def test_done_task_cannot_be_taken_over(falk: Desk, ida: Desk, arrived: str) -> None:
    address = _task(arrived)
    falk.client.post(address, {"vollstaendig": "ja"})

    assert 409 == ida.client.post(f"{address}uebernehmen/").status_code


def test_unanswered_request_can_be_ended(falk: Desk, arrived: str) -> None:
    falk.client.post(_task(arrived), {"vollstaendig": "nein"})
    work(now())

    unexplained = falk.client.post(_task(arrived, "nachfordern"))
    falk.client.post(_task(arrived, "nachfordern"), {"grund": "Am Telefon geklärt."})

    assert (422, ["pruefen"]) == (unexplained.status_code, open_steps(arrived))
    assert "Am Telefon geklärt." in falk.client.get(_address(arrived)).content.decode()


def test_question_is_proposed_for_fourteen_days(falk: Desk, arrived: str) -> None:
    page = falk.client.get(_address(arrived, "frage/")).content.decode()

    assert f'value="{format_de(deadline_end(start=local_date(now()), period="P14D", land="RP"))}"' in page


def test_question_asks_for_what_was_listed(falk: Desk, arrived: str) -> None:
    answer = falk.client.post(
        _address(arrived, "frage/"),
        {
            "text": "Wo genau steht der Baum?",
            "angabe": ["Lageplan", "Seit wann", ""],
            "art": ["file", "date", "text"],
            "freiwillig": ["1"],
            "frist": "",
        },
        follow=True,
    )

    asked = Query.objects.get()
    items = [(item["label"], item["type"], item["required"]) for item in asked.items]
    assert [("Lageplan", "file", True), ("Seit wann", "date", False)] == items
    assert "Wo genau steht der Baum?" in answer.content.decode()
    assert "wartet auf die antragstellende Person" in answer.content.decode()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"text": ""}, "Schreiben Sie, was Sie wissen möchten."),
        ({"text": "Wo?", "frist": "bald"}, "Geben Sie den Tag so an: 21.11.2026."),
        ({"text": "Wo?", "frist": "01.01.2020"}, "Die Frist muss in der Zukunft liegen."),
    ],
)
def test_question_that_cannot_be_sent_keeps_its_text(falk: Desk, arrived: str, data: dict[str, str], says: str) -> None:
    answer = falk.client.post(_address(arrived, "frage/"), {**data, "angabe": "Lageplan", "art": "file"})

    page = answer.content.decode()
    assert 422 == answer.status_code
    assert says in page
    assert 'value="Lageplan"' in page
    assert not Query.objects.exists()


def test_composer_grows_without_losing_anything(falk: Desk, arrived: str) -> None:
    typed = {"text": "Wo?", "angabe": ["a", "b", "c"], "art": ["text", "text", "date"], "schritt": "zeile"}

    answer = falk.client.post(_address(arrived, "frage/"), typed)

    page = answer.content.decode()
    assert 200 == answer.status_code
    assert 'id="angabe-3"' in page
    assert 'value="c"' in page
    assert not Query.objects.exists()


def test_note_stands_in_the_case_and_in_the_file(falk: Desk, arrived: str) -> None:
    falk.client.post(_address(arrived, "vermerk/"), {"text": "Telefonat geführt."})
    work(now())

    page = falk.client.get(_address(arrived)).content.decode()

    assert "Aktenvermerk: Telefonat geführt." in page
    assert "Falk Sommer" == Note.objects.get().author_name


def test_message_to_the_applicant_stands_in_the_file(falk: Desk, arrived: str) -> None:
    falk.client.post(_address(arrived, "nachricht/"), {"betreff": "Ihre Erstattung", "text": "Wir erstatten 6,00 €."})

    assert "Nachricht: Ihre Erstattung" in falk.client.get(_address(arrived)).content.decode()


def test_empty_note_is_not_written(falk: Desk, arrived: str) -> None:
    answer = falk.client.post(_address(arrived, "vermerk/"), {"text": " "})

    assert 422 == answer.status_code
    assert not Note.objects.exists()


def test_note_for_a_closed_case_is_kept_for_copying(falk: Desk, arrived: str) -> None:
    Case.objects.update(state="closed", closed_at=now())

    answer = falk.client.post(_address(arrived, "vermerk/"), {"text": "Zu spät, aber wichtig."})

    assert 409 == answer.status_code
    assert "Zu spät, aber wichtig." in answer.content.decode()


def test_forwarded_case_leaves_the_unit(falk: Desk, uwe: Desk, arrived: str) -> None:
    falk.client.post(_address(arrived, "abgeben/"), {"stelle": "steuern", "grund": "Dafür sind Sie zuständig."})

    assert 404 == falk.client.get(_address(arrived)).status_code
    assert "Dafür sind Sie zuständig." in uwe.client.get(_address(arrived)).content.decode()
    assert {"steuern"} == set(Task.objects.filter(state="open").values_list("unit", flat=True))


def test_only_units_with_people_are_offered(falk: Desk, uwe: Desk, arrived: str) -> None:
    page = falk.client.get(_address(arrived, "abgeben/")).content.decode()

    assert 'value="steuern"' in page
    assert 1 == page.count("<option value=") - page.count('<option value=""')


@pytest.mark.parametrize(
    "data", [{"stelle": "steuern", "grund": ""}, {"stelle": "", "grund": "x"}, {"stelle": "buergeramt", "grund": "x"}]
)
def test_forwarding_needs_another_unit_and_a_reason(falk: Desk, arrived: str, data: dict[str, str]) -> None:
    assert 422 == falk.client.post(_address(arrived, "abgeben/"), data).status_code
    assert "buergeramt" == Case.objects.get().unit


@pytest.mark.parametrize(
    ("typed", "is_day"), [("21.11.2026", True), ("1.2.2026", True), ("", False), ("morgen", False)]
)
def test_day_is_read_as_typed(typed: str, is_day: bool) -> None:
    assert is_day == (read_day(typed) is not None)


def test_short_text_survives_the_end_of_the_session(falk: Desk, arrived: str) -> None:
    falk.client.logout()

    answer = falk.client.post(_address(arrived, "vermerk/"), {"text": "Ok."})

    assert 403 == answer.status_code
    assert "Ok.</textarea>" in answer.content.decode()


def test_choice_alone_leads_to_signing_in(falk: Desk, arrived: str) -> None:
    address = f"{_task(arrived)}uebernehmen/"
    falk.client.logout()

    assert "/desk/anmelden/" in falk.client.post(address, {"schritt": "uebernehmen"}).url


def test_unknown_page_of_the_desk_leads_back_to_the_inbox(falk: Desk) -> None:
    page = falk.client.get("/desk/vorgang/AAAA-AAAA-AAAA/").content.decode()

    assert 'href="/desk/">Zum Posteingang' in page
