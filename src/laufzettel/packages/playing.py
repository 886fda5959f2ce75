"""Play a scenario on the pure engines: submit, walk through the process, compare with what is expected."""

from dataclasses import dataclass, replace

from laufzettel.engine.process import ProcessError
from laufzettel.engine.rules import RuleError, watch_rows
from laufzettel.packages.case_play import CasePlay, Stuck
from laufzettel.packages.expecting import failures
from laufzettel.packages.model import Package, PackageError, Scenario
from laufzettel.packages.submitting import Submission, submit


@dataclass(frozen=True, kw_only=True)
class Played:
    """How a scenario went; `failures` are German sentences, `path` the events and tasks entered in order.

    `visited`, `pages`, `notices`, `outcomes`, `missing` and `rows` (line of the table in rules.dmn, number of the
    row) say what the scenario covered.
    """

    scenario: Scenario
    ok: bool
    failures: tuple[str, ...]
    path: tuple[str, ...]
    state: str
    visited: frozenset[str] = frozenset()
    pages: frozenset[str] = frozenset()
    notices: frozenset[str] = frozenset()
    outcomes: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset()
    rows: frozenset[tuple[int, int]] = frozenset()


def play(package: Package, scenario: Scenario) -> Played:
    """Play one scenario; pure, the clock is the scenario's. A faulty scenario never raises: it fails with a reason."""
    case = None
    found: list[str] = []
    with watch_rows() as rows:
        submission = submit(package, scenario)
        if not submission.problems:
            case = CasePlay(package, scenario, submission)
            try:
                case.run()
            except (Stuck, PackageError, ProcessError, RuleError) as error:
                found.append(str(error))
    found.extend(failures(package, scenario.expect, submission, case))
    return replace(_played(scenario, submission, case, tuple(found)), rows=frozenset(rows))


def play_all(package: Package) -> tuple[Played, ...]:
    """Play every scenario of the package, with those of the town when it was loaded with an overlay."""
    return tuple(play(package, scenario) for scenario in package.scenarios)


def _played(scenario: Scenario, submission: Submission, case: CasePlay | None, found: tuple[str, ...]) -> Played:
    return Played(
        scenario=scenario,
        ok=not found,
        failures=found,
        path=case.path if case else (),
        state=case.state if case else "not_submitted",
        visited=frozenset(case.visited) if case else frozenset(),
        pages=frozenset(page.key for page in submission.form.pages if page.visible),
        notices=frozenset(notice.key for notice in case.notices) if case else frozenset(),
        outcomes=frozenset(f"{step}.{key}" for step, key in case.decisions) if case else frozenset(),
        missing=frozenset(_without_index(problem.path) for problem in submission.problems),
    )


def _without_index(path: str) -> str:
    return ".".join(part for part in path.split(".") if not part.isdigit())
