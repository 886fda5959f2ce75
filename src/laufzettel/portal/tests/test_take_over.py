"""Answers of earlier matters are taken over only when somebody says so."""

from django.test import Client

from laufzettel.portal.tests.conftest import BICYCLE, PERSON, begin
from laufzettel.portal.tests.test_email_account import sign_in, sign_up

SERVICE = "/leistungen/fahrrad-registrieren"


def test_earlier_answer_is_offered_by_name_and_taken_over_only_on_request(bicycle: str, citizen: Client) -> None:
    sign_up(citizen)
    sign_in(citizen)
    address = begin(citizen)
    citizen.post(f"{address}frage/person/", {**PERSON, "person.email": "rad@beispiel.example"})
    citizen.post(f"{address}frage/raeder/", BICYCLE)
    sent = citizen.post(f"{address}pruefen/", {"fassung": "3", "erklaerung.richtig": "ja"})
    assert "/eingang/" in sent.headers["Location"]

    offered = citizen.get(f"{SERVICE}/beginnen/").content.decode()
    without = citizen.post(f"{SERVICE}/entwurf/", follow=True).content.decode()
    taken = citizen.post(f"{SERVICE}/entwurf/", {"uebernehmen": "ja"}, follow=True).content.decode()

    assert "E-Mail-Adresse aus „Fahrrad registrieren“ vom" in offered
    assert "rad@beispiel.example" not in offered
    assert ("rad@beispiel.example" in without, "rad@beispiel.example" in taken) == (False, True)


def test_guest_is_offered_nothing(bicycle: str, citizen: Client) -> None:
    assert "uebernehmen" not in citizen.get(f"{SERVICE}/beginnen/").content.decode()
