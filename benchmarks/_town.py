"""A town with one published service in the empty database of a measurement."""

from datetime import UTC, datetime
from pathlib import Path

import django

from benchmarks import _bare as bare
from benchmarks import _ground as ground


def publish(town: str, service: str, *, folder: Path | None = None) -> str:
    """Prepare the database, load the town, publish the service (from services/ or a folder); return its reference."""
    django.setup()
    from laufzettel.catalogue import api as catalogue
    from laufzettel.console.town import bring_database_up_to_date
    from laufzettel.kernel.actor import Actor
    from laufzettel.organisation import api as organisation

    now = datetime.now(UTC)
    bring_database_up_to_date()
    bare.create_table()
    home = ground.HOME / "municipalities" / town
    organisation.load_municipality(folder=home, now=now)
    overlay = home / "services" / f"{service}.yaml"
    told = catalogue.publish(
        municipality=town,
        folder=folder or ground.HOME / "services" / service,
        overlay=None if folder else overlay,
        actor=Actor.system(town),
        now=now,
    )
    if told is None:
        raise RuntimeError(f"{service} was published before")
    return told.ref
