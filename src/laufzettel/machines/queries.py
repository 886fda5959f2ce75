"""Reading: who a token belongs to, and which clients a town has."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from laufzettel.kernel.levels import Level
from laufzettel.machines import domain, models
from laufzettel.machines.domain import MachineClient


@dataclass(frozen=True, kw_only=True)
class ListedClient:
    """A client for the list of an operator."""

    client: MachineClient
    created_at: datetime
    revoked_at: datetime | None


def client_view(row: models.Client) -> MachineClient:
    """Return the values of a stored client."""
    return MachineClient(
        id=str(row.pk),
        municipality=row.municipality,
        name=row.name,
        services=frozenset(row.services),
        level=cast(Level, row.level),
    )


def client_of_token(token: str, *, municipality: str, now: datetime) -> MachineClient | None:
    """Return the client a token belongs to in a town; None when it is unknown, expired, revoked or of another town."""
    row = (
        models.Token.objects.filter(
            hash=domain.hash_of(token),
            expires_at__gt=now,
            client__municipality=municipality,
            client__revoked_at=None,
        )
        .select_related("client")
        .first()
    )
    return client_view(row.client) if row else None


def list_clients(municipality: str = "") -> tuple[ListedClient, ...]:
    """Return the clients of one town or of all, the revoked ones too."""
    rows = models.Client.objects.order_by("municipality", "name")
    if municipality:
        rows = rows.filter(municipality=municipality)
    return tuple(
        ListedClient(client=client_view(row), created_at=row.created_at, revoked_at=row.revoked_at) for row in rows
    )
