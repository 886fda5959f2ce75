"""Time stamps by RFC 3161: who makes them, and how they are checked."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from laufzettel.engine.documents.errors import DocumentError
from laufzettel.engine.documents.sealing.keys import SealKey
from laufzettel.engine.documents.sealing.waiting import finish

if TYPE_CHECKING:
    from asn1crypto import cms, tsp

# A policy of our own under the UUID arc (ITU-T X.667): "demonstration or in-house time stamp, clock of this machine".
POLICY = "2.25.243091478612743098165201874623341958712"
_MOST_ANSWER = 100_000


class TimeStamper(Protocol):
    """Somebody who certifies that a SHA-256 digest existed at a moment."""

    @property
    def reserve(self) -> int:
        """How many bytes a token takes at most."""

    def stamp(self, *, digest: bytes, now: datetime) -> bytes:
        """Return a time-stamp token (DER, CMS SignedData) over the SHA-256 `digest`. Raises DocumentError."""


@dataclass(frozen=True)
class LocalTimeStamper:
    """A time-stamp authority in this process, for demonstrations and tests; its clock is the caller's `now`."""

    key: SealKey

    @property
    def reserve(self) -> int:
        """How many bytes a token takes at most."""
        certificates = (self.key.certificate, *self.key.chain)
        return sum(len(item.dump()) for item in certificates) + self.key.signature_bytes + 1500

    def stamp(self, *, digest: bytes, now: datetime) -> bytes:
        """Return a token over `digest`, dated `now` (aware, whole seconds)."""
        return _token(self.key, digest, now.replace(microsecond=0), nonce=None).dump()

    def answer(self, *, request: bytes, now: datetime) -> bytes:
        """Return the answer (DER, TimeStampResp) to a request (DER, TimeStampReq), to serve others by RFC 3161."""
        from asn1crypto import tsp

        asked = tsp.TimeStampReq.load(request, strict=True)
        imprint = asked["message_imprint"]
        if imprint["hash_algorithm"]["algorithm"].native != "sha256":
            raise DocumentError("Ein Zeitstempel braucht eine SHA-256-Prüfsumme.", reason="stamp")
        digest, nonce = imprint["hashed_message"].native, asked["nonce"].native
        token = _token(self.key, digest, now.replace(microsecond=0), nonce=nonce)
        return tsp.TimeStampResp({"status": {"status": "granted"}, "time_stamp_token": token}).dump()


Post = Callable[[str, bytes, float], bytes]


@dataclass(frozen=True)
class HttpTimeStamper:
    """A time-stamp authority on the network (RFC 3161 over HTTP), qualified where a town buys that."""

    url: str
    timeout: float = 10.0
    post: Post | None = None
    reserve: int = 12_000

    def stamp(self, *, digest: bytes, now: datetime) -> bytes:
        """Ask the authority for a token over `digest`; its clock counts, not `now`. Raises DocumentError."""
        from asn1crypto import tsp

        nonce = secrets.randbits(63)
        request = tsp.TimeStampReq(
            {"version": 1, "message_imprint": _imprint(digest), "nonce": nonce, "cert_req": True}
        )
        answer = (self.post or _post)(self.url, request.dump(), self.timeout)
        return _token_in(answer, digest=digest, nonce=nonce)


def _post(url: str, body: bytes, timeout: float) -> bytes:
    from urllib.error import URLError
    from urllib.request import Request, urlopen

    if not url.startswith(("https://", "http://")):
        raise DocumentError("Die Adresse des Zeitstempeldienstes ist ungültig.", reason="stamp")
    headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
    try:
        with urlopen(Request(url, data=body, headers=headers), timeout=timeout) as answer:  # noqa: S310
            content: bytes = answer.read(_MOST_ANSWER)
    except (URLError, OSError) as error:
        raise DocumentError("Der Zeitstempeldienst antwortet nicht.", reason="stamp") from error
    return content


def _token_in(answer: bytes, *, digest: bytes, nonce: int) -> bytes:
    from asn1crypto import tsp

    try:
        response = tsp.TimeStampResp.load(answer, strict=True)
        granted = response["status"]["status"].native in ("granted", "granted_with_mods")
        token = response["time_stamp_token"]
        info = token["content"]["encap_content_info"]["content"].parsed if granted else None
        fits = info is not None and (
            info["nonce"].native == nonce and info["message_imprint"]["hashed_message"].native == digest
        )
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise DocumentError("Der Zeitstempeldienst hat unverständlich geantwortet.", reason="stamp") from error
    if not fits:
        raise DocumentError("Der Zeitstempeldienst hat keinen passenden Zeitstempel geliefert.", reason="stamp")
    der: bytes = token.dump()
    return der


def timestamp_token(*, digest: bytes, tsa: TimeStamper, now: datetime) -> bytes:
    """Return a time-stamp token (DER) of `tsa` over the SHA-256 `digest`. Raises DocumentError."""
    if len(digest) != hashlib.sha256().digest_size:
        raise DocumentError("Ein Zeitstempel braucht eine SHA-256-Prüfsumme.", reason="stamp")
    return tsa.stamp(digest=digest, now=now)


