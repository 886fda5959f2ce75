"""Our OpenID Connect client against the identity provider of the demo, over its real HTTP interface."""

import re
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from laufzettel.accounts.conf import DEMO_CLIENT_SECRET
from laufzettel.accounts.provider import LoginStart
from laufzettel.accounts.providers.oidc.provider import OidcProvider
from laufzettel.kernel.errors import Refused
from laufzettel_simulators.identity.app import IdentityProvider, RelyingParty
from laufzettel_simulators.store import Store

ISSUER = "http://127.0.0.1:8013"
CALLBACK = "http://127.0.0.1:8000/anmelden/zurueck"


@pytest.fixture
def demo(tmp_path: Path) -> httpx.Client:
    party = RelyingParty(
        client_id="laufzettel", secret=DEMO_CLIENT_SECRET, redirect_prefixes=("http://127.0.0.1:8000/",)
    )
    app = IdentityProvider(Store(tmp_path / "identity.sqlite"), party=party, issuer=ISSUER)
    return httpx.Client(transport=httpx.WSGITransport(app=app), base_url=ISSUER)


def _provider(demo: httpx.Client) -> OidcProvider:
    return OidcProvider(
        issuer=ISSUER,
        client_id="laufzettel",
        client_secret=DEMO_CLIENT_SECRET,
        transport=demo._transport,
    )


def _visit(demo: httpx.Client, start: LoginStart, **choice: str) -> dict[str, str]:
    page = demo.get(start.redirect_url)
    action = re.search(r'action="(/authorize/[^"]+)"', page.text)
    assert action
    answer = demo.post(action[1], data=choice)
    return dict(parse_qsl(urlsplit(answer.headers["location"]).query))


def test_person_of_the_demo_signs_in(demo: httpx.Client) -> None:
    provider = _provider(demo)
    start = provider.start(callback_url=CALLBACK, level="substantial")

    params = _visit(demo, start, person="demo-erika", wahl="anmelden")
    identity = provider.finish(params=params, kept=start.kept, now=datetime.now(UTC))

    assert ("demo-erika", "substantial", "Erika", "Beispiel") == (
        identity.subject_key,
        identity.level,
        identity.given_name,
        identity.family_name,
    )
    assert ("Musterweg", "1", "55116", "Mainz") == (
        identity.address.strasse,
        identity.address.hausnummer,
        identity.address.plz,
        identity.address.ort,
    )


def test_person_of_the_demo_gives_up(demo: httpx.Client) -> None:
    provider = _provider(demo)
    start = provider.start(callback_url=CALLBACK, level="low")

    with pytest.raises(Refused, match="abgebrochen"):
        provider.finish(params=_visit(demo, start, wahl="abbrechen"), kept=start.kept, now=datetime.now(UTC))


def test_code_without_our_verifier_is_worth_nothing(demo: httpx.Client) -> None:
    provider = _provider(demo)
    start = provider.start(callback_url=CALLBACK, level="low")
    params = _visit(demo, start, person="demo-erika", wahl="anmelden")

    with pytest.raises(Refused, match="nicht mehr gültig"):
        provider.finish(params=params, kept={**start.kept, "verifier": "another"}, now=datetime.now(UTC))
