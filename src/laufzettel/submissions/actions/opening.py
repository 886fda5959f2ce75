"""Files at the submission: what only the applicant could read becomes readable for the office."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from laufzettel.kernel.actor import Actor
from laufzettel.platform import api as platform
from laufzettel.submissions import models, queries
from laufzettel.submissions.actions.drafts import delete_files
from laufzettel.submissions.domain import AttachmentView


def open_files(*, actor: Actor, draft_id: str, version: int, now: datetime) -> tuple[AttachmentView, ...]:
    """Store the files of this version of a draft readably and return them with their new contents.

    Happens before the submission's transaction, because writing to the disk takes long and cannot be rolled back. Each
    content is noted as loose first: when the submission is refused, the daily tidying removes it.
    """
    sealed = queries.files_to_submit(actor, draft_id, version)
    if not sealed:
        return ()
    draft = queries.open_own_draft(actor, draft_id)
    return tuple(_opened(file, draft.read_file(file.blob, attachment_id=file.id), now) for file in sealed)


def _opened(file: AttachmentView, content: bytes, now: datetime) -> AttachmentView:
    models.LooseBlob.objects.create(blob=hashlib.sha256(content).hexdigest(), noted_at=now)
    return replace(file, blob=platform.put_blob(content))


def keep_plain(files: Mapping[str, AttachmentView], *, used: set[str], draft: models.Draft, now: datetime) -> None:
    """Let the files of a draft that is being submitted point to what can be read; files that no answer names go."""
    if not files:
        return
    rows = list(models.Attachment.objects.filter(draft=draft))
    models.LooseBlob.objects.bulk_create(models.LooseBlob(blob=row.blob, noted_at=now) for row in rows)
    for row in rows:
        row.blob = files[str(row.pk)].blob
    models.Attachment.objects.bulk_update(rows, ["blob"])
    if unused := set(files) - used:
        delete_files(models.Attachment.objects.filter(draft=draft, pk__in=unused), now)
