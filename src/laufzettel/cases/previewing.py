"""A clerk looks at the notice before deciding: reading only, nothing is kept."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from laufzettel import packages
from laufzettel.cases import access, domain, drafting
from laufzettel.cases.run import Run
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.errors import Forbidden, Refused
from laufzettel.submissions import api as submissions


def preview_decision(
    *,
    reference: str,
    task_id: int,
    outcome: str,
    reasons: str,
    conditions: tuple[str, ...],
    values: Mapping[str, Any],
    actor: Actor,
    now: datetime,
) -> drafting.DecisionPreview:
    """Return the draft of the notice a decision would lead to, as HTML and PDF, with its fingerprint.

    Raises `NotFound` for a foreign case or task, `Invalid` for an unknown outcome, missing reasons or wrong values,
    `Refused` when the outcome leads to no notice.
    """
    if actor.kind != "clerk":
        raise Forbidden
    case = access.access_row(actor, reference)
    task = access.access_task(actor, case, task_id)
    if task.word != "decide":
        raise Refused("Bei dieser Aufgabe ist nichts zu entscheiden.")
    run = Run(case=case, submission=submissions.get_submission(case.submission_id), actor=actor, now=now)
    plan = packages.plan_step(run.package, task.step, run.process_facts(task.step))
    draft = domain.read_draft(
        plan.outcomes, plan.fields, outcome=outcome, reasons=reasons, conditions=conditions, values=values
    )
    content = drafting.draft_content(run, step=task.step, draft=draft)
    drafting.check_conditions(content, draft)
    return drafting.preview(run, content, draft)


def proposal_fingerprint(*, reference: str, task_id: int, actor: Actor, now: datetime) -> str:
    """Return what binds a release to the drafted decision as it is now, also where it leads to no notice.

    Raises `NotFound` for a foreign case or task and `Refused` without a draft.
    """
    if actor.kind != "clerk":
        raise Forbidden
    case = access.access_row(actor, reference)
    task = access.access_task(actor, case, task_id)
    if task.proposal is None:
        raise Refused("Es liegt kein Entwurf vor.")
    run = Run(case=case, submission=submissions.get_submission(case.submission_id), actor=actor, now=now)
    return drafting.fingerprint(drafting.draft_content(run, step=task.step, draft=task.proposal), task.proposal)
