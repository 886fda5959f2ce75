"""The OpenID Connect provider against a foreign implementation in a process of its own, over the network."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from laufzettel.accounts.provider import Identity, LoginStart
from laufzettel.accounts.providers.oidc.provider import OidcProvider
from laufzettel.kernel.errors import Refused, Unavailable

CALLBACK = "http://mainz.localhost:8000/anmelden/zurueck/"
ADDRESS = {"street_address": "Am Alten Markt 12 b", "postal_code": "55116", "locality": "Mainz"}
PEOPLE = {
    "erika": {"given_name": "Erika", "family_name": "Beispiel", "birthdate": "1990-05-04", "address": ADDRESS},
    "niedrig": {"acr": "http://eidas.europa.eu/LoA/low"},
    "substanziell": {"acr": "http://eidas.europa.eu/LoA/substantial"},
    "hoch": {"acr": "STORK-QAA-Level-4"},
    "fantasie": {"acr": "allerhöchste"},
}


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """Run the foreign provider and give its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    people = [f"--user-claims={json.dumps({'sub': sub, **claims})}" for sub, claims in PEOPLE.items()]
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce", "true", *people]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address, process)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=10)


def _wait_for(address: str, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(200):
        assert process.poll() is None, "the foreign provider ended by itself"
        try:
            httpx.get(f"{address}/jwks")
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the foreign provider does not answer")


_network = httpx.HTTPTransport(limits=httpx.Limits(max_keepalive_connections=0))


def provider(issuer: str, *, client: str = "laufzettel", transport: httpx.BaseTransport = _network) -> OidcProvider:
    return OidcProvider(issuer=issuer, client_id=client, client_secret="geheim", transport=transport)


def visit(start: LoginStart, person: str) -> dict[str, str]:
    """Play the browser: choose a person at the provider and bring back the parameters."""
    answer = httpx.post(start.redirect_url, data={"sub": person})
    found = parse_qs(urlsplit(answer.headers["location"]).query)
    return {name: values[0] for name, values in found.items()}


def sign_in(issuer: str, person: str, *, later: timedelta = timedelta(0)) -> Identity:
    made = provider(issuer)
    start = made.start(callback_url=CALLBACK, level="low")
    return made.finish(params=visit(start, person), kept=start.kept, now=datetime.now(UTC) + later)


def test_person_arrives_with_everything_the_provider_knows(issuer: str) -> None:
    found = sign_in(issuer, "erika")

    assert ("erika", "Erika", "Beispiel") == (found.subject_key, found.given_name, found.family_name)
    assert "1990-05-04" == str(found.birth_date)
    assert ("Am Alten Markt", "12 b", "55116") == (found.address.strasse, found.address.hausnummer, found.address.plz)


@pytest.mark.parametrize(
    ("person", "level"),
    [("erika", "none"), ("niedrig", "low"), ("substanziell", "substantial"), ("hoch", "high"), ("fantasie", "none")],
)
def test_level_is_what_the_provider_vouches_for_and_never_what_was_asked(issuer: str, person: str, level: str) -> None:
    assert level == sign_in(issuer, person).level


def test_question_carries_the_challenge_and_never_the_secrets(issuer: str) -> None:
    start = provider(issuer).start(callback_url=CALLBACK, level="substantial")

    asked = parse_qs(urlsplit(start.redirect_url).query)
    assert ["S256"] == asked["code_challenge_method"]
    assert ["substantial"] == asked["acr_values"]
    assert start.kept["verifier"] not in start.redirect_url


@pytest.mark.parametrize("wrong", ["state", "nonce"])
def test_answer_to_another_question_is_refused(issuer: str, wrong: str) -> None:
    made = provider(issuer)
    start = made.start(callback_url=CALLBACK, level="low")
    params = visit(start, "erika")

    with pytest.raises(Refused):
        made.finish(params=params, kept={**start.kept, wrong: "x" * 64}, now=datetime.now(UTC))


def test_code_counts_once(issuer: str) -> None:
    made = provider(issuer)
    start = made.start(callback_url=CALLBACK, level="low")
    params = visit(start, "erika")
    made.finish(params=params, kept=start.kept, now=datetime.now(UTC))

    with pytest.raises(Refused):
        made.finish(params=params, kept=start.kept, now=datetime.now(UTC))


def test_token_that_is_too_old_is_refused(issuer: str) -> None:
    with pytest.raises(Refused):
        sign_in(issuer, "erika", later=timedelta(hours=2))


def test_code_of_another_client_is_refused(issuer: str) -> None:
    start = provider(issuer, client="fremd").start(callback_url=CALLBACK, level="low")

    with pytest.raises(Refused):
        provider(issuer).finish(params=visit(start, "erika"), kept=start.kept, now=datetime.now(UTC))


class _AsSomebodyElse(httpx.BaseTransport):
    """Ask the real provider for tokens in the name of another client: genuine tokens, wrong audience."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if "authorization" in request.headers:
            request = next(httpx.BasicAuth("fremd", "geheim").auth_flow(request))
        return _network.handle_request(request)


def test_genuine_token_for_somebody_else_is_refused(issuer: str) -> None:
    start = provider(issuer, client="fremd").start(callback_url=CALLBACK, level="low")
    params = visit(start, "erika")

    with pytest.raises(Refused, match="nicht trauen"):
        provider(issuer, transport=_AsSomebodyElse()).finish(params=params, kept=start.kept, now=datetime.now(UTC))


def test_giving_up_is_refused_politely(issuer: str) -> None:
    made = provider(issuer)
    start = made.start(callback_url=CALLBACK, level="low")
    answer = httpx.post(start.redirect_url, data={"action": "deny"})
    params = {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["location"]).query).items()}

    # This provider forgets to send the state back, so that the answer could be from anybody.
    with pytest.raises(Refused):
        made.finish(params=params, kept=start.kept, now=datetime.now(UTC))


def test_provider_that_calls_itself_differently_is_not_trusted(issuer: str) -> None:
    with pytest.raises(Unavailable):
        provider(issuer.replace("127.0.0.1", "localhost") + "/x").start(callback_url=CALLBACK, level="low")
