"""Files from the phone: a link that is valid once and for ten minutes takes files for one question of one draft.

The link holds a token. The server keeps only what finds and opens the draft with it: a hash, and the data key wrapped
under the token. Whoever has the link can add files, but read nothing.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from laufzettel.catalogue import api as catalogue
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.dates import local_date
from laufzettel.kernel.errors import NotFound
from laufzettel.kernel.language import phrase, say
from laufzettel.platform.api import action, select_rows
from laufzettel.submissions import models, queries, vault
from laufzettel.submissions.actions.attachments import attach, check_page_of, looked_at, rules_for
from laufzettel.submissions.domain import AttachmentView, UploadRules, sealing
from laufzettel.submissions.vault import OpenDraft

VALID_FOR = timedelta(minutes=10)
_TOKEN_BYTES = 24
_OVER = phrase("Dieser Link gilt nicht mehr. Lassen Sie sich am Bildschirm einen neuen zeigen.")


@dataclass(frozen=True, kw_only=True)
class HandoverView:
    """What the phone may know: the question, what it accepts, and until when the link is valid."""

    draft_id: str
    path: str
    label: str
    rules: UploadRules
    expires_at: datetime


@action("draft.hand_over", by=("account", "guest"))
def hand_over(*, actor: Actor, draft_id: str, path: str, now: datetime) -> str:
    """Return the token of a link that takes files for the question at `path`; an earlier link of the draft ends.

    Raises `NotFound` for a foreign draft or a path that asks for no file, and `Refused` when it has enough files
    or the actor is not known surely enough for the page.
    """
    draft = queries.lock_draft(actor, draft_id, now)
    check_page_of(actor, draft, path)
    rules_for(draft, path)
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    models.Handover.objects.filter(draft=draft.row).delete()
    models.Handover.objects.create(
        draft=draft.row,
        path=path,
        token_mark=_mark(token),
        wrapped_key=sealing.wrap(token, _purpose(str(draft.row.pk)), draft.key),
        expires_at=now + VALID_FOR,
    )
    return token


def _mark(token: str) -> str:
    return sealing.derive(token, "laufzettel phone mark").hex()


def _purpose(draft_id: str) -> str:
    return f"laufzettel phone:{draft_id}"


def find_handover(*, token: str, municipality: str, now: datetime) -> HandoverView:
    """Return what a link is for; raises `NotFound` when it was used, is too old or never was one."""
    row = _row(token, municipality, now)
    draft = _opened(row, token, row.draft)
    form = catalogue.get_package(municipality, draft.row.package_ref).form
    group, _, field = row.path.partition(".")
    definition = form.field(group, field.rpartition(".")[2])
    return HandoverView(
        draft_id=str(row.draft_id),
        path=row.path,
        label=definition.label if definition else "",
        rules=rules_for(draft, row.path),
        expires_at=row.expires_at,
    )


def _row(token: str, municipality: str, now: datetime) -> models.Handover:
    row = (
        models.Handover.objects.select_related("draft")
        .filter(
            token_mark=_mark(token),
            expires_at__gt=now,
            draft__municipality=municipality,
            draft__state=models.Draft.State.OPEN,
            draft__expires_on__gt=local_date(now),
        )
        .first()
    )
    if row is None:
        raise NotFound(say(_OVER))
    return row


def _opened(row: models.Handover, token: str, draft: models.Draft) -> OpenDraft:
    try:
        key = sealing.unwrap((token,), _purpose(str(row.draft_id)), bytes(row.wrapped_key))
    except sealing.Unreadable:
        raise NotFound(say(_OVER)) from None
    return vault.open_with(key, draft)


def receive_from_phone(
    *, token: str, municipality: str, files: Sequence[tuple[str, bytes]], now: datetime
) -> tuple[AttachmentView, ...]:
    """Add files, each as name and content, to the question a link is for; the link is used up by that.

    Raises `NotFound` like `find_handover`, and `Refused` with the reason for the first file that is not taken: then
    the link stays valid, and files before it are kept. Call outside of a transaction.
    """
    row = _row(token, municipality, now)
    draft = _opened(row, token, row.draft)
    # Whose draft it is does not matter here: tries are counted per draft.
    actor = Actor(kind="guest", key=f"phone:{row.draft_id}", municipality=municipality)
    taken = []
    for filename, content in files:
        rules = rules_for(_opened(row, token, models.Draft.objects.get(pk=row.draft_id)), row.path)
        file = looked_at(
            actor=actor, path=row.path, filename=filename, content=content, rules=rules, now=now, draft=draft
        )
        _attach(handover_id=row.pk, token=token, file=file, rules=rules, actor=actor, now=now)
        taken.append(file)
    if taken:
        models.Handover.objects.filter(pk=row.pk).delete()
    return tuple(taken)


@action("draft.attach_from_phone", by=("guest",))
def _attach(
    *, handover_id: int, token: str, file: AttachmentView, rules: UploadRules, actor: Actor, now: datetime
) -> None:
    row = models.Handover.objects.select_for_update().filter(pk=handover_id).first()
    drafts = select_rows(
        models.Draft,
        "id = %s AND municipality = %s AND state = %s AND expires_on > %s FOR UPDATE",
        [row.draft_id if row else None, actor.municipality, models.Draft.State.OPEN, local_date(now)],
    )
    if row is None or not drafts:
        raise NotFound(say(_OVER))
    attach(_opened(row, token, drafts[0]), file, rules, now, is_typed=False)
