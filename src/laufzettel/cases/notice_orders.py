"""From a case to its notice: content filled by the package, letterhead of the office, data of the application."""

from typing import Any

from laufzettel import packages
from laufzettel.cases.run import Run
from laufzettel.kernel.dates import local_date
from laufzettel.notices import api as notices
from laufzettel.notices.api import Letterhead
from laufzettel.notices.events import NoticeOrdered
from laufzettel.organisation import api as organisation
from laufzettel.submissions import api as submissions


def order_notice(run: Run, *, step: str, notice_key: str) -> NoticeOrdered:
    """Order the notice of a step, filled with what is known now."""
    content = packages.fill_notice(run.package, notice_key, run.facts())
    return notices.issue(
        subject=run.case.subject,
        municipality=run.case.municipality,
        step=step,
        decision_id=run.case.decision.get("id"),
        content=content,
        recipient=run.applicant.recipient,
        letterhead=letterhead_of(run),
        application_data=application_data(run),
        land=run.land,
        actor=run.system,
        now=run.now,
    )


def letterhead_of(run: Run) -> Letterhead:
    """Return the letterhead of the office that does the case, with who answers for it (§ 37 (3) VwVfG)."""
    applicant = run.applicant
    return notices.letterhead(
        municipality=organisation.get_municipality(run.case.municipality),
        unit=organisation.get_unit(run.case.municipality, run.case.unit),
        recipient=notices.recipient_lines(names=applicant.names, address=applicant.address),
        reference=run.case.file_reference,
        clerk=_responsible_clerk(run),
    )


def _responsible_clerk(run: Run) -> str:
    """Return the clerk who acts, else who decided; nobody where the machine did (§ 37 (5) VwVfG)."""
    if run.actor.kind == "clerk":
        return run.actor.name
    decision = notices.find_decision(run.case.municipality, run.case.subject) if run.case.is_decided else None
    return decision.decided_by_name if decision and not decision.automatic else ""


def application_data(run: Run) -> dict[str, Any]:
    """Return the machine-readable twin of the application that travels inside the PDF: nothing from a register."""
    return {
        "vorgangsnummer": run.case.reference,
        "aktenzeichen": run.case.file_reference,
        "leistung": run.case.service_key,
        "paket": run.case.package_ref,
        "eingegangen": local_date(run.submission.received_at).isoformat(),
        "pruefsumme_antrag": run.submission.hash,
        "antrag": run.submission.answers,
        "berechnet": submissions.shown_computed(run.package.form, run.submission.computed),
        "entscheidung": run.case.results.get(run.case.decision.get("step", "")) or {},
    }
