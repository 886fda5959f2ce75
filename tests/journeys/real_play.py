"""Play the scenario of a package through the real doors: the same story as on the pure engines, with a database."""

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

import pikepdf

from laufzettel import packages
from laufzettel.accounts.domain import AccountInfo, PostalAddress, actor_of_account, attributes_of
from laufzettel.accounts.domain import Identity as AccountIdentity
from laufzettel.accounts.models import Account
from laufzettel.automation import api as automation
from laufzettel.automation.testing import Twins
from laufzettel.cases import api as cases
from laufzettel.cases.jobs import watch_days, watch_finished
from laufzettel.cases.models import Case, Task
from laufzettel.engine import forms
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.dates import LOCAL
from laufzettel.kernel.errors import Invalid, Problem, Refused
from laufzettel.notices.jobs import watch_serving
from laufzettel.notices.models import Notice
from laufzettel.organisation import api as organisation
from laufzettel.packages import Package, Scenario
from laufzettel.payments import api as payments
from laufzettel.payments.providers.memory.provider import MemoryPayments
from laufzettel.platform.testing import clock_at, run_jobs
from laufzettel.submissions import api as submissions

RETURN_URL = "https://portal.example.org/zurueck"
READING_ORDER = ("title", "blocks", "heading", "text", "label", "value", "note", "rows", "total", "items")
HAND_OVER_MODES = {"acknowledged": "normal", "refused": "refuse", "down": "down"}
PAYMENTS = {"paid": "paid", "aborted": "cancelled", "failed": "failed", "wrong_amount": "paid"}


