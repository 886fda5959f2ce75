"""The whole record file as one archive, and the check that contents are still what was filed."""

import hashlib
import io
import json
import zipfile
from pathlib import Path

import pytest
from django.conf import settings as in_force
from pytest_django import Settings

from laufzettel.kernel.errors import NotFound
from laufzettel.platform import api as platform
from laufzettel.records import api as records
from laufzettel.records.jobs import verify_all_blobs
from laufzettel.records.tests.building import SUBJECT, close, file, open_file

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_blobs(settings: Settings, tmp_path: Path) -> None:
    """Keep contents in a folder of this test, because some are damaged."""
    settings.MEDIA_ROOT = tmp_path


def unpack(archive: bytes) -> dict[str, bytes]:
    """Read all files of an archive."""
    with zipfile.ZipFile(io.BytesIO(archive)) as files:
        return {name: files.read(name) for name in files.namelist()}


def fill() -> None:
    """Open a record file with a submission and a note, and close it."""
    open_file()
    file(b"%PDF-1.7 Antrag")
    file(b"Vermerk", key="note:1", kind="note", title="Vermerk", filename="../../vermerk.txt", media_type="text/plain")
    close()


def path_of(blob: str) -> Path:
    """Find the stored content."""
    return next(Path(in_force.MEDIA_ROOT).rglob(blob))


def test_export_holds_all_documents_contents_and_course() -> None:
    fill()

    files = unpack(records.export_file(municipality="mainz", subject=SUBJECT))

    assert [
        "inhalt.json",
        "inhalt.txt",
        "verlauf.json",
        "dokumente/01_antrag_2026-11-21.pdf",
        "dokumente/02_vermerk_2026-11-21.txt",
    ] == list(files)
    assert b"%PDF-1.7 Antrag" == files["dokumente/01_antrag_2026-11-21.pdf"]


def test_export_names_every_document_with_its_checksum() -> None:
    fill()

    files = unpack(records.export_file(municipality="mainz", subject=SUBJECT))
    contents = json.loads(files["inhalt.json"])

    sums = {document["datei"]: document["sha256"] for document in contents["dokumente"]}
    assert {name: hashlib.sha256(files[name]).hexdigest() for name in files if name.startswith("dokumente/")} == sums
    assert "22.41-2026/000001" == contents["aktenzeichen"]
    assert "2036-12-31" == contents["aufbewahrung_bis"]


def test_export_tells_the_course_of_events() -> None:
    fill()

    course = json.loads(unpack(records.export_file(municipality="mainz", subject=SUBJECT))["verlauf.json"])

    assert [
        "RecordFileOpened",
        "DocumentFiled",
        "DocumentFiled",
        "RecordFileClosed",
    ] == [event["ereignis"] for event in course]


def test_export_for_applicants_leaves_out_notes_and_clerks() -> None:
    fill()

    files = unpack(records.export_file(municipality="mainz", subject=SUBJECT, public_only=True))

    assert ["dokumente/01_antrag_2026-11-21.pdf"] == [name for name in files if name.startswith("dokumente/")]
    assert b"vermerk" not in b"".join(files.values()).lower()
    assert b"person" not in files["verlauf.json"]


def test_export_of_the_same_file_gives_the_same_bytes() -> None:
    fill()

    first = records.export_file(municipality="mainz", subject=SUBJECT)

    assert first == records.export_file(municipality="mainz", subject=SUBJECT)


def test_export_dates_every_file_with_the_day_it_was_filed() -> None:
    fill()

    archive = records.export_file(municipality="mainz", subject=SUBJECT)

    with zipfile.ZipFile(io.BytesIO(archive)) as files:
        assert {(2026, 11, 21, 10, 30, 0)} == {entry.date_time for entry in files.infolist()}


def test_export_of_another_town_does_not_exist() -> None:
    fill()

    with pytest.raises(NotFound):
        records.export_file(municipality="musterstadt", subject=SUBJECT)


def test_verify_finds_nothing_wrong_with_untouched_contents() -> None:
    fill()

    report = records.verify_blobs("mainz")

    assert (True, 2) == (report.ok, report.checked)


def test_verify_finds_one_flipped_bit_and_one_missing_content() -> None:
    fill()
    submission, note = records.list_documents("mainz", SUBJECT)
    flipped = bytearray(platform.read_blob(submission.blob))
    flipped[5] ^= 1
    path_of(submission.blob).write_bytes(flipped)
    path_of(note.blob).unlink()

    report = records.verify_blobs("mainz")

    found = [(problem.document_id, problem.problem) for problem in report.problems]
    assert [(submission.id, "altered"), (note.id, "missing")] == found


def test_nightly_check_writes_every_problem_into_the_log(caplog: pytest.LogCaptureFixture) -> None:
    fill()
    note = records.list_documents("mainz", SUBJECT)[-1]
    path_of(note.blob).unlink()

    verify_all_blobs()

    errors = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert [f"records of mainz: content {note.blob} of document {note.id} ({SUBJECT}) is missing"] == errors
