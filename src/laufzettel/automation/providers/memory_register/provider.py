"""A register in memory that tests can fill and steer."""

import time
from collections.abc import Mapping
from typing import Literal

from laufzettel.automation.conf import Endpoint
from laufzettel.automation.provider import NoAnswer, RegisterAnswer


class MemoryRegister:
    """Answers what `put` has taught it; `mode` and `delay_s` make it fail or dawdle; `asked` counts questions."""

    def __init__(self) -> None:
        self.mode: Literal["normal", "down"] = "normal"
        self.delay_s = 0.0
        self.asked = 0
        self._known: list[tuple[dict[str, str], dict[str, object]]] = []

    def put(self, query: Mapping[str, str], data: Mapping[str, object]) -> None:
        """Answer this question with these data from now on; an empty question stands for every question."""
        self._known.append((dict(query), dict(data)))

    def look_up(self, *, query: Mapping[str, str], timeout_s: float) -> RegisterAnswer:
        """Ask once."""
        self.asked += 1
        time.sleep(self.delay_s)
        if self.mode == "down" or self.delay_s > timeout_s:
            raise NoAnswer("down")
        for question, data in self._known:
            if not question or question == dict(query):
                return RegisterAnswer(state="found", data=data)
        return RegisterAnswer(state="not_found")


def build(endpoint: Endpoint) -> MemoryRegister:
    """Make an empty twin."""
    return MemoryRegister()
