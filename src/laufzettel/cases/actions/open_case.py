"""Open a case for a received submission."""

from datetime import datetime

from laufzettel.cases import domain, running
from laufzettel.cases.events import CaseOpened
from laufzettel.cases.models import Case
from laufzettel.cases.run import Run
from laufzettel.catalogue import api as catalogue
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.dates import deadline_end, local_date
from laufzettel.organisation import api as organisation
from laufzettel.packages import Package
from laufzettel.platform.api import action, has_row
from laufzettel.records import api as records
from laufzettel.submissions import api as submissions
from laufzettel.submissions.api import SubmissionView


@action("cases.open", by=("system", "account", "guest"))
def open_case(*, submission_id: str, actor: Actor, now: datetime) -> CaseOpened | None:
    """Open the case for a received submission, with its record file, and start its process.

    Runs in the transaction of the submission; a second call changes nothing and returns None. Raises `Refused`
    when the process needs something that this installation does not have.
    """
    submission = submissions.get_submission(submission_id)
    if has_row(Case, "submission_id = %s", [submission_id]):
        return None
    package = catalogue.get_package(actor.municipality, submission.package_ref)

    case = _new_case(submission, package, municipality=actor.municipality, now=now)
    run = Run(case=case, submission=submission, actor=Actor.system(actor.municipality), now=now)
    case.applicant_name = run.applicant.title[:200]
    case.file_reference = _open_file(case, package, run)
    running.begin(run)
    running.create(run)

    return CaseOpened(
        subject=case.subject,
        municipality=case.municipality,
        submission_id=submission_id,
        service_key=case.service_key,
        package_ref=case.package_ref,
        unit=case.unit,
        opened=tuple(run.opened),
    )


def _new_case(submission: SubmissionView, package: Package, *, municipality: str, now: datetime) -> Case:
    manifest = package.manifest
    today = local_date(now)
    land = organisation.get_municipality(municipality).land
    period = manifest.target.processing or domain.INACTIVITY_PERIOD
    return Case(
        municipality=municipality,
        reference=submission.reference,
        subject=submission.subject,
        submission_id=submission.id,
        account_id=submission.account_id or "",
        guest_key=submission.owner_key if submission.owner_kind == "guest" else "",
        service_key=manifest.key,
        service_title=manifest.title[:200],
        package_ref=submission.package_ref,
        unit=manifest.responsibility.unit,
        deadline_on=deadline_end(start=today, period=period, land=land),
        opened_at=now,
    )


def _open_file(case: Case, package: Package, run: Run) -> str:
    rule = package.manifest.records
    opened = records.open_file(
        subject=case.subject,
        municipality=case.municipality,
        plan_key=rule.filing_plan_key,
        title=f"{package.manifest.title}: {case.applicant_name or case.reference}",
        retention=rule.retention,
        starts=rule.starts,
        disposal=rule.disposal,
        actor=run.system,
        now=run.now,
    )
    return opened.file_reference
