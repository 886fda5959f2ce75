"""Files at the submission: what only the applicant could read becomes readable for the office."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from laufzettel.kernel.actor import Actor
from laufzettel.platform import api as platform
from laufzettel.submissions import models, queries
from laufzettel.submissions.actions.drafts import delete_files, note_loose
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
    return tuple(
        replace(
            file,
            blob=store(draft.read_file(file), now),
            original=store(draft.read_file(file, is_original=True), now) if file.original else "",
        )
        for file in sealed
    )


def store(content: bytes, now: datetime) -> str:
    """Store content and return its name; should we crash before anything refers to it, the daily tidying finds it."""
    models.LooseBlob.objects.create(blob=hashlib.sha256(content).hexdigest(), noted_at=now)
    return platform.put_blob(content)


def keep_plain(files: Mapping[str, AttachmentView], *, used: set[str], draft: models.Draft, now: datetime) -> None:
    """Let the files of a draft that is being submitted point to what can be read; files that no answer names go."""
    if not files:
        return
    rows = list(models.Attachment.objects.filter(draft=draft))
    note_loose(rows, now)
    for row in rows:
        row.blob, row.original = files[str(row.pk)].blob, files[str(row.pk)].original
    models.Attachment.objects.bulk_update(rows, ["blob", "original"])
    if unused := set(files) - used:
        delete_files(models.Attachment.objects.filter(draft=draft, pk__in=unused), now)
