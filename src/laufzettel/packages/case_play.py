"""The second half of a scenario: the case, from its start to its end, with a clock that only the scenario moves."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from laufzettel.engine import process
from laufzettel.engine.process import Advance, OpenTask
from laufzettel.packages.facts import LOOK_UP_STATES, facts
from laufzettel.packages.model import Package, Scenario
from laufzettel.packages.noticing import NoticeContent, fill_notice
from laufzettel.packages.planning import StepPlan, plan_step
from laufzettel.packages.submitting import Submission, ask_register

MAX_STEPS = 300
FILE_REFERENCE = "00.00-2026/000001"
CASE_REFERENCE = "TEST-26-0000-0000"

Result = Mapping[str, object]


class Stuck(Exception):
    """The scenario asks for something that is not possible at this point."""


class CasePlay:
    """A case in a scenario; everything it did can be read from its attributes afterwards."""

    def __init__(self, package: Package, scenario: Scenario, submission: Submission) -> None:
        self.package = package
        self.scenario = scenario
        self.submission = submission
        self.today = scenario.today
        self.results: dict[str, Result] = {}
        self.decision: dict[str, object] = {"ergebnis": None, "gruende": None, "nebenbestimmungen": None}
        self.plans: dict[str, StepPlan] = {}
        self.visited: list[str] = []
        self.notices: list[NoticeContent] = []
        self.messages: list[str] = []
        self.decisions: list[tuple[str, str]] = []
        self.charged: Decimal | None = None
        self.paid: bool | None = None
        self.handed_over: list[Any] = []
        self.withdrawn = False
        self._ahead = list(scenario.then)
        self._tried: set[str] = set()
        self._steps = 0
        self._now: Advance

    @property
    def state(self) -> str:
        """Return open, closed or withdrawn."""
        return "withdrawn" if self.withdrawn else "closed" if self._now.finished else "open"

    @property
    def open(self) -> tuple[OpenTask, ...]:
        """Return the tasks that wait."""
        return () if self.withdrawn else self._now.open

    @property
    def path(self) -> tuple[str, ...]:
        """Return the events and tasks entered, in order."""
        nodes = self.package.process.nodes
        return tuple(node for node in self.visited if nodes[node].kind not in ("exclusive", "parallel"))

    def run(self) -> None:
        """Start the process and let everything happen; raises Stuck, PackageError or ProcessError."""
        self._take(process.start(self.package.process, self._facts()))
        while self._ahead:
            happening = self._ahead.pop(0)
            self._pass_time(happening["at"])
            self._happen(happening)

    def _facts(self) -> dict[str, object]:
        return facts(
            self.package,
            answers=self.submission.form.answers,
            computed=self.submission.form.computed,
            results=self.results,
            today=self.today,
            account=self.scenario.account,
            look_ups=self.submission.look_ups,
            received_on=self.scenario.today,
            extra={
                "entscheidung": self.decision,
                "aktenzeichen": FILE_REFERENCE,
                "vorgangsnummer": CASE_REFERENCE,
                "datum_heute": self.today,
            },
        )

    def _take(self, advance: Advance) -> None:
        """Accept a new state and do, one after the other, what needs nobody."""
        self._accept(advance)
        while (ready := self._next_by_itself()) is not None:
            self._accept(self._complete(*ready))

    def _accept(self, advance: Advance) -> None:
        self._now = advance
        self.visited.extend(advance.visited)
        for task in advance.open:
            if task.id not in self.plans:
                self.plans[task.id] = plan_step(self.package, task.step, self._facts())

    def _next_by_itself(self) -> tuple[OpenTask, Result] | None:
        for task in self.open:
            if task.id not in self._tried:
                self._tried.add(task.id)
                result = self._by_itself(self.plans[task.id])
                if result is not None:
                    return task, result
        return None

    def _finish(self, task: OpenTask, result: Result) -> None:
        self._take(self._complete(task, result))

    def _complete(self, task: OpenTask, result: Result) -> Advance:
        self._steps += 1
        if self._steps > MAX_STEPS:
            raise Stuck("Der Vorgang dreht sich im Kreis: zu viele Schritte ohne Ende.")
        self.results[task.step] = result
        return process.complete(self.package.process, self._now.state, task.id, self._facts())

    def _by_itself(self, plan: StepPlan) -> Result | None:
        """Return the result of a step that the platform finishes at once, None for one that waits."""
        act: Callable[[StepPlan], Result | None] | None = getattr(self, f"_do_{plan.word}", None)
        return act(plan) if act else None

    def _do_decide(self, plan: StepPlan) -> Result | None:
        return self._decide(plan, {"ergebnis": plan.automatic}) if plan.automatic else None

    def _do_issue_notice(self, plan: StepPlan) -> Result:
        content = fill_notice(self.package, str(plan.attributes["notice"]), self._facts())
        if content.empty:
            raise Stuck(f"Der Bescheid {content.key} hat leere Platzhalter: {', '.join(content.empty)}.")
        self.notices.append(content)
        return {"ergebnis": "bekannt_gegeben", "datum": self.today}

    def _do_request_payment(self, plan: StepPlan) -> Result | None:
        amount = plan.attributes["amount"]
        assert isinstance(amount, Decimal)
        self.charged, self.paid = amount, False
        return {"ergebnis": "erlassen", "betrag": amount} if amount == 0 else None

    def _do_send_message(self, plan: StepPlan) -> Result:
        self.messages.append(f"{plan.attributes['title']}\n{plan.attributes['text']}")
        return {"ergebnis": "gesendet"}

    def _do_file_document(self, plan: StepPlan) -> Result:
        return {"ergebnis": "abgelegt"}

    def _do_look_up(self, plan: StepPlan) -> Result:
        query = plan.attributes["with"]
        answer = ask_register(self.scenario, str(plan.attributes["register"]), query if isinstance(query, dict) else {})
        return {"ergebnis": LOOK_UP_STATES[str(answer["state"])], "daten": answer["data"]}

    def _do_hand_over(self, plan: StepPlan) -> Result | None:
        self.handed_over.append(plan.attributes["data"])
        if any("hand_over" in happening for happening in self._ahead):
            return None
        return {"ergebnis": "angenommen", "kennung": "TEST-1", "grund": None}

    def _do_wait_until(self, plan: StepPlan) -> Result | None:
        day = plan.attributes["date"]
        assert isinstance(day, date)
        return {"ergebnis": "erreicht"} if day <= self.today else None

    def _pass_time(self, day: date) -> None:
        """Let due dates pass one after the other until `day`."""
        if day < self.today:
            raise Stuck(f"Das Ereignis am {day} liegt vor dem {self.today}.")
        while (due := self._next_due(day)) is not None:
            self.today, task, result = due
            self._finish(task, result)
        self.today = day

    def _next_due(self, day: date) -> tuple[date, OpenTask, Result] | None:
        found: list[tuple[date, OpenTask, Result]] = []
        for task in self.open:
            plan = self.plans[task.id]
            if plan.word == "wait_until" and isinstance(until := plan.attributes["date"], date) and until <= day:
                found.append((until, task, {"ergebnis": "erreicht"}))
            elif plan.word == "request_payment" and plan.due_on and plan.due_on < day:
                found.append(
                    (plan.due_on + timedelta(days=1), task, {"ergebnis": "abgelaufen", "betrag": self.charged})
                )
        return min(found, key=lambda item: item[0]) if found else None

    def _happen(self, happening: Mapping[str, Any]) -> None:
        if happening.get("withdraw"):
            if self._now.finished:
                raise Stuck("Der Vorgang ist schon abgeschlossen und kann nicht zurückgezogen werden.")
            self.withdrawn = True
        elif "task" in happening:
            task = self._waiting(lambda plan: plan.step == happening["task"], f"die Aufgabe {happening['task']}")
            self._finish(task, self._values(self.plans[task.id], happening.get("values") or {}))
        elif "payment" in happening:
            self._pay(happening["payment"])
        elif "hand_over" in happening:
            self._answer(happening["hand_over"])

    def _waiting(self, wanted: Callable[[StepPlan], bool], name: str) -> OpenTask:
        for task in self.open:
            if wanted(self.plans[task.id]):
                return task
        waiting = ", ".join(task.step for task in self.open) or "nichts"
        raise Stuck(f"Am {self.today} wartet {name} nicht. Es wartet: {waiting}.")

    def _pay(self, report: str) -> None:
        task = self._waiting(lambda plan: plan.word == "request_payment", "eine Zahlung")
        if report == "paid":
            self.paid = True
            self._finish(task, {"ergebnis": "bezahlt", "betrag": self.charged})
        elif report == "expired":
            self._finish(task, {"ergebnis": "abgelaufen", "betrag": self.charged})

    def _answer(self, report: str) -> None:
        task = self._waiting(lambda plan: plan.word == "hand_over", "eine Übergabe")
        if report == "acknowledged":
            self._finish(task, {"ergebnis": "angenommen", "kennung": "TEST-1", "grund": None})
        elif report == "refused":
            self._finish(task, {"ergebnis": "abgelehnt", "kennung": None, "grund": "Testablehnung"})

    def _values(self, plan: StepPlan, values: Mapping[str, Any]) -> Result:
        known = {field.key for field in plan.fields} | {path.rpartition(".")[2] for path, _ in plan.ask_fields}
        if plan.word == "decide":
            known |= {"ergebnis", "gruende", "nebenbestimmungen"}
        elif plan.word not in ("ask", "review"):
            known.add("ergebnis")
        for key in values:
            if key not in known:
                raise Stuck(f"Die Aufgabe {plan.step} kennt die Angabe „{key}“ nicht.")
        for field in plan.fields:
            if field.required and values.get(field.key) is None and plan.word != "ask":
                raise Stuck(f"Bei der Aufgabe {plan.step} fehlt „{field.key}“.")
        return self._decide(plan, values) if plan.word == "decide" else dict(values)

    def _decide(self, plan: StepPlan, values: Mapping[str, Any]) -> Result:
        outcome = next((item for item in plan.outcomes if item.key == values.get("ergebnis")), None)
        if outcome is None:
            raise Stuck(f"Bei {plan.step} gibt es das Ergebnis „{values.get('ergebnis')}“ nicht.")
        if outcome.needs_reasons and not values.get("gruende"):
            raise Stuck(f"Bei {plan.step} braucht das Ergebnis „{outcome.key}“ eine Begründung (gruende).")
        self.decision = {"gruende": None, "nebenbestimmungen": None, **values}
        self.decisions.append((plan.step, outcome.key))
        return dict(self.decision)
