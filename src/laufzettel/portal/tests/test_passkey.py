"""Sign in with a passkey: only the right device, on the right site, for the question just asked."""

import html
import re

import pytest
from django.test import Client

from laufzettel.accounts.models import Method
from laufzettel.accounts.tests.authenticator import Device
from laufzettel.portal.tests.test_email_account import sign_in, sign_up

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("town")]


def options_on(browser: Client, address: str) -> str:
    found = re.search(r'data-options="([^"]+)"', browser.get(address).content.decode())
    assert found
    return html.unescape(found[1])


@pytest.fixture
def device(citizen: Client) -> Device:
    """Give a device whose passkey opens the account of the citizen."""
    sign_up(citizen)
    sign_in(citizen)
    made = Device()
    done = citizen.post(
        "/konto/passkey/", {"antwort": made.make(options_on(citizen, "/konto/passkey/")), "name": "Telefon"}
    )
    assert "Ersatzcodes" in done.content.decode()
    return made


def enter(browser: Client, answer: str) -> str:
    return str(browser.post("/konto/anmelden/passkey/", {"antwort": answer, "weiter": "/konto/"}).headers["Location"])


def test_passkey_alone_opens_the_account(device: Device, citizen: Client, stranger: Client) -> None:
    where = enter(stranger, device.sign(options_on(stranger, "/konto/anmelden/")))

    page = stranger.get("/konto/").content.decode()
    assert "/konto/" == where
    assert "Telefon" in page
    assert "niedrig" in page
    assert "niedrig" in citizen.get("/konto/").content.decode()


def test_passkey_is_asked_for_after_the_password(device: Device, stranger: Client) -> None:
    assert "/konto/anmelden/code/" == sign_in(stranger).headers["Location"]
    assert "/konto/" == enter(stranger, device.sign(options_on(stranger, "/konto/anmelden/code/")))


def test_answer_counts_once(device: Device, stranger: Client) -> None:
    answer = device.sign(options_on(stranger, "/konto/anmelden/"))
    enter(stranger, answer)
    stranger.post("/abmelden/")

    assert enter(stranger, answer).startswith("/konto/anmelden/")


def test_answer_to_somebody_elses_question_opens_nothing(device: Device, citizen: Client, stranger: Client) -> None:
    answer = device.sign(options_on(citizen, "/konto/anmelden/"))
    options_on(stranger, "/konto/anmelden/")

    assert enter(stranger, answer).startswith("/konto/anmelden/")


def test_answer_made_for_another_site_opens_nothing(device: Device, stranger: Client) -> None:
    device.origin = "http://boese.localhost"

    assert enter(stranger, device.sign(options_on(stranger, "/konto/anmelden/"))).startswith("/konto/anmelden/")


def test_device_must_recognise_its_owner(device: Device, stranger: Client) -> None:
    only_present = device.sign(options_on(stranger, "/konto/anmelden/"), flags=0x01)

    assert enter(stranger, only_present).startswith("/konto/anmelden/")


def test_copied_passkey_opens_nothing(device: Device, stranger: Client) -> None:
    enter(stranger, device.sign(options_on(stranger, "/konto/anmelden/")))
    stranger.post("/abmelden/")
    device.counter = 0

    assert enter(stranger, device.sign(options_on(stranger, "/konto/anmelden/"))).startswith("/konto/anmelden/")


def test_unknown_device_opens_nothing(device: Device, stranger: Client) -> None:
    answer = Device().sign(options_on(stranger, "/konto/anmelden/"))

    assert enter(stranger, answer).startswith("/konto/anmelden/")


@pytest.mark.parametrize("answer", ["", "{", "[]", '{"id": 7}', '{"id": "abc", "response": {}}'])
def test_nonsense_is_refused_politely(citizen: Client, answer: str) -> None:
    options_on(citizen, "/konto/anmelden/")

    assert enter(citizen, answer).startswith("/konto/anmelden/")


def test_public_key_is_encrypted_in_the_database(device: Device) -> None:
    row = Method.objects.get(kind="passkey")

    assert row.secret.startswith("gAAAA")
