"""Filing documents that never change again."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction

from laufzettel.kernel.errors import Conflict, Invalid, NotFound
from laufzettel.platform import api as platform
from laufzettel.records import api as records
from laufzettel.records.models import Document, RecordFile
from laufzettel.records.tests.building import NOW, SUBJECT, close, file, kinds_told, open_file

pytestmark = pytest.mark.django_db


def test_document_is_filed_with_its_content() -> None:
    open_file()

    filed = file(b"%PDF-1.7 Antrag", filename="../antrag.pdf")

    document = records.get_document("mainz", SUBJECT, filed.document_id)
    assert ("antrag.pdf", 15, 1, True) == (document.filename, document.size, document.version, document.public)
    assert b"%PDF-1.7 Antrag" == platform.read_blob(document.blob)
    assert ["RecordFileOpened", "DocumentFiled"] == kinds_told()


def test_document_kinds_decide_what_applicants_see_unless_told_otherwise() -> None:
    open_file()
    file(key="antrag")
    file(key="vermerk", kind="note")
    file(key="auskunft", kind="data")
    file(key="freigegeben", kind="note", public=True)

    seen = [document.key for document in records.list_documents("mainz", SUBJECT, public_only=True)]

    assert ["antrag", "freigegeben"] == seen


def test_filing_the_same_twice_files_it_once() -> None:
    open_file()

    first, again = file(), file()

    assert first == again
    assert ["RecordFileOpened", "DocumentFiled"] == kinds_told()


def test_another_content_under_the_key_is_a_conflict() -> None:
    open_file()
    file(b"one")

    with pytest.raises(Conflict):
        file(b"two")


def test_new_version_stands_beside_the_earlier_one() -> None:
    open_file()
    file(b"one")

    file(b"two", as_new_version=True)
    file(b"two", as_new_version=True)

    versions = [
        (document.version, platform.read_blob(document.blob)) for document in records.list_documents("mainz", SUBJECT)
    ]
    newest = records.find_document("mainz", SUBJECT, "submission")
    assert [(1, b"one"), (2, b"two")] == versions
    assert records.list_documents("mainz", SUBJECT)[-1] == newest


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"kind": "poem"}, "kind"),
        ({"key": " "}, "key"),
        ({"title": " "}, "title"),
        ({"media_type": "pdf"}, "media_type"),
    ],
)
def test_document_that_lacks_something_is_refused(changes: dict[str, str], path: str) -> None:
    open_file()

    with pytest.raises(Invalid) as refused:
        file(**changes)

    assert [path] == [problem.path for problem in refused.value.problems]


def test_document_without_stored_content_is_refused() -> None:
    open_file()

    with pytest.raises(NotFound):
        file(blob="0" * 64)

    assert () == records.list_documents("mainz", SUBJECT)


def test_document_needs_a_record_file() -> None:
    with pytest.raises(NotFound):
        file()


def test_document_of_another_town_or_subject_does_not_exist() -> None:
    open_file()
    filed = file()

    for municipality, subject in [("musterstadt", SUBJECT), ("mainz", "case:other")]:
        with pytest.raises(NotFound):
            records.get_document(municipality, subject, filed.document_id)


def test_database_refuses_to_change_or_delete_a_document() -> None:
    open_file()
    filed = file()
    rows = Document.objects.filter(pk=filed.document_id)

    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(title="Anders")
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.delete()

    assert "Antrag" == records.get_document("mainz", SUBJECT, filed.document_id).title


def test_database_refuses_to_change_or_delete_a_record_file() -> None:
    open_file()

    for change in ({"file_reference": "1-2026/000009"}, {"retention": "P1Y"}, {"subject": "case:other"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            RecordFile.objects.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        RecordFile.objects.all().delete()


def test_database_refuses_a_document_in_a_closed_or_foreign_file() -> None:
    open_file()
    open_file(subject="case:closed")
    close(subject="case:closed")
    filed = Document.objects.get(pk=file().document_id)
    closed = RecordFile.objects.get(subject="case:closed")

    for subject in (SUBJECT, "case:closed"):
        filed.pk, filed.record_file, filed.subject = None, closed, subject
        with pytest.raises(IntegrityError), transaction.atomic():
            filed.save(force_insert=True)


def _file_the_same(_: int) -> int:
    try:
        return int(file(now=NOW).document_id)
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_ten_filers_of_one_document_file_it_once() -> None:
    open_file()

    with ThreadPoolExecutor(10) as filers:
        ids = set(filers.map(_file_the_same, range(10)))

    assert 1 == len(ids)
    assert ["RecordFileOpened", "DocumentFiled"] == kinds_told()
