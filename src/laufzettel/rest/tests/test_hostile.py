"""Programs that are not who they say, or send what nobody should."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from laufzettel.catalogue import api as catalogue
from laufzettel.kernel.actor import Actor
from laufzettel.machines import api as machines
from laufzettel.machines.models import Client as MachineRow
from laufzettel.machines.models import Token
from laufzettel.platform import api as platform
from laufzettel.rest.body import parse_json
from laufzettel.rest.problem import ApiProblem
from laufzettel.rest.tests.conftest import APPLICATION, NOW, SUBMIT, client_of, program, send, token_of
from laufzettel.submissions import models

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"


def test_without_a_token_nothing_is_handed_in(bicycle: str) -> None:
    answer = send(Client(headers={"host": "mainz.localhost"}), APPLICATION)

    assert (401, "Bearer") == (answer.status_code, answer.headers["WWW-Authenticate"].split()[0])
    assert "application/problem+json" == answer.headers["Content-Type"]
    assert 0 == models.Submission.objects.count()


def test_a_token_of_another_town_an_expired_and_a_revoked_one_are_worth_nothing(bicycle: str) -> None:
    foreign = token_of(client_of("musterstadt"), "musterstadt.localhost")
    made = client_of()
    expired, revoked = token_of(made), token_of(made)

    Token.objects.filter(client_id=made.client_id).update(expires_at=platform.now() - timedelta(seconds=1))
    assert 401 == send(program(foreign), APPLICATION).status_code
    assert 401 == send(program(expired), APPLICATION).status_code

    Token.objects.filter(client_id=made.client_id).update(expires_at=platform.now() + timedelta(days=1))
    name = MachineRow.objects.get(pk=made.client_id).name
    machines.revoke_client(actor=Actor.system("mainz"), name=name, now=platform.now())
    assert 401 == send(program(revoked), APPLICATION).status_code
    assert 0 == Token.objects.filter(client_id=made.client_id).count()


def test_a_client_hands_in_only_what_it_may(bicycle: str) -> None:
    answer = send(program(token_of(client_of(services=("hundesteuer-anmeldung",)))), APPLICATION)

    assert (403, "urn:laufzettel:problem:scope") == (answer.status_code, answer.json()["type"])


def test_an_unknown_service_is_not_found(caller: Client) -> None:
    made = client_of(services=("gibt-es-nicht",))

    answer = send(program(token_of(made)), APPLICATION, "/api/v1/services/gibt-es-nicht/submissions")

    assert 404 == answer.status_code


@pytest.mark.parametrize(
    ("field", "value"), [("client_secret", "falsch"), ("client_id", "x' OR 1=1"), ("client_id", "")]
)
def test_a_wrong_secret_and_an_unknown_client_get_the_same_answer(bicycle: str, field: str, value: str) -> None:
    made = client_of()
    asked = {"grant_type": "client_credentials", "client_id": made.client_id, "client_secret": made.secret}
    body = "&".join(f"{key}={one}" for key, one in {**asked, field: value}.items())

    answer = Client(headers={"host": "mainz.localhost"}).post("/api/v1/token", body, content_type=FORM)

    assert (401, {"error": "invalid_client"}) == (answer.status_code, answer.json())


def test_guessing_secrets_is_slowed_down(bicycle: str) -> None:
    guess = "grant_type=client_credentials&client_id=a&client_secret=b"
    browser = Client(headers={"host": "mainz.localhost"})

    answers = [browser.post("/api/v1/token", guess, content_type=FORM) for _ in range(31)]

    assert [401] * 30 + [429] == [answer.status_code for answer in answers]


def test_other_grants_are_refused(bicycle: str) -> None:
    browser = Client(headers={"host": "mainz.localhost"})

    answer = browser.post("/api/v1/token", "grant_type=password&username=a", content_type=FORM)

    assert {"error": "unsupported_grant_type"} == answer.json()


def test_secrets_and_tokens_are_stored_only_as_hashes(bicycle: str) -> None:
    made = client_of()
    token = token_of(made)

    stored = str([*MachineRow.objects.values(), *Token.objects.values()])

    assert made.secret not in stored
    assert token not in stored


@pytest.mark.parametrize(
    ("body", "status", "kind"),
    [
        (b'{"answers": {}, "answers": {}}', 400, "duplicate-name"),
        (b"[" * 100, 400, "json-structure"),
        (b'{"answers": ' + b'{"a":' * 50 + b"1" + b"}" * 51, 400, "json-structure"),
        (b'{"answers": {"person": {"name": NaN}}}', 400, "json"),
        (b'{"answers": {"person": {"name": 1' + b"0" * 60 + b"}}}", 400, "json"),
        (b'{"answers": {"person": {"name": "a\\u0000b"}}}', 400, "json"),
        (b'{"answers": {"person": {"name": "\\ud800"}}}', 400, "json"),
        (b'{"answers": {"person": {"name": "\xff"}}}', 400, "json"),
        (b'{"answers": [' + b"1," * 30_000 + b"1]}", 400, "json-structure"),
        (b'{"answers": []}', 400, "body"),
        (b'{"answers": {}, "attachments": [{"path": "a"}]}', 400, "body"),
        (b'{"answers": {}, "admin": true}', 400, "body"),
        (b"null", 400, "body"),
        (b" ", 400, "json"),
        (b'{"answers": {"person": {"name": "' + b"x" * 1_600_000 + b'"}}}', 413, "too-large"),
        (b'{"answers": {"person": {"name": "' + b"x" * 2_100_000 + b'"}}}', 413, "too-large"),
    ],
)
def test_bodies_that_nobody_should_send_are_refused_with_a_reason(
    caller: Client, body: bytes, status: int, kind: str
) -> None:
    answer = send(caller, body)

    assert (status, f"urn:laufzettel:problem:{kind}") == (answer.status_code, answer.json()["type"]), answer.content


@pytest.mark.parametrize("value", [{}, [], "x", 1, True, {"name": {"a": 1}}, {"name": ["x"]}, {"name": 5}])
def test_answers_of_the_wrong_shape_are_problems_and_no_accidents(caller: Client, value: Any) -> None:
    answer = send(caller, {"answers": {"person": value, "raeder": value}, "declarations": ["richtig"]})

    assert 422 == answer.status_code


def test_deep_json_is_refused_before_it_is_read() -> None:
    with pytest.raises(ApiProblem):
        parse_json(b'{"a":' * 1_000_000, max_bytes=10_000_000)


def test_other_media_types_and_methods_are_refused(caller: Client) -> None:
    assert 415 == caller.post(SUBMIT, b"<a/>", content_type="text/xml").status_code
    answer = caller.get(SUBMIT)
    assert (405, "POST") == (answer.status_code, answer.headers["Allow"])


def test_a_machine_that_asks_too_often_must_wait(bicycle: str) -> None:
    caller = program(token_of(client_of()))

    answers = [caller.get("/api/v1/submissions/MZ-26-2222-2222").status_code for _ in range(121)]

    assert [404] * 120 + [429] == answers


def test_no_answer_sets_a_cookie(caller: Client) -> None:
    answers = [send(caller, APPLICATION), caller.get("/api/v1/services"), caller.get("/api/v1/openapi.json?sprache=en")]

    assert [{}] * 3 == [dict(answer.cookies) for answer in answers]


def test_a_service_that_needs_a_known_person_is_refused_with_the_reason_unless_the_operator_trusts(
    bicycle: str, request: pytest.FixtureRequest
) -> None:
    key = "meldebescheinigung-beantragen"
    folder = Path(request.config.rootpath, "services", key)
    catalogue.publish(municipality="mainz", folder=folder, overlay=None, actor=Actor.system("mainz"), now=NOW)
    address = f"/api/v1/services/{key}/submissions"
    unknown, trusted = (program(token_of(client_of(services=(key,), level=level))) for level in ("none", "substantial"))

    refused = send(unknown, {"answers": {}}, address)

    assert (403, "substantial", "none") == (refused.status_code, refused.json()["needed"], refused.json()["level"])
    assert 422 == send(trusted, {"answers": {}}, address).status_code
