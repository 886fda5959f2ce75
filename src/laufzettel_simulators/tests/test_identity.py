"""The identity simulator is an OpenID Connect provider that a strict relying party accepts."""

import base64
import hashlib
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet
from werkzeug.test import Client as Browser

from laufzettel_simulators.identity.app import IdentityProvider, RelyingParty
from laufzettel_simulators.store import Store

VERIFIER = "v" * 64
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
BACK = "http://127.0.0.1:8000/anmelden/zurueck"


@pytest.fixture
def browser(tmp_path: Path) -> Browser:
    party = RelyingParty(client_id="laufzettel", secret="geheim", redirect_prefixes=("http://127.0.0.1:8000/",))
    return Browser(IdentityProvider(Store(tmp_path / "i.sqlite3"), party=party, issuer="http://127.0.0.1:8013"))


def ask(browser: Browser, **changed: str) -> Any:
    query = {
        "response_type": "code", "client_id": "laufzettel", "redirect_uri": BACK, "scope": "openid profile",
        "state": "s-1", "nonce": "n-1", "code_challenge": CHALLENGE,
        "code_challenge_method": "S256", "acr_values": "substantial",
    } | changed  # fmt: skip
    return browser.get("/authorize", query_string=query)


def choose(browser: Browser, **form: str) -> dict[str, list[str]]:
    page = ask(browser).text
    action = page.split('action="')[1].split('"')[0]
    answer = browser.post(action, data={"wahl": "anmelden"} | form)
    return parse_qs(urlsplit(answer.headers["Location"]).query)


def buy(browser: Browser, code: str, **changed: str) -> Any:
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": BACK, "code_verifier": VERIFIER} | changed
    return browser.post("/token", data=form, auth=("laufzettel", "geheim"))


def test_id_token_is_signed_and_carries_person_and_level(browser: Browser) -> None:
    code = choose(browser, person="demo-erika")["code"][0]

    token = buy(browser, code).get_json()["id_token"]

    keys = KeySet.import_key_set(browser.get("/jwks.json").get_json())
    claims = jwt.decode(token, keys, algorithms=["RS256"]).claims
    assert ("substantial", "Beispiel", "n-1", "laufzettel") == (
        claims["acr"], claims["family_name"], claims["nonce"], claims["aud"],
    )  # fmt: skip


def test_level_can_be_chosen_apart_from_the_person(browser: Browser) -> None:
    code = choose(browser, person="demo-erika", niveau="low")["code"][0]

    token = buy(browser, code).get_json()["id_token"]

    keys = KeySet.import_key_set(browser.get("/jwks.json").get_json())
    assert "low" == jwt.decode(token, keys).claims["acr"]


def test_code_works_once(browser: Browser) -> None:
    code = choose(browser, person="demo-erika")["code"][0]

    states = (buy(browser, code).status_code, buy(browser, code).status_code)

    assert (200, 400) == states


@pytest.mark.parametrize("changed", [{"code_verifier": "x" * 64}, {"redirect_uri": BACK + "/x"}])
def test_code_needs_its_verifier_and_its_address(browser: Browser, changed: dict[str, str]) -> None:
    code = choose(browser, person="demo-erika")["code"][0]

    assert 400 == buy(browser, code, **changed).status_code


def test_abort_comes_back_as_access_denied_with_state(browser: Browser) -> None:
    assert {"error": ["access_denied"], "state": ["s-1"]} == choose(browser, wahl="abbrechen")


@pytest.mark.parametrize("uri", ["https://boese.example.org/", "http://127.0.0.1:8000.boese.example.org/"])
def test_foreign_return_address_is_refused_without_redirect(browser: Browser, uri: str) -> None:
    assert 400 == ask(browser, redirect_uri=uri).status_code


def test_missing_pkce_is_refused(browser: Browser) -> None:
    assert "error=invalid_request" in ask(browser, code_challenge="").headers["Location"]


def test_discovery_names_the_issuer_it_signs_with(browser: Browser) -> None:
    assert "http://127.0.0.1:8013" == browser.get("/.well-known/openid-configuration").get_json()["issuer"]
