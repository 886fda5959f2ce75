"""Search: time to an answer over the list of Mainz and 5,500 more services, beside reading every title in turn."""

import csv
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks import _ground as ground

TOWN = "mainz"
ROUNDS, AIM = 3, 50.0
QUESTIONS = ground.HOME / "src/laufzettel/catalogue/tests/questions.csv"


@dataclass(frozen=True, kw_only=True)
class Took:
    """Milliseconds on the clock and on the processor; waiting for others is only in the first."""

    wall: float
    cpu: float

    def __str__(self) -> str:
        return f"{self.wall:.1f} ms ({self.cpu:.1f} ms CPU)"


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
        *_figures("find", ours, plain),
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
    return _figures("results page (baseline: imprint)", _times(asked, ask), _times(asked, imprint))


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


def _times(asked: list[str], ask: Callable[[str], object]) -> list[Took]:
    """Return for each question its best round."""
    return [min((_once(text, ask) for _ in range(ROUNDS)), key=lambda took: took.cpu) for text in asked]


def _once(text: str, ask: Callable[[str], object]) -> Took:
    began, cpu_began = time.perf_counter(), time.thread_time()
    ask(text)
    return Took(wall=(time.perf_counter() - began) * 1000, cpu=(time.thread_time() - cpu_began) * 1000)


def _figures(what: str, ours: list[Took], plain: list[Took]) -> list[ground.Figure]:
    """Return middle, 95 of 100 and slowest; the aim is for the processor: others are busy too."""
    found = []
    for name, place in (("middle", 0.5), ("95 of 100", 0.95), ("slowest", 1.0)):
        mine, other = _at(ours, place), _at(plain, place)
        found.append(
            ground.Figure(
                what=f"{what}: {name}",
                measured=str(mine),
                baseline=str(other),
                ratio=f"{mine.cpu / other.cpu:.1f}",
                aim=f"{AIM:.0f} ms CPU",
                is_met=mine.cpu < AIM,
            )
        )
    return found


def _at(times: list[Took], place: float) -> Took:
    count = len(times)
    at = min(int(count * place), count - 1)
    return Took(wall=sorted(took.wall for took in times)[at], cpu=sorted(took.cpu for took in times)[at])


if __name__ == "__main__":
    _measure()
