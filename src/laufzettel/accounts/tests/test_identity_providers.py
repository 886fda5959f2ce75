"""The promises of every identity provider, kept by the real one and by the twin."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from joserfc.jwk import RSAKey

from laufzettel.accounts.provider import Identity, IdentityProvider, LoginStart, PostalAddress
from laufzettel.accounts.providers.memory.provider import MemoryProvider
from laufzettel.accounts.providers.oidc.provider import OidcProvider
from laufzettel.accounts.tests.idp import CLIENT, ISSUER, NOW, SECRET, FakeIdp
from laufzettel.kernel.errors import Refused, Unavailable

CALLBACK = "http://mainz.localhost:8000/anmelden/zurueck"
ERIKA = Identity(
    subject_key="person-1",
    level="substantial",
    given_name="Erika",
    family_name="Beispiel",
    birth_date=date(1990, 5, 4),
    address=PostalAddress(strasse="Am Alten Markt", hausnummer="12 b", plz="55116", ort="Mainz"),
    email="erika@beispiel.example",
)


@dataclass
class Seam:
    """A provider together with the world behind it."""

    provider: IdentityProvider
    sign_in_as: Callable[[Identity | None], None]
    visit: Callable[[LoginStart], dict[str, str]]
    go_down: Callable[[], None]


def _memory() -> Seam:
    twin = MemoryProvider()
    return Seam(twin, twin.sign_in_as, twin.visit, lambda: setattr(twin, "is_down", True))


def _oidc() -> Seam:
    idp = FakeIdp()
    return Seam(
        _provider(idp),
        idp.sign_in_as,
        lambda start: idp.visit(start.redirect_url),
        lambda: setattr(idp, "is_down", True),
    )


def _provider(idp: FakeIdp) -> OidcProvider:
    return OidcProvider(issuer=ISSUER, client_id=CLIENT, client_secret=SECRET, transport=idp.transport())


@pytest.fixture(params=[_memory, _oidc], ids=["memory", "oidc"])
def seam(request: pytest.FixtureRequest) -> Seam:
    made: Seam = request.param()
    made.sign_in_as(ERIKA)
    return made


def test_login_brings_the_identity(seam: Seam) -> None:
    start = seam.provider.start(callback_url=CALLBACK, level="low")

    identity = seam.provider.finish(params=seam.visit(start), kept=start.kept, now=NOW)

    assert ERIKA == identity


def test_login_reaches_the_level_asked_for(seam: Seam) -> None:
    start = seam.provider.start(callback_url=CALLBACK, level="high")

    identity = seam.provider.finish(params=seam.visit(start), kept=start.kept, now=NOW)

    assert "high" == identity.level


def test_somebody_who_gives_up_is_told_so(seam: Seam) -> None:
    seam.sign_in_as(None)
    start = seam.provider.start(callback_url=CALLBACK, level="low")

    with pytest.raises(Refused, match="abgebrochen"):
        seam.provider.finish(params=seam.visit(start), kept=start.kept, now=NOW)


def test_answer_for_another_browser_is_refused(seam: Seam) -> None:
    mine = seam.provider.start(callback_url=CALLBACK, level="low")
    theirs = seam.provider.start(callback_url=CALLBACK, level="low")

    with pytest.raises(Refused, match="Browserfenster"):
        seam.provider.finish(params=seam.visit(theirs), kept=mine.kept, now=NOW)


def test_answer_with_a_state_that_we_never_write_is_refused(seam: Seam) -> None:
    start = seam.provider.start(callback_url=CALLBACK, level="low")

    with pytest.raises(Refused, match="Browserfenster"):
        seam.provider.finish(params={**seam.visit(start), "state": "ä"}, kept=start.kept, now=NOW)


def test_session_without_a_started_login_is_refused(seam: Seam) -> None:
    start = seam.provider.start(callback_url=CALLBACK, level="low")

    with pytest.raises(Refused):
        seam.provider.finish(params={**seam.visit(start), "state": ""}, kept={}, now=NOW)


def test_answer_counts_only_once(seam: Seam) -> None:
    start = seam.provider.start(callback_url=CALLBACK, level="low")
    params = seam.visit(start)
    seam.provider.finish(params=params, kept=start.kept, now=NOW)

    with pytest.raises(Refused, match="nicht mehr gültig"):
        seam.provider.finish(params=params, kept=start.kept, now=NOW)


def test_provider_that_is_down_is_named_as_such(seam: Seam) -> None:
    start = seam.provider.start(callback_url=CALLBACK, level="low")
    params = seam.visit(start)
    seam.go_down()

    with pytest.raises(Unavailable, match="nicht erreichbar"):
        seam.provider.finish(params=params, kept=start.kept, now=NOW)


def _claim(name: str, value: object) -> Callable[[dict[str, Any]], None]:
    return lambda claims: claims.update({name: value})


@pytest.mark.parametrize(
    "twist",
    [
        _claim("nonce", "another"),
        _claim("aud", "another-client"),
        _claim("iss", "https://boese.example"),
        _claim("azp", "another-client"),
        _claim("exp", int((NOW - timedelta(minutes=10)).timestamp())),
        _claim("iat", int((NOW + timedelta(minutes=10)).timestamp())),
        lambda claims: claims.pop("exp"),
        lambda claims: claims.pop("nonce"),
        lambda claims: claims.pop("sub"),
    ],
    ids=["nonce", "audience", "issuer", "party", "expired", "future", "no-expiry", "no-nonce", "no-subject"],
)
def test_token_that_says_something_wrong_is_not_trusted(twist: Callable[[dict[str, Any]], None]) -> None:
    idp = FakeIdp(person=ERIKA, twist=twist)
    provider = _provider(idp)
    start = provider.start(callback_url=CALLBACK, level="low")

    with pytest.raises(Refused, match="nicht trauen"):
        provider.finish(params=idp.visit(start.redirect_url), kept=start.kept, now=NOW)


def test_token_signed_by_somebody_else_is_not_trusted() -> None:
    idp = FakeIdp(person=ERIKA)
    idp.signing_key = RSAKey.generate_key(2048, {"kid": "k1"})
    provider = _provider(idp)
    start = provider.start(callback_url=CALLBACK, level="low")

    with pytest.raises(Refused, match="nicht trauen"):
        provider.finish(params=idp.visit(start.redirect_url), kept=start.kept, now=NOW)


def test_token_without_a_signature_is_not_trusted() -> None:
    idp = FakeIdp(person=ERIKA, algorithm="none")
    provider = _provider(idp)
    start = provider.start(callback_url=CALLBACK, level="low")

    with pytest.raises(Refused, match="nicht trauen"):
        provider.finish(params=idp.visit(start.redirect_url), kept=start.kept, now=NOW)


def test_new_key_of_the_provider_is_fetched() -> None:
    idp = FakeIdp(person=ERIKA)
    provider = _provider(idp)
    first = provider.start(callback_url=CALLBACK, level="low")
    provider.finish(params=idp.visit(first.redirect_url), kept=first.kept, now=NOW)
    idp.signing_key = RSAKey.generate_key(2048, {"kid": "k2"})
    idp.published.append(idp.signing_key)

    start = provider.start(callback_url=CALLBACK, level="low")
    identity = provider.finish(params=idp.visit(start.redirect_url), kept=start.kept, now=NOW)

    assert "person-1" == identity.subject_key


def test_unknown_level_counts_as_none() -> None:
    idp = FakeIdp(person=ERIKA, twist=_claim("acr", "sehr-hoch"))
    provider = _provider(idp)
    start = provider.start(callback_url=CALLBACK, level="low")

    identity = provider.finish(params=idp.visit(start.redirect_url), kept=start.kept, now=NOW)

    assert "none" == identity.level


def test_answer_of_another_issuer_is_not_trusted() -> None:
    idp = FakeIdp(person=ERIKA)
    provider = _provider(idp)
    start = provider.start(callback_url=CALLBACK, level="low")
    params = {**idp.visit(start.redirect_url), "iss": "https://boese.example"}

    with pytest.raises(Refused, match="nicht trauen"):
        provider.finish(params=params, kept=start.kept, now=NOW)


def test_addresses_of_the_provider_are_asked_for_once() -> None:
    idp = FakeIdp(person=ERIKA)
    provider = _provider(idp)

    for _ in range(3):
        provider.start(callback_url=CALLBACK, level="low")

    assert ["/.well-known/openid-configuration"] == idp.asked_for