@dataclass(kw_only=True)
class RealPlay:
    """One scenario on its way; `now` is its clock."""

    town: str
    package: Package
    scenario: Scenario
    twins: Twins
    payment_service: MemoryPayments
    actor: Actor = field(init=False)
    now: datetime = field(init=False)
    runs_of_each_job: int = 1
    reference: str = ""
    problems: tuple[Problem, ...] = ()

    def __post_init__(self) -> None:
        self.now = moment(self.scenario.today)
        self.actor = self._applicant()
        self._set_up_registers()
        if any("hand_over" in happening for happening in self.scenario.then):
            self.twins.systems["finance"].mode = "down"

    # --- the story ---------------------------------------------------------------------------------------------

    def run(self) -> None:
        """Submit, then let everything happen that the scenario tells."""
        try:
            self._submit()
        except Invalid as refused:
            self.problems = refused.problems
            return
        except Refused as refused:
            self.problems = (Problem("konto", refused.message),)
            return
        self.work()
        for place, happening in enumerate(self.scenario.then):
            self.go_to(happening["at"])
            self._happen(happening)
            self.work()
            if any("hand_over" in later for later in self.scenario.then[place + 1 :]):
                self.twins.systems["finance"].mode = "down"

    def finish(self) -> None:
        """Let the applicant open every notice and the days of serving pass, so that a finished case can close."""
        for row in Notice.objects.filter(subject=self.subject, provided_at__isnull=False, retrieved_at=None):
            cases.open_notice(reference=self.reference, notice_id=row.id, actor=self.actor, now=self.now)
        for _ in range(2):
            self.go_to((self.now + timedelta(days=7)).date())

    def work(self) -> None:
        """Let the worker and the clockwork do what is due, also what is tried again after some seconds."""
        with clock_at(self.now):
            watch_days()
            watch_serving()
            watch_finished()
        for _ in range(3):
            run_jobs(self.now, times=self.runs_of_each_job)
            self.now += timedelta(seconds=40)

    def go_to(self, day: date) -> None:
        """Let the days pass one by one."""
        while self.now < moment(day):
            self.now = moment(self.now.astimezone(LOCAL).date() + timedelta(days=1))
            self.work()

    # --- who and what ------------------------------------------------------------------------------------------

    @property
    def subject(self) -> str:
        """The subject of the case."""
        return f"case:{self.reference}"

    @property
    def case(self) -> Case:
        """The row of the case."""
        return Case.objects.get(reference=self.reference)

    def clerk(self, name: str = "Falk Sommer") -> Actor:
        """A clerk who is in every unit."""
        units = frozenset(unit.key for unit in organisation.list_units(self.town))
        return Actor(kind="clerk", key=name, municipality=self.town, units=units, name=name)

    def open_steps(self) -> list[str]:
        """The steps that wait."""
        rows = Task.objects.filter(case__reference=self.reference, state=Task.State.OPEN)
        return sorted(rows.values_list("step", flat=True))

    def _task(self, step: str) -> Task:
        return Task.objects.get(case__reference=self.reference, step=step, state=Task.State.OPEN)

    def _applicant(self) -> Actor:
        given = self.scenario.account
        if given is None:
            return Actor(kind="guest", key="session-of-the-journey", municipality=self.town, secret="of the journey")
        return actor_of_account(_account(given, self.now), self.town)

    def _set_up_registers(self) -> None:
        for name, answer in self.scenario.registers.items():
            twin = self.twins.registers[name]
            if answer == "down":
                twin.mode = "down"
            elif answer["state"] == "found":
                twin.put({}, answer["data"])

    # --- submitting --------------------------------------------------------------------------------------------

    def _submit(self) -> None:
        draft = submissions.start_draft(
            actor=self.actor,
            service_key=self.package.key,
            package_ref=self.package.ref,
            level=self.actor.level,
            now=self.now,
        )
        page = self.package.form.pages[0].key
        answers = forms.dump_answers(self.scenario.submit)
        submissions.save_page(
            actor=self.actor, draft_id=draft.id, page_key=page, answers=answers, version=1, now=self.now
        )
        self._attach(draft.id)
        self._look_up(draft.id)
        view = submissions.access_draft(self.actor, draft.id)
        wanted = self.scenario.declarations
        declared = wanted if wanted is not None else tuple(item.key for item in self.package.form.declarations)
        received = submissions.submit(
            actor=self.actor, draft_id=draft.id, declarations=declared, version=view.version, now=self.now
        )
        self.reference = received.reference

    def _attach(self, draft_id: str) -> None:
        for path, names in self.scenario.attachments.items():
            for name in names:
                submissions.add_attachment(
                    actor=self.actor,
                    draft_id=draft_id,
                    path=full_path(self.package, path),
                    filename=name,
                    content=blank_pdf(),
                    now=self.now,
                )

    def _look_up(self, draft_id: str) -> None:
        for _ in range(6):
            draft = submissions.access_draft(self.actor, draft_id)
            environment = packages.environment(
                self.package,
                today=self.scenario.today,
                account=submissions.account_facts(self.actor),
                look_ups=draft.look_ups,
            )
            state = forms.evaluate(self.package.form, draft.answers, environment=environment)
            wishes = [wish for wish in state.look_ups if not wish.answered]
            if not wishes:
                return
            for wish in wishes:
                answer = automation.look_up(
                    register=wish.register, municipality=self.town, query=wish.query, now=self.now
                )
                kept = {"state": str(answer.state), "data": dict(answer.data), "query": wish.query}
                submissions.store_look_up(
                    actor=self.actor, draft_id=draft_id, name=wish.name, answer=kept, now=self.now
                )

    # --- what happens afterwards -------------------------------------------------------------------------------

    def _happen(self, happening: Mapping[str, Any]) -> None:
        if happening.get("withdraw"):
            cases.withdraw(reference=self.reference, reason="", actor=self.actor, now=self.now)
        elif "payment" in happening:
            self._pay(happening["payment"])
        elif "hand_over" in happening:
            self.twins.systems["finance"].mode = HAND_OVER_MODES[happening["hand_over"]]
            self.now += timedelta(hours=2)
        elif "task" in happening:
            self._do(self._task(happening["task"]), dict(happening.get("values") or {}))

    def _do(self, task: Task, values: dict[str, Any]) -> None:
        given = {"reference": self.reference, "task_id": task.pk, "now": self.now}
        if task.word == "decide":
            self._decide(task, values)
        elif task.word == "ask":
            self._hand_in(task, values)
            cases.answer_task(**given, values=values, actor=self.actor)
        else:
            cases.complete_task(**given, values=values, actor=self.clerk())

    def _decide(self, task: Task, values: dict[str, Any]) -> None:
        told = cases.decide(
            reference=self.reference,
            task_id=task.pk,
            outcome=values.pop("ergebnis"),
            reasons=values.pop("gruende", None) or "Nach Prüfung aller Angaben.",
            conditions=tuple(values.pop("nebenbestimmungen", None) or ()),
            values=values,
            actor=self.clerk(),
            now=self.now,
        )
        if told.kind == "DecisionProposed":
            colleague = self.clerk("Ida Winter")
            known: Any = {"reference": self.reference, "task_id": task.pk, "actor": colleague, "now": self.now}
            cases.release(previewed=cases.proposal_fingerprint(**known), **known)

    def _hand_in(self, task: Task, values: dict[str, Any]) -> None:
        own = cases.access_own_case(self.actor, self.reference, today=self.now.date())
        asked = next(view.asked for view in own.tasks if view.id == task.pk)
        for path, definition in asked:
            if definition.type == "file" and (values.pop(definition.key, None) or definition.required):
                cases.add_evidence(
                    reference=self.reference,
                    path=full_path(self.package, path),
                    filename="nachgereicht.pdf",
                    content=blank_pdf(),
                    actor=self.actor,
                    now=self.now,
                )

    def _pay(self, report: str) -> None:
        claim = payments.claim_of(self.subject)
        assert claim is not None, "nothing to pay"
        if report == "expired":
            self.go_to(claim.due_on + timedelta(days=1))
            return
        payments.begin(claim_id=claim.id, return_url=RETURN_URL, actor=self.actor, now=self.now)
        if report == "wrong_amount":
            self.payment_service.difference = -claim.amount / 2
        for transaction in self.payment_service.transactions():
            if transaction.state == "open":
                self.payment_service.finish(transaction.request_id, PAYMENTS[report])  # type: ignore[arg-type]
        payments.refresh(claim_id=claim.id, now=self.now)


