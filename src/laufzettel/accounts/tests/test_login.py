import uuid
from collections.abc import Iterator

import pytest
from django.conf import settings as django_settings

from laufzettel.accounts import api as accounts
from laufzettel.accounts import registry
from laufzettel.accounts.provider import Identity
from laufzettel.accounts.providers.memory.provider import MemoryProvider
from laufzettel.accounts.tests.idp import NOW
from laufzettel.kernel.errors import NotFound, Refused
from laufzettel.platform import api as platform

pytestmark = pytest.mark.django_db
CALLBACK = "http://mainz.localhost:8000/anmelden/zurueck"
ERIKA = Identity(subject_key="person-1", level="low", given_name="Erika", family_name="Beispiel")


@pytest.fixture
def twin(settings: django_settings) -> Iterator[MemoryProvider]:  # type: ignore[valid-type]
    settings.IDENTITY_PROVIDERS = {"twin": "laufzettel.accounts.providers.memory.provider.build"}
    provider = registry.get_provider("twin")
    assert isinstance(provider, MemoryProvider)
    provider.sign_in_as(ERIKA)
    yield provider
    provider.is_down = False


def _sign_in(twin: MemoryProvider, level: str = "low", return_to: str = "/") -> tuple[accounts.AccountInfo, str]:
    from laufzettel.accounts.provider import LoginStart

    url, kept = accounts.start_login(
        "twin",
        callback_url=CALLBACK,
        return_to=return_to,
        level=level,  # type: ignore[arg-type]
        municipality="mainz",
    )
    params = twin.visit(LoginStart(redirect_url=url, kept=kept))
    return accounts.finish_login(params=params, kept=kept, now=NOW)


def test_first_login_makes_an_account(twin: MemoryProvider) -> None:
    info, _ = _sign_in(twin)

    assert ("Erika Beispiel", "low") == (info.name, info.level)
    assert info == accounts.get_account(info.id)


def test_second_login_finds_the_same_account(twin: MemoryProvider) -> None:
    first, _ = _sign_in(twin)
    second, _ = _sign_in(twin)

    assert first.id == second.id


def test_account_follows_a_new_name(twin: MemoryProvider) -> None:
    first, _ = _sign_in(twin)
    twin.sign_in_as(Identity(subject_key="person-1", level="low", given_name="Erika", family_name="Muster"))
    second, _ = _sign_in(twin)

    assert (first.id, "Muster") == (second.id, accounts.get_account(first.id).family_name)


def test_login_is_written_into_the_audit_trail_without_a_name(twin: MemoryProvider) -> None:
    info, _ = _sign_in(twin)

    (event,) = platform.timeline("mainz", f"account:{info.id}")
    assert ("AccountSignedIn", {"provider": "twin", "level": "low"}) == (event.kind, event.payload)


def test_step_up_leads_back_to_the_draft(twin: MemoryProvider) -> None:
    info, back = _sign_in(twin, level="substantial", return_to="/antrag/4711/pruefen")

    assert ("substantial", "/antrag/4711/pruefen") == (info.level, back)


@pytest.mark.parametrize(
    "target", ["https://boese.example", "//boese.example", "/\\boese.example", "javascript:alert(1)", "/a\r\nb", ""]
)
def test_login_never_leads_away_from_the_site(twin: MemoryProvider, target: str) -> None:
    _, back = _sign_in(twin, return_to=target)

    assert "/" == back


def test_login_below_the_level_needed_is_refused(twin: MemoryProvider) -> None:
    from laufzettel.accounts.provider import LoginStart

    url, kept = accounts.start_login("twin", callback_url=CALLBACK, return_to="/", level="low", municipality="mainz")
    params = twin.visit(LoginStart(redirect_url=url, kept=kept))

    with pytest.raises(Refused, match="„substanziell“"):
        accounts.finish_login(params=params, kept={**kept, "lz_needed_level": "substantial"}, now=NOW)


def test_level_belongs_to_the_session_and_not_to_the_account(twin: MemoryProvider) -> None:
    weak, _ = _sign_in(twin, level="low")
    kept = accounts.session_of_account(weak)
    _sign_in(twin, level="high")

    seen = accounts.account_of_session(kept)

    assert seen is not None
    assert "low" == accounts.actor_of_account(seen, "mainz").level


def test_session_of_a_deleted_account_is_nobody() -> None:
    assert accounts.account_of_session({"account": str(uuid.uuid4()), "level": "high"}) is None
    assert accounts.account_of_session({}) is None


def test_login_that_was_never_started_is_refused() -> None:
    with pytest.raises(Refused):
        accounts.finish_login(params={"code": "x", "state": "y"}, kept={}, now=NOW)


@pytest.mark.parametrize("id", ["unfug", str(uuid.uuid4())], ids=["not an id", "nobody's id"])
def test_unknown_account_is_not_found(id: str) -> None:
    with pytest.raises(NotFound):
        accounts.get_account(id)


def test_unknown_provider_is_not_found() -> None:
    with pytest.raises(NotFound):
        accounts.start_login("elsewhere", callback_url=CALLBACK, return_to="/", level="low", municipality="mainz")
