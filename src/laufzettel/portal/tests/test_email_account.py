"""Accounts with e-mail address and password: begin, sign in, protect better, get back in; nothing tells who has one."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from laufzettel.accounts.actions import confirm_address
from laufzettel.accounts.conf import read_conf
from laufzettel.accounts.models import Account, EmailLogin, Method
from laufzettel.accounts.totp import totp_code
from laufzettel.platform import api as platform

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("town")]
ERIKA, PASSWORD = "erika@beispiel.example", "Korrekt-Pferd-Batterie-9"


def mailed_code() -> str:
    found = re.search(r"(\d{4}) (\d{4})", mail.outbox[-1].body)
    assert found
    return found[1] + found[2]


def sign_up(browser: Client, email: str = ERIKA, password: str = PASSWORD) -> Any:
    browser.post("/konto/bestaetigen/", {"email": email})
    browser.post("/konto/bestaetigen/code/", {"code": mailed_code()})
    return browser.post("/konto/passwort/", {"passwort": password})


def sign_in(browser: Client, email: str = ERIKA, password: str = PASSWORD, weiter: str = "/konto/") -> Any:
    return browser.post("/konto/anmelden/", {"email": email, "passwort": password, "weiter": weiter})


@pytest.fixture
def erika(citizen: Client) -> Client:
    """Give a browser in which Erika made an account and signed in with her password."""
    sign_up(citizen)
    sign_in(citizen)
    return citizen


def with_app(browser: Client) -> tuple[str, list[str]]:
    """Set up an app; return its secret and the codes on paper."""
    page = browser.get("/konto/app/").content.decode()
    found = re.search(r'class="lz-code">([A-Z2-7 ]+)<', page)
    assert found
    secret = found[1].replace(" ", "")
    # The code of a while ago, so that the next one is still fresh for signing in.
    done = browser.post("/konto/app/", {"code": totp_code(secret, now=platform.now() - timedelta(seconds=30))})
    return secret, re.findall(r'<li class="lz-code">([^<]+)<', done.content.decode())


def test_account_begins_with_a_code_from_the_mail(citizen: Client) -> None:
    sign_up(citizen)
    answer = sign_in(citizen)

    page = citizen.get("/konto/").content.decode()
    assert "/konto/" == answer.headers["Location"]
    assert ERIKA in page
    assert "ohne Anmeldung" in page
    assert PASSWORD not in str(EmailLogin.objects.values())


def test_code_counts_only_in_the_browser_that_asked_for_it(citizen: Client, stranger: Client) -> None:
    citizen.post("/konto/bestaetigen/", {"email": ERIKA})

    stranger.post("/konto/bestaetigen/", {"email": "mallory@beispiel.example"})
    code_of_mallory = mailed_code()
    answer = citizen.post("/konto/bestaetigen/code/", {"code": code_of_mallory})

    assert 422 == answer.status_code
    assert not EmailLogin.objects.exists()


def test_code_can_be_tried_five_times_only(citizen: Client) -> None:
    citizen.post("/konto/bestaetigen/", {"email": ERIKA})
    right = mailed_code()
    for _ in range(5):
        citizen.post("/konto/bestaetigen/code/", {"code": "00000000"})

    answer = citizen.post("/konto/bestaetigen/code/", {"code": right})

    assert "Das waren zu viele Versuche" in answer.content.decode()


def test_password_cannot_be_set_without_a_proved_address(citizen: Client) -> None:
    answer = citizen.post("/konto/passwort/", {"passwort": PASSWORD})

    assert "/konto/bestaetigen/" == answer.headers["Location"]


def test_weak_password_is_refused_with_a_reason(citizen: Client) -> None:
    answer = sign_up(citizen, password="passwort")

    assert 422 == answer.status_code
    assert not EmailLogin.objects.exists()


def test_nobody_learns_who_has_an_account(citizen: Client, stranger: Client) -> None:
    sign_up(citizen)
    token = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"|data-options="[^"]+"|[a-z]+@beispiel.example')

    def pages(email: str) -> list[str]:
        wrong = stranger.post("/konto/anmelden/", {"email": email, "passwort": "falsch"})
        asked = stranger.post("/konto/bestaetigen/", {"email": email}, follow=True)
        return [token.sub("", answer.content.decode()) for answer in (wrong, asked)]

    assert pages(ERIKA) == pages("nobody@beispiel.example")
    assert token.sub("", mail.outbox[-1].body)[:60] == token.sub("", mail.outbox[-2].body)[:60]


def test_guessing_passwords_ends_soon(citizen: Client, stranger: Client) -> None:
    sign_up(citizen)
    for number in range(8):
        sign_in(stranger, password=f"falsch-{number}")

    answer = sign_in(stranger)

    assert "Das waren zu viele Versuche" in answer.content.decode()


def test_mails_to_one_address_are_limited(citizen: Client) -> None:
    for _ in range(6):
        answer = citizen.post("/konto/bestaetigen/", {"email": ERIKA})

    assert 422 == answer.status_code
    assert 4 == len(mail.outbox)


def test_app_raises_the_level_and_is_asked_for_next_time(erika: Client, stranger: Client) -> None:
    secret, paper = with_app(erika)
    raised = erika.get("/konto/").content.decode()

    half = sign_in(stranger)
    outside = stranger.get("/konto/")
    done = stranger.post("/konto/anmelden/code/", {"code": totp_code(secret, now=platform.now())})

    assert 8 == len(paper)
    assert "niedrig" in raised
    assert "/konto/anmelden/code/" == half.headers["Location"]
    assert 302 == outside.status_code
    assert "/konto/" == done.headers["Location"]
    assert "niedrig" in stranger.get("/konto/").content.decode()


def test_code_of_the_app_counts_once(erika: Client, stranger: Client) -> None:
    secret, _ = with_app(erika)
    code = totp_code(secret, now=platform.now())
    sign_in(stranger)
    stranger.post("/konto/anmelden/code/", {"code": code})
    other = Client(headers={"host": "mainz.localhost"})
    sign_in(other)

    again = other.post("/konto/anmelden/code/", {"code": code})

    assert 422 == again.status_code


def test_code_on_paper_opens_once(erika: Client, stranger: Client) -> None:
    _, paper = with_app(erika)
    sign_in(stranger)
    first = stranger.post("/konto/anmelden/code/", {"code": paper[0].lower()})
    sign_in(stranger)

    second = stranger.post("/konto/anmelden/code/", {"code": paper[0]})

    assert 302 == first.status_code
    assert 422 == second.status_code
    assert paper[0] not in str(list(Method.objects.values()))


def test_guessing_codes_ends_soon(erika: Client, stranger: Client) -> None:
    secret, _ = with_app(erika)
    sign_in(stranger)
    for _ in range(6):
        stranger.post("/konto/anmelden/code/", {"code": "000000"})

    answer = stranger.post("/konto/anmelden/code/", {"code": totp_code(secret, now=platform.now())})

    assert "Das waren zu viele Versuche" in answer.content.decode()


def test_new_password_by_mail_does_not_get_around_the_app(erika: Client, stranger: Client) -> None:
    with_app(erika)

    sign_up(stranger, password="Ganz-Neues-Kennwort-7")
    answer = sign_in(stranger, password="Ganz-Neues-Kennwort-7")

    assert "/konto/anmelden/code/" == answer.headers["Location"]
    assert 1 == Account.objects.count()


def test_new_password_ends_all_other_sessions(erika: Client, stranger: Client) -> None:
    assert 200 == erika.get("/konto/").status_code

    sign_up(stranger, password="Ganz-Neues-Kennwort-7")

    assert 302 == erika.get("/konto/").status_code


def test_signing_out_everywhere_ends_every_session(erika: Client, stranger: Client) -> None:
    sign_in(stranger)

    stranger.post("/konto/ueberall-abmelden/")

    assert 302 == erika.get("/konto/").status_code
    assert 302 == stranger.get("/konto/").status_code


def test_address_changes_only_with_a_code_from_the_new_one(erika: Client) -> None:
    erika.post("/konto/bestaetigen/", {"email": "neu@beispiel.example", "zweck": "adresse"})
    before = EmailLogin.objects.get().email

    erika.post("/konto/bestaetigen/code/", {"code": mailed_code()})

    assert ERIKA == before
    assert "neu@beispiel.example" == EmailLogin.objects.get().email
    assert [ERIKA] == mail.outbox[-1].to
    assert "neu@beispiel.example" in erika.get("/konto/").content.decode()


def test_address_of_another_account_cannot_be_taken(erika: Client, stranger: Client) -> None:
    sign_up(stranger, email="max@beispiel.example")

    erika.post("/konto/bestaetigen/", {"email": "max@beispiel.example", "zweck": "adresse"})
    erika.post("/konto/bestaetigen/code/", {"code": mailed_code()})

    assert {ERIKA, "max@beispiel.example"} == set(EmailLogin.objects.values_list("email", flat=True))


def test_app_of_somebody_else_cannot_be_removed(erika: Client, stranger: Client) -> None:
    with_app(erika)
    sign_up(stranger, email="max@beispiel.example")
    sign_in(stranger, email="max@beispiel.example")

    answer = stranger.post(f"/konto/entfernen/{Method.objects.get(kind='totp').pk}/")

    assert 404 == answer.status_code
    assert Method.objects.filter(kind="totp").exists()


def test_without_any_second_way_the_session_falls_back_and_paper_codes_go(erika: Client) -> None:
    with_app(erika)

    erika.post(f"/konto/entfernen/{Method.objects.get(kind='totp').pk}/")

    assert not Method.objects.exists()
    assert "ohne Anmeldung" in erika.get("/konto/").content.decode()


@pytest.mark.parametrize("address", ["/konto/app/", "/konto/passkey/", "/konto/bestaetigen/?zweck=adresse"])
def test_account_itself_changes_only_shortly_after_signing_in(erika: Client, address: str) -> None:
    session = erika.session
    session["angemeldet"] = platform.now().timestamp() - 20 * 60
    session.save()

    assert erika.get(address).headers["Location"].startswith("/anmelden/")
    assert 200 == erika.get("/konto/").status_code


def test_signing_in_gives_a_new_session_key_at_both_steps(erika: Client, stranger: Client) -> None:
    secret, _ = with_app(erika)
    stranger.get("/konto/anmelden/")
    planted = stranger.session.session_key
    sign_in(stranger)
    half = stranger.session.session_key
    stranger.post("/konto/anmelden/code/", {"code": totp_code(secret, now=platform.now())})

    assert 3 == len({planted, half, stranger.session.session_key})


@pytest.mark.parametrize("address", ["/konto/anmelden/", "/konto/anmelden/passkey/", "/konto/bestaetigen/"])
def test_forms_of_other_sites_are_refused(address: str) -> None:
    browser = Client(enforce_csrf_checks=True, headers={"host": "mainz.localhost"})

    assert 403 == browser.post(address, {"email": ERIKA, "passwort": PASSWORD}).status_code


@pytest.mark.parametrize("target", ["https://boese.example/", "//boese.example/", "/\\boese.example"])
def test_signing_in_never_leads_to_foreign_sites(citizen: Client, target: str) -> None:
    sign_up(citizen)

    assert "/" == sign_in(citizen, weiter=target).headers["Location"]


def test_clerks_cannot_be_reached_through_accounts_of_citizens(citizen: Client) -> None:
    sign_up(citizen)
    sign_in(citizen)

    assert citizen.get("/desk/").headers["Location"].startswith("/desk/anmelden/")


def test_where_a_town_wants_no_such_accounts_nobody_begins_one_or_signs_in(
    erika: Client, stranger: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    conf = replace(read_conf(), email_accounts=False)
    monkeypatch.setattr(confirm_address, "read_conf", lambda: conf)
    sent = len(mail.outbox)

    answers = [stranger.post("/konto/bestaetigen/", {"email": "neu@beispiel.example"}), sign_in(stranger)]

    assert [422, 422] == [answer.status_code for answer in answers]
    assert all("gibt es hier nicht" in answer.content.decode() for answer in answers)
    assert sent == len(mail.outbox)
