"""Keys that seal or stamp: loaded once, used many times (loading an RSA key costs more than signing with it)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from laufzettel.engine.documents.errors import DocumentError

if TYPE_CHECKING:
    from asn1crypto import x509
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

# asn1crypto's names of the two signature mechanisms, both with SHA-256.
RSA_MECHANISM, EC_MECHANISM = "sha256_rsa", "sha256_ecdsa"


@dataclass(frozen=True, kw_only=True)
class SealKey:
    """A private key (RSA from 3072 bit or elliptic curve) with its certificate and the certificates above it."""

    private_key: RSAPrivateKey | EllipticCurvePrivateKey
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]

    @classmethod
    def load(
        cls, *, pem_key: bytes, pem_cert: bytes, chain: Sequence[bytes] = (), password: bytes | None = None
    ) -> SealKey:
        """Load a key from PEM; `chain` holds PEM or DER certificates. Raises DocumentError when they do not fit."""
        from cryptography.hazmat.primitives.serialization import load_pem_private_key

        try:
            key = load_pem_private_key(pem_key, password)
            certificate = load_certificate(pem_cert)
            above = tuple(load_certificate(item) for item in chain)
        except (ValueError, TypeError) as error:
            raise DocumentError("Der Siegelschlüssel oder sein Zertifikat ist nicht lesbar.", reason="seal") from error
        return cls(private_key=_suitable(key, certificate), certificate=certificate, chain=above)

    def sign(self, data: bytes) -> bytes:
        """Return the signature over `data` with SHA-256."""
        from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
        from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
        from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
        from cryptography.hazmat.primitives.hashes import SHA256

        if isinstance(self.private_key, RSAPrivateKey):
            return self.private_key.sign(data, PKCS1v15(), SHA256())
        return self.private_key.sign(data, ECDSA(SHA256()))

    @property
    def mechanism(self) -> str:
        """The signature mechanism in asn1crypto's words."""
        from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

        return RSA_MECHANISM if isinstance(self.private_key, RSAPrivateKey) else EC_MECHANISM

    @property
    def signature_bytes(self) -> int:
        """An upper bound for the length of one signature."""
        bits = self.private_key.key_size
        return bits // 8 if self.mechanism == RSA_MECHANISM else 2 * ((bits + 7) // 8) + 9


def load_certificate(content: bytes) -> x509.Certificate:
    """Read one certificate from PEM or DER. Raises ValueError."""
    from asn1crypto import pem, x509

    der = pem.unarmor(content)[2] if pem.detect(content) else content
    certificate = x509.Certificate.load(der, strict=True)
    certificate.native  # noqa: B018  asn1crypto reads lazily; a broken certificate must show here
    return certificate


def _suitable(key: object, certificate: x509.Certificate) -> RSAPrivateKey | EllipticCurvePrivateKey:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    if not isinstance(key, RSAPrivateKey | EllipticCurvePrivateKey):
        raise DocumentError("Ein Siegelschlüssel muss ein RSA- oder EC-Schlüssel sein.", reason="seal")
    if isinstance(key, RSAPrivateKey) and key.key_size < 3000:  # SOG-IS and BSI TR-02102: 3000 bit at least
        raise DocumentError("Der RSA-Schlüssel des Siegels ist zu kurz (mindestens 3072 Bit).", reason="seal")
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    if public != certificate.public_key.dump():
        raise DocumentError("Schlüssel und Zertifikat des Siegels gehören nicht zusammen.", reason="seal")
    return key
