"""Reading decisions and notices."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from laufzettel.kernel.dates import local_date
from laufzettel.kernel.errors import NotFound
from laufzettel.kernel.ids import tidy_code
from laufzettel.kernel.language import phrase, say
from laufzettel.notices import domain, rules
from laufzettel.notices.models import Decision, Notice
from laufzettel.notices.twin import twin_html
from laufzettel.organisation import api as organisation
from laufzettel.platform.api import authority, read_blob

KIND_LABELS = {
    "decision": phrase("Bescheid"),
    "permit": phrase("Ausweis"),
    "certificate": phrase("Bescheinigung"),
    "message": phrase("Schreiben"),
}


@dataclass(frozen=True, kw_only=True)
class DecisionView:
    """A decision as others may see it."""

    id: str
    step: str
    outcome: str
    kind: str
    reasons: str
    conditions: tuple[str, ...]
    legal_basis: str
    automatic: bool
    decided_by_name: str
    decided_at: datetime


@dataclass(frozen=True, kw_only=True)
class NoticeView:
    """A notice with its web twin; `serving` is computed as of what is known now, None for what is not served at all."""

    id: str
    subject: str
    step: str
    decision_id: str | None
    title: str
    kind: str
    kind_label: str
    state: str
    is_sealed: bool
    document_id: int | None
    sealed_sha: str
    message_id: str
    html: str
    ordered_at: datetime
    provided_at: datetime | None
    retrieved_at: datetime | None
    posted_on: date | None
    served_on: date | None
    serving: domain.Serving | None
    valid_from: date | None
    valid_until: date | None
    revoked_at: datetime | None
    verification_url: str
    uses_demo_seal: bool


@dataclass(frozen=True, kw_only=True)
class PublicVerification:
    """Everything a stranger may know about a notice; no personal data beyond what the package released."""

    kind_label: str
    title: str
    town: str
    unit: str
    issued_on: date
    valid_from: date | None
    valid_until: date | None
    state: Literal["valid", "not_yet_valid", "expired", "revoked"]
    sealed_sha: str
    facts: tuple[tuple[str, str], ...]
    uses_demo_seal: bool


def find_decision(municipality: str, subject: str, *, step: str | None = None) -> DecisionView | None:
    """Return the newest decision about a subject (of a step), or None."""
    rows = Decision.objects.filter(municipality=municipality, subject=subject)
    row = (rows.filter(step=step) if step else rows).order_by("-decided_at", "-id").first()
    return _decision_view(row) if row else None


def list_decisions(municipality: str, subject: str) -> tuple[DecisionView, ...]:
    """List all decisions about a subject, oldest first."""
    rows = Decision.objects.filter(municipality=municipality, subject=subject).order_by("decided_at", "id")
    return tuple(_decision_view(row) for row in rows)


def list_notices(municipality: str, subject: str, *, sealed_only: bool = False) -> tuple[NoticeView, ...]:
    """List the notices about a subject, oldest first; `sealed_only`: what applicants see."""
    rows = Notice.objects.filter(municipality=municipality, subject=subject).order_by("ordered_at", "id")
    return tuple(_notice_view(row) for row in (rows.exclude(sealed_blob="") if sealed_only else rows))


def unopened(municipality: str, subjects: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Return the kinds of the notices that lie ready and were never opened, by subject; not what went by post."""
    rows = Notice.objects.filter(municipality=municipality, subject__in=subjects, retrieved_at=None, revoked_at=None)
    ready = rows.exclude(sealed_blob="").exclude(channel="post").exclude(state=Notice.State.NOT_RETRIEVED)
    found: dict[str, tuple[str, ...]] = {}
    for subject, kind in ready.order_by("ordered_at", "id").values_list("subject", "kind"):
        found[subject] = (*found.get(subject, ()), kind)
    return found


def get_notice(municipality: str, subject: str, notice_id: str) -> NoticeView:
    """Return one notice about a subject; raises `NotFound` for one of another subject or town."""
    row = Notice.objects.filter(municipality=municipality, subject=subject, pk=notice_id).first()
    if row is None:
        raise NotFound(say("Dieses Schreiben gibt es nicht."))
    return _notice_view(row)


