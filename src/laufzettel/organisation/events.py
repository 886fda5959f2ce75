"""What `organisation` tells."""

from dataclasses import dataclass

from laufzettel.kernel.event import Event


@dataclass(frozen=True, kw_only=True)
class MunicipalityLoaded(Event):
    """The files of a town were taken over; `content_hash` is the SHA-256 of what is now in force."""

    content_hash: str


@dataclass(frozen=True, kw_only=True)
class ClerkAppointed(Event):
    """A clerk now works for these units with these roles."""

    clerk_id: int
    units: tuple[str, ...]
    roles: tuple[str, ...]
