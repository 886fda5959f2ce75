"""Decide about a case: at once, or as a draft that a second person releases."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from laufzettel import packages
from laufzettel.cases import access, domain, drafting, running
from laufzettel.cases.events import DecisionProposed, DecisionReturned, TaskCompleted
from laufzettel.cases.models import Case, Task
from laufzettel.cases.pending import check_pending, end_queries
from laufzettel.cases.run import Run
from laufzettel.cases.vocabulary import keep_decision
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.errors import Conflict, Forbidden, Refused
from laufzettel.notices import api as notices
from laufzettel.packages import StepPlan
from laufzettel.platform.api import action


@action("cases.decide", by=("clerk",))
def decide(
    *,
    reference: str,
    task_id: int,
    outcome: str,
    reasons: str,
    conditions: tuple[str, ...],
    values: Mapping[str, Any],
    actor: Actor,
    now: datetime,
    previewed: str | None = None,
    despite_open_request: bool = False,
) -> TaskCompleted | DecisionProposed:
    """Decide a case; where the package wants four eyes, draft the decision for a second person.

    `outcome` is one of the step's outcomes, `values` are the step's own fields, `previewed` is the fingerprint of the
    preview the clerk has seen. Raises `NotFound` for a foreign case or a task that is no longer open, `Invalid` when
    outcome, reasons or values do not fit, or while the applicant is still asked for something and the clerk does not
    decide `despite_open_request`, `Conflict` when the notice would no longer be the one previewed.
    """
    case = access.access_row(actor, reference, lock=True)
    task = _decision_task(actor, case, task_id)
    check_pending(case, despite=despite_open_request)
    run = running.resume(case, actor=actor, now=now)
    plan = packages.plan_step(run.package, task.step, run.process_facts(task.step))
    draft = domain.read_draft(
        plan.outcomes, plan.fields, outcome=outcome, reasons=reasons, conditions=conditions, values=values
    )
    _check_preview(run, task, draft, previewed)
    if plan.four_eyes:
        return _propose(case, task, draft, actor)
    return _carry_out(run, task, plan, draft)


@action("cases.release", by=("clerk",))
def release(
    *,
    reference: str,
    task_id: int,
    previewed: str,
    actor: Actor,
    now: datetime,
    despite_open_request: bool = False,
) -> TaskCompleted:
    """Release a drafted decision as the second person, exactly as it was seen.

    `previewed` is the `proposal_fingerprint` of what was shown. Raises `Forbidden` for the one who drafted it,
    `Refused` without a draft, `Invalid` while the applicant is still asked for something, unless it is released
    `despite_open_request`, `Conflict` when the draft or its notice would no longer be the one shown.
    """
    case = access.access_row(actor, reference, lock=True)
    task = _decision_task(actor, case, task_id)
    if task.proposal is None:
        raise Refused("Es liegt kein Entwurf vor, der freigegeben werden kann.")
    if task.proposed_by == actor.key:
        raise Forbidden("Vier-Augen-Prinzip: Eine andere Person muss Ihren Entwurf freigeben.")
    check_pending(case, despite=despite_open_request)
    run = running.resume(case, actor=actor, now=now)
    _check_preview(run, task, task.proposal, previewed)
    plan = packages.plan_step(run.package, task.step, run.process_facts(task.step))
    return _carry_out(run, task, plan, task.proposal)


@action("cases.return_draft", by=("clerk",))
def return_draft(*, reference: str, task_id: int, actor: Actor, now: datetime) -> DecisionReturned:
    """Give a drafted decision back; it can be drafted again. Raises `Refused` without a draft."""
    case = access.access_row(actor, reference, lock=True)
    task = _decision_task(actor, case, task_id)
    if task.proposal is None:
        raise Refused("Es liegt kein Entwurf vor.")
    Task.objects.filter(pk=task.pk).update(proposal=None, proposed_by="")
    return DecisionReturned(subject=case.subject, municipality=case.municipality, step=task.step)


def _decision_task(actor: Actor, case: Case, task_id: int) -> Task:
    task = access.access_task(actor, case, task_id)
    if task.word != "decide":
        raise Refused("Bei dieser Aufgabe ist nichts zu entscheiden.")
    return task


def _check_preview(run: Run, task: Task, draft: dict[str, Any], previewed: str | None) -> None:
    content = drafting.draft_content(run, step=task.step, draft=draft)
    drafting.check_conditions(content, draft)
    if previewed is None:
        return
    if drafting.fingerprint(content, draft) != previewed:
        raise Conflict("Seit der Vorschau hat sich etwas geändert. Sehen Sie sich die Vorschau noch einmal an.")


def _propose(case: Case, task: Task, draft: dict[str, Any], actor: Actor) -> DecisionProposed:
    Task.objects.filter(pk=task.pk).update(proposal=draft, proposed_by=actor.key, assignee="", assignee_name="")
    return DecisionProposed(
        subject=case.subject, municipality=case.municipality, step=task.step, outcome=draft["outcome"]
    )


def _carry_out(run: Run, task: Task, plan: StepPlan, draft: dict[str, Any]) -> TaskCompleted:
    outcome = domain.find_outcome(plan.outcomes, draft["outcome"])
    conditions = tuple(draft["conditions"])
    made = notices.decide(
        subject=run.case.subject,
        municipality=run.case.municipality,
        step=task.step,
        outcome=outcome.key,
        kind=outcome.kind,
        reasons=draft["reasons"],
        conditions=conditions,
        legal_basis=plan.legal_basis,
        automatic=False,
        actor=run.actor,
        now=run.now,
    )
    keep_decision(run, made)
    if not running.finish(run, task, domain.decision_result(draft)):
        raise Conflict("Diese Aufgabe hat gerade jemand anderes erledigt.")
    run.case.has_news = False
    end_queries(run.case, now=run.now)
    running.save(run)
    return TaskCompleted(
        subject=run.case.subject,
        municipality=run.case.municipality,
        step=task.step,
        word=task.word,
        opened=tuple(run.opened),
    )
