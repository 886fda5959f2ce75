"""Search: time to an answer over the list of Mainz and 5,500 more services, beside reading every title in turn."""

import csv
import statistics
import time
import tracemalloc
from collections.abc import Callable

from benchmarks import _ground as ground

TOWN = "mainz"
ROUNDS, AIM = 5, 50.0
QUESTIONS = ground.HOME / "src/laufzettel/catalogue/tests/questions.csv"


def main() -> int:
    """Run in an own process with an empty database."""
    return ground.run_apart("search")


def _measure() -> None:
    from benchmarks._town import publish

    publish(TOWN, "hundesteuer-anmeldung")
    asked = _questions()
    ground.show("search", [*_pure(asked), *_pages(asked)])


def _questions() -> list[str]:
    """Return the questions of the test corpus, and each cut short as while typing, misspelled and put into nonsense."""
    with QUESTIONS.open(encoding="utf-8", newline="") as file:
        typed = [row["asked"] for row in csv.DictReader(file)]
    slips = [f"{text[:2]}{text[3:]}" for text in typed]
    return [*typed, *(text[: len(text) // 2] for text in typed), *slips, *(text[::-1] for text in typed)]


def _pure(asked: list[str]) -> list[ground.Figure]:
    from benchmarks._services import entries
    from laufzettel.catalogue.searching import base_words, build_index, everyday_words, find

    services = [*_of_mainz(), *entries()]
    began = time.perf_counter()
    build_index(services, base_words(), everyday_words())
    cold = time.perf_counter() - began
    began = time.perf_counter()
    index = build_index(services, base_words(), everyday_words())
    warm = time.perf_counter() - began
    memory = _memory(lambda: build_index(services, base_words(), everyday_words()))
    titles = [service.title.lower() for service in services]
    ours = _times(asked, lambda text: find(index, text))
    plain = _times(asked, lambda text: [title for title in titles if text.lower() in title])
    return [
        ground.Figure(
            what=f"build the index of {len(services):,} services",
            measured=f"{cold:.2f} s, then {warm:.2f} s, {memory:.0f} MB",
        ),
        _figure("find, pure: middle", statistics.median(ours), statistics.median(plain)),
        _figure("find, pure: 95 of 100", _p95(ours), _p95(plain)),
        _figure("find, pure: slowest", max(ours), max(plain)),
    ]


def _memory(build: Callable[[], object]) -> float:
    """Return the megabytes that what was built holds."""
    tracemalloc.start()
    held = build()
    size = tracemalloc.get_traced_memory()[0] / 1e6
    tracemalloc.stop()
    del held
    return size


def _pages(asked: list[str]) -> list[ground.Figure]:
    from urllib.parse import quote

    from benchmarks import _inside as inside
    from benchmarks._wsgi import application

    def ask(text: str) -> None:
        inside.expect(inside.request(application, f"/leistungen/?suche={quote(text)}"), "200")

    def imprint(_: str) -> None:
        inside.expect(inside.request(application, "/impressum/"), "200")

    _fill_list()
    ask("hund")
    imprint("")
    ours, plain = _times(asked, ask, rounds=1), _times(asked, imprint, rounds=1)
    return [
        _figure("results page: middle (baseline: imprint)", statistics.median(ours), statistics.median(plain)),
        _figure("results page: 95 of 100", _p95(ours), _p95(plain)),
    ]


def _of_mainz() -> list[object]:
    from laufzettel.catalogue.searching import Entry

    with (ground.HOME / "municipalities" / TOWN / "services.csv").open(encoding="utf-8", newline="") as file:
        return [
            Entry(key=row["key"], title=row["title"], situations=(row["ozg_service"],)) for row in csv.DictReader(file)
        ]


def _fill_list() -> None:
    from benchmarks._services import titles
    from laufzettel.catalogue.models import ListedService

    ListedService.objects.bulk_create(
        ListedService(municipality=TOWN, key=f"leistung-{number}", title=title, units=["buergeramt"])
        for number, title in enumerate(titles(), start=1)
    )


def _times(asked: list[str], ask: Callable[[str], object], *, rounds: int = ROUNDS) -> list[float]:
    """Return for each question the milliseconds of its best round."""
    found = []
    for text in asked:
        tries = []
        for _ in range(rounds):
            began = time.perf_counter()
            ask(text)
            tries.append((time.perf_counter() - began) * 1000)
        found.append(min(tries))
    return found


def _p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


def _figure(what: str, ours: float, plain: float) -> ground.Figure:
    return ground.Figure(
        what=what,
        measured=f"{ours:.2f} ms",
        baseline=f"{plain:.2f} ms",
        ratio=f"{ours / plain:.1f}",
        aim=f"{AIM:.0f} ms",
        is_met=ours < AIM,
    )


if __name__ == "__main__":
    _measure()
