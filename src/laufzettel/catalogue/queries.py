"""Reading: packages in force, parsed once per process; cards for lists and search."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import lru_cache

import msgspec

from laufzettel import packages
from laufzettel.catalogue import domain, models
from laufzettel.catalogue.domain import PublishedService, ServiceCard
from laufzettel.kernel.errors import NotFound
from laufzettel.packages import Package

_PACKAGES_KEPT = 256
_NOT_ONLINE = "Diese Leistung bieten wir online nicht an."


def get_published(municipality: str, key: str, on: date) -> PublishedService:
    """Return the package of a service in force in a town on a day; raises `NotFound` when there is none.

    In force is the package with the newest `valid_from` that is not after the day, among these the last published.
    """
    row = (
        models.PublishedPackage.objects.filter(municipality=municipality, key=key, valid_from__lte=on)
        .order_by("-valid_from", "-pk")
        .values("ref", "published_at")
        .first()
    )
    package = get_package(municipality, row["ref"]) if row else None
    if row is None or package is None or not is_open(package, on):
        raise NotFound(_NOT_ONLINE)
    return PublishedService(package=package, ref=row["ref"], published_at=row["published_at"])


def is_open(package: Package, on: date) -> bool:
    """Say whether the last day of a package is not over yet."""
    return package.manifest.valid_until is None or on <= package.manifest.valid_until


@lru_cache(maxsize=_PACKAGES_KEPT)
def get_package(municipality: str, ref: str) -> Package:
    """Return a published package of a town by its reference, whether still in force or not; raises `NotFound`.

    Published packages never change, so each process parses one only once.
    """
    row = models.PublishedPackage.objects.filter(municipality=municipality, ref=ref).first()
    if row is None:
        raise NotFound(_NOT_ONLINE)
    return packages.from_files(
        {path: text.encode() for path, text in row.files.items()},
        overlay=row.overlay.encode() if row.overlay else None,
    )


def list_services(municipality: str, *, on: date | None = None) -> tuple[ServiceCard, ...]:
    """Return all services of a town by title: those that work online, and those with only the paper way yet.

    `on` leaves out packages that are not in force on that day and gives the fees of that day; without it, the last
    published ones count.
    """
    cards = (_online_card(row, on) for row in _in_force(municipality, on))
    online = {card.key: card for card in cards if card is not None}
    listed = (
        _listed_card(row)
        for row in models.ListedService.objects.filter(municipality=municipality)
        if row.package not in online
    )
    return tuple(sorted((*online.values(), *listed), key=lambda card: (card.title.lower(), card.key)))


def search(municipality: str, text: str, *, on: date | None = None) -> tuple[ServiceCard, ...]:
    """Return the services of a town that fit what somebody typed, best first."""
    return domain.search(list_services(municipality, on=on), text)


def _in_force(municipality: str, on: date | None) -> Iterable[models.PublishedPackage]:
    rows = models.PublishedPackage.objects.filter(municipality=municipality)
    if on is not None:
        rows = rows.filter(valid_from__lte=on)
    return rows.order_by("key", "-valid_from", "-pk").distinct("key").only("municipality", "key", "ref", "card")


def _online_card(row: models.PublishedPackage, on: date | None) -> ServiceCard | None:
    card = msgspec.convert(row.card, ServiceCard)
    if on is None:
        return card
    package = get_package(row.municipality, row.ref)
    if not is_open(package, on):
        return None
    return replace(card, fee_text=packages.fee_text(package, today=on))


def _listed_card(row: models.ListedService) -> ServiceCard:
    return ServiceCard(
        key=row.key,
        title=row.title,
        summary="Noch nicht online. Wir sagen Ihnen, an wen Sie sich wenden können.",
        online=False,
        fee_text="",
        minutes=0,
        unit=row.units[0] if row.units else "",
        units=tuple(row.units),
        group=row.group,
    )
