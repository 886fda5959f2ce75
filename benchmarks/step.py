"""Saving one step with 15 fields and 10 rules, and the answer while typing: server time and statements."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import _ground as ground
from laufzettel.kernel.dates import local_date

if TYPE_CHECKING:
    from benchmarks._inside import Took

TOWN, SERVICE = "mainz", "messstrecke-anmelden"
ROUNDS, REQUESTS, WARM = 5, 40, 10
MOST_MS, MOST_STATEMENTS = 10.0, 6


def main() -> int:
    """Print the table; always 0."""
    return ground.run_apart("step")


def measure() -> None:
    """Measure in the process and the database made for it."""
    from benchmarks import _inside as inside
    from benchmarks._town import publish

    publish(TOWN, SERVICE, folder=Path(__file__).with_name("_packages") / SERVICE)
    from benchmarks._wsgi import application

    session = inside.new_guest()
    begun = inside.request(application, f"/leistungen/{SERVICE}/entwurf/", {}, session=session)
    here = inside.expect(begun, "302").location
    version = 0

    def save(*, counts_statements: bool = False) -> inside.Answer:
        nonlocal version
        version += 1
        fields = _typed() | {"fassung": str(version), "weiter": "1"}
        answer = inside.request(application, here, fields, session=session, counts_statements=counts_statements)
        if not answer.location.endswith("pruefen/"):
            raise RuntimeError(f"not saved: {answer.status} {answer.location}")
        return answer

    def live() -> inside.Answer:
        fields = _typed() | {"fassung": str(version), "gezeigt": "strecke.vorname"}
        return inside.expect(inside.request(application, f"{here}live/", fields, session=session), "200")

    def show() -> inside.Answer:
        return inside.expect(inside.request(application, here, session=session), "200")

    def bare() -> inside.Answer:
        return inside.expect(inside.request(application, "/bare/", _typed()), "201")

    calls = {"save": save, "live": live, "show": show, "bare": bare}
    for call in calls.values():
        for _ in range(WARM):
            call()
    statements = len(save(counts_statements=True).statements)
    best = inside.best_of(calls, rounds=ROUNDS, requests=REQUESTS)
    ground.show("step", _figures(best, statements))


def _figures(best: "Mapping[str, Took]", statements: int) -> list[ground.Figure]:
    def figure(what: str, name: str, aim: float | None) -> ground.Figure:
        return ground.Figure(
            what=what,
            measured=str(best[name]),
            baseline=f"bare INSERT {best['bare']}",
            ratio=f"{best[name].wall / best['bare'].wall:.1f}",
            aim=f"at most {aim:.0f} ms" if aim else "–",
            is_met=best[name].wall <= aim if aim else None,
        )

    return [
        figure("saving a step with 15 fields and 10 rules, median", "save", MOST_MS),
        ground.Figure(
            what="SQL statements of saving a step",
            measured=str(statements),
            baseline="1",
            aim=f"at most {MOST_STATEMENTS}",
            is_met=statements <= MOST_STATEMENTS,
        ),
        figure("answer while typing (live), median", "live", None),
        figure("showing the page, median", "show", None),
    ]


def _typed() -> dict[str, str]:
    parts = {"vorname": "Erika", "familienname": "Beispiel", "email": "erika@beispiel.example", "telefon": "06131 1234"}
    today = local_date(datetime.now(UTC))
    days = {"geburtsdatum": date(1984, 3, 12), "beginn": today, "ende": today + timedelta(days=4)}
    address = {"strasse": "Musterweg", "hausnummer": "1", "plz": "55116", "ort": "Mainz"}
    typed = {f"strecke.{key}": value for key, value in parts.items()}
    for key, day in days.items():
        typed |= {
            f"strecke.{key}.{part}": value
            for part, value in (("tag", str(day.day)), ("monat", str(day.month)), ("jahr", str(day.year)))
        }
    typed |= {f"strecke.anschrift.{key}": value for key, value in address.items()}
    rest = {"laenge": "120", "anlass": "bau", "firma": "Baufirma", "kosten": "1.200,00", "lastschrift": "ja"}
    return typed | {f"strecke.{key}": value for key, value in rest.items()} | {"strecke.iban": "DE89370400440532013000"}


if __name__ == "__main__":
    measure()
