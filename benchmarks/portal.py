"""A form page with 40 fields, alone and in a package with 400 fields on other pages: server time."""

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import _ground as ground
from benchmarks import _long_form as long_form

if TYPE_CHECKING:
    from benchmarks._inside import Answer, Took

TOWN = "mainz"
OTHERS = {"kurzform-anmelden": 0, "langform-anmelden": 400}
ROUNDS, REQUESTS, WARM = 5, 30, 10
MOST_MS, MOST_RATIO = 15.0, 1.3


def main() -> int:
    """Print the table; always 0."""
    return ground.run_apart("portal")


def measure() -> None:
    """Measure in the process and the database made for it."""
    from benchmarks import _inside as inside
    from benchmarks._town import publish

    with tempfile.TemporaryDirectory() as name:
        for key, others in OTHERS.items():
            publish(TOWN, key, folder=long_form.write(Path(name), key=key, others=others))
    from benchmarks._wsgi import application

    calls: dict[str, Callable[[], Answer]] = {
        "bare": lambda: inside.expect(inside.request(application, "/bare/", long_form.typed("seite")), "201")
    }
    for key, others in OTHERS.items():
        filled = _Filled(application, key, others)
        calls |= {f"show {others}": filled.show, f"save {others}": filled.save, f"live {others}": filled.live}
    for call in calls.values():
        for _ in range(WARM):
            call()
    ground.show("portal", _figures(inside.best_of(calls, rounds=ROUNDS, requests=REQUESTS)))


class _Filled:
    """A draft in which every page is filled in, and what can be done with its first page."""

    def __init__(self, application: object, key: str, others: int) -> None:
        from benchmarks import _inside as inside

        self.inside, self.application = inside, application
        self.session = inside.new_guest()
        begun = self._send(f"/leistungen/{key}/entwurf/", {}, "302")
        self.here = begun.location
        self.version = 0
        for page in long_form.page_keys(others):
            self._save(self.here.replace("/seite/", f"/{page}/"), page)

    def show(self) -> "Answer":
        """Show the page."""
        return self._send(self.here, None, "200")

    def save(self) -> "Answer":
        """Save the page."""
        return self._save(self.here, "seite")

    def live(self) -> "Answer":
        """Ask while typing."""
        typed = long_form.typed("seite")
        shown = [f"seite.f{number:02}" for number in range(long_form.FIELDS)]
        fields: dict[str, str | list[str]] = {**typed, "fassung": str(self.version), "gezeigt": shown}
        return self._send(f"{self.here}live/", fields, "200")

    def _save(self, place: str, page: str) -> "Answer":
        self.version += 1
        fields = long_form.typed(page) | {"fassung": str(self.version), "weiter": "1"}
        answer = self._send(place, fields, "302")
        if answer.location.startswith(place):
            raise RuntimeError(f"not saved: {answer.location}")
        return answer

    def _send(self, place: str, fields: Mapping[str, str | list[str]] | None, status: str) -> "Answer":
        answer = self.inside.request(self.application, place, fields, session=self.session)  # type: ignore[arg-type]
        return self.inside.expect(answer, status)


def _figures(best: "Mapping[str, Took]") -> list[ground.Figure]:
    named = {"show": "showing a page with 40 fields", "save": "saving it", "live": "answer while typing on it"}
    return [figure for name, what in named.items() for figure in _pair(name, what, best)]


def _pair(name: str, what: str, best: "Mapping[str, Took]") -> list[ground.Figure]:
    alone, beside = best[f"{name} 0"], best[f"{name} 400"]
    ratio = beside.wall / alone.wall
    return [
        ground.Figure(
            what=f"{what}, median",
            measured=str(alone),
            baseline=f"bare INSERT {best['bare']}",
            ratio=f"{alone.wall / best['bare'].wall:.1f}",
            aim=f"under {MOST_MS:.0f} ms",
            is_met=alone.wall < MOST_MS,
        ),
        ground.Figure(
            what=f"{what}, 400 fields on other pages",
            measured=str(beside),
            baseline=f"without them {alone}",
            ratio=f"{ratio:.2f}",
            aim=f"at most {MOST_RATIO}",
            is_met=ratio <= MOST_RATIO,
        ),
    ]


if __name__ == "__main__":
    measure()
