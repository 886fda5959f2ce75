"""One case on its way forward: what it is pinned to, what rules may know, what this transaction adds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from laufzettel import packages
from laufzettel.cases.applicant import Applicant, applicant_of
from laufzettel.cases.models import Case, Deadline, Task, WaitsFor
from laufzettel.catalogue import api as catalogue
from laufzettel.engine.process import StepDefinition
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.dates import local_date
from laufzettel.organisation import api as organisation
from laufzettel.packages import Package
from laufzettel.submissions.api import SubmissionView

UNDECIDED = {"ergebnis": None, "gruende": None, "nebenbestimmungen": None}


@dataclass(frozen=True, kw_only=True)
class Started:
    """What came of starting a step: a `result` at once, or whom it waits for and what completes it."""

    result: dict[str, Any] | None = None
    waits_for: str = WaitsFor.MACHINE
    awaits: str = ""
    due_on: date | None = None
    unit: str = ""


@dataclass(kw_only=True)
class Run:
    """One case on its way forward within one transaction."""

    case: Case
    submission: SubmissionView
    actor: Actor
    now: datetime
    known: set[str] = field(default_factory=set)
    fresh: list[Task] = field(default_factory=list)
    deadlines: list[Deadline] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)
    _process_facts: tuple[object, dict[str, Any]] | None = field(default=None, init=False, repr=False)

    @cached_property
    def package(self) -> Package:
        """The package version to which the case is pinned."""
        return catalogue.get_package(self.case.municipality, self.case.package_ref)

    @cached_property
    def applicant(self) -> Applicant:
        """Who applies."""
        return applicant_of(self.package, self.submission)

    @cached_property
    def land(self) -> str:
        """The Land whose holidays count."""
        return organisation.get_municipality(self.case.municipality).land

    @property
    def today(self) -> date:
        """The calendar day of this run in Germany."""
        return local_date(self.now)

    @property
    def system(self) -> Actor:
        """The machine, which orders what the process wants."""
        return Actor.system(self.case.municipality)

    def facts(self) -> dict[str, Any]:
        """Return everything that rules may know, built afresh from the frozen submission and the results."""
        return case_facts(self.case, self.package, self.submission, today=self.today)

    def process_facts(self, step_id: str = "") -> Mapping[str, Any]:
        """Return what the gateways and one step may know; kept until a step brings a result."""
        case = self.case
        needed = packages.process_names(self.package, step_id)
        rests_on = (needed, case.results, case.decision, case.file_reference)
        if self._process_facts is None or self._process_facts[0] != rests_on:
            facts = case_facts(case, self.package, self.submission, today=self.today, needed=needed)
            self._process_facts = (rests_on, facts)
        return self._process_facts[1]

    def step(self, step_id: str) -> StepDefinition:
        """Return the definition of a step."""
        return self.package.process.steps[step_id]


def case_facts(
    case: Case, package: Package, submission: SubmissionView, *, today: date, needed: frozenset[str] | None = None
) -> dict[str, Any]:
    """Return everything that rules, notices and steps of a case may know, or what they know of the names `needed`."""
    facts = packages.facts(
        package,
        answers=submission.answers,
        computed=submission.computed,
        results=case.results,
        today=today,
        account=submission.account,
        look_ups=submission.look_ups,
        received_on=local_date(submission.received_at),
        extra={"aktenzeichen": case.file_reference, "vorgangsnummer": case.reference, "datum_heute": today},
        needed=needed,
    )
    return {**facts, "entscheidung": facts.get(case.decision.get("step", "")) or UNDECIDED}
