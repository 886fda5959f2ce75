"""The phone, another device and a reminder, as people see them without JavaScript."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html

from laufzettel.portal.tests.conftest import BICYCLE, PERSON, begin, filled
from laufzettel.submissions.tests.conftest import pdf

pytestmark = pytest.mark.usefixtures("bicycle")
STOLEN = {**BICYCLE, "raeder.0.gestohlen": "ja"}


def _page(browser: Client, address: str) -> html.HtmlElement:
    return html.fromstring(browser.get(address).content.decode())


def _shows_code(citizen: Client) -> tuple[str, str]:
    """Fill in until the question for a file and let its code be shown; return the page's address and the link."""
    address = begin(citizen)
    citizen.post(f"{address}frage/person/", PERSON)
    asked = citizen.post(f"{address}frage/raeder/", {**STOLEN, "handy": "raeder.0.anzeige"})
    here = str(asked.headers["Location"])
    (link,) = _page(citizen, here).xpath("//*[contains(@class, 'lz-phone')]//p[contains(@class, 'lz-code')]/text()")
    return here, str(link)


def test_phone_without_login_adds_a_file_that_the_desktop_sees(citizen: Client, stranger: Client) -> None:
    here, link = _shows_code(citizen)
    phone = "/handy/" + link.split("/handy/")[1]
    code = _page(citizen, here).xpath("//img[contains(@alt, 'QR-Code')]/@src")[0]

    asked = stranger.get(phone)
    sent = stranger.post(phone, {"dateien": SimpleUploadedFile("anzeige.pdf", pdf())})

    page = _page(citizen, here)
    assert (200, 200, True) == (asked.status_code, sent.status_code, str(code).startswith("data:image/svg+xml"))
    assert ["anzeige.pdf"] == page.xpath("//span[@class='lz-upload__name']/text()")
    assert "benutzt oder abgelaufen" in page.text_content()
    assert "laufzettel_sitzung" not in stranger.cookies
    assert 404 == stranger.get(phone).status_code


def test_page_open_while_the_phone_sends_is_saved_without_a_question(citizen: Client, stranger: Client) -> None:
    here, link = _shows_code(citizen)
    version = _page(citizen, here).xpath("//input[@name='fassung']/@value")[0]
    stranger.post("/handy/" + link.split("/handy/")[1], {"dateien": SimpleUploadedFile("anzeige.pdf", pdf())})

    saved = citizen.post(here.partition("?")[0], {**STOLEN, "raeder.0.marke": "Rennrad", "fassung": version})

    checked = citizen.get(saved.headers["Location"]).content.decode()
    assert ("Rennrad" in checked, "anzeige.pdf" in checked) == (True, True)


def test_phone_says_what_is_wrong_and_may_try_again(citizen: Client, stranger: Client) -> None:
    _, link = _shows_code(citizen)
    phone = "/handy/" + link.split("/handy/")[1]

    nothing = stranger.post(phone, {})
    wrong = stranger.post(phone, {"dateien": SimpleUploadedFile("a.pdf", b"MZ")})

    assert (422, 422, 200) == (nothing.status_code, wrong.status_code, stranger.get(phone).status_code)
    assert "keine Datei ausgewählt" in nothing.content.decode()
    assert "nicht das richtige Format" in wrong.content.decode()


def test_token_of_the_link_is_not_in_the_session(citizen: Client) -> None:
    _, link = _shows_code(citizen)

    assert link.split("/handy/")[1].strip("/") not in str(dict(citizen.session))


def test_guest_goes_on_at_another_device(citizen: Client, stranger: Client) -> None:
    address = filled(citizen)
    shown = citizen.post(f"{address}spaeter/", {"code": "1"}).content.decode()
    code = re.search(r'<p class="lz-code">([^<]+)</p>', shown)
    assert code

    opened = stranger.post("/weitermachen/", {"code": code[1]}, follow=True)

    assert "Erika Beispiel" in opened.content.decode()
    assert 404 == citizen.get(f"{address}pruefen/").status_code
    assert code[1] not in citizen.get(f"{address}spaeter/").content.decode()


def test_wrong_code_is_told(stranger: Client) -> None:
    answers = [stranger.post("/weitermachen/", {"code": code}) for code in ("", "AAAAA-AAAAA")]

    assert [422, 422] == [answer.status_code for answer in answers]
    assert "Geben Sie den Code ein." in answers[0].content.decode()
    assert "keinen Entwurf" in answers[1].content.decode()
    assert 'value="AAAAA-AAAAA"' in answers[1].content.decode()


def test_saving_for_later_leads_to_the_code_for_another_device(citizen: Client) -> None:
    address = begin(citizen)

    saved = citizen.post(f"{address}frage/person/", {**PERSON, "speichern": "1"}, follow=True)

    assert [(f"{address}spaeter/", 302)] == saved.redirect_chain
    assert "Code zeigen" in saved.content.decode()


def test_reminder_is_ordered_on_the_page_that_says_when_the_draft_goes(citizen: Client) -> None:
    address = filled(citizen)

    wrong = citizen.post(f"{address}spaeter/", {"email": "erika@"})
    right = citizen.post(f"{address}spaeter/", {"email": "erika@beispiel.example"}, follow=True)

    assert (422, True) == (wrong.status_code, "drei Tage vorher" in right.content.decode())
    assert re.search(r"Am <strong>\d\d\.\d\d\.\d{4}</strong> wird er gelöscht", right.content.decode())
