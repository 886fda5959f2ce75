"""Writing to the office, days for the calendar, beginning again with the same answers."""

from django.test import Client

from laufzettel.portal.tests.conftest import sent


def test_letter_appears_in_the_conversation(bicycle: str, citizen: Client) -> None:
    here = f"/vorgang/{sent(citizen)}/"
    empty = citizen.post(f"{here}nachricht/", {"anlass": "change", "text": ""})

    answer = citizen.post(f"{here}nachricht/", {"anlass": "change", "text": "Neue Adresse: Musterweg 2"}, follow=True)

    assert 422 == empty.status_code
    assert "Ihre geänderten Angaben" in answer.text
    assert "Neue Adresse: Musterweg 2" in answer.text


def test_calendar_names_the_matter_but_not_what_it_is_about(bicycle: str, citizen: Client, stranger: Client) -> None:
    reference = sent(citizen)

    answer = citizen.get(f"/vorgang/{reference}/termine.ics")

    assert "text/calendar" in answer.headers["Content-Type"]
    assert reference in answer.text
    assert "Fahrrad" not in answer.text
    assert 404 == stranger.get(f"/vorgang/{reference}/termine.ics").status_code


def test_earlier_answers_begin_a_new_draft_and_nothing_is_sent(bicycle: str, citizen: Client) -> None:
    reference = sent(citizen)
    asked = citizen.get(f"/vorgang/{reference}/erneut/")

    first = citizen.post(f"/vorgang/{reference}/erneut/", follow=True)

    assert "Neuen Entwurf beginnen" in asked.text
    assert 'value="Erika Beispiel"' in first.text
    assert "Ihre Angaben sind übernommen" in first.text
    assert 1 == citizen.get("/meine/").text.count('href="/vorgang/')


def test_nobody_begins_with_the_answers_of_somebody_else(bicycle: str, citizen: Client, stranger: Client) -> None:
    address = f"/vorgang/{sent(citizen)}/erneut/"

    assert [404, 404] == [stranger.get(address).status_code, stranger.post(address).status_code]
