"""What somebody typed and what no longer counts: both are told, on every page and when it is sent."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from laufzettel.portal.tests.conftest import BICYCLE, PERSON, begin
from laufzettel.submissions.tests.conftest import pdf


def test_answer_that_could_not_be_read_is_told_on_the_check_page_and_stops_the_submission(
    bicycle: str, citizen: Client
) -> None:
    address = begin(citizen)
    citizen.post(f"{address}frage/person/", {**PERSON, "person.email": "erika@"})
    citizen.post(f"{address}frage/raeder/", BICYCLE)

    checked = citizen.get(f"{address}pruefen/").content.decode()
    sent = citizen.post(f"{address}pruefen/", {"fassung": "3", "erklaerung.richtig": "ja"})

    assert "Geben Sie eine E-Mail-Adresse ein" in checked
    assert (422, True) == (sent.status_code, "Geben Sie eine E-Mail-Adresse ein" in sent.content.decode())


def test_answers_that_no_longer_count_are_named_after_the_change_and_before_sending(
    bicycle: str, citizen: Client
) -> None:
    address = begin(citizen)
    citizen.post(f"{address}frage/person/", PERSON)
    stolen = {**BICYCLE, "raeder.0.gestohlen": "ja"}
    citizen.post(f"{address}frage/raeder/", {**stolen, "raeder.0.anzeige": SimpleUploadedFile("a.pdf", pdf())})
    version = citizen.get(f"{address}frage/raeder/").context["draft"].version

    changed = citizen.post(f"{address}frage/raeder/", {**BICYCLE, "fassung": version}, follow=True).content.decode()
    again = citizen.get(f"{address}pruefen/").content.decode()

    assert "Nach Ihrer Änderung zählen diese Angaben nicht mehr, wir senden sie nicht mit: „Anzeige“." in changed
    assert "Nach Ihrer Änderung" not in again
    assert "Diese Angaben zählen nicht mehr" in again
