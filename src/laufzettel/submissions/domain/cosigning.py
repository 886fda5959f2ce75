"""Second people who sign an application: who is wanted, what their signature is bound to; no Django."""

import hashlib
import hmac
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from laufzettel.engine.forms import FormState
from laufzettel.kernel.errors import Problem
from laufzettel.kernel.language import say
from laufzettel.submissions.domain.submitting import canonical

CoSignatureState = Literal["missing", "invited", "signed", "declined", "paper"]
REMIND_AFTER = timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A second person the form asks for: the field by its path, what it is about, whom the applicant named."""

    path: str
    label: str
    name: str
    email: str


@dataclass(frozen=True, kw_only=True)
class CoSignatureView:
    """Where one wanted signature stands; what was signed before the answers changed counts as missing."""

    wanted: Wanted
    state: CoSignatureState = "missing"
    asked_at: datetime | None = None
    answered_at: datetime | None = None
    reason: str = ""
    level: str = ""
    account_name: str = ""

    @property
    def is_there(self) -> bool:
        """Say whether the application may be sent as far as this signature goes."""
        return self.state in {"signed", "paper"}

    @property
    def may_remind_from(self) -> datetime | None:
        """Return from when the person may be asked again, None when they were not asked."""
        return self.asked_at + REMIND_AFTER if self.asked_at and self.state == "invited" else None


def wanted_signatures(state: FormState) -> Iterator[Wanted]:
    """Yield the second people whom a form with these answers asks to sign."""
    for page in state.pages:
        for group in page.groups if page.visible else ():
            for item in group.items if group.visible else ():
                for field in item.fields:
                    given = field.value
                    if field.shown and field.definition.type == "signature" and isinstance(given, Mapping):
                        yield Wanted(
                            path=field.path,
                            label=field.definition.label,
                            name=str(given.get("name") or ""),
                            email=str(given.get("email") or ""),
                        )


def content_mark(key: bytes, answers: Mapping[str, Any]) -> str:
    """Return what a signature is bound to: changed answers give another mark, and without the key it tells nothing."""
    return hmac.new(key, b"co-signature:" + canonical(answers), hashlib.sha256).hexdigest()


def frozen_signature(view: CoSignatureView) -> dict[str, Any]:
    """Return a signature as the submission keeps it: who was asked, what they did, how surely they were known."""
    return {
        "path": view.wanted.path,
        "label": view.wanted.label,
        "name": view.wanted.name,
        "email": view.wanted.email,
        "state": view.state,
        "answered_at": view.answered_at.isoformat() if view.answered_at else None,
        "level": view.level,
        "account_name": view.account_name,
    }


def missing_signatures(views: tuple[CoSignatureView, ...]) -> tuple[Problem, ...]:
    """Return one problem for every signature that is still missing."""
    return tuple(
        Problem(view.wanted.path, say("Die Unterschrift von {name} fehlt noch.", name=view.wanted.name))
        for view in views
        if not view.is_there
    )
