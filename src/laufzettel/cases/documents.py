"""Documents that a case makes for its record file: notes and payment receipts."""

from datetime import datetime
from typing import Any

from laufzettel.cases.applicant import applicant_of
from laufzettel.cases.models import Case, Note
from laufzettel.catalogue import api as catalogue
from laufzettel.engine.documents import render_built_in
from laufzettel.kernel.dates import local_date
from laufzettel.notices import api as notices
from laufzettel.organisation import api as organisation
from laufzettel.payments import api as payments
from laufzettel.platform.api import authority
from laufzettel.submissions import api as submissions


def note_pdf(note: Note) -> bytes:
    """Return the document of a note."""
    data = {
        **_head(note.case),
        "recipient": [],
        "date": local_date(note.written_at).isoformat(),
        "clerk": note.author_name,
        "subject": f"{note.case.service_title}, {note.case.reference}",
        "body": note.text,
    }
    return render_built_in(
        name="note", data=data, attachment=None, title=f"Aktenvermerk {note.case.reference}", made_at=note.written_at
    )


def receipt_pdf(case: Case, claim: payments.ClaimView, *, now: datetime) -> bytes:
    """Return the sealed receipt of a paid claim."""
    assert claim.receipt is not None, "only a paid claim has a receipt"
    data = {
        **_head(case),
        "recipient": list(_recipient(case)),
        "date": local_date(claim.receipt.paid_at).isoformat(),
        **payments.receipt_data(claim.id),
    }
    title = f"Zahlungsbeleg {claim.payment_reference}"
    pdf = render_built_in(
        name="payment_receipt", data=data, attachment=None, title=title, made_at=claim.receipt.paid_at
    )
    return authority().seal(pdf=pdf, reason=title, place=data["town"]["city"], now=now)


def _head(case: Case) -> dict[str, Any]:
    unit = organisation.get_unit(case.municipality, case.unit)
    head = notices.letterhead(
        municipality=organisation.get_municipality(case.municipality),
        unit=unit,
        recipient=(),
        reference=case.file_reference,
        clerk="",
    )
    return {"town": notices.town_data(head), "reference": case.file_reference}


def _recipient(case: Case) -> tuple[str, ...]:
    submission = submissions.get_submission(case.submission_id)
    applicant = applicant_of(catalogue.get_package(case.municipality, case.package_ref), submission)
    return notices.recipient_lines(names=applicant.names, address=applicant.address)
