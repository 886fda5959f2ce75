"""Submit: check everything again, freeze it, tell it once."""

import hashlib
import secrets
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

import msgspec

from laufzettel import packages
from laufzettel.catalogue import api as catalogue
from laufzettel.engine import forms
from laufzettel.engine.forms import FormState
from laufzettel.kernel import ids
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.dates import local_date
from laufzettel.kernel.errors import Conflict, NotFound
from laufzettel.kernel.language import say
from laufzettel.organisation import api as organisation
from laufzettel.packages import Package
from laufzettel.platform.api import action, insert_rows
from laufzettel.submissions import cosigning, domain, guests, models, queries, vault
from laufzettel.submissions.actions.opening import keep_plain, open_files
from laufzettel.submissions.domain import AttachmentView, CoSignatureView, missing_signatures
from laufzettel.submissions.events import SubmissionReceived
from laufzettel.submissions.vault import OpenDraft


class _AlreadySubmitted(Exception):
    """The draft was submitted before; `event` is what was told then."""

    def __init__(self, event: SubmissionReceived) -> None:
        super().__init__(event.reference)
        self.event = event


def submit(
    *, actor: Actor, draft_id: str, declarations: Sequence[str], version: int, now: datetime
) -> SubmissionReceived:
    """Submit a draft bindingly (§ 9a OZG) and return what was told.

    Submitting the same draft again, also at the same moment, returns the first result and does nothing more.
    Everything is checked anew: raises `Invalid` with each problem (also unticked declarations), `Refused` when the
    level of assurance is too low, `Conflict` when the draft changed in a second window since `version`, and
    `NotFound` for a foreign or expired draft.
    """
    files = open_files(actor=actor, draft_id=draft_id, version=version, now=now)
    try:
        return _submit(actor=actor, draft_id=draft_id, declarations=declarations, version=version, plain=files, now=now)
    except _AlreadySubmitted as earlier:
        return earlier.event


@action("submission.submit", by=("account", "guest", "machine"))
def _submit(
    *,
    actor: Actor,
    draft_id: str,
    declarations: Sequence[str],
    version: int,
    plain: tuple[AttachmentView, ...],
    now: datetime,
) -> SubmissionReceived:
    opened = _lock(actor, draft_id, now)
    draft = opened.row
    package = catalogue.get_package(actor.municipality, draft.package_ref)
    manifest = package.manifest
    domain.check_level(have=actor.level, need=manifest.level_of_assurance, written_form=manifest.written_form)
    if draft.version != version:
        raise Conflict(
            say("Sie haben den Antrag in einem zweiten Fenster geändert. Prüfen Sie Ihre Angaben noch einmal.")
        )
    account = queries.account_facts(actor)
    files = {file.id: vault.titled(file, opened.contents.titles) for file in plain}
    state = _checked(package, opened, account, set(files), declarations, now)
    domain.check_level(have=actor.level, need=state.level, written_form=False)

    signatures = cosigning.co_signatures(opened, state)
    domain.refuse_problems(missing_signatures(signatures))

    submission, canonical = _frozen(actor, opened, package, state, account, files, signatures, now)

    insert_rows([submission])
    queries.keep_submission(submission, canonical)
    keep_plain(files, used={file["id"] for file in submission.document["attachments"]}, draft=draft, now=now)
    queries.empty_draft(draft, now)
    if signatures:
        models.CoSignature.objects.filter(draft=draft).delete()

    return _event(submission)


def _lock(actor: Actor, draft_id: str, now: datetime) -> OpenDraft:
    """Hold the draft; whoever comes second waits here and then learns what the first one did."""
    try:
        return queries.lock_draft(actor, draft_id, now)
    except NotFound:
        earlier = models.Submission.objects.filter(
            queries.owned_by(actor, actor.applies),
            draft_id=queries.valid_id(draft_id),
            municipality=actor.municipality,
        ).first()
        if earlier is None:
            raise
        raise _AlreadySubmitted(_event(earlier)) from None


def _checked(
    package: Package,
    draft: OpenDraft,
    account: dict[str, Any],
    files: set[str],
    declarations: Sequence[str],
    now: datetime,
) -> FormState:
    given = draft.contents
    environment = packages.environment(package, today=local_date(now), account=account, look_ups=given.look_ups)
    answers = domain.only_known_files(package.form, given.answers, files)
    typed = forms.PageInput(answers=answers, problems=())
    everything = forms.with_unread(package.form, typed, given.raw, today=local_date(now))
    state = forms.evaluate(package.form, answers, environment=environment, page_input=everything)
    domain.refuse_problems((*state.problems, *domain.missing_declarations(state.declarations, declarations)))
    return state


def _frozen(
    actor: Actor,
    opened: OpenDraft,
    package: Package,
    state: FormState,
    account: dict[str, Any],
    files: dict[str, AttachmentView],
    signatures: tuple[CoSignatureView, ...],
    now: datetime,
) -> tuple[models.Submission, bytes]:
    draft = opened.row
    town = organisation.get_municipality(actor.municipality)
    reference = ids.reference(prefix=town.prefix, on=local_date(now))
    answers = forms.dump_answers(state.answers)
    acting = opened.contents.acting
    document = {
        "format": 1,
        "reference": reference,
        "municipality": actor.municipality,
        "service": draft.service_key,
        "package": package.ref,
        "received_at": now.isoformat(),
        "level": actor.level,
        "account": forms.dump_answers(account),
        "answers": answers,
        "computed": msgspec.to_builtins(dict(state.computed)),
        "look_ups": opened.contents.look_ups,
        "declarations": {declaration.key: declaration.label for declaration in state.declarations},
        "missing_evidence": [*state.missing_evidence, *_mandate_evidence(acting)],
        "acting": acting,
        "attachments": [{**asdict(files[id]), "path": path} for path, id in domain.files_in(package.form, answers)],
        **({"co_signatures": [domain.frozen_signature(one) for one in signatures]} if signatures else {}),
    }
    # Whoever has no account comes back with a code; a machine hands it to the person it submitted for.
    salt = secrets.token_hex(32) if actor.kind in ("guest", "machine") else ""
    canonical = domain.canonical(document)
    submission = models.Submission(
        id=uuid.uuid4(),
        municipality=actor.municipality,
        subject=f"case:{reference}",
        reference=reference,
        draft_id=draft.pk,
        owner_kind=draft.owner_kind,
        owner_key=draft.owner_key,
        service_key=draft.service_key,
        package_ref=package.ref,
        level=actor.level,
        document=document,
        hash=hashlib.sha256(canonical).hexdigest(),
        received_at=now,
        code_salt=salt,
        code_hash=domain.code_hash(guests.derive_code(salt), salt=salt) if salt else "",
    )
    return submission, canonical


def _mandate_evidence(acting: Mapping[str, Any]) -> list[str]:
    return [domain.EVIDENCE_PATH] if domain.needs_evidence(acting) else []


def _event(submission: models.Submission) -> SubmissionReceived:
    return SubmissionReceived(
        subject=submission.subject,
        municipality=submission.municipality,
        submission_id=str(submission.pk),
        reference=submission.reference,
        service_key=submission.service_key,
        package_ref=submission.package_ref,
    )
