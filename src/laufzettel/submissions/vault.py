"""Open and close drafts: what people typed and uploaded is in the database and on the disk only as ciphertext.

Every draft has a data key of its own. It lies beside the draft, wrapped for the owner: for a guest under the secret
that only the browser holds, for everybody else under the installation's draft key and the name of the owner.
What that protects against, and what not, is written in docs/adr/0014.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from laufzettel.kernel.actor import Actor
from laufzettel.kernel.errors import NotFound
from laufzettel.kernel.language import phrase, say
from laufzettel.platform import api as platform
from laufzettel.submissions import models
from laufzettel.submissions.conf import read_conf
from laufzettel.submissions.domain import AttachmentView, sealing

GONE = phrase("Diesen Entwurf gibt es nicht (mehr).")


@dataclass(kw_only=True)
class Contents:
    """What is sealed of a draft.

    Answers, unreadable texts by page, what registers said, names of files by their id, and for whom somebody applies.
    """

    answers: dict[str, Any] = field(default_factory=dict)
    raw: dict[str, Any] = field(default_factory=dict)
    look_ups: dict[str, Any] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    acting: dict[str, Any] = field(default_factory=dict)


@dataclass(kw_only=True)
class OpenDraft:
    """A draft that somebody opened with the right key; change `contents`, then let `sealed` be stored."""

    row: models.Draft
    key: bytes
    contents: Contents

    @property
    def sealed(self) -> bytes:
        """Return the contents as they are stored."""
        return seal_contents(self.contents, key=self.key, draft_id=str(self.row.pk))

    def seal_file(self, content: bytes, *, attachment_id: str, is_original: bool = False) -> bytes:
        """Return a file as the disk may have it."""
        return sealing.seal(self.key, content, about=_file(attachment_id, is_original))

    def read_file(self, file: AttachmentView, *, is_original: bool = False) -> bytes:
        """Return what people open of a file of this draft, or its original; raises `NotFound` when it was changed."""
        blob = file.original if is_original else file.blob
        try:
            return sealing.unseal(self.key, platform.read_blob(blob), about=_file(file.id, is_original))
        except sealing.Unreadable:
            raise NotFound from None


def _file(attachment_id: str, is_original: bool) -> str:
    return f"file:{attachment_id}{':original' if is_original else ''}"


def seal_contents(contents: Contents, *, key: bytes, draft_id: str) -> bytes:
    """Return contents as they are stored."""
    parts = {
        "answers": contents.answers,
        "raw": contents.raw,
        "look_ups": contents.look_ups,
        "titles": contents.titles,
        "acting": contents.acting,
    }
    return sealing.seal(key, json.dumps(parts, ensure_ascii=False).encode(), about=f"draft:{draft_id}")


def open_with(key: bytes, row: models.Draft) -> OpenDraft:
    """Open a draft with its data key; raises `NotFound` when the key is another one's."""
    try:
        parts = json.loads(sealing.unseal(key, bytes(row.sealed), about=f"draft:{row.pk}"))
    except sealing.Unreadable:
        raise NotFound(say(GONE)) from None
    return OpenDraft(row=row, key=key, contents=Contents(**parts))


def open_draft(row: models.Draft, actor: Actor) -> OpenDraft:
    """Open a draft of the actor; raises `NotFound` for a guest whose browser does not hold the secret."""
    return open_with(key_for(row, actor), row)


def key_for(row: models.Draft, actor: Actor) -> bytes:
    """Return the data key of a draft as its owner gets it; raises `NotFound` for anybody else."""
    try:
        return sealing.unwrap(_secrets(row.owner_kind, actor), _purpose(row), bytes(row.wrapped_key))
    except sealing.Unreadable:
        raise NotFound(say(GONE)) from None


def wrap_for(row: models.Draft, actor: Actor, key: bytes) -> bytes:
    """Return the data key wrapped for the owner that the row names, which is the actor or acts through it."""
    return sealing.wrap(_secrets(row.owner_kind, actor)[0], _purpose(row), key)


def is_wrapped_anew(row: models.Draft) -> bool:
    """Wrap the key of a draft that is not a guest's under the newest draft key; say whether it was under an old one.

    Raises `Unreadable` when the old one is no longer set.
    """
    secrets = _installation_secrets()
    wrapped = bytes(row.wrapped_key)
    if wrapped.startswith(sealing.mark_of(secrets[0])):
        return False
    row.wrapped_key = sealing.wrap(secrets[0], _purpose(row), sealing.unwrap(secrets, _purpose(row), wrapped))
    return True


def seal_bytes(content: bytes, *, about: str) -> bytes:
    """Seal what the machine itself must be able to read later, like an address for a reminder."""
    return sealing.wrap(_installation_secrets()[0], about, content)


def read_bytes(sealed: bytes, *, about: str) -> bytes:
    """Return what `seal_bytes` sealed; raises `Unreadable` when the key it was sealed under is no longer set."""
    return sealing.unwrap(_installation_secrets(), about, sealed)


def _secrets(owner_kind: str, actor: Actor) -> tuple[str, ...]:
    """Return the secrets that may open what belongs to an owner, the one to close it with first."""
    if owner_kind != "guest":
        return _installation_secrets()
    if not actor.secret:
        raise NotFound(say(GONE))
    return (actor.secret,)


def _installation_secrets() -> tuple[str, ...]:
    conf = read_conf()
    return (conf.draft_key, *conf.old_draft_keys)


def _purpose(row: models.Draft) -> str:
    return f"laufzettel draft:{row.pk}:{row.municipality}:{row.owner_kind}:{row.owner_key}"


def titled(view: AttachmentView, titles: Mapping[str, str]) -> AttachmentView:
    """Return a file with the name it was sent under, which only the sealed contents know."""
    return replace(view, title=titles.get(view.id, ""))
