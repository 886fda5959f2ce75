"""What `catalogue` tells."""

from dataclasses import dataclass

from laufzettel.kernel.event import Event


@dataclass(frozen=True, kw_only=True)
class PackagePublished(Event):
    """A service package is now in force in a town; `ref` names key, version and content."""

    key: str
    ref: str


@dataclass(frozen=True, kw_only=True)
class ServiceListLoaded(Event):
    """The list of services that are not online yet was taken over."""

    count: int
