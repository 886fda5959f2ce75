"""A specialist system in memory that tests can steer."""

import threading
from collections.abc import Mapping
from typing import Literal

from laufzettel.automation.conf import Endpoint
from laufzettel.automation.provider import NoAnswer, SystemAnswer


class MemorySystem:
    """Keeps what arrives in `received`, by key; `mode` makes it refuse, fail, or act and lose its answer."""

    def __init__(self) -> None:
        self.mode: Literal["normal", "refuse", "down", "lost"] = "normal"
        self.received: dict[str, dict[str, object]] = {}
        self._answers: dict[str, SystemAnswer] = {}
        self._lock = threading.Lock()

    def hand_over(self, *, key: str, data: Mapping[str, object], timeout_s: float) -> SystemAnswer:
        """Hand over once."""
        if self.mode == "down":
            raise NoAnswer("down")
        with self._lock:
            answer = self._answers.setdefault(key, self._verdict())
            kept = self.received.setdefault(key, dict(data))
        if kept != dict(data):
            return SystemAnswer(state="refused", reason="Unter diesem Schlüssel kam schon ein anderer Datensatz.")
        if self.mode == "lost":
            raise NoAnswer("lost")
        return answer

    def _verdict(self) -> SystemAnswer:
        if self.mode == "refuse":
            return SystemAnswer(state="refused", reason="Das Sachkonto ist gesperrt.")
        return SystemAnswer(state="acknowledged", external_reference=f"TWIN-{len(self._answers) + 1:06d}")


def build(endpoint: Endpoint) -> MemorySystem:
    """Make an empty twin."""
    return MemorySystem()
