"""Files are scanned where a scanner is set, by the words that clamd speaks; what it finds reaches nobody."""

import shutil
import socket
import struct
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from laufzettel.kernel.errors import Refused
from laufzettel.platform import api as platform
from laufzettel.submissions import api as submissions
from laufzettel.submissions import clamav, scanning
from laufzettel.submissions.actions.expire import delete_quarantined
from laufzettel.submissions.models import Quarantined
from laufzettel.submissions.tests.conftest import ANSWERS, GUEST, NOW, filled, pdf

# Put together here, so that no scanner on a developer's machine takes this file away.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
STOLEN = {**ANSWERS, "raeder": [{"marke": "Hollandrad", "wert": "500.00", "gestohlen": True}]}


class Scanner:
    """A small server that speaks INSTREAM and knows one virus; `says` is another answer, `None` none at all."""

    def __init__(self) -> None:
        self.says: bytes | None = b""
        self.seen = b""
        self._server = socket.create_server(("127.0.0.1", 0))
        self.address = f"tcp:127.0.0.1:{self._server.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._server.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as sent:
                assert b"zINSTREAM\0" == sent.read(10)
                self.seen = b""
                while size := struct.unpack("!L", sent.read(4))[0]:
                    self.seen += sent.read(size)
                verdict = b"stream: Eicar-Test-Signature FOUND\0" if EICAR in self.seen else b"stream: OK\0"
                if self.says is not None:
                    connection.sendall(self.says or verdict)

    def close(self) -> None:
        self._server.close()


@pytest.fixture
def scanner(monkeypatch: pytest.MonkeyPatch) -> Iterator[Scanner]:
    server = Scanner()
    _set(monkeypatch, scanner=server.address)
    yield server
    server.close()


def _set(monkeypatch: pytest.MonkeyPatch, **given: object) -> None:
    conf = replace(scanning.read_conf(), **given)  # type: ignore[arg-type]
    monkeypatch.setattr(scanning, "read_conf", lambda: conf)


def _add(ref: str, content: bytes) -> submissions.AttachmentView:
    draft_id = filled(ref, answers=STOLEN)
    return submissions.add_attachment(
        actor=GUEST, draft_id=draft_id, path="raeder.0.anzeige", filename="a.pdf", content=content, now=NOW
    )


def test_clean_file_is_taken_and_says_so(ref: str, scanner: Scanner) -> None:
    added = _add(ref, pdf(2))

    assert ("clean", pdf(2)) == (added.scan, scanner.seen)


def test_file_with_a_virus_is_refused_and_lies_where_nobody_gets_at_it(ref: str, scanner: Scanner) -> None:
    infected = pdf() + EICAR + b"%%EOF"

    with pytest.raises(Refused, match="Schadsoftware gefunden"):
        _add(ref, infected)

    (kept,) = Quarantined.objects.all()
    assert ("Eicar-Test-Signature", len(infected)) == (kept.virus, kept.size)
    assert EICAR not in platform.read_blob(kept.blob)
    assert () == submissions.list_drafts(GUEST)[0].attachments


def test_file_in_quarantine_goes_after_its_days(ref: str, scanner: Scanner) -> None:
    with pytest.raises(Refused):
        _add(ref, pdf() + EICAR + b"%%EOF")

    delete_quarantined(now=NOW + timedelta(days=13))
    still_there = Quarantined.objects.count()
    delete_quarantined(now=NOW + timedelta(days=15))

    assert (1, 0) == (still_there, Quarantined.objects.count())


@pytest.mark.parametrize("says", [None, b"INSTREAM size limit exceeded. ERROR\0", b"stream: OK, I guess\0", b"\xff\0"])
def test_scanner_without_a_clear_answer_means_no_file(ref: str, scanner: Scanner, says: bytes | None) -> None:
    scanner.says = says

    with pytest.raises(Refused, match="gerade nicht auf Viren prüfen"):
        _add(ref, pdf())


def test_unscanned_file_is_taken_with_a_mark_where_the_operator_wants_that(
    ref: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _set(monkeypatch, scanner="tcp:127.0.0.1:1", is_scan_needed=False)

    assert "unscanned" == _add(ref, pdf()).scan


def test_without_a_scanner_nothing_is_claimed(ref: str) -> None:
    assert "" == _add(ref, pdf()).scan


def test_scanner_that_hangs_does_not_hang_us() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        begun = time.monotonic()
        verdict = clamav.scan(b"x", address=f"tcp:127.0.0.1:{silent.getsockname()[1]}", seconds=0.2)

    assert ("no_answer", True) == (verdict.state, time.monotonic() - begun < 2)


@pytest.mark.parametrize("address", ["tcp:127.0.0.1:1", "unix:/nowhere/clamd.ctl", "tcp:", "", "smoke:signals"])
def test_address_where_nobody_listens_is_no_verdict(address: str) -> None:
    assert "no_answer" == clamav.scan(b"x", address=address, seconds=1).state


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("clamd"), reason="clamd is not installed")
def test_real_clamd_says_the_same(tmp_path: Path) -> None:
    # Its own database with nothing but the test virus: no download, and it starts at once.
    pattern = "".join(f"{byte:02x}" for byte in EICAR)
    (tmp_path / "test.ndb").write_text(f"Laufzettel.Test:0:*:{pattern}\n")
    address = tmp_path / "clamd.ctl"
    (tmp_path / "clamd.conf").write_text(
        f"DatabaseDirectory {tmp_path}\nLocalSocket {address}\nForeground yes\nStreamMaxLength 1M\nUser root\n"
    )
    clamd = subprocess.Popen(["clamd", "-c", str(tmp_path / "clamd.conf")], stdout=subprocess.DEVNULL)
    try:
        last_moment = time.monotonic() + 20
        while not address.exists() and time.monotonic() < last_moment:
            time.sleep(0.1)
        verdicts = [
            clamav.scan(content, address=f"unix:{address}", seconds=10)
            for content in (b"harmless", EICAR, b"x" * 2_000_000)
        ]
    finally:
        clamd.terminate()
        clamd.wait(timeout=20)

    assert ["clean", "infected", "no_answer"] == [verdict.state for verdict in verdicts]
