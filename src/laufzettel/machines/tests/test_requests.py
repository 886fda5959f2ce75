"""Requests under a key: claimed once, answered every time, taken up again when their process died."""

from datetime import UTC, datetime, timedelta

import pytest

from laufzettel.kernel.actor import Actor
from laufzettel.kernel.errors import NotFound, Refused
from laufzettel.machines import api as machines
from laufzettel.machines.actions.requests import forget_old
from laufzettel.machines.models import KeyedRequest, Token
from laufzettel.platform.models import Event

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
TOWN = Actor.system("mainz")


@pytest.fixture
def client() -> machines.Secret:
    return machines.add_client(actor=TOWN, name="Kammer", services=["a"], level="none", now=NOW)


def _begin(client: machines.Secret, fingerprint: str = "x", now: datetime = NOW) -> machines.Repeated:
    return machines.begin_request(client_id=client.client_id, key="k", fingerprint=fingerprint, now=now)


def test_the_first_one_gets_the_key_and_the_second_waits(client: machines.Secret) -> None:
    assert ["new", "running"] == [_begin(client).state, _begin(client).state]


def test_another_content_under_the_same_key_is_noticed_at_once(client: machines.Secret) -> None:
    _begin(client)

    assert "other" == _begin(client, "y").state


def test_a_finished_request_is_known_by_its_draft(client: machines.Secret) -> None:
    _begin(client)
    machines.note_draft(client_id=client.client_id, key="k", draft_id="d")
    machines.finish_request(client_id=client.client_id, key="k")

    assert ("known", "d") == (_begin(client).state, _begin(client).draft_id)


def test_a_request_that_died_is_taken_up_by_one_only(client: machines.Secret) -> None:
    _begin(client)
    machines.note_draft(client_id=client.client_id, key="k", draft_id="d")
    later = NOW + timedelta(minutes=3)

    assert ["known", "running"] == [_begin(client, now=later).state, _begin(client, now=later).state]


def test_a_dropped_key_is_free_and_a_finished_one_stays(client: machines.Secret) -> None:
    _begin(client)
    machines.drop_request(client_id=client.client_id, key="k")
    assert "new" == _begin(client).state

    machines.finish_request(client_id=client.client_id, key="k")
    machines.drop_request(client_id=client.client_id, key="k")
    assert "known" == _begin(client).state


def test_old_keys_and_tokens_are_forgotten(client: machines.Secret) -> None:
    _begin(client)
    machines.issue_token(
        client_id=client.client_id, secret=client.secret, municipality="mainz", address="10.0.0.1", now=NOW
    )

    forget_old(now=NOW + timedelta(days=31))

    assert 0 == KeyedRequest.objects.count() == Token.objects.count()


def test_two_clients_of_a_town_cannot_have_one_name(client: machines.Secret) -> None:
    with pytest.raises(Refused, match="gibt es schon"):
        machines.add_client(actor=TOWN, name="Kammer", services=["a"], level="none", now=NOW)
    with pytest.raises(NotFound):
        machines.revoke_client(actor=Actor.system("musterstadt"), name="Kammer", now=NOW)


def test_giving_and_taking_access_is_in_the_trail(client: machines.Secret) -> None:
    machines.revoke_client(actor=TOWN, name="Kammer", now=NOW)

    kinds = list(
        Event.objects.filter(subject=f"machine:{client.client_id}").order_by("number").values_list("kind", flat=True)
    )
    assert ["MachineClientAdded", "MachineClientRevoked"] == kinds
    assert [True] == [item.revoked_at is not None for item in machines.list_clients("mainz")]
