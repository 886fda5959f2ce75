"""Checking a seal: is the document as it was sealed, by whom, when, and do we believe that."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from laufzettel.engine.documents.sealing.trust import context, quiet_logs
from laufzettel.engine.documents.sealing.waiting import finish

if TYPE_CHECKING:
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
    from pyhanko.sign.validation.status import PdfSignatureStatus


@dataclass(frozen=True, kw_only=True)
class SealReport:
    """What the last seal of a document proves.

    `signed_at` is what the sealing side claims, `timestamped_at` what a time-stamp authority certifies; `problems`
    are German sentences for people, empty when all is well.
    """

    intact: bool
    trusted: bool
    signer: str
    signed_at: datetime | None
    timestamped_at: datetime | None
    covers_whole_file: bool
    problems: tuple[str, ...]

    @property
    def is_good(self) -> bool:
        """Whether the document is exactly as sealed, by somebody we believe."""
        return self.intact and self.trusted and self.covers_whole_file and not self.problems


def verify(*, pdf: bytes, trust: Sequence[bytes], now: datetime | None = None) -> SealReport:
    """Check the last seal in `pdf` against the certificates in `trust` (PEM or DER, roots or issuers).

    Certificates are judged at `now`; without it at the time-stamped (else claimed) moment of sealing, which is what
    counts for an archived document. Never raises for a bad document.
    """
    from pyhanko.pdf_utils.reader import PdfFileReader

    quiet_logs()
    try:
        seals = PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures
        return _report(seals[-1], trust, now) if seals else _nothing("Das Dokument trägt kein Siegel.")
    except Exception as error:  # the file comes from a stranger: whatever breaks means "not genuine"
        return _nothing(f"Das Dokument ist beschädigt oder kein PDF ({type(error).__name__}).")


def _nothing(problem: str) -> SealReport:
    return SealReport(
        intact=False, trusted=False, signer="", signed_at=None, timestamped_at=None, covers_whole_file=False,
        problems=(problem,),
    )  # fmt: skip


def _report(found: EmbeddedPdfSignature, trust: Sequence[bytes], now: datetime | None) -> SealReport:
    from pyhanko.sign.validation.pdf_embedded import async_validate_pdf_signature
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    claimed, stamped = found.self_reported_timestamp, _stamped(found)
    judged_at = now or stamped or claimed
    if judged_at is None:
        return _nothing("Das Siegel nennt keinen Zeitpunkt.")
    whom = context(trust, judged_at)
    status = finish(async_validate_pdf_signature(found, whom, whom))
    intact = bool(status.intact and status.valid)
    return SealReport(
        intact=intact,
        trusted=intact and bool(status.trusted),
        signer=_name(found),
        signed_at=claimed,
        timestamped_at=stamped if _stamp_is_good(status) else None,
        covers_whole_file=status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        problems=_problems(status, whole=status.coverage == SignatureCoverageLevel.ENTIRE_FILE),
    )


def _stamped(found: EmbeddedPdfSignature) -> datetime | None:
    """Return the moment that the time stamp of a seal states, not yet judged."""
    for attribute in found.signer_info["unsigned_attrs"]:
        if attribute["type"].native == "signature_time_stamp_token":
            info = attribute["values"][0]["content"]["encap_content_info"]["content"].parsed
            moment: datetime = info["gen_time"].native
            return moment
    return None


def _name(found: EmbeddedPdfSignature) -> str:
    certificate = found.signer_cert
    names = certificate.subject.native if certificate is not None else {}
    return str(names.get("common_name") or names.get("organization_name") or "")


def _stamp_is_good(status: PdfSignatureStatus) -> bool:
    stamp = status.timestamp_validity
    return stamp is not None and bool(stamp.intact and stamp.valid and stamp.trusted)


def _problems(status: PdfSignatureStatus, *, whole: bool) -> tuple[str, ...]:
    stamp, intact = status.timestamp_validity, status.intact and status.valid
    found = (
        (not intact, "Das Dokument wurde nach dem Siegeln verändert."),
        (not whole, "Nach dem Siegeln wurde etwas an das Dokument angehängt."),
        (
            intact and not status.trusted,
            "Das Siegel stammt von einer unbekannten Stelle, oder sein Zertifikat galt nicht.",
        ),
        (stamp is not None and not _stamp_is_good(status), "Der Zeitstempel des Siegels ist nicht vertrauenswürdig."),
    )
    return tuple(text for applies, text in found if applies)
