"""What `automation` tells. What a register answered stays in its row: events carry no personal data."""

from dataclasses import dataclass

from laufzettel.kernel.event import Event


@dataclass(frozen=True, kw_only=True)
class LookUpOrdered(Event):
    """A register will be asked for a step of the process."""

    step: str
    register: str


@dataclass(frozen=True, kw_only=True)
class LookUpAnswered(Event):
    """A register answered, or was given up: `state` is found, not_found or unavailable."""

    step: str
    register: str
    state: str
    answer_id: int


@dataclass(frozen=True, kw_only=True)
class HandOverStarted(Event):
    """Data of a case will be handed over to a specialist system (Fachverfahren)."""

    step: str
    system: str


@dataclass(frozen=True, kw_only=True)
class HandOverDelayed(Event):
    """The specialist system does not answer; the hand-over is tried again by itself. Told once."""

    step: str
    system: str


@dataclass(frozen=True, kw_only=True)
class HandOverEnded(Event):
    """The specialist system took the data or refused it: `state` is acknowledged or refused, `reason` a short code.

    What the system said in its own words may name people: it stays in the row (`HandOverView.reason`).
    """

    step: str
    system: str
    state: str
    reason: str
    external_reference: str
