"""What people delete is gone from the disk too, and nothing else is."""

import hashlib
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings

from laufzettel.kernel.actor import Actor
from laufzettel.kernel.dates import local_date
from laufzettel.kernel.errors import Invalid, NotFound
from laufzettel.platform import api as platform
from laufzettel.records import api as records
from laufzettel.submissions import api as submissions
from laufzettel.submissions.models import Attachment, LooseBlob
from laufzettel.submissions.tests.conftest import ANSWERS, GUEST, NOW, STRANGER, filled, pdf, submit

STOLEN = {**ANSWERS, "raeder": [{"marke": "Rad", "wert": "10.00", "gestohlen": True}]}
LATER = NOW + timedelta(days=2)


def _with_file(ref: str, actor: Actor = GUEST, *, pages: int = 1) -> tuple[str, submissions.AttachmentView]:
    draft_id = filled(ref, actor, answers=STOLEN)
    added = submissions.add_attachment(
        actor=actor, draft_id=draft_id, path="raeder.0.anzeige", filename="a.pdf", content=pdf(pages), now=NOW
    )
    _age(added.blob)
    return draft_id, added


def _age(blob: str) -> None:
    path = Path(settings.MEDIA_ROOT) / blob[:2] / blob[2:4] / blob
    os.utime(path, (0, 0))


def _is_on_disk(blob: str) -> bool:
    try:
        return bool(platform.read_blob(blob))
    except NotFound:
        return False


def test_file_of_a_deleted_draft_leaves_the_disk(ref: str) -> None:
    draft_id, added = _with_file(ref, pages=2)
    submissions.delete_draft(actor=GUEST, draft_id=draft_id, now=NOW)

    submissions.remove_blobs_of_nobody(now=LATER)

    assert (False, 0) == (_is_on_disk(added.blob), LooseBlob.objects.count())


def test_file_of_an_expired_draft_leaves_the_disk(ref: str) -> None:
    _, added = _with_file(ref, pages=3)
    submissions.delete_drafts_due(now=NOW + timedelta(days=31))

    submissions.remove_blobs_of_nobody(now=NOW + timedelta(days=33))

    assert not _is_on_disk(added.blob)


def test_removed_file_leaves_the_disk(ref: str) -> None:
    draft_id, added = _with_file(ref, pages=4)
    submissions.remove_attachment(actor=GUEST, draft_id=draft_id, attachment_id=added.id, now=NOW)

    submissions.remove_blobs_of_nobody(now=LATER)

    assert not _is_on_disk(added.blob)


def test_file_that_became_irrelevant_leaves_the_disk_after_submitting(ref: str) -> None:
    draft_id, added = _with_file(ref, pages=5)
    submissions.save_page(actor=GUEST, draft_id=draft_id, page_key="raeder", answers=ANSWERS, version=3, now=NOW)
    submit(draft_id, version=4)

    submissions.remove_blobs_of_nobody(now=LATER)

    assert not _is_on_disk(added.blob)


def test_file_in_use_stays(ref: str) -> None:
    draft_id, added = _with_file(ref, pages=6)
    told = submit(draft_id, version=3)
    (file,) = submissions.get_submission(told.submission_id).attachments
    _age(file.blob)

    submissions.remove_blobs_of_nobody(now=LATER)

    assert (True, False) == (_is_on_disk(file.blob), _is_on_disk(added.blob))


def test_file_opened_for_a_submission_that_was_refused_leaves_the_disk(ref: str) -> None:
    draft_id, added = _with_file(ref, pages=11)
    with pytest.raises(Invalid):
        submit(draft_id, version=3, declarations=())
    readable = hashlib.sha256(pdf(11)).hexdigest()
    _age(readable)

    submissions.remove_blobs_of_nobody(now=LATER)

    assert (False, True) == (_is_on_disk(readable), _is_on_disk(added.blob))


def test_same_content_of_somebody_else_stays(ref: str) -> None:
    for actor in (GUEST, STRANGER):
        draft_id, _ = _with_file(ref, actor, pages=7)
        told = submit(draft_id, actor, version=3)
    (file,) = submissions.get_submission(told.submission_id).attachments
    _age(file.blob)
    Attachment.objects.filter(draft_id=draft_id).delete()
    LooseBlob.objects.create(blob=file.blob, noted_at=NOW)

    submissions.remove_blobs_of_nobody(now=LATER)

    assert _is_on_disk(file.blob)


def test_same_content_in_a_record_file_stays(ref: str) -> None:
    draft_id, added = _with_file(ref, pages=8)
    matter = submit(filled(ref))
    records.file(
        subject=matter.subject,
        municipality="mainz",
        key="vermerk",
        kind="note",
        title="Vermerk",
        filename="vermerk.pdf",
        media_type="application/pdf",
        blob=added.blob,
        document_on=local_date(NOW),
        actor=Actor.system("mainz"),
        now=NOW,
    )
    submissions.delete_draft(actor=GUEST, draft_id=draft_id, now=NOW)

    submissions.remove_blobs_of_nobody(now=LATER)

    assert _is_on_disk(added.blob)


def test_content_stored_again_meanwhile_stays(ref: str) -> None:
    draft_id, added = _with_file(ref, pages=9)
    content = platform.read_blob(added.blob)
    submissions.delete_draft(actor=GUEST, draft_id=draft_id, now=NOW)
    platform.put_blob(content)

    is_gone = platform.remove_blob(added.blob, untouched_since=datetime.now(UTC) - timedelta(hours=1))

    assert (False, True) == (is_gone, _is_on_disk(added.blob))


def test_nothing_is_removed_within_the_day_of_grace(ref: str) -> None:
    draft_id, added = _with_file(ref, pages=10)
    submissions.delete_draft(actor=GUEST, draft_id=draft_id, now=NOW)

    submissions.remove_blobs_of_nobody(now=NOW + timedelta(hours=23))

    assert _is_on_disk(added.blob)


def test_upload_that_crashed_before_reaching_its_draft_is_tidied_up(db: None) -> None:
    blob = platform.put_blob(b"%PDF-crashed")
    _age(blob)
    LooseBlob.objects.create(blob=blob, noted_at=NOW)

    submissions.remove_blobs_of_nobody(now=LATER)

    assert not _is_on_disk(blob)


@pytest.mark.parametrize("sha", ["../../etc/passwd", "", "x" * 64])
def test_only_contents_can_be_removed(sha: str) -> None:
    with pytest.raises(NotFound):
        platform.remove_blob(sha, untouched_since=NOW)
