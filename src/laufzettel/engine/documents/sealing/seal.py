"""Sealing a document: PAdES B-B, or B-T with a time stamp, that keeps PDF/A-3a and PDF/UA-1."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from laufzettel.engine.documents.errors import DocumentError
from laufzettel.engine.documents.sealing.field import with_signature_field
from laufzettel.engine.documents.sealing.keys import SealKey
from laufzettel.engine.documents.sealing.stamp import TimeStamper
from laufzettel.engine.documents.sealing.waiting import finish

if TYPE_CHECKING:
    from pyhanko.sign.signers import PdfSigner, Signer
    from pyhanko.sign.timestamps import TimeStamper as HankoTimeStamper

FIELD = "Siegel"
_LABEL = "Elektronisches Siegel"
# Signed attributes, signer information and the frame around them; certificates and signatures come on top.
_FRAME_BYTES = 1500


def seal(
    *,
    pdf: bytes,
    signer: SealKey,
    tsa: TimeStamper | None,
    reason: str,
    location: str,
    now: datetime,
    field: str = FIELD,
) -> bytes:
    """Return `pdf` with an invisible seal by `signer` (PAdES B-B; B-T with `tsa`), dated `now` (aware).

    Nothing of the page changes; both conformances stay. Raises DocumentError: unusable PDF, no time stamp to be had.
    """
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign.general import SigningError

    prepared = with_signature_field(pdf=pdf, name=field, label=f"{_LABEL}: {reason}" if reason else _LABEL)
    try:
        writer: Any = IncrementalPdfFileWriter(io.BytesIO(prepared))
        # pyHanko would rewrite the XMP packet and lose the PDF/A and PDF/UA marks; nothing but the seal is new.
        writer._update_meta = lambda: None
        hanko = _pdf_signer(signer, tsa, reason=reason, location=location, field=field, now=now)
        return finish(_sign(hanko, writer, now, _room(signer, tsa)))
    except (SigningError, PdfError) as error:
        raise DocumentError("Dieses Dokument kann nicht gesiegelt werden.", reason="seal") from error


async def _sign(hanko: PdfSigner, writer: Any, now: datetime, room: int) -> bytes:
    from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes

    session = hanko.init_signing_session(writer, existing_fields_only=True)
    session.system_time = now
    document = session.prepare_tbs_document(validation_info=None, bytes_reserved=room)
    digest, output = document.digest_tbs_document()
    finished = await document.perform_signature(
        document_digest=digest.document_digest,
        pdf_cms_signed_attrs=PdfCMSSignedAttributes(signing_time=now),
    )
    await finished.post_signature_processing(output)
    output.seek(0)
    content: bytes = output.read()
    return content


def _pdf_signer(
    signer: SealKey, tsa: TimeStamper | None, *, reason: str, location: str, field: str, now: datetime
) -> PdfSigner:
    from pyhanko.sign.fields import SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

    metadata = PdfSignatureMetadata(
        field_name=field, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, reason=reason, location=location
    )
    stamper = _stamper_class()(tsa, now) if tsa else None
    return PdfSigner(metadata, _signer_class()(signer), timestamper=stamper)


def _room(signer: SealKey, tsa: TimeStamper | None) -> int:
    """Return how many hexadecimal digits the signature container takes at most (even)."""
    certificates = sum(len(item.dump()) for item in (signer.certificate, *signer.chain))
    return 2 * (certificates + signer.signature_bytes + _FRAME_BYTES + (tsa.reserve if tsa else 0))


@cache
def _signer_class() -> Callable[[SealKey], Signer]:
    """Return a pyHanko signer that uses our loaded key (made late: importing pyHanko takes most of a second)."""
    from asn1crypto.algos import SignedDigestAlgorithm
    from pyhanko.sign.signers import Signer
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    class KeptKeySigner(Signer):
        def __init__(self, key: SealKey) -> None:
            self._key = key
            super().__init__(
                signing_cert=key.certificate,
                cert_registry=SimpleCertificateStore.from_certs(key.chain),  # type: ignore[no-untyped-call]
                signature_mechanism=SignedDigestAlgorithm({"algorithm": key.mechanism}),
                embed_roots=True,
            )

        async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
            return bytes(self._key.signature_bytes) if dry_run else self._key.sign(data)

    return KeptKeySigner


@cache
def _stamper_class() -> Callable[[TimeStamper, datetime], HankoTimeStamper]:
    """Return a pyHanko time stamper that asks ours."""
    from asn1crypto import cms
    from pyhanko.sign.timestamps import TimeStamper as HankoTimeStamper

    class Adapter(HankoTimeStamper):
        def __init__(self, tsa: TimeStamper, now: datetime) -> None:
            super().__init__()  # type: ignore[no-untyped-call]
            self._tsa, self._now = tsa, now

        async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
            if md_algorithm != "sha256":
                raise DocumentError("Ein Zeitstempel braucht eine SHA-256-Prüfsumme.", reason="stamp")
            return cms.ContentInfo.load(self._tsa.stamp(digest=message_digest, now=self._now))

    return Adapter
