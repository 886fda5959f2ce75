"""Sign in at the page that needs it: the draft survives the way there and back, whatever happens on it."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from laufzettel.accounts import registry
from laufzettel.accounts.provider import Identity, LoginStart
from laufzettel.accounts.providers.memory.provider import MemoryProvider
from laufzettel.catalogue.tests.conftest import BICYCLE
from laufzettel.portal.tests.conftest import BICYCLE as BICYCLES
from laufzettel.portal.tests.conftest import PERSON, begin
from laufzettel.submissions.models import Attachment
from laufzettel.submissions.tests import conftest as submissions_tests

pytestmark = pytest.mark.django_db
ERIKA = Identity(subject_key="person-1", level="low", given_name="Erika", family_name="Beispiel", email="e@b.example")
_NEED = "level_of_assurance: substantial"
MAX = Identity(subject_key="person-2", level="low", given_name="Max", family_name="Muster")


@pytest.fixture
def guarded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Publish the bicycle service with a second page for people who are known substantially."""
    folder = tmp_path / BICYCLE.name
    shutil.copytree(BICYCLE, folder)
    form = folder / "form.yaml"
    text = form.read_text().replace("- key: raeder\n    title", f"- key: raeder\n    {_NEED}\n    title")
    form.write_text(text.replace("prefill: earlier.email", "prefill: account.email"))
    for scenario in (folder / "scenarios").iterdir():
        scenario.write_text(f"{scenario.read_text()}\naccount: {{{_NEED}}}\n")
    monkeypatch.setattr(submissions_tests, "BICYCLE", folder)
    yield from submissions_tests.published()


@pytest.fixture
def twin(settings: Any) -> Iterator[MemoryProvider]:
    settings.IDENTITY_PROVIDERS = {"twin": "laufzettel.accounts.providers.memory.provider.build"}
    provider = registry.get_provider("twin")
    assert isinstance(provider, MemoryProvider)
    provider.sign_in_as(ERIKA)
    yield provider
    provider.is_down = False


def sign_in(browser: Client, twin: MemoryProvider, *, level: str, return_to: str) -> Any:
    """Go to the identity provider and come back."""
    sent = browser.post("/anmelden/los/", {"stufe": level, "weiter": return_to, "anbieter": "twin"})
    address = sent.headers["Location"]
    state = parse_qs(urlsplit(address).query)["state"][0]
    params = twin.visit(LoginStart(redirect_url=address, kept={"state": state, "level": level}))
    return browser.get("/anmelden/zurueck/", params)


def _at_the_door(browser: Client) -> str:
    address = begin(browser)
    answer = browser.post(f"{address}frage/person/", PERSON)
    assert f"{address}frage/raeder/" == answer.headers["Location"]
    return address


def test_page_that_needs_more_leads_to_signing_in(guarded: None, twin: MemoryProvider, citizen: Client) -> None:
    address = _at_the_door(citizen)

    answer = citizen.get(f"{address}frage/raeder/", follow=True)

    text = answer.content.decode()
    assert f"{address}anmelden/?seite=raeder" == answer.redirect_chain[-1][0]
    assert "substanziell" in text
    assert "Ihr Entwurf bleibt erhalten" in text
    assert "Weiter ohne Anmeldung" not in text


def test_page_that_needs_more_takes_and_tells_nothing(guarded: None, twin: MemoryProvider, citizen: Client) -> None:
    address = _at_the_door(citizen)

    saved = citizen.post(f"{address}frage/raeder/", BICYCLES)
    live = citizen.post(f"{address}frage/raeder/live/", BICYCLES)
    check = citizen.get(f"{address}pruefen/")

    assert f"{address}anmelden/?seite=raeder" == saved.headers["Location"]
    assert 403 == live.status_code
    assert f"{address}anmelden/?seite=raeder" == check.headers["Location"]


def test_files_reach_no_page_that_needs_more_by_way_of_another(guarded: None, citizen: Client) -> None:
    address = _at_the_door(citizen)
    file = SimpleUploadedFile("anzeige.pdf", submissions_tests.pdf())

    sent = citizen.post(f"{address}frage/person/", {**PERSON, "fassung": "2", "raeder.0.anzeige": file})
    phone = citizen.post(f"{address}frage/person/", {**PERSON, "fassung": "2", "handy": "raeder.0.anzeige"})

    assert f"{address}frage/person/?pruefen=1" == sent.headers["Location"]
    assert not Attachment.objects.exists()
    assert "zettel=" not in phone.headers["Location"]