def read_pdf(municipality: str, subject: str, notice_id: str) -> bytes:
    """Return the sealed PDF of a notice; raises `NotFound` while it is not sealed."""
    row = Notice.objects.filter(municipality=municipality, subject=subject, pk=notice_id).exclude(sealed_blob="")
    blob = row.values_list("sealed_blob", flat=True).first()
    if blob is None:
        raise NotFound(say("Dieses Dokument gibt es noch nicht."))
    return read_blob(blob)


def has_unserved(municipality: str, subject: str) -> bool:
    """Say whether a notice about a subject is not finished yet: not sealed, or not served where it has to be."""
    unfinished = Notice.objects.filter(municipality=municipality, subject=subject).exclude(state=Notice.State.SERVED)
    return any(row.state != Notice.State.SEALED or row.kind in domain.SERVED_KINDS for row in unfinished)


def verify_public(code: str, *, today: date) -> PublicVerification | None:
    """Say what the public may know about the notice with this verification code, or None when there is none."""
    row = Notice.objects.filter(verification_code=tidy_code(code)).exclude(sealed_blob="").first()
    if row is None:
        return None
    return PublicVerification(
        kind_label=say(KIND_LABELS[row.kind]),
        title=row.title,
        town=organisation.get_municipality(row.municipality).name,
        unit=str(row.letter.get("town", {}).get("office", "")),
        issued_on=local_date(row.ordered_at),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        state=_validity(row, today),
        sealed_sha=row.sealed_blob,
        facts=tuple((str(label), str(value)) for label, value in row.public_facts),
        uses_demo_seal=authority().is_demo,
    )


def unfinished_notices(*, before: datetime) -> tuple[str, ...]:
    """List the notices that were ordered before a moment and are still not sealed, oldest first."""
    rows = Notice.objects.filter(state__in=(Notice.State.ORDERED, Notice.State.RENDERED), ordered_at__lt=before)
    return tuple(rows.order_by("ordered_at", "pk").values_list("pk", flat=True))


def pending_servings() -> Iterator[Notice]:
    """Go through the notices that are sealed but neither served nor given up."""
    waiting = Notice.objects.filter(state=Notice.State.SEALED, kind__in=domain.SERVED_KINDS)
    return waiting.order_by("pk").iterator()


def serving_of(row: Notice) -> domain.Serving:
    """Compute when a provided notice counts as served, from what is known now."""
    assert row.provided_at is not None, "only a sealed notice is provided"
    delivery = domain.Delivery(
        channel=row.channel,  # type: ignore[arg-type]
        law=row.law,  # type: ignore[arg-type]
        provided_on=local_date(row.provided_at),
        retrieved_on=local_date(row.retrieved_at) if row.retrieved_at else None,
        posted_on=row.posted_on,
    )
    return domain.serve(rules.serving_rules(), delivery, land=row.land)


def _validity(row: Notice, today: date) -> Literal["valid", "not_yet_valid", "expired", "revoked"]:
    if row.revoked_at:
        return "revoked"
    if row.valid_until and today > row.valid_until:
        return "expired"
    return "not_yet_valid" if row.valid_from and today < row.valid_from else "valid"


def _decision_view(row: Decision) -> DecisionView:
    return DecisionView(
        id=row.id,
        step=row.step,
        outcome=row.outcome,
        kind=row.kind,
        reasons=row.reasons,
        conditions=tuple(row.conditions),
        legal_basis=row.legal_basis,
        automatic=row.automatic,
        decided_by_name=row.decided_by_name,
        decided_at=row.decided_at,
    )


def _notice_view(row: Notice) -> NoticeView:
    is_served_kind = row.kind in domain.SERVED_KINDS
    return NoticeView(
        id=row.id,
        subject=row.subject,
        step=row.step,
        decision_id=row.decision_id,
        title=row.title,
        kind=row.kind,
        kind_label=say(KIND_LABELS[row.kind]),
        state=row.state,
        is_sealed=bool(row.sealed_blob),
        document_id=row.document_id,
        sealed_sha=row.sealed_blob,
        message_id=row.message_id,
        html=twin_html(row.letter),
        ordered_at=row.ordered_at,
        provided_at=row.provided_at,
        retrieved_at=row.retrieved_at,
        posted_on=row.posted_on,
        served_on=row.served_on,
        serving=serving_of(row) if is_served_kind and row.provided_at else None,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        revoked_at=row.revoked_at,
        verification_url=rules.verification_url(row.verification_code) if row.verification_code else "",
        uses_demo_seal=authority().is_demo,
    )