def _imprint(digest: bytes) -> tsp.MessageImprint:
    from asn1crypto import tsp

    return tsp.MessageImprint({"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": digest})


def _token(key: SealKey, digest: bytes, moment: datetime, *, nonce: int | None) -> cms.ContentInfo:
    from asn1crypto import cms, tsp, x509

    info = tsp.TSTInfo(
        {
            "version": "v1",
            "policy": POLICY,
            "message_imprint": _imprint(digest),
            "serial_number": secrets.randbits(120),
            "gen_time": moment,
            "accuracy": {"seconds": 1},
            **({} if nonce is None else {"nonce": nonce}),
            "tsa": x509.GeneralName(name="directory_name", value=key.certificate.subject),
        }
    ).dump()
    attributes = _signed_attributes(key, info)
    signed = cms.SignedData(
        {
            "version": "v3",
            "digest_algorithms": [{"algorithm": "sha256"}],
            "encap_content_info": {"content_type": "tst_info", "content": cms.ParsableOctetString(info)},
            "certificates": [key.certificate, *key.chain],
            "signer_infos": [_signer_info(key, attributes)],
        }
    )
    return cms.ContentInfo({"content_type": "signed_data", "content": signed})


def _signed_attributes(key: SealKey, info: bytes) -> cms.CMSAttributes:
    from asn1crypto import cms, tsp

    certificate_hash = hashlib.sha256(key.certificate.dump()).digest()
    binding = tsp.SigningCertificateV2({"certs": [{"cert_hash": certificate_hash}]})
    return cms.CMSAttributes(
        [
            {"type": "content_type", "values": ["tst_info"]},
            {"type": "message_digest", "values": [hashlib.sha256(info).digest()]},
            {"type": "signing_certificate_v2", "values": [binding]},
        ]
    )


def _signer_info(key: SealKey, attributes: cms.CMSAttributes) -> cms.SignerInfo:
    from asn1crypto import cms

    issuer = {"issuer": key.certificate.issuer, "serial_number": key.certificate.serial_number}
    return cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier({"issuer_and_serial_number": cms.IssuerAndSerialNumber(issuer)}),
            "digest_algorithm": {"algorithm": "sha256"},
            "signature_algorithm": {"algorithm": key.mechanism},
            "signed_attrs": attributes,
            "signature": key.sign(attributes.dump()),
        }
    )


@dataclass(frozen=True, kw_only=True)
class StampReport:
    """What a time-stamp token proves; `problems` are German sentences, empty when all is well."""

    intact: bool
    trusted: bool
    stamped_at: datetime | None
    authority: str
    problems: tuple[str, ...]


def verify_timestamp_token(*, token: bytes, digest: bytes, trust: Sequence[bytes]) -> StampReport:
    """Check a token against a SHA-256 `digest` and the certificates in `trust` (PEM or DER).

    The authority's certificate is judged at the moment the token states. Never raises for a bad token.
    """
    # Importing tsp teaches asn1crypto what a time-stamp token contains; without it the token is unreadable.
    from asn1crypto import cms, tsp  # noqa: F401

    from laufzettel.engine.documents.sealing.trust import quiet_logs

    quiet_logs()
    try:
        signed = cms.ContentInfo.load(token, strict=True)["content"]
        moment: datetime = signed["encap_content_info"]["content"].parsed["gen_time"].native
        status = finish(_status(signed, digest, moment, trust))
    except Exception as error:  # the token comes from a file or a stranger: whatever breaks means "proves nothing"
        return StampReport(
            intact=False, trusted=False, stamped_at=None, authority="",
            problems=(f"Der Zeitstempel ist nicht lesbar ({type(error).__name__}).",),
        )  # fmt: skip
    sound = status["intact"] and status["valid"]
    trusted = sound and status["trust_problem_indic"] is None and status["validation_path"] is not None
    problems: tuple[str, ...] = () if sound else ("Der Zeitstempel gehört nicht zu diesen Daten oder wurde verändert.",)
    problems += () if trusted or not sound else ("Der Zeitstempel stammt von einer unbekannten Stelle.",)
    return StampReport(
        intact=sound,
        trusted=trusted,
        stamped_at=moment if sound else None,
        authority=status["signing_cert"].subject.human_friendly,
        problems=problems,
    )


async def _status(signed: cms.SignedData, digest: bytes, moment: datetime, trust: Sequence[bytes]) -> dict[str, Any]:
    from pyhanko.sign.validation.generic_cms import validate_tst_signed_data

    from laufzettel.engine.documents.sealing.trust import context

    def expected(algorithm: str) -> bytes:
        return digest if algorithm == "sha256" else b""

    result: dict[str, Any] = await validate_tst_signed_data(signed, context(trust, moment), expected)
    return result
