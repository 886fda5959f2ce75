"""Reading: packages in force, parsed once per process."""

from datetime import date
from functools import lru_cache

from laufzettel import packages
from laufzettel.catalogue import models
from laufzettel.catalogue.domain import PublishedService, PublishedVersion, SearchMiss
from laufzettel.kernel import language
from laufzettel.kernel.errors import NotFound
from laufzettel.kernel.language import phrase, say
from laufzettel.packages import Package

_PACKAGES_KEPT = 256
_NOT_ONLINE = phrase("Diese Leistung bieten wir online nicht an.")


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
        raise NotFound(say(_NOT_ONLINE))
    return PublishedService(package=package, ref=row["ref"], published_at=row["published_at"])


def list_versions(municipality: str, key: str) -> tuple[PublishedVersion, ...]:
    """Return every package that a town has published for a service, the newest first; empty for an unknown one."""
    rows = models.PublishedPackage.objects.filter(municipality=municipality, key=key).order_by("-valid_from", "-pk")
    return tuple(
        PublishedVersion(ref=ref, version=version, valid_from=valid_from, published_at=published_at)
        for ref, version, valid_from, published_at in rows.values_list("ref", "version", "valid_from", "published_at")
    )


def is_open(package: Package, on: date) -> bool:
    """Say whether the last day of a package is not over yet."""
    return package.manifest.valid_until is None or on <= package.manifest.valid_until


def get_package(municipality: str, ref: str) -> Package:
    """Return a published package of a town by its reference, whether still in force or not; raises `NotFound`.

    Its words are in the reader's language, where the package has it; verbs and jobs read German.
    """
    return packages.localized(_parsed(municipality, ref), language.reader())


@lru_cache(maxsize=_PACKAGES_KEPT)
def _parsed(municipality: str, ref: str) -> Package:
    """Read a package; published packages never change, so each process does it only once."""
    row = models.PublishedPackage.objects.filter(municipality=municipality, ref=ref).first()
    if row is None:
        raise NotFound(say(_NOT_ONLINE))
    return packages.from_files(
        {path: text.encode() for path, text in row.files.items()},
        overlay=row.overlay.encode() if row.overlay else None,
    )


def list_misses(municipality: str) -> tuple[SearchMiss, ...]:
    """Return what was asked on several days without a hit, most often asked first."""
    rows = models.MissedSearch.objects.filter(municipality=municipality).exclude(words="")
    return tuple(
        SearchMiss(words=row.words, days=row.days, last_on=row.last_on)
        for row in rows.order_by("-days", "-last_on", "words")
    )
