"""End a case: withdrawn by the applicant, or closed when nothing is left to do."""

from datetime import datetime

from laufzettel import packages
from laufzettel.cases import access, domain, running
from laufzettel.cases.actions.advance import raise_side_task
from laufzettel.cases.completeness import open_ends
from laufzettel.cases.events import CaseClosed, CaseWithdrawn
from laufzettel.cases.models import Case, WaitsFor
from laufzettel.catalogue import api as catalogue
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.dates import format_de, local_date
from laufzettel.packages import Noun
from laufzettel.payments import api as payments
from laufzettel.platform.api import action, put_blob
from laufzettel.records import api as records


@action("cases.withdraw", by=("account", "guest"))
def withdraw(*, reference: str, reason: str, actor: Actor, now: datetime) -> CaseWithdrawn:
    """Take an application back before it is decided; what was still to be paid is cancelled.

    What was paid already becomes a clerk's task, and so does a payment that is under way and arrives later. Raises
    `NotFound` for a foreign case, and `Refused` when it is decided, closed or a legal duty.
    """
    case = access.access_row(actor, reference, lock=True)
    package = catalogue.get_package(case.municipality, case.package_ref)
    noun, kind = packages.noun_of(package), package.manifest.kind
    domain.check_withdrawal(
        state=case.state, is_finished=case.is_finished, is_decided=case.is_decided, noun=noun, kind=kind
    )

    running.cancel_open(case, now=now)
    _file_withdrawal(case, noun, reason, now)
    _settle_payment(case, noun, now)
    Case.objects.filter(pk=case.pk).update(
        state=Case.State.WITHDRAWN, closed_at=now, is_finished=True, waits_for=WaitsFor.NOBODY, has_news=False
    )
    running.close_later(case)

    # The reason is free text of a person: it stands in the record file, not in the event.
    return CaseWithdrawn(subject=case.subject, municipality=case.municipality)


def _file_withdrawal(case: Case, noun: Noun, reason: str, now: datetime) -> None:
    lines = [
        f"{noun.word} {case.reference}, am {format_de(local_date(now))} zurückgenommen.",
        f"Grund: {reason.strip()[: domain.LONGEST_TEXT] or 'keine Angabe'}",
        "",
    ]
    records.file(
        subject=case.subject,
        municipality=case.municipality,
        key="withdrawal",
        kind="message",
        title=f"Rücknahme {noun.of_the}",
        filename="Ruecknahme.txt",
        media_type="text/plain",
        blob=put_blob("\n".join(lines).encode()),
        document_on=local_date(now),
        public=True,
        actor=Actor.system(case.municipality),
        now=now,
    )


def _settle_payment(case: Case, noun: Noun, now: datetime) -> None:
    actor = Actor.system(case.municipality)
    for claim in payments.list_claims(case.subject):
        if claim.paid > 0:
            raise_side_task(
                subject=case.subject,
                municipality=case.municipality,
                key=f"refund:{claim.id}",
                title=f"{noun.word} nach der Zahlung zurückgenommen: Erstattung prüfen",
                actor=actor,
                now=now,
            )
        elif claim.due > 0:
            payments.cancel(claim_id=claim.id, reason=f"{noun.word} zurückgenommen", actor=actor, now=now)


@action("cases.close", by=("system",))
def close_case(*, municipality: str, subject: str, actor: Actor, now: datetime) -> CaseClosed | None:
    """Close a finished case and its record file, which starts the retention period.

    Returns None, and changes nothing, while something is still to come into the file, or when it is closed already.
    """
    case = access.locked_row(municipality, subject)
    if case is None or not case.is_finished or case.is_filed_away or open_ends(case):
        return None
    is_withdrawn = case.state == Case.State.WITHDRAWN

    records.close_file(subject=subject, municipality=municipality, actor=actor, now=now)
    Case.objects.filter(pk=case.pk).update(
        state=case.state if is_withdrawn else Case.State.CLOSED,
        closed_at=case.closed_at or now,
        is_filed_away=True,
        waits_for=WaitsFor.NOBODY,
    )

    result = "withdrawn" if is_withdrawn else str(case.decision.get("outcome", ""))
    return CaseClosed(subject=subject, municipality=municipality, result=result)
