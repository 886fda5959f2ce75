"""Time stamps: made in process or over HTTP, and worth nothing for other data, other authorities or broken bytes."""

import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from laufzettel.engine.documents import (
    DemoAuthority,
    DocumentError,
    HttpTimeStamper,
    render_built_in,
    seal,
    timestamp_token,
    verify,
    verify_timestamp_token,
)
from laufzettel.engine.documents.tests.conftest import NOW

DIGEST = hashlib.sha256(b"Wurzel").digest()
OTHER = hashlib.sha256(b"etwas anderes").digest()


@contextmanager
def served(reply: Callable[[bytes], bytes], status: int = 200) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = reply(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(status)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Stay silent."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_local_token_proves_the_moment(authority: DemoAuthority) -> None:
    token = timestamp_token(digest=DIGEST, tsa=authority.time_stamper, now=NOW + timedelta(microseconds=7))

    report = verify_timestamp_token(token=token, digest=DIGEST, trust=authority.trust)

    assert (True, True, NOW, ()) == (report.intact, report.trusted, report.stamped_at, report.problems)
    assert "Zeitstempel Landeshauptstadt Mainz" in report.authority


def test_local_token_is_never_longer_than_announced(authority: DemoAuthority) -> None:
    token = timestamp_token(digest=DIGEST, tsa=authority.time_stamper, now=NOW)

    assert len(token) <= authority.time_stamper.reserve


def test_token_for_other_data_proves_nothing(authority: DemoAuthority) -> None:
    token = timestamp_token(digest=OTHER, tsa=authority.time_stamper, now=NOW)

    report = verify_timestamp_token(token=token, digest=DIGEST, trust=authority.trust)

    assert (False, False, None) == (report.intact, report.trusted, report.stamped_at)
    assert ("Der Zeitstempel gehört nicht zu diesen Daten oder wurde verändert.",) == report.problems


def test_token_of_a_stranger_is_not_trusted(authority: DemoAuthority, stranger: DemoAuthority) -> None:
    token = timestamp_token(digest=DIGEST, tsa=stranger.time_stamper, now=NOW)

    report = verify_timestamp_token(token=token, digest=DIGEST, trust=authority.trust)

    assert (True, False) == (report.intact, report.trusted)
    assert ("Der Zeitstempel stammt von einer unbekannten Stelle.",) == report.problems


def test_every_changed_byte_of_a_token_is_found(authority: DemoAuthority) -> None:
    token = timestamp_token(digest=DIGEST, tsa=authority.time_stamper, now=NOW)

    for place in range(len(token) - 60, len(token)):  # the signature itself
        changed = bytearray(token)
        changed[place] ^= 1

        report = verify_timestamp_token(token=bytes(changed), digest=DIGEST, trust=authority.trust)

        assert not report.trusted, place


@pytest.mark.parametrize("token", [b"", b"Unsinn", b"0\x03\x02\x01\x05"])
def test_token_that_is_none_proves_nothing(token: bytes, authority: DemoAuthority) -> None:
    report = verify_timestamp_token(token=token, digest=DIGEST, trust=authority.trust)

    assert (False, False, None, "") == (report.intact, report.trusted, report.stamped_at, report.authority)
    assert 1 == len(report.problems)


def test_token_needs_a_sha_256_digest(authority: DemoAuthority) -> None:
    with pytest.raises(DocumentError, match="SHA-256"):
        timestamp_token(digest=b"kurz", tsa=authority.time_stamper, now=NOW)


def test_token_over_http_is_as_good_as_a_local_one(authority: DemoAuthority) -> None:
    with served(lambda request: authority.time_stamper.answer(request=request, now=NOW)) as url:
        token = timestamp_token(digest=DIGEST, tsa=HttpTimeStamper(url), now=NOW)

    assert verify_timestamp_token(token=token, digest=DIGEST, trust=authority.trust).trusted


def test_document_is_sealed_with_a_time_stamp_over_http(authority: DemoAuthority) -> None:
    data = {"town": {"name": "Mainz"}, "date": "2026-11-21", "notice": {"title": "Bescheid"}}
    pdf = render_built_in(name="notice", data=data, attachment=None, title="Bescheid")

    with served(lambda request: authority.time_stamper.answer(request=request, now=NOW)) as url:
        tsa = HttpTimeStamper(url)
        sealed = seal(pdf=pdf, signer=authority.seal_key, tsa=tsa, reason="", location="", now=NOW)

    assert NOW == verify(pdf=sealed, trust=authority.trust).timestamped_at


@pytest.mark.parametrize(
    ("reply", "status", "say"),
    [
        (b"Unsinn", 200, "unverständlich"),
        (b"", 200, "unverständlich"),
        (b"", 503, "antwortet nicht"),
    ],
)
def test_authority_that_answers_nonsense_is_an_error(reply: bytes, status: int, say: str) -> None:
    with served(lambda _: reply, status) as url, pytest.raises(DocumentError, match=say):
        HttpTimeStamper(url).stamp(digest=DIGEST, now=NOW)


def test_authority_that_answers_an_older_request_is_an_error(authority: DemoAuthority) -> None:
    kept: list[bytes] = []

    def replay(request: bytes) -> bytes:
        kept.append(authority.time_stamper.answer(request=request, now=NOW))
        return kept[0]

    with served(replay) as url:
        HttpTimeStamper(url).stamp(digest=DIGEST, now=NOW)

        with pytest.raises(DocumentError, match="keinen passenden"):
            HttpTimeStamper(url).stamp(digest=DIGEST, now=NOW)


def test_request_with_another_digest_kind_is_rejected(authority: DemoAuthority) -> None:
    from asn1crypto import tsp

    imprint = {"hash_algorithm": {"algorithm": "sha1"}, "hashed_message": b"0" * 20}
    request = tsp.TimeStampReq({"version": 1, "message_imprint": imprint}).dump()

    with pytest.raises(DocumentError, match="SHA-256"):
        authority.time_stamper.answer(request=request, now=NOW)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://x/", "127.0.0.1"])
def test_address_of_an_authority_must_be_http(url: str) -> None:
    with pytest.raises(DocumentError, match="ungültig"):
        HttpTimeStamper(url).stamp(digest=DIGEST, now=NOW)


def test_authority_that_is_down_is_an_error() -> None:
    with served(lambda _: b"") as url:
        pass

    with pytest.raises(DocumentError, match="antwortet nicht"):
        HttpTimeStamper(url, timeout=2).stamp(digest=DIGEST, now=NOW)
