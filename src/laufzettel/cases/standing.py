"""Gather what says where cases stand, for one case or for the whole list of an applicant."""

from collections.abc import Iterable, Sequence
from datetime import date

from laufzettel import packages
from laufzettel.cases.missing import still_missing
from laufzettel.cases.models import Case, Query, Task
from laufzettel.cases.turn import Standing, money_of
from laufzettel.catalogue import api as catalogue
from laufzettel.kernel.actor import Actor
from laufzettel.notices import api as notices
from laufzettel.notices.api import NoticeView
from laufzettel.payments import api as payments
from laufzettel.payments.api import ClaimView
from laufzettel.submissions import api as submissions
from laufzettel.submissions.api import Purpose, SubmissionView


def standing_of(
    case: Case,
    *,
    claim: ClaimView | None,
    due: Sequence[date],
    letters: Sequence[NoticeView],
    missing: Iterable[Purpose],
) -> Standing:
    """Return where one case stands; `due` are the days of everything that was asked, `letters` all its notices."""
    return Standing(
        state=case.state,
        waits_for=case.waits_for,
        is_decided=case.is_decided,
        is_finished=case.is_finished,
        money=money_of(claim.state) if claim else "",
        has_question=bool(due),
        due_on=_nearest(due, claim),
        unopened=notices.unopened(case.municipality, [case.subject]).get(case.subject, ()),
        notice_to_come=any(not letter.is_sealed for letter in letters),
        missing=tuple(purpose.words for purpose in missing),
        noun=packages.noun_of(catalogue.get_package(case.municipality, case.package_ref)),
    )


def standings_of(actor: Actor, rows: Sequence[Case]) -> dict[int, Standing]:
    """Return where each case of an applicant's list stands, by its key; costs a few questions, not some per case."""
    unopened = notices.unopened(actor.municipality, [row.subject for row in rows])
    asking = _asking(rows)
    claims = _claims(rows)
    sent = {submission.id: submission for submission in submissions.list_submissions(actor)}
    return {
        row.pk: Standing(
            state=row.state,
            waits_for=row.waits_for,
            is_decided=row.is_decided,
            is_finished=row.is_finished,
            money=money_of(claims[row.pk].state) if row.pk in claims else "",
            has_question=row.pk in asking,
            due_on=_nearest([asking[row.pk]] if row.pk in asking else (), claims.get(row.pk)),
            unopened=unopened.get(row.subject, ()),
            missing=_missing_words(row, sent.get(row.submission_id)),
            noun=packages.noun_of(catalogue.get_package(row.municipality, row.package_ref)),
        )
        for row in rows
    }


def evidence_to_come(case: Case, submission: SubmissionView) -> tuple[Purpose, ...]:
    """Return what is still to be handed in; nothing once the case is decided or over."""
    if not submission.missing_evidence or case.is_decided or case.is_finished or case.state != Case.State.OPEN:
        return ()
    later = submissions.later_attachments(case.municipality, case.subject)
    return still_missing(submission.missing_evidence, later, submissions.form_of(submission))


def _missing_words(case: Case, submission: SubmissionView | None) -> tuple[str, ...]:
    return tuple(purpose.words for purpose in evidence_to_come(case, submission)) if submission else ()


def _asking(rows: Sequence[Case]) -> dict[int, date]:
    """Return the cases in which a clerk or the process waits for an answer, with the nearest day it is due."""
    keys = [row.pk for row in rows if row.waits_for == "applicant"]
    asked = Task.objects.filter(case__in=keys, word="ask", state=Task.State.OPEN).values_list("case_id", "due_on")
    questions = Query.objects.filter(case__in=keys, state=Query.State.OPEN).values_list("case_id", "due_on")
    return _earliest((*asked, *questions))


def _earliest(days: Iterable[tuple[int, date]]) -> dict[int, date]:
    found: dict[int, date] = {}
    for pk, day in days:
        found[pk] = min(day, found.get(pk, day))
    return found


def _claims(rows: Sequence[Case]) -> dict[int, ClaimView]:
    """Return what has to be paid; only cases in which the process waits for a payment are looked at closely."""
    paying = Task.objects.filter(
        case__in=[row.pk for row in rows], word="request_payment", state=Task.State.OPEN
    ).values_list("case_id", "case__subject")
    claims = ((pk, payments.claim_of(subject)) for pk, subject in paying)
    return {pk: claim for pk, claim in claims if claim}


def _nearest(asked: Iterable[date], claim: ClaimView | None) -> date | None:
    """Return the nearest day on which something is due from the applicant: an answer, or a payment."""
    due = [claim.due_on] if claim and money_of(claim.state) == "due" else []
    return min((*asked, *due), default=None)
