"""Reading: towns and offices from a short-lived snapshot, clerks from the table."""

import time

import msgspec

from laufzettel.kernel.errors import NotFound
from laufzettel.organisation import domain, models

# Another process may load a town; until its snapshot is this old, a web process keeps the former texts.
_SNAPSHOT_SECONDS = 30.0
_snapshot: tuple[float, domain.Offices] | None = None


def offices() -> domain.Offices:
    """Return everything known about all towns, at most `_SNAPSHOT_SECONDS` old."""
    global _snapshot
    if _snapshot is None or time.monotonic() - _snapshot[0] > _SNAPSHOT_SECONDS:
        _snapshot = (time.monotonic(), _read_offices())
    return _snapshot[1]


def forget_offices() -> None:
    """Drop the snapshot, so that the next question reads the tables."""
    global _snapshot
    _snapshot = None


def _read_offices() -> domain.Offices:
    towns = {row.key: msgspec.convert(row.content, domain.Municipality) for row in models.Municipality.objects.all()}
    return domain.Offices(
        municipalities=towns,
        units={
            (row.municipality, row.key): msgspec.convert(row.content, domain.Unit) for row in models.Unit.objects.all()
        },
        hosts={domain.bare_host(host): town.key for town in towns.values() for host in town.hosts},
    )


def get_municipality(key: str) -> domain.Municipality:
    """Return a town by its key; raises `NotFound`."""
    return offices().municipality(key)


def municipality_for_host(host: str) -> domain.Municipality:
    """Return the town that answers under the host name of a request; raises `NotFound` for an unknown one."""
    return offices().for_host(host)


def list_municipalities() -> tuple[domain.Municipality, ...]:
    """Return all towns of this installation by key."""
    return tuple(town for _, town in sorted(offices().municipalities.items()))


def get_unit(municipality: str, key: str) -> domain.Unit:
    """Return an office of a town; raises `NotFound`."""
    return offices().unit(municipality, key)


def list_units(municipality: str) -> tuple[domain.Unit, ...]:
    """Return the offices of a town in the order of its file."""
    return offices().units_of(municipality)


def clerk_of_login(login_id: int) -> domain.Clerk | None:
    """Return the clerk who signs in with a login, or None when the login belongs to nobody in a town hall."""
    row = models.Clerk.objects.filter(login_id=login_id).first()
    return _clerk(row) if row else None


def get_clerk(municipality: str, clerk_id: int) -> domain.Clerk:
    """Return a clerk of a town by id; raises `NotFound`."""
    row = models.Clerk.objects.filter(municipality=municipality, pk=clerk_id).first()
    if row is None:
        raise NotFound
    return _clerk(row)


def list_clerks(municipality: str, unit: str) -> tuple[domain.Clerk, ...]:
    """Return the clerks of an office by name."""
    rows = models.Clerk.objects.filter(municipality=municipality, units__contains=[unit]).order_by("name", "pk")
    return tuple(_clerk(row) for row in rows)


def _clerk(row: models.Clerk) -> domain.Clerk:
    return domain.Clerk(
        id=row.pk,
        name=row.name,
        municipality=row.municipality,
        units=frozenset(row.units),
        roles=frozenset(row.roles),
        phone=row.phone,
        email=row.email,
    )
