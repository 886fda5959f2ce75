"""Feedback about the pages reaches the town from every page, and names nobody; the statement says who answers."""

import pytest
from django.core import mail
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from laufzettel.messaging.actions.feedback import pass_on

ADDRESS = "/rueckmeldung/"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("town")]


def waiting() -> list[dict[str, object]]:
    return [job.args for job in ProcrastinateJob.objects.filter(task_name="messaging.pass_on_feedback")]


def test_feedback_is_passed_on_to_the_contact_address_of_the_town(citizen: Client) -> None:
    sent = citizen.post(ADDRESS, {"worum": "barriere", "text": "Der Knopf ist zu klein.", "seite": "/hilfe/"})
    (order,) = waiting()
    pass_on(**order)

    (letter,) = mail.outbox
    assert (302, "/barrierefreiheit/") == (sent.status_code, sent.headers["Location"])
    assert (["stadt@mainz.example"], []) == (letter.to, letter.reply_to)
    assert "Barriere gemeldet" in letter.subject
    assert "Der Knopf ist zu klein." in letter.body
    assert "Seite: /hilfe/" in letter.body


@pytest.mark.parametrize(
    "typed", [{"text": "  "}, {"text": "x" * 4001}, {"text": "Hallo", "email": "keine adresse"}], ids=str
)
def test_feedback_that_cannot_be_used_comes_back_with_what_was_typed(citizen: Client, typed: dict[str, str]) -> None:
    answer = citizen.post(ADDRESS, {"worum": "anderes", **typed})

    assert (422, []) == (answer.status_code, waiting())
    assert typed["text"].strip()[:50] in answer.content.decode()


def test_one_place_cannot_flood_the_town(citizen: Client) -> None:
    answers = [citizen.post(ADDRESS, {"text": f"Nummer {number}"}).status_code for number in range(6)]

    assert [302] * 5 + [422] == answers
    assert 5 == len(waiting())


def test_page_before_is_named_without_what_leads_to_a_person(citizen: Client) -> None:
    before = "http://mainz.localhost/vorgang/MZ-26-AAAA-BBBB/schreiben/77/?x=geheim"

    page = citizen.get(ADDRESS, headers={"referer": before}).content.decode()

    assert "/vorgang/…/schreiben/…/" in page
    assert "AAAA" not in page
    assert "geheim" not in page


@pytest.mark.parametrize("address", ["/", "/status/", "/leistungen/", "/hilfe/", "/gibt-es-nicht/"])
def test_statement_and_feedback_are_one_step_from_every_page(citizen: Client, address: str) -> None:
    page = citizen.get(address).content.decode()

    assert 'href="/barrierefreiheit/"' in page
    assert 'href="/rueckmeldung/"' in page


def test_statement_says_status_gaps_days_method_contact_and_enforcement(citizen: Client) -> None:
    page = citizen.get("/barrierefreiheit/").content.decode()
    data = citizen.get("/barrierefreiheit.json").json()

    assert "teilweise" in page
    assert all(gap in page for gap in data["nonAccessibleContent"])
    assert "21.11.2026" in page
    assert data["assessmentMethod"] in page
    assert all(text in page for text in (data["feedbackEmail"], data["enforcementBody"]["name"], "einem Monat"))
    assert ("partial", "2026-11-21") == (data["conformance"], data["assessmentDate"])
