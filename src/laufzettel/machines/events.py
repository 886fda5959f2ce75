"""What `machines` tells."""

from dataclasses import dataclass

from laufzettel.kernel.event import Event


@dataclass(frozen=True, kw_only=True)
class MachineClientAdded(Event):
    """A program got access to services of a town."""

    name: str
    services: tuple[str, ...]
    level: str


@dataclass(frozen=True, kw_only=True)
class MachineClientRevoked(Event):
    """A program lost its access; its tokens are gone."""

    name: str
