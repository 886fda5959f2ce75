"""Certificates for a demonstration town: an own root, a seal certificate and a time-stamp certificate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from laufzettel.engine.documents.sealing.keys import SealKey
from laufzettel.engine.documents.sealing.stamp import LocalTimeStamper

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

_FILE_NAMES = {
    "root_certificate": "root.pem",
    "seal_certificate": "seal.pem",
    "seal_private_key": "seal.key.pem",
    "stamp_certificate": "stamp.pem",
    "stamp_private_key": "stamp.key.pem",
}


@dataclass(frozen=True, kw_only=True)
class DemoAuthority:
    """What a demonstration needs to seal and stamp, as PEM; nobody outside believes it. The root's key is not kept."""

    root_certificate: bytes
    seal_certificate: bytes
    seal_private_key: bytes
    stamp_certificate: bytes
    stamp_private_key: bytes

    @cached_property
    def seal_key(self) -> SealKey:
        """The key that seals notices."""
        return SealKey.load(
            pem_key=self.seal_private_key, pem_cert=self.seal_certificate, chain=(self.root_certificate,)
        )

    @cached_property
    def time_stamper(self) -> LocalTimeStamper:
        """The time-stamp authority."""
        return LocalTimeStamper(
            SealKey.load(
                pem_key=self.stamp_private_key, pem_cert=self.stamp_certificate, chain=(self.root_certificate,)
            )
        )

    @property
    def trust(self) -> tuple[bytes, ...]:
        """The root certificate (PEM), for `verify` and `verify_timestamp_token`."""
        return (self.root_certificate,)

    def files(self) -> dict[str, bytes]:
        """Return {file name: content}, to be kept by the caller; the `*.key.pem` are secret (mode 0600)."""
        return {_FILE_NAMES[item.name]: getattr(self, item.name) for item in fields(self)}

    @classmethod
    def from_files(cls, files: Mapping[str, bytes]) -> DemoAuthority:
        """Return what `files()` wrote. Raises KeyError when one is missing."""
        return cls(**{name: files[file_name] for name, file_name in _FILE_NAMES.items()})


def demo_authority(*, town: str, now: datetime) -> DemoAuthority:
    """Make new keys and certificates for the demonstration of `town`, valid from a day before `now` for ten years."""
    from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key

    root_key, seal_key, stamp_key = (generate_private_key(SECP256R1()) for _ in range(3))
    maker = _Maker(town=town, start=now - timedelta(days=1), root_key=root_key)
    return DemoAuthority(
        root_certificate=_pem(maker.root()),
        seal_certificate=_pem(maker.seal(seal_key)),
        seal_private_key=_key_pem(seal_key),
        stamp_certificate=_pem(maker.stamp(stamp_key)),
        stamp_private_key=_key_pem(stamp_key),
    )


@dataclass(frozen=True, kw_only=True)
class _Maker:
    town: str
    start: datetime
    root_key: EllipticCurvePrivateKey

    def root(self) -> x509.Certificate:
        from cryptography import x509

        limits = x509.BasicConstraints(ca=True, path_length=0)
        return self._certificate("Demonstrations-Stammzertifikat", self.root_key, limits, ("key_cert_sign", "crl_sign"))

    def seal(self, key: EllipticCurvePrivateKey) -> x509.Certificate:
        from cryptography import x509

        usage = ("digital_signature", "content_commitment")
        return self._certificate(f"Siegel {self.town} (Demonstration)", key, x509.BasicConstraints(False, None), usage)

    def stamp(self, key: EllipticCurvePrivateKey) -> x509.Certificate:
        from cryptography import x509
        from cryptography.x509.oid import ExtendedKeyUsageOID

        purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        name = f"Zeitstempel {self.town} (Demonstration)"
        return self._certificate(name, key, x509.BasicConstraints(False, None), ("digital_signature",), purpose)

    def _certificate(
        self,
        common_name: str,
        key: EllipticCurvePrivateKey,
        limits: x509.BasicConstraints,
        usage: tuple[str, ...],
        purpose: x509.ExtendedKeyUsage | None = None,
    ) -> x509.Certificate:
        from cryptography import x509
        from cryptography.hazmat.primitives.hashes import SHA256

        issuer_key = x509.AuthorityKeyIdentifier.from_issuer_public_key(self.root_key.public_key())
        builder = (
            x509.CertificateBuilder(
                subject_name=self._name(common_name),
                issuer_name=self._name("Demonstrations-Stammzertifikat"),
                public_key=key.public_key(),
                serial_number=x509.random_serial_number(),
                not_valid_before=self.start,
                not_valid_after=self.start + timedelta(days=3653),
            )
            .add_extension(limits, critical=True)
            .add_extension(_usage(usage), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(issuer_key, critical=False)
        )
        if purpose is not None:  # RFC 3161, 2.3: critical, and the only purpose
            builder = builder.add_extension(purpose, critical=True)
        return builder.sign(self.root_key, SHA256())

    def _name(self, common_name: str) -> x509.Name:
        from cryptography import x509
        from cryptography.x509.oid import NameOID

        return x509.Name(
            [
                x509.NameAttribute(NameOID.COUNTRY_NAME, "DE"),
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, self.town[:64]),
                x509.NameAttribute(NameOID.COMMON_NAME, common_name[:64]),
            ]
        )


def _usage(granted: tuple[str, ...]) -> x509.KeyUsage:
    from cryptography import x509

    names = (
        "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
        "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
    )  # fmt: skip
    return x509.KeyUsage(**{name: name in granted for name in names})


def _pem(certificate: x509.Certificate) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding

    return certificate.public_bytes(Encoding.PEM)


def _key_pem(key: EllipticCurvePrivateKey) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
