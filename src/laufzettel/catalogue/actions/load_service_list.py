"""Take over the list of services that a town does not offer online yet."""

import csv
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from laufzettel.catalogue import models
from laufzettel.catalogue.events import ServiceListLoaded
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.errors import Invalid, Problem
from laufzettel.platform.api import action

_COLUMNS = ("key", "title", "ozg_service", "units", "package", "source")


def load_service_list(*, municipality: str, path: Path, now: datetime) -> int:
    """Load `services.csv` of a town (key, title, ozg_service, units, package, source); return how many it lists.

    Loading the same list again changes nothing. A missing file is an empty list. Raises `Invalid` for other columns.
    """
    rows = _read(path) if path.is_file() else []
    _replace(municipality=municipality, rows=rows, actor=Actor.system(municipality), now=now)
    return len(rows)


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != _COLUMNS:
            raise Invalid((Problem(path.name, f"Erwartet werden die Spalten {', '.join(_COLUMNS)}."),))
        return list(reader)


@action("service_list.load", by=("system",))
def _replace(*, municipality: str, rows: list[dict[str, str]], actor: Actor, now: datetime) -> ServiceListLoaded | None:
    wanted = [
        models.ListedService(
            municipality=municipality,
            key=row["key"],
            title=row["title"],
            group=row["ozg_service"],
            units=[unit.strip() for unit in row["units"].split(";") if unit.strip()],
            package=row["package"],
        )
        for row in rows
    ]
    known = models.ListedService.objects.filter(municipality=municipality)
    if _facts(known) == _facts(wanted):
        return None

    known.delete()
    models.ListedService.objects.bulk_create(wanted)

    return ServiceListLoaded(subject="services", municipality=municipality, count=len(wanted))


def _facts(rows: Iterable[models.ListedService]) -> set[tuple[str, ...]]:
    return {(row.key, row.title, row.group, "; ".join(row.units), row.package) for row in rows}