def moment(day: date) -> datetime:
    """Return ten in the morning of a day in Germany."""
    return datetime.combine(day, time(10), tzinfo=LOCAL)


def blank_pdf() -> bytes:
    """Make a small PDF."""
    document = pikepdf.new()
    document.add_blank_page()
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def full_path(package: Package, path: str) -> str:
    """Return the whole path of a field that scenarios and processes name in short."""
    key = path.rpartition(".")[2]
    if any(part.isdigit() for part in path.split(".")):
        return path
    group = next(group for group in package.form.groups.values() if any(item.key == key for item in group.fields))
    return f"{group.key}.0.{key}" if group.repeat else f"{group.key}.{key}"


def notice_text(row: Notice) -> str:
    """Return everything a stored notice says, with single ordinary blanks."""
    return squeezed(" ".join(_texts(row.content)))


def squeezed(text: str) -> str:
    """Return a text with single ordinary blanks."""
    return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        # The database does not keep the order of names, the reader of a notice needs it.
        for name in READING_ORDER:
            yield from _texts(value.get(name))
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)


def _account(given: Mapping[str, Any], now: datetime) -> AccountInfo:
    identity = AccountIdentity(
        subject_key=str(given.get("subject_key", "person-1")),
        level=given.get("level_of_assurance", "low"),
        given_name=given.get("given_name", ""),
        family_name=given.get("family_name", ""),
        birth_date=given.get("birth_date"),
        address=PostalAddress(**(given.get("address") or {})),
        email=given.get("email", ""),
    )
    row = Account.objects.create(
        provider="demo",
        subject_key=identity.subject_key,
        level=identity.level,
        attributes=attributes_of(identity),
        created_at=now,
        signed_in_at=now,
    )
    return AccountInfo(
        id=str(row.pk),
        provider="demo",
        subject_key=identity.subject_key,
        level=identity.level,
        given_name=identity.given_name,
        family_name=identity.family_name,
        birth_date=identity.birth_date,
        address=identity.address,
        email=identity.email,
    )
