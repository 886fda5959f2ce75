"""Reading co-signatures: of the own draft, and through the link that a second person got."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from laufzettel.engine.forms import FormState
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.dates import local_date
from laufzettel.kernel.errors import NotFound
from laufzettel.kernel.language import phrase, say
from laufzettel.submissions import models, queries, vault
from laufzettel.submissions.domain import DraftView, sealing
from laufzettel.submissions.domain.cosigning import CoSignatureView, Wanted, content_mark, wanted_signatures
from laufzettel.submissions.vault import OpenDraft

LINK_GONE = phrase("Diese Einladung gilt nicht mehr. Bitten Sie um eine neue.")
_LINK_PURPOSE = "laufzettel co-signature"


@dataclass(frozen=True, kw_only=True)
class Invitation:
    """A draft as opened by the link of a second person, and which signature is asked of them."""

    row: models.CoSignature
    draft: OpenDraft
    path: str


def token_mark(token: str) -> str:
    """Return by what the database finds the token of a link, without knowing it."""
    return hashlib.sha256(token.encode()).hexdigest()


def wrap_under(token: str, key: bytes, draft_id: str) -> bytes:
    """Return the data key of a draft as the link of a second person opens it."""
    return sealing.wrap(token, f"{_LINK_PURPOSE}:{draft_id}", key)


def open_invitation(token: str, *, lock: bool = False) -> Invitation:
    """Return what a link leads to; raises `NotFound` when it was used, withdrawn, or the answers have changed since."""
    rows = models.CoSignature.objects.select_related("draft")
    rows = rows.select_for_update(of=("self",)) if lock else rows
    row = rows.filter(
        token_mark=token_mark(token), state=models.CoSignature.State.INVITED, draft__state=models.Draft.State.OPEN
    ).first()
    if row is None:
        raise NotFound(say(LINK_GONE))
    try:
        key = sealing.unwrap((token,), f"{_LINK_PURPOSE}:{row.draft_id}", bytes(row.wrapped_key))
    except sealing.Unreadable:
        raise NotFound(say(LINK_GONE)) from None
    draft = vault.open_with(key, row.draft)
    if content_mark(key, draft.contents.answers) != row.content_mark:
        raise NotFound(say(LINK_GONE))
    return Invitation(row=row, draft=draft, path=row.path)


def co_signatures(draft: OpenDraft, state: FormState) -> tuple[CoSignatureView, ...]:
    """Return where every signature stands that the form asks for; nothing costs a question when it asks for none."""
    wanted = tuple(wanted_signatures(state))
    if not wanted:
        return ()
    mark = content_mark(draft.key, draft.contents.answers)
    rows = models.CoSignature.objects.filter(draft=draft.row, content_mark=mark)
    known = {row.path: row for row in rows}
    return tuple(_view(one, known.get(one.path), draft) for one in wanted)


def _view(wanted: Wanted, row: models.CoSignature | None, draft: OpenDraft) -> CoSignatureView:
    if row is None:
        return CoSignatureView(wanted=wanted)
    said = read_said(row, draft.key)
    return CoSignatureView(
        wanted=wanted,
        state=row.state,  # type: ignore[arg-type]
        asked_at=row.asked_at,
        answered_at=row.answered_at,
        reason=str(said.get("reason", "")),
        level=row.level,
        account_name=str(said.get("account_name", "")),
    )


def seal_said(said: dict[str, Any], *, key: bytes, draft_id: str) -> bytes:
    """Seal what a second person said; like the answers, only the owner of the draft can read it."""
    return sealing.seal(key, json.dumps(said).encode(), about=f"co-signature:{draft_id}")


def read_said(row: models.CoSignature, key: bytes) -> dict[str, Any]:
    """Return what a second person said; empty before they said anything."""
    if not row.sealed:
        return {}
    said: dict[str, Any] = json.loads(sealing.unseal(key, bytes(row.sealed), about=f"co-signature:{row.draft_id}"))
    return said


@dataclass(frozen=True, kw_only=True)
class ShownToCoSigner:
    """What a second person sees before they answer: the draft as it will be sent, and how the applicant named them."""

    draft: DraftView
    account: Mapping[str, Any]
    name: str


def shown_to_co_signer(token: str, *, municipality: str, now: datetime) -> ShownToCoSigner:
    """Return the draft behind the link of a second person; raises `NotFound` when the link does not work (any more)."""
    invitation = open_invitation(token)
    row = invitation.draft.row
    if row.municipality != municipality or row.expires_on <= local_date(now):
        raise NotFound(say(LINK_GONE))
    draft = queries.draft_view(row, invitation.draft.contents, queries.attachments_of(invitation.draft))
    owner = Actor(
        kind="account" if row.owner_kind == "account" else "guest", key=row.owner_key, municipality=municipality
    )
    return ShownToCoSigner(
        draft=draft,
        account={**queries.account_facts(owner), "level_of_assurance": row.level},
        name=_named(draft.answers, invitation.path),
    )


def _named(answers: Mapping[str, Any], path: str) -> str:
    """Return the name that the applicant gave at a path of the answers."""
    found: Any = answers
    for part in path.split("."):
        found = found[int(part)] if isinstance(found, list) else found.get(part) if isinstance(found, dict) else None
    return str(found.get("name", "")) if isinstance(found, dict) else ""


def co_signatures_of(actor: Actor, draft_id: str, state: FormState) -> tuple[CoSignatureView, ...]:
    """Return where the signatures stand that an own draft asks for; nothing when it asks for none."""
    if not any(wanted_signatures(state)):
        return ()
    return co_signatures(queries.open_own_draft(actor, draft_id), state)
