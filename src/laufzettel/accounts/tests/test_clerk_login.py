from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.contrib.auth import login as django_login
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.test import RequestFactory, override_settings

from laufzettel.accounts import api as accounts
from laufzettel.accounts.conf import read_conf
from laufzettel.accounts.models import Login
from laufzettel.kernel.actor import Actor

pytestmark = pytest.mark.django_db
SECRET = "LAUFZETTELDEMOBERGER234567ANKE22"
ADDRESS = "anke.berger@mainz.example"
PASSWORD = "Laufzettel-Demo-2026"


def _now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def clerk() -> Login:
    id = accounts.ensure_login(
        email=ADDRESS, password=PASSWORD, totp_secret=SECRET, actor=Actor.system("mainz"), now=_now()
    )
    return Login.objects.get(pk=id)


def _request(address: str = "192.0.2.1") -> HttpRequest:
    request = RequestFactory().post("/", REMOTE_ADDR=address)
    request.session = import_module(settings.SESSION_ENGINE).SessionStore()
    request.user = AnonymousUser()
    return request


def _try(request: HttpRequest, email: str = ADDRESS, password: str = PASSWORD) -> object:
    with context.request_context(request):
        return get_adapter(request).authenticate(request, email=email, password=password)


def test_clerk_signs_in_with_the_address_however_typed(clerk: Login) -> None:
    assert clerk == _try(_request(), email="Anke.Berger@Mainz.example")


def test_wrong_password_does_not_sign_in(clerk: Login) -> None:
    assert _try(_request(), password="falsch") is None


def test_password_is_stored_as_argon2() -> None:
    from laufzettel.config import settings as real

    assert real.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")


def test_guessing_one_clerk_from_one_address_is_stopped(clerk: Login) -> None:
    for _ in range(read_conf().clerk_tries):
        _try(_request(), password="falsch")

    with pytest.raises(ValidationError):
        _try(_request())


def test_guessing_does_not_lock_the_clerk_out_elsewhere(clerk: Login) -> None:
    for _ in range(read_conf().clerk_tries):
        _try(_request("192.0.2.66"), password="falsch")

    assert clerk == _try(_request("192.0.2.1"))


def test_guessing_many_clerks_from_one_address_is_stopped(clerk: Login) -> None:
    for number in range(read_conf().address_tries):
        _try(_request(), email=f"nobody{number}@mainz.example", password="falsch")

    with pytest.raises(ValidationError):
        _try(_request())


def test_nobody_registers_by_themselves() -> None:
    request = _request()

    with context.request_context(request):
        assert not get_adapter(request).is_open_for_signup(request)


def test_second_factor_secret_lies_encrypted_and_still_works(clerk: Login) -> None:
    second = Authenticator.objects.get(user_id=clerk.pk)

    assert SECRET not in str(second.data)
    with context.request_context(_request()):
        assert TOTP(second).validate_code(accounts.totp_code(SECRET, now=_now()))


def test_code_of_the_second_factor_counts_once(clerk: Login) -> None:
    second = TOTP(Authenticator.objects.get(user_id=clerk.pk))
    code = accounts.totp_code(SECRET, now=_now())
    with context.request_context(_request()):
        second.validate_code(code)

        assert not second.validate_code(code)


def test_code_is_that_of_the_standard() -> None:
    # RFC 6238, appendix B: SHA1, 59 seconds after 1970, last six digits of 94287082
    assert "287082" == accounts.totp_code("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", now=datetime.fromtimestamp(59, UTC))


def test_same_demo_login_again_keeps_sessions_valid(clerk: Login) -> None:
    before = Login.objects.get(pk=clerk.pk).password

    accounts.ensure_login(email=ADDRESS, password=PASSWORD, totp_secret=SECRET, actor=Actor.system("mainz"), now=_now())

    assert before == Login.objects.get(pk=clerk.pk).password


def _signed_in(clerk: Login, *methods: str) -> HttpRequest:
    request = _request()
    django_login(request, clerk, backend=settings.AUTHENTICATION_BACKENDS[0])
    for method in methods:
        record_authentication(request, clerk, method)
    return request


def test_password_alone_is_not_enough_for_the_desk(clerk: Login) -> None:
    assert not accounts.is_second_factor_done(_signed_in(clerk, "password"), now=_now())


def test_password_and_code_are_enough_for_the_desk(clerk: Login) -> None:
    assert accounts.is_second_factor_done(_signed_in(clerk, "password", "mfa"), now=_now())


def test_proof_of_another_person_does_not_count(clerk: Login) -> None:
    request = _signed_in(clerk, "password", "mfa")
    request.user = Login.objects.create_user("andere@mainz.example", PASSWORD)

    assert not accounts.is_second_factor_done(request, now=_now())


def test_nobody_has_no_second_factor() -> None:
    assert not accounts.is_second_factor_done(_request(), now=_now())


def test_session_ends_after_half_an_hour_without_a_request(clerk: Login) -> None:
    request = _signed_in(clerk, "password", "mfa")
    start = _now()

    assert accounts.is_second_factor_done(request, now=start + timedelta(minutes=29))
    assert accounts.is_second_factor_done(request, now=start + timedelta(minutes=58))
    assert not accounts.is_second_factor_done(request, now=start + timedelta(minutes=89))


def test_session_ends_after_eight_hours_of_work(clerk: Login) -> None:
    request = _signed_in(clerk, "password", "mfa")
    start = _now()

    seen = [accounts.is_second_factor_done(request, now=start + timedelta(minutes=20 * step)) for step in range(30)]

    assert 24 == seen.index(False)


def test_session_key_changes_at_login(clerk: Login) -> None:
    request = _request()
    request.session.create()
    planted = request.session.session_key

    django_login(request, clerk, backend=settings.AUTHENTICATION_BACKENDS[0])

    assert planted != request.session.session_key


def test_address_of_the_browser_cannot_be_claimed() -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.7", headers={"X-Forwarded-For": "198.51.100.9"})

    assert "192.0.2.7" == accounts.client_address(request)


@override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1)
def test_address_of_the_browser_is_the_one_the_trusted_proxy_saw() -> None:
    claimed = "203.0.113.66, 198.51.100.9"
    request = RequestFactory().get("/", REMOTE_ADDR="127.0.0.1", headers={"X-Forwarded-For": claimed})

    assert "198.51.100.9" == accounts.client_address(request)
