"""Switch the behaviour of a simulator: what can be set, what is set, and what that does to an answer."""

import time
from dataclasses import dataclass

from werkzeug.wrappers import Response

from laufzettel_simulators.store import Store


@dataclass(frozen=True, kw_only=True)
class Option:
    """One position of a switch."""

    value: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Switch:
    """Something that can be set on the page `/steuerung`; without options it is a number of seconds."""

    key: str
    label: str
    default: str
    options: tuple[Option, ...] = ()

    def accepts(self, value: str) -> bool:
        """Say whether the value is one of the positions, or a number of seconds up to one day."""
        if self.options:
            return value in {option.value for option in self.options}
        return value.isascii() and value.isdecimal() and int(value) <= 86_400


MODE = Switch(
    key="mode",
    label="Wie soll dieser Dienst antworten?",
    default="normal",
    options=(
        Option(value="normal", label="Normal"),
        Option(value="slow", label="Langsam (Wartezeit siehe unten)"),
        Option(value="down", label="Gestört: Antwort 503"),
        Option(value="garbage", label="Unsinn: Antwort 200 mit HTML statt Daten"),
    ),
)
SECONDS = Switch(
    key="seconds", label="Wartezeit in Sekunden, wenn der Dienst langsam oder verspätet antwortet", default="10"
)


class Control:
    """The switches of one simulator with their current positions."""

    def __init__(self, store: Store, switches: tuple[Switch, ...]) -> None:
        self._store = store
        self.switches = switches

    def get(self, key: str) -> str:
        """Return the position of a switch."""
        return self.positions()[key]

    def positions(self) -> dict[str, str]:
        """Return all positions."""
        kept = self._store.get("control", "positions") or {}
        return {switch.key: kept.get(switch.key, switch.default) for switch in self.switches}

    def set(self, wanted: dict[str, str]) -> list[str]:
        """Set the named switches; returns the keys that were refused, then nothing is changed."""
        known = {switch.key: switch for switch in self.switches}
        refused = [key for key, value in wanted.items() if key not in known or not known[key].accepts(value)]
        if not refused:
            self._store.put("control", "positions", self.positions() | wanted)
        return refused

    def disturbance(self) -> Response | None:
        """Wait or return a broken answer, as the switches say; nothing means: answer normally."""
        mode = self.get("mode")
        if mode == "slow":
            time.sleep(int(self.get("seconds")))
        if mode == "down":
            return Response("Der Dienst ist gestört.", status=503, headers={"Retry-After": "30"})
        if mode == "garbage":
            return Response("<html><body><h1>Wartungsarbeiten</h1></body></html>", mimetype="text/html")
        return None
