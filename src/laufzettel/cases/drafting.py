"""Show what a decision would look like before it is made."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from laufzettel import packages
from laufzettel.cases import domain
from laufzettel.cases.notice_orders import letterhead_of
from laufzettel.cases.run import Run
from laufzettel.kernel.errors import Invalid, Problem, Refused
from laufzettel.notices import api as notices
from laufzettel.packages import NoticeContent, Package

NO_ROOM = "Das Schreiben zu dieser Entscheidung kann keine Nebenbestimmungen enthalten. Lassen Sie das Feld leer."


@dataclass(frozen=True, kw_only=True)
class DecisionPreview:
    """The draft of the notice; `fingerprint` binds a decision to exactly what was shown."""

    html: str
    pdf: bytes
    fingerprint: str


def draft_content(run: Run, *, step: str, draft: Mapping[str, Any]) -> NoticeContent | None:
    """Fill the notice that a drafted decision leads to as if it had been made; None when it leads to none."""
    chosen = domain.find_outcome(run.step(step).outcomes, draft["outcome"])
    if not chosen.notice:
        return None
    before = (run.case.results, run.case.decision)
    try:
        run.case.results = {**run.case.results, step: domain.decision_result(draft)}
        run.case.decision = {"id": None, "step": step, "outcome": chosen.key}
        return packages.fill_notice(run.package, chosen.notice, run.facts())
    finally:
        run.case.results, run.case.decision = before


def may_hold_conditions(package: Package, step: str) -> bool:
    """Say whether one of the notices a decision step leads to has a place for conditions the clerk adds."""
    keys = {outcome.notice for outcome in package.process.steps[step].outcomes}
    blocks = (block for key in keys if key in package.notices for block in package.notices[key].blocks)
    return any(
        block.kind == "conditions" and block.items is not None and block.items.names & {"entscheidung", step}
        for block in blocks
    )


def check_conditions(content: NoticeContent | None, draft: Mapping[str, Any]) -> None:
    """Raise `Invalid` when a condition of a draft would not stand in its notice: nobody would ever learn of it."""
    said = content.plain_text() if content else ""
    if any(text.replace("\N{NO-BREAK SPACE}", " ") not in said for text in draft["conditions"]):
        raise Invalid((Problem("nebenbestimmungen", NO_ROOM),))


def fingerprint(content: NoticeContent | None, draft: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a drafted decision and of everything its notice says."""
    return hashlib.sha256(msgspec.json.encode([draft, content], order="sorted")).hexdigest()


def preview(run: Run, content: NoticeContent | None, draft: Mapping[str, Any]) -> DecisionPreview:
    """Make both looks of a draft; raises `Refused` when the outcome leads to no notice."""
    if content is None:
        raise Refused("Zu dieser Entscheidung gehört kein Schreiben.")
    shown = notices.preview(content=content, letterhead=letterhead_of(run), on=run.today)
    return DecisionPreview(html=shown.html, pdf=shown.pdf, fingerprint=fingerprint(content, draft))
