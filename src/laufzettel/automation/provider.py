"""The seams to registers and to specialist systems: values in, values out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol


class NoAnswer(Exception):
    """Nothing usable came back; it is not known whether the counterpart has acted. `reason` is for the log."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, kw_only=True)
class RegisterAnswer:
    """What a register knows: `data` as JSON values, empty when nothing was found."""

    state: Literal["found", "not_found"]
    data: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class SystemAnswer:
    """Yes with the reference of the other side, or no with its reason (German, for people)."""

    state: Literal["acknowledged", "refused"]
    external_reference: str = ""
    reason: str = ""


class Register(Protocol):
    """A register that can be asked."""

    def look_up(self, *, query: Mapping[str, str], timeout_s: float) -> RegisterAnswer:
        """Ask once; raises `NoAnswer` after `timeout_s` seconds without a usable answer. Changes nothing there."""
        ...


class SpecialistSystem(Protocol):
    """A specialist system (Fachverfahren) that takes data of a case."""

    def hand_over(self, *, key: str, data: Mapping[str, object], timeout_s: float) -> SystemAnswer:
        """Hand over once; raises `NoAnswer` after `timeout_s` seconds without a usable answer.

        The same `key` handed over again has one effect and gets the same answer. `data` are JSON values.
        """
        ...
