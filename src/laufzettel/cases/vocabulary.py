"""The twelve words of a process: what each calls in a lower app, and what completes it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, cast

from laufzettel.automation import api as automation
from laufzettel.cases import domain
from laufzettel.cases.filing import file_text
from laufzettel.cases.models import Deadline, WaitsFor
from laufzettel.cases.notice_orders import order_notice
from laufzettel.cases.run import Run, Started
from laufzettel.engine.process import OpenTask
from laufzettel.kernel.dates import format_de
from laufzettel.kernel.errors import Refused
from laufzettel.messaging import api as messaging
from laufzettel.notices import api as notices
from laufzettel.notices.events import DecisionMade
from laufzettel.packages import Package, StepPlan
from laufzettel.payments import api as payments
from laufzettel.platform.api import put_blob
from laufzettel.records import api as records

Start = Callable[[Run, OpenTask, StepPlan], Started]


@dataclass(frozen=True)
class Word:
    """One word: how it starts, and which event completes it; without a start it is not available yet."""

    start: Start | None
    completed_by: str


def start_step(run: Run, open_task: OpenTask, plan: StepPlan) -> Started:
    """Start one step; raises `Refused` for a word that this installation cannot carry out."""
    word = WORDS[plan.word]
    if word.start is None:
        raise Refused(f"Dieser Ablauf braucht etwas, das es hier noch nicht gibt: {plan.word}.")
    return word.start(run, open_task, plan)


def unavailable_words(package: Package) -> tuple[str, ...]:
    """Return the words that a package uses and this installation cannot carry out, for the check before publishing."""
    used = {step.word for step in package.process.steps.values()}
    return tuple(sorted(word for word in used if WORDS[word].start is None))


def _ask(run: Run, open_task: OpenTask, plan: StepPlan) -> Started:
    due_on = plan.due_on or domain.answer_day(today=run.today, wanted=None, land=run.land)
    messaging.send(
        subject=run.case.subject,
        municipality=run.case.municipality,
        recipient=run.applicant.recipient,
        key=f"ask:{open_task.id}",
        kind="question",
        title=f"Wir brauchen noch etwas: {run.step(open_task.step).name}"[:200],
        text=str(plan.attributes["text"]),
        actor=run.system,
        now=run.now,
    )
    _file_request(run, open_task, plan, due_on)
    run.deadlines.append(
        Deadline(
            case=run.case,
            kind=Deadline.Kind.ANSWER,
            step=open_task.step,
            engine_task=open_task.id,
            due_on=due_on,
        )
    )
    return Started(waits_for=WaitsFor.APPLICANT, awaits=f"day:{open_task.id}", due_on=due_on)


def _file_request(run: Run, open_task: OpenTask, plan: StepPlan, due_on: date) -> None:
    name = run.step(open_task.step).name
    head = [f"Aufforderung zum Vorgang {run.case.reference}: {name}", f"Antwort bis: {format_de(due_on)}", ""]
    wanted = [f"- {definition.label}" for _, definition in plan.ask_fields]
    file_text(
        run.case,
        key=f"ask:{open_task.id}",
        kind="message",
        title=f"Aufforderung: {name}",
        filename=f"Aufforderung_{open_task.id}.txt",
        lines=[*head, str(plan.attributes["text"]), *wanted],
        public=True,
        now=run.now,
    )


def _review(run: Run, open_task: OpenTask, plan: StepPlan) -> Started:
    return Started(waits_for=WaitsFor.CLERK, unit=plan.unit)


def _decide(run: Run, open_task: OpenTask, plan: StepPlan) -> Started:
    if not plan.automatic:
        return _review(run, open_task, plan)
    # § 35a VwVfG: only where the package names the law and no discretion is left; the decision says so for ever.
    outcome = domain.find_outcome(plan.outcomes, plan.automatic)
    made = notices.decide(
        subject=run.case.subject,
        municipality=run.case.municipality,
        step=open_task.step,
        outcome=outcome.key,
        kind=outcome.kind,
        reasons="",
        conditions=(),
        legal_basis=plan.legal_basis,
        automatic=True,
        actor=run.system,
        now=run.now,
    )
    keep_decision(run, made)
    return Started(result={"ergebnis": outcome.key, "gruende": None, "nebenbestimmungen": None})


def keep_decision(run: Run, made: DecisionMade) -> None:
    """Remember what was decided; its reasons and conditions are the result of its step."""
    run.case.decision = {"id": made.decision_id, "step": made.step, "outcome": made.outcome}
    run.case.is_decided = True


def _issue_notice(run: Run, open_task: OpenTask, plan: StepPlan) -> Started:
    ordered = order_notice(run, step=open_task.step, notice_key=str(plan.attributes["notice"]))
    return Started(awaits=f"notice:{ordered.notice_id}")


def _request_payment(run: Run, open_task: OpenTask, plan: StepPlan) -> Started:
    amount = cast(Decimal, plan.attributes["amount"])
    if amount <= 0:
        return Started(result={"ergebnis": "erlassen", "betrag": "0.00"})
    requested = payments.request(
        subject=run.case.subject,
        municipality=run.case.municipality,
        positions=tuple(payments.Position(label=row.label, amount=row.amount) for row in plan.positions),
        purpose=str(plan.attributes["purpose"]),
        due_on=plan.due_on or domain.answer_day(today=run.today, wanted=None, land=run.land),
        actor=run.system,
        now=run.now,
    )
    return Started(waits_for=WaitsFor.APPLICANT, awaits=f"payment:{requested.claim}")


def _send_message(run: Run, open_task: OpenTask, plan: StepPlan) -> Started:
    messaging.send(
        subject=run.case.subject,
        municipality=run.case.municipality,
        recipient=run.applicant.recipient,
        key=f"step:{open_task.id}",
        kind="message",
        title=str(plan.attributes["title"])[:200],
        text=str(plan.attributes["text"]),
        actor=run.system,
        now=run.now,
    )
    return Started(result={"ergebnis": "gesendet"})


def _file_document(run: Run, open_task: OpenTask, plan: StepPlan) -> Started:
    content = {
        "vorgang": run.case.reference,
        "antrag": run.submission.answers,
        "berechnet": run.submission.computed,
        "ergebnisse": run.case.results,
    }
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True, default=str)
    records.file(
        subject=run.case.subject,
        municipality=run.case.municipality,
        key=f"step:{open_task.id}",
        kind="data",
        title=str(plan.attributes["title"]),
        filename=f"{open_task.step}.json",
        media_type="application/json",
        blob=put_blob(text.encode()),
        document_on=run.today,
        actor=run.system,
        now=run.now,
    )
    return Started(result={"ergebnis": "abgelegt"})


def _look_up(run: Run, open_task: OpenTask, plan: StepPlan) -> Started:
    automation.order_look_up(
        subject=run.case.subject,
        municipality=run.case.municipality,
        step=open_task.id,
        register=str(plan.attributes["register"]),
        query=cast("dict[str, Any]", plan.attributes["with"]),
        actor=run.system,
        now=run.now,
    )
    return Started(awaits=f"look_up:{open_task.id}")


def _hand_over(run: Run, open_task: OpenTask, plan: StepPlan) -> Started:
    automation.hand_over(
        subject=run.case.subject,
        municipality=run.case.municipality,
        step=open_task.id,
        system=str(plan.attributes["system"]),
        data=cast("dict[str, Any]", plan.attributes["data"]),
        actor=run.system,
        now=run.now,
    )
    return Started(awaits=f"hand_over:{open_task.id}")


def _wait_until(run: Run, open_task: OpenTask, plan: StepPlan) -> Started:
    day = cast(date, plan.attributes["date"])
    if day <= run.today:
        return Started(result={"ergebnis": "erreicht"})
    run.deadlines.append(
        Deadline(
            case=run.case,
            kind=Deadline.Kind.WAIT_UNTIL,
            step=open_task.step,
            engine_task=open_task.id,
            due_on=day,
        )
    )
    return Started(awaits=f"day:{open_task.id}", due_on=day)


WORDS: Mapping[str, Word] = {
    "ask": Word(_ask, "TaskCompleted"),
    "review": Word(_review, "TaskCompleted"),
    "decide": Word(_decide, "DecisionMade"),
    "issue_notice": Word(_issue_notice, "NoticeIssued"),
    "request_payment": Word(_request_payment, "PaymentSettled, PaymentExpired"),
    "send_message": Word(_send_message, "at once"),
    "file_document": Word(_file_document, "at once"),
    "look_up": Word(_look_up, "LookUpAnswered"),
    "hand_over": Word(_hand_over, "HandOverEnded"),
    "wait_until": Word(_wait_until, "the day itself"),
    "offer_appointment": Word(None, "the appointments app, which this release does not have"),
    "order_robot": Word(None, "robots, which this release does not have"),
}
