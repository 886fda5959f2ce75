"""Seals: whoever changes a byte is found, whoever sealed is named, and the moment is proved."""

import asyncio
import io
from datetime import timedelta

import pikepdf
import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from laufzettel.engine.documents import DemoAuthority, DocumentError, SealKey, render_built_in, seal, verify
from laufzettel.engine.documents.tests.conftest import NOW


@pytest.fixture(scope="module")
def pdf() -> bytes:
    data = {"town": {"name": "Mainz"}, "date": "2026-11-21", "notice": {"title": "Bescheid"}}
    return render_built_in(name="notice", data=data, attachment=None, title="Bescheid")


@pytest.fixture(scope="module")
def sealed(pdf: bytes, authority: DemoAuthority) -> bytes:
    return seal(
        pdf=pdf, signer=authority.seal_key, tsa=authority.time_stamper, reason="Bescheid", location="Mainz", now=NOW
    )


def test_sealed_document_is_good_and_says_who_and_when(sealed: bytes, authority: DemoAuthority) -> None:
    report = verify(pdf=sealed, trust=authority.trust)

    assert report.is_good
    assert "Siegel Landeshauptstadt Mainz (Demonstration)" == report.signer
    assert NOW == report.signed_at
    assert NOW == report.timestamped_at


def test_seal_without_time_stamp_is_good_but_proves_no_moment(pdf: bytes, authority: DemoAuthority) -> None:
    plain = seal(pdf=pdf, signer=authority.seal_key, tsa=None, reason="", location="Mainz", now=NOW)

    report = verify(pdf=plain, trust=authority.trust)

    assert report.is_good
    assert report.timestamped_at is None


def test_every_changed_byte_of_the_content_is_found(pdf: bytes, sealed: bytes, authority: DemoAuthority) -> None:
    for place in range(200, len(pdf), len(pdf) // 40):
        changed = bytearray(sealed)
        changed[place] ^= 1

        assert not verify(pdf=bytes(changed), trust=authority.trust).is_good, place


def test_changed_page_is_called_changed(sealed: bytes, authority: DemoAuthority) -> None:
    changed = bytearray(sealed)
    changed[1500] ^= 1

    report = verify(pdf=bytes(changed), trust=authority.trust)

    assert not report.intact
    assert ("Das Dokument wurde nach dem Siegeln verändert.",) == report.problems


def test_something_hung_on_behind_the_seal_is_found(sealed: bytes, authority: DemoAuthority) -> None:
    report = verify(pdf=sealed + b"\n% Nachtrag", trust=authority.trust)

    assert not report.covers_whole_file
    assert ("Nach dem Siegeln wurde etwas an das Dokument angehängt.",) == report.problems


def test_seal_of_a_stranger_is_not_trusted(sealed: bytes, stranger: DemoAuthority) -> None:
    report = verify(pdf=sealed, trust=stranger.trust)

    assert report.intact
    assert not report.trusted
    assert report.timestamped_at is None
    assert 2 == len(report.problems)


def test_time_stamp_of_a_stranger_is_a_problem(pdf: bytes, authority: DemoAuthority, stranger: DemoAuthority) -> None:
    mixed = seal(pdf=pdf, signer=authority.seal_key, tsa=stranger.time_stamper, reason="", location="Mainz", now=NOW)

    report = verify(pdf=mixed, trust=authority.trust)

    assert report.trusted
    assert ("Der Zeitstempel des Siegels ist nicht vertrauenswürdig.",) == report.problems


def test_seal_is_judged_at_the_moment_of_sealing_unless_asked_otherwise(
    sealed: bytes, authority: DemoAuthority
) -> None:
    after_expiry = NOW + timedelta(days=12 * 365)

    assert verify(pdf=sealed, trust=authority.trust).is_good
    assert not verify(pdf=sealed, trust=authority.trust, now=after_expiry).trusted


@pytest.mark.parametrize("content", [b"", b"kein PDF", b"%PDF-1.7\n%%EOF"])
def test_file_that_is_no_pdf_is_not_genuine(content: bytes, authority: DemoAuthority) -> None:
    report = verify(pdf=content, trust=authority.trust)

    assert not report.is_good
    assert 1 == len(report.problems)


def test_document_without_seal_says_so(pdf: bytes, authority: DemoAuthority) -> None:
    assert ("Das Dokument trägt kein Siegel.",) == verify(pdf=pdf, trust=authority.trust).problems


@pytest.mark.parametrize("content", [b"", b"kein PDF"])
def test_file_that_is_no_pdf_cannot_be_sealed(content: bytes, authority: DemoAuthority) -> None:
    with pytest.raises(DocumentError) as caught:
        seal(pdf=content, signer=authority.seal_key, tsa=None, reason="", location="", now=NOW)

    assert "seal" == caught.value.reason


def test_untagged_pdf_cannot_be_sealed(authority: DemoAuthority) -> None:
    with pikepdf.new() as document:
        document.add_blank_page()
        target = io.BytesIO()
        document.save(target)

    with pytest.raises(DocumentError):
        seal(pdf=target.getvalue(), signer=authority.seal_key, tsa=None, reason="", location="", now=NOW)


def test_document_is_sealed_under_a_running_event_loop(pdf: bytes, authority: DemoAuthority) -> None:
    async def job() -> bytes:
        return seal(pdf=pdf, signer=authority.seal_key, tsa=None, reason="", location="", now=NOW)

    assert verify(pdf=asyncio.run(job()), trust=authority.trust).is_good


def test_parent_tree_with_branches_gets_a_branch_for_the_field(pdf: bytes, authority: DemoAuthority) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        tree = document.Root.StructTreeRoot
        numbers = tree.ParentTree.Nums
        last = int(numbers[-2])
        leaf = document.make_indirect(pikepdf.Dictionary(Limits=[0, last], Nums=numbers))
        tree.ParentTree = document.make_indirect(pikepdf.Dictionary(Kids=pikepdf.Array([leaf])))
        target = io.BytesIO()
        document.save(target)

    sealed = seal(pdf=target.getvalue(), signer=authority.seal_key, tsa=None, reason="", location="", now=NOW)

    with pikepdf.open(io.BytesIO(sealed)) as document:
        branches = document.Root.StructTreeRoot.ParentTree.Kids
        assert [last + 1, last + 1] == [int(limit) for limit in branches[-1].Limits]


def rsa_authority(bits: int, authority: DemoAuthority) -> tuple[bytes, bytes]:
    from cryptography import x509
    from cryptography.hazmat.primitives.hashes import SHA256

    key = rsa.generate_private_key(public_exponent=65537, key_size=bits)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "RSA-Siegel")])
    usage = x509.KeyUsage(True, True, False, False, False, True, False, False, False)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, NOW - timedelta(days=1), NOW + timedelta(days=9))
        .add_extension(usage, critical=True)
        .sign(key, SHA256())
    )
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return pem, certificate.public_bytes(Encoding.PEM)


