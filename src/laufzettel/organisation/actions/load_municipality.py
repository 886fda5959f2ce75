"""Take over the files of a town."""

import hashlib
from datetime import datetime
from pathlib import Path

import msgspec
from django.db import transaction

from laufzettel.kernel.actor import Actor
from laufzettel.organisation import domain, models, queries
from laufzettel.organisation.actions.reading import read_yaml
from laufzettel.organisation.events import MunicipalityLoaded
from laufzettel.platform.api import action


def load_municipality(*, folder: Path, now: datetime) -> domain.Municipality:
    """Load `town.yaml` and `units.yaml` of a folder `municipalities/<key>`; loading the same again changes nothing.

    Units that vanished from the file vanish from the town. Raises `Invalid` when a file does not fit and
    `FileNotFoundError` when one is missing.
    """
    town = domain.read_municipality(read_yaml(folder / "town.yaml"))
    units = domain.read_units(read_yaml(folder / "units.yaml"))
    _take_over(town=town, units=units, actor=Actor.system(town.key), now=now)
    return town


@action("municipality.load", by=("system",))
def _take_over(
    *, town: domain.Municipality, units: tuple[domain.Unit, ...], actor: Actor, now: datetime
) -> MunicipalityLoaded | None:
    content_hash = hashlib.sha256(msgspec.json.encode((town, units), order="deterministic")).hexdigest()
    known = models.Municipality.objects.select_for_update().filter(key=town.key).first()
    if known and known.content_hash == content_hash:
        return None

    models.Municipality.objects.update_or_create(
        key=town.key,
        defaults={"content": msgspec.to_builtins(town), "content_hash": content_hash, "loaded_at": now},
    )
    models.Unit.objects.filter(municipality=town.key).delete()
    models.Unit.objects.bulk_create(
        models.Unit(municipality=town.key, key=unit.key, position=position, content=msgspec.to_builtins(unit))
        for position, unit in enumerate(units)
    )
    queries.forget_offices()
    transaction.on_commit(queries.forget_offices)

    return MunicipalityLoaded(subject=f"municipality:{town.key}", municipality=town.key, content_hash=content_hash)
