"""Put service packages into force in a town."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import msgspec

from laufzettel import packages
from laufzettel.catalogue import models
from laufzettel.catalogue.conf import read_conf
from laufzettel.catalogue.domain import card_of
from laufzettel.catalogue.events import PackagePublished
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.dates import local_date
from laufzettel.kernel.errors import Conflict, Invalid, Problem
from laufzettel.packages.model import Package, PackageProblem, PackageRefused
from laufzettel.platform.api import action


def publish(
    *, municipality: str, folder: Path, overlay: Path | None, actor: Actor, now: datetime
) -> PackagePublished | None:
    """Check the package in a folder with a town's overlay and put it into force.

    Returns None when exactly this content was published before. Raises `Invalid` with every error of the package,
    and `Conflict` when its version was published with other content and replacing is not allowed.
    """
    package = _load(folder, overlay)
    _refuse_errors(package)
    return _publish(
        package=package,
        overlay=overlay.read_text(encoding="utf-8") if overlay else "",
        actor=actor,
        now=now,
        municipality=municipality,
    )


def publish_all(
    *, municipality: str, services: Path, overlays: Path, actor: Actor, now: datetime
) -> tuple[PackagePublished, ...]:
    """Publish every package in `services` for which the town has an overlay in `overlays` that offers it.

    Returns what is new. Stops with the error of the first package that cannot be published.
    """
    told = (
        publish(municipality=municipality, folder=folder, overlay=overlay, actor=actor, now=now)
        for folder, overlay in _offered(services, overlays)
    )
    return tuple(event for event in told if event is not None)


def _offered(services: Path, overlays: Path) -> Iterable[tuple[Path, Path]]:
    for manifest in sorted(services.glob("*/manifest.yaml")):
        overlay = overlays / f"{manifest.parent.name}.yaml"
        if overlay.is_file() and _load(manifest.parent, overlay).offered:
            yield manifest.parent, overlay


def _load(folder: Path, overlay: Path | None) -> Package:
    try:
        return packages.load(folder, overlay)
    except PackageRefused as refused:
        raise Invalid(_named(refused.problems)) from refused


def _named(problems: Iterable[PackageProblem]) -> tuple[Problem, ...]:
    return tuple(Problem(f"{problem.file}:{problem.line}", problem.message) for problem in problems)


def _refuse_errors(package: Package) -> None:
    errors = [problem for problem in packages.check(package) if problem.severity == "error"]
    if errors:
        raise Invalid(_named(errors))


@action("package.publish", by=("system", "clerk"))
def _publish(
    *, package: Package, overlay: str, municipality: str, actor: Actor, now: datetime
) -> PackagePublished | None:
    manifest = package.manifest
    earlier = models.PublishedPackage.objects.filter(municipality=municipality, key=manifest.key)
    if earlier.filter(ref=package.ref).exists():
        return None
    if earlier.filter(version=manifest.version).exists() and not read_conf().may_replace:
        raise Conflict(
            f"{manifest.key} {manifest.version} ist schon mit anderem Inhalt veröffentlicht. Erhöhen Sie die Version."
        )

    models.PublishedPackage.objects.create(
        municipality=municipality,
        key=manifest.key,
        version=manifest.version,
        content_hash=package.content_hash,
        ref=package.ref,
        files={path: content.decode() for path, content in package.files.items()},
        overlay=overlay,
        valid_from=manifest.valid_from,
        published_at=now,
        card=msgspec.to_builtins(card_of(package, local_date(now))),
    )

    return PackagePublished(
        subject=f"package:{manifest.key}", municipality=municipality, key=manifest.key, ref=package.ref
    )