def test_rsa_key_seals_too(pdf: bytes, authority: DemoAuthority) -> None:
    key, certificate = rsa_authority(3072, authority)
    signer = SealKey.load(pem_key=key, pem_cert=certificate)

    sealed = seal(pdf=pdf, signer=signer, tsa=authority.time_stamper, reason="", location="", now=NOW)

    assert verify(pdf=sealed, trust=[certificate, *authority.trust]).is_good


def test_short_rsa_key_is_refused(authority: DemoAuthority) -> None:
    key, certificate = rsa_authority(2048, authority)

    with pytest.raises(DocumentError, match="zu kurz"):
        SealKey.load(pem_key=key, pem_cert=certificate)


def test_key_of_another_certificate_is_refused(authority: DemoAuthority, stranger: DemoAuthority) -> None:
    with pytest.raises(DocumentError, match="gehören nicht zusammen"):
        SealKey.load(pem_key=authority.seal_private_key, pem_cert=stranger.seal_certificate)


def test_key_of_another_kind_is_refused(authority: DemoAuthority) -> None:
    key = ed25519.Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())

    with pytest.raises(DocumentError, match="RSA- oder EC-Schlüssel"):
        SealKey.load(pem_key=key, pem_cert=authority.seal_certificate)


@pytest.mark.parametrize("broken", ["key", "certificate", "chain"])
def test_unreadable_key_or_certificate_is_refused(broken: str, authority: DemoAuthority) -> None:
    parts = {"key": authority.seal_private_key, "certificate": authority.seal_certificate, "chain": b""}
    parts[broken] = b"Unsinn"
    chain = (parts["chain"],) if parts["chain"] else ()

    with pytest.raises(DocumentError, match="nicht lesbar"):
        SealKey.load(pem_key=parts["key"], pem_cert=parts["certificate"], chain=chain)


def test_authority_survives_its_files(authority: DemoAuthority) -> None:
    files = authority.files()

    assert authority == DemoAuthority.from_files(files)
    assert ["seal.key.pem", "stamp.key.pem"] == sorted(name for name in files if b"PRIVATE KEY" in files[name])
