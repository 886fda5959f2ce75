"""Who gets to the desk: password, second factor, own town; everybody else ends at the login."""

import pytest

from laufzettel.accounts import api as accounts
from laufzettel.accounts.models import Login
from laufzettel.cases.tests.conftest import World
from laufzettel.desk.tests.conftest import PASSWORD, SECRET, Desk, browser, hire, now, sign_in
from laufzettel.desk.tests.test_rights import PAGES
from laufzettel.kernel.actor import Actor
from laufzettel.organisation import api as organisation

EMAIL = "falk.sommer@musterstadt.example"


@pytest.fixture
def clerk(world: World) -> Desk:
    return hire(EMAIL, "Falk Sommer", units=("buergeramt",))


def test_clerk_gets_in_with_password_and_code(clerk: Desk) -> None:
    sign_in(clerk, EMAIL)

    answer = clerk.client.get("/desk/")

    assert 200 == answer.status_code
    assert "Falk Sommer" in answer.content.decode()


def test_login_leads_back_to_the_page_that_was_asked_for(clerk: Desk) -> None:
    wanted = "/desk/?ansicht=meine"
    asked = clerk.client.get(wanted)

    clerk.client.post("/desk/anmelden/", {"email": EMAIL, "passwort": PASSWORD, "weiter": wanted})
    answer = clerk.client.post("/desk/anmelden/code/", {"code": accounts.totp_code(SECRET, now=now())})

    assert "/desk/anmelden/?weiter=%2Fdesk%2F%3Fansicht%3Dmeine" == asked.url
    assert wanted == answer.url


@pytest.mark.parametrize("target", ["https://evil.example/desk/", "//evil.example/desk/", "/vorgang/", "javascript:1"])
def test_login_never_leads_away(clerk: Desk, target: str) -> None:
    clerk.client.post("/desk/anmelden/", {"email": EMAIL, "passwort": PASSWORD, "weiter": target})

    answer = clerk.client.post("/desk/anmelden/code/", {"code": accounts.totp_code(SECRET, now=now())})

    assert "/desk/" == answer.url


def test_password_alone_opens_nothing(clerk: Desk) -> None:
    answer = clerk.client.post("/desk/anmelden/", {"email": EMAIL, "passwort": PASSWORD})

    assert "/desk/anmelden/code/" == answer.url
    assert clerk.client.get("/desk/").url.startswith("/desk/anmelden/")


def test_wrong_password_and_unknown_address_get_the_same_answer(clerk: Desk) -> None:
    wrong = clerk.client.post("/desk/anmelden/", {"email": EMAIL, "passwort": "falsch"})
    unknown = clerk.client.post("/desk/anmelden/", {"email": "wer@musterstadt.example", "passwort": PASSWORD})

    sentence = "E-Mail-Adresse oder Passwort stimmen nicht"
    assert (422, 422) == (wrong.status_code, unknown.status_code)
    assert sentence in wrong.content.decode()
    assert sentence in unknown.content.decode()


def test_wrong_code_does_not_open_the_desk(clerk: Desk) -> None:
    clerk.client.post("/desk/anmelden/", {"email": EMAIL, "passwort": PASSWORD})

    answer = clerk.client.post("/desk/anmelden/code/", {"code": "000000"})

    assert 422 == answer.status_code
    assert 302 == clerk.client.get("/desk/").status_code


def test_guessing_codes_is_stopped_even_for_the_right_one(clerk: Desk) -> None:
    clerk.client.post("/desk/anmelden/", {"email": EMAIL, "passwort": PASSWORD})
    for _ in range(6):
        clerk.client.post("/desk/anmelden/code/", {"code": "000000"})

    answer = clerk.client.post("/desk/anmelden/code/", {"code": accounts.totp_code(SECRET, now=now())})

    assert 422 == answer.status_code
    assert "zu viele Versuche" in answer.content.decode()


def test_code_page_without_a_password_leads_to_the_login(clerk: Desk) -> None:
    assert "/desk/anmelden/" == clerk.client.get("/desk/anmelden/code/").url


def test_session_key_changes_with_the_password_and_with_the_code(clerk: Desk) -> None:
    clerk.client.get("/leistungen/")
    clerk.client.post("/desk/anmelden/", {"email": EMAIL, "passwort": PASSWORD})
    between = clerk.client.session.session_key

    clerk.client.post("/desk/anmelden/code/", {"code": accounts.totp_code(SECRET, now=now())})

    assert between != clerk.client.session.session_key


def test_logout_ends_the_session(clerk: Desk) -> None:
    sign_in(clerk, EMAIL)

    clerk.client.post("/desk/abmelden/")

    assert 302 == clerk.client.get("/desk/").status_code


def test_logout_needs_a_post(clerk: Desk) -> None:
    assert 405 == clerk.client.get("/desk/abmelden/").status_code


def test_clerk_of_another_town_does_not_get_in(world: World) -> None:
    hire("eva@mainz.example", "Eva", units=("buergeramt",), town="mainz")

    answer = browser().post("/desk/anmelden/", {"email": "eva@mainz.example", "passwort": PASSWORD})

    assert 422 == answer.status_code


def test_login_that_is_nobodys_does_not_get_in(world: World) -> None:
    accounts.ensure_login(
        email="alt@musterstadt.example", password=PASSWORD, totp_secret=SECRET, actor=Actor.system("x"), now=now()
    )

    answer = browser().post("/desk/anmelden/", {"email": "alt@musterstadt.example", "passwort": PASSWORD})

    assert 422 == answer.status_code


@pytest.fixture
def newcomer(world: World) -> int:
    """Give the login of a clerk who has no second factor yet."""
    login = Login.objects.create_user("neu@musterstadt.example", PASSWORD)
    organisation.appoint_clerk(
        login_id=login.pk, name="Neu Ling", units=("buergeramt",), actor=Actor.system("musterstadt"), now=now()
    )
    return login.pk


def test_clerk_without_second_factor_sets_one_up_first(newcomer: int) -> None:
    client = browser()
    credentials = {"email": "neu@musterstadt.example", "passwort": PASSWORD}
    client.post("/desk/anmelden/", credentials)
    before = client.get("/desk/").status_code
    page = client.get("/desk/anmelden/einrichten/")
    secret = client.session["desk_new_secret"]

    answer = client.post("/desk/anmelden/einrichten/", {"code": accounts.totp_code(secret, now=now())})

    assert (302, 200) == (before, page.status_code)
    assert "<svg" in page.content.decode()
    assert "/desk/" == answer.url
    assert 200 == client.get("/desk/").status_code


def test_second_factor_cannot_be_replaced_with_the_password_alone(clerk: Desk) -> None:
    clerk.client.post("/desk/anmelden/", {"email": EMAIL, "passwort": PASSWORD})

    assert "/desk/anmelden/" == clerk.client.get("/desk/anmelden/einrichten/").url


def test_account_of_a_citizen_is_worth_nothing_at_the_desk(world: World) -> None:
    client = browser()
    session = client.session
    session["konto"] = {"id": "5f2c7a1e-0000-4000-8000-000000000000", "level": "high"}
    session.save()

    assert [302] * len(PAGES) == [client.get(address).status_code for address in PAGES]