def test_draft_comes_along_and_nothing_typed_is_lost(guarded: None, twin: MemoryProvider, citizen: Client) -> None:
    address = _at_the_door(citizen)

    told = sign_in(citizen, twin, level="substantial", return_to=f"{address}frage/raeder/")

    shown = citizen.get(told.headers["Location"]).content.decode()
    person = citizen.get(f"{address}frage/person/").content.decode()
    assert told.headers["Location"].startswith("/anmelden/daten/")
    assert "Erika" in shown
    assert "substanziell" in shown
    assert "Erika Beispiel" in person
    assert "e@b.example" in person
    assert 200 == citizen.get(f"{address}frage/raeder/").status_code


def test_giving_up_leads_back_to_the_draft(guarded: None, twin: MemoryProvider, citizen: Client) -> None:
    address = _at_the_door(citizen)
    twin.sign_in_as(None)

    back = sign_in(citizen, twin, level="substantial", return_to=f"{address}frage/raeder/")

    assert f"{address}frage/raeder/" == back.headers["Location"]
    page = citizen.get(back.headers["Location"], follow=True).content.decode()
    assert "Die Anmeldung wurde abgebrochen." in page
    assert "Erika Beispiel" in citizen.get(f"{address}frage/person/").content.decode()


def test_same_account_steps_up_from_low_to_substantial(guarded: None, twin: MemoryProvider, citizen: Client) -> None:
    sign_in(citizen, twin, level="low", return_to="/meine/")
    address = _at_the_door(citizen)
    refused = citizen.get(f"{address}frage/raeder/")

    sign_in(citizen, twin, level="substantial", return_to=f"{address}frage/raeder/")

    assert 302 == refused.status_code
    assert 200 == citizen.get(f"{address}frage/raeder/").status_code


def test_another_account_of_the_same_browser_takes_the_draft_over(
    guarded: None, twin: MemoryProvider, citizen: Client, stranger: Client
) -> None:
    sign_in(citizen, twin, level="low", return_to="/meine/")
    address = _at_the_door(citizen)
    twin.sign_in_as(MAX)
    sign_in(stranger, twin, level="substantial", return_to=f"{address}frage/raeder/")
    assert 404 == stranger.get(f"{address}frage/raeder/").status_code

    sign_in(citizen, twin, level="substantial", return_to=f"{address}frage/raeder/")

    assert 200 == citizen.get(f"{address}frage/raeder/").status_code


def test_whole_application_is_sent_with_the_higher_level(guarded: None, twin: MemoryProvider, citizen: Client) -> None:
    address = _at_the_door(citizen)
    sign_in(citizen, twin, level="substantial", return_to=f"{address}frage/raeder/")
    page = citizen.get(f"{address}frage/raeder/").content.decode()
    version = page.partition('name="fassung" value="')[2].partition('"')[0]

    citizen.post(f"{address}frage/raeder/", {**BICYCLES, "fassung": version})
    sent = citizen.post(f"{address}pruefen/", {"fassung": str(int(version) + 1), "erklaerung.richtig": "ja"})

    assert "/eingang/" in sent.headers["Location"]


def test_guest_may_sign_in_earlier_and_what_was_typed_is_saved_first(
    guarded: None, twin: MemoryProvider, citizen: Client
) -> None:
    address = begin(citizen)

    answer = citizen.post(f"{address}frage/person/", {**PERSON, "anmelden": "1"}, follow=True)

    assert f"{address}anmelden/?seite=person" == answer.redirect_chain[-1][0]
    assert "Weiter ohne Anmeldung" in answer.content.decode()
    assert "Erika Beispiel" in citizen.get(f"{address}frage/person/").content.decode()


@pytest.mark.parametrize("target", ["https://boese.example/", "//boese.example/", "/\\boese.example", "javascript:x"])
def test_signing_in_never_leads_to_foreign_sites(
    twin: MemoryProvider, citizen: Client, bicycle: str, target: str
) -> None:
    done = sign_in(citizen, twin, level="low", return_to=target)
    data = citizen.get("/anmelden/daten/", {"weiter": target}).content.decode()
    form = citizen.get("/anmelden/", {"weiter": target}).content.decode()

    assert "/" == done.headers["Location"]
    assert 'btn--primary" href="/"' in data
    assert 'name="weiter" value="/"' in form


def test_account_without_data_on_page_is_led_on_when_nobody_is_signed_in(citizen: Client, bicycle: str) -> None:
    assert "/meine/" == citizen.get("/anmelden/daten/", {"weiter": "/meine/"}).headers["Location"]
