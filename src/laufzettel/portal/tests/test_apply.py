"""Filling in, checking and sending without JavaScript."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from laufzettel.portal.tests.conftest import BICYCLE, PERSON, begin, filled, sent
from laufzettel.submissions.models import Draft, Submission
from laufzettel.submissions.tests.conftest import pdf

pytestmark = pytest.mark.usefixtures("bicycle")


def test_valid_page_leads_to_the_next_question(citizen: Client) -> None:
    address = begin(citizen)

    answer = citizen.post(f"{address}frage/person/", PERSON)

    assert f"{address}frage/raeder/" == answer.headers["Location"]


def test_wrong_answer_is_kept_and_explained(citizen: Client) -> None:
    address = begin(citizen)

    answer = citizen.post(f"{address}frage/person/", {**PERSON, "person.geburtsdatum.tag": "45"}, follow=True)

    page = answer.content.decode()
    assert "<title>Fehler: Wer sind Sie?" in page
    assert 'value="45"' in page
    assert 'value="Erika Beispiel"' in page


def test_no_amount_stands_beside_an_answer_that_it_rests_on_and_that_does_not_pass(citizen: Client) -> None:
    address = filled(citizen)
    right = citizen.get(f"{address}frage/raeder/").content.decode()

    citizen.post(f"{address}frage/raeder/", {**BICYCLE, "fassung": "3", "raeder.0.wert": "viel"})
    wrong = citizen.get(f"{address}frage/raeder/?pruefen=1").content.decode()

    assert ("10,00" in right, "10,00" in wrong) == (True, False)


def test_draft_shows_the_answers_again(citizen: Client) -> None:
    address = filled(citizen)

    page = citizen.get(f"{address}frage/raeder/").content.decode()

    assert 'value="Hollandrad"' in page


def test_item_is_added_and_removed_by_buttons(citizen: Client) -> None:
    address = filled(citizen)

    citizen.post(f"{address}frage/raeder/", {**BICYCLE, "fassung": "3", "hinzufuegen": "raeder"})
    with_two = citizen.get(f"{address}frage/raeder/").content.decode()
    citizen.post(f"{address}frage/raeder/", {"fassung": "4", "raeder.anzahl": "2", "streichen": "raeder.0"})
    with_one = citizen.get(f"{address}frage/raeder/").content.decode()

    assert ("Fahrrad 2" in with_two, "Fahrrad 2" in with_one) == (True, False)
    assert 'value="Hollandrad"' not in with_one


def test_what_follows_from_the_answers_is_shown_before_going_on_without_javascript(citizen: Client) -> None:
    address = begin(citizen)
    citizen.post(f"{address}frage/person/", PERSON)
    seen = {"gezeigt": ["raeder.0.marke", "raeder.0.wert", "raeder.0.gestohlen"]}

    first = citizen.post(f"{address}frage/raeder/", {**BICYCLE, **seen, "raeder.0.gestohlen": "ja"})
    page = citizen.get(first.headers["Location"]).content.decode()
    seen["gezeigt"].append("raeder.0.anzeige")
    again = {**BICYCLE, **seen, "fassung": "3", "raeder.0.gestohlen": "ja"}
    second = citizen.post(f"{address}frage/raeder/", again)

    assert "folgt etwas Neues" in page
    assert 'id="raeder-0-anzeige"' in page
    assert f"{address}pruefen/" == second.headers["Location"]


def test_going_back_keeps_what_was_typed(citizen: Client) -> None:
    address = begin(citizen)
    citizen.post(f"{address}frage/person/", PERSON)

    back = citizen.post(f"{address}frage/raeder/", {**BICYCLE, "raeder.0.wert": "viel", "zurueck": "1"})
    page = citizen.get(f"{address}frage/raeder/").content.decode()

    assert f"{address}frage/person/" == back.headers["Location"]
    assert ('value="Hollandrad"' in page, 'value="viel"' in page) == (True, True)


def test_message_goes_while_typing_without_touching_the_field(citizen: Client) -> None:
    address = begin(citizen)
    citizen.post(f"{address}frage/person/", {"fassung": "1", "weiter": "1"})
    sent = {**PERSON, "fehler": ["person.name"], "gezeigt": ["person.name", "person.email", "person.geburtsdatum"]}

    live = citizen.post(f"{address}frage/person/live/", {**sent, "alle": "1"}).content.decode()

    assert '<p class="kern-error" id="person-name-error" hx-swap-oob="true"></p>' in live
    assert 'id="fehlerliste"' in live
    assert "kern-alert--danger" not in live
    assert 'id="feld-person-name"' not in live


def test_chosen_file_is_never_lost_while_typing(citizen: Client) -> None:
    address = filled(citizen)
    shown = {"gezeigt": ["raeder.0.marke", "raeder.0.wert", "raeder.0.gestohlen", "raeder.0.anzeige"]}

    data = {**BICYCLE, **shown, "fehler": "raeder.0.anzeige", "raeder.0.gestohlen": "ja"}
    live = citizen.post(f"{address}frage/raeder/live/", data).content.decode()

    assert 'id="feld-raeder-0-anzeige"' not in live


def test_direction_of_writing_cannot_be_turned(citizen: Client) -> None:
    address = begin(citizen)
    citizen.post(f"{address}frage/person/", PERSON)

    citizen.post(f"{address}frage/raeder/", {**BICYCLE, "raeder.0.marke": "Holl\u202eandrad"})

    assert 'value="Hollandrad"' in citizen.get(f"{address}frage/raeder/").content.decode()


def test_question_that_depends_on_an_answer_appears_while_typing(citizen: Client) -> None:
    address = begin(citizen)
    citizen.post(f"{address}frage/person/", PERSON)
    shown = {"gezeigt": ["raeder.0.marke", "raeder.0.wert", "raeder.0.gestohlen"]}

    live = citizen.post(f"{address}frage/raeder/live/", {**BICYCLE, **shown, "raeder.0.gestohlen": "ja"})

    page = live.content.decode()
    assert 'id="feld-raeder-0-anzeige" class="lz-slot" hx-swap-oob="true"' in page
    assert "10,00" in page


def test_typing_saves_nothing(citizen: Client) -> None:
    address = begin(citizen)

    citizen.post(f"{address}frage/person/live/", PERSON)

    page = citizen.get(f"{address}frage/person/").content.decode()
    assert "Erika Beispiel" not in page


def test_second_window_is_asked_which_version_to_keep(citizen: Client) -> None:
    address = begin(citizen)
    citizen.post(f"{address}frage/person/", PERSON)

    answer = citizen.post(f"{address}frage/person/", {**PERSON, "person.name": "Aus dem anderen Fenster"})

    assert 409 == answer.status_code
    assert 'value="Aus dem anderen Fenster"' in answer.content.decode()


def test_upload_that_only_calls_itself_pdf_is_refused_in_plain_words(citizen: Client) -> None:
    address = filled(citizen)
    disguised = SimpleUploadedFile("nachweis.pdf", b"MZ\x90\x00 program")

    data = {**BICYCLE, "fassung": "3", "raeder.0.gestohlen": "ja", "raeder.0.anzeige": disguised}
    answer = citizen.post(f"{address}frage/raeder/", data, follow=True)

    assert "nicht das richtige Format" in answer.content.decode()


def test_name_of_an_uploaded_file_is_shown_harmlessly(citizen: Client) -> None:
    address = filled(citizen)
    upload = SimpleUploadedFile('"><img src=x onerror=alert(1)>.pdf', pdf())

    data = {**BICYCLE, "fassung": "3", "raeder.0.gestohlen": "ja", "raeder.0.anzeige": upload}
    citizen.post(f"{address}frage/raeder/", data)
    page = citizen.get(f"{address}pruefen/").content.decode()

    assert "onerror" in page
    assert "<img src=x" not in page


def test_check_page_shows_every_answer_with_a_way_to_change_it(citizen: Client) -> None:
    address = filled(citizen)

    page = citizen.get(f"{address}pruefen/").content.decode()

    assert "Erika Beispiel" in page
    assert f"{address}frage/person/?aendern=1#person-name" in page
    assert "verbindlich absenden" in page


def test_sending_without_the_declaration_is_refused_and_nothing_sent(citizen: Client) -> None:
    address = filled(citizen)

    answer = citizen.post(f"{address}pruefen/", {"fassung": "3"})

    assert (422, 0) == (answer.status_code, Submission.objects.count())
    assert "Bestätigen Sie diese Erklärung" in answer.content.decode()


def test_sending_twice_gives_one_application(citizen: Client) -> None:
    address = filled(citizen)
    data = {"fassung": "3", "erklaerung.richtig": "ja"}

    first = citizen.post(f"{address}pruefen/", data)
    second = citizen.post(f"{address}pruefen/", data)

    assert (first.headers["Location"], 1) == (second.headers["Location"], Submission.objects.count())


def test_confirmation_shows_reference_and_access_code(citizen: Client) -> None:
    reference = sent(citizen)

    page = citizen.get(f"/vorgang/{reference}/eingang/").content.decode()

    assert reference in page
    assert "Ihr Zugangscode" in page


def test_what_somebody_typed_never_becomes_markup(citizen: Client) -> None:
    address = begin(citizen)
    citizen.post(f"{address}frage/person/", PERSON)
    evil = "<script>alert(1)</script>"

    citizen.post(f"{address}frage/raeder/", {**BICYCLE, "raeder.0.marke": evil})
    pages = [citizen.get(f"{address}{place}").content.decode() for place in ("frage/raeder/", "pruefen/")]

    assert [False, False] == [evil in page for page in pages]


def test_saving_a_page_costs_few_statements(citizen: Client, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    address = begin(citizen)
    citizen.get(f"{address}frage/person/")

    # Two of these are the savepoint of the test's own transaction.
    with django_assert_max_num_queries(6 + 2):
        citizen.post(f"{address}frage/person/", PERSON)


def test_draft_is_deleted_on_request(citizen: Client) -> None:
    address = filled(citizen)

    citizen.post(f"{address}loeschen/")

    assert (404, 0) == (citizen.get(f"{address}pruefen/").status_code, Draft.objects.count())
