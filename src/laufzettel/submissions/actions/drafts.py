"""Begin, fill, hand over and delete drafts."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet

from laufzettel.catalogue import api as catalogue
from laufzettel.engine import forms
from laufzettel.engine.forms import FormDefinition
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.dates import add_period, local_date
from laufzettel.kernel.errors import Conflict, NotFound, Refused
from laufzettel.kernel.language import phrase, say
from laufzettel.kernel.levels import Level, highest
from laufzettel.platform.api import action
from laufzettel.submissions import domain, models, queries, vault
from laufzettel.submissions.conf import read_conf
from laufzettel.submissions.domain import sealing
from laufzettel.submissions.events import DraftAdopted, DraftDeleted, DraftStarted
from laufzettel.submissions.vault import Contents, OpenDraft

_SECOND_WINDOW = phrase(
    "Sie haben diesen Antrag in einem zweiten Fenster weiterbearbeitet. Wir zeigen Ihnen den neuesten Stand."
)


_OWNERSHIP = ("owner_kind", "owner_key", "level", "wrapped_key", "resume_mark", "resume_key")


@action("draft.start", by=("account", "guest", "machine"))
def start_draft(
    *,
    actor: Actor,
    service_key: str,
    package_ref: str,
    level: Level,
    now: datetime,
    answers: Mapping[str, object] | None = None,
    acting: Mapping[str, Any] | None = None,
) -> DraftStarted:
    """Begin a draft for a published package, perhaps with answers known from the account (prefill).

    `acting` (see `for_person`, `for_company`) says for whom; a company owns the draft, and it must be one that the
    actor may apply for: `NotFound` otherwise.

    Guests reach it again only with the key of their session (`actor.key`) and the secret of their browser. It
    disappears by itself the number of days after its last change that the package says. Raises `NotFound` for an
    unknown package and `Refused` when the actor has too many open drafts or may not apply for whom they say: the
    service does not allow it, or the mandate has ended.
    """
    package = catalogue.get_package(actor.municipality, package_ref)
    if queries.count_drafts(actor) >= read_conf().open_drafts:
        raise Refused(
            say("Sie haben zu viele offene Entwürfe. Löschen Sie zuerst Entwürfe, die Sie nicht mehr brauchen.")
        )
    if package.key != service_key:
        raise NotFound
    domain.check_acting(acting or {}, applicants=package.manifest.applicants, today=local_date(now))
    company = str((acting or {}).get("company", ""))
    if company and company not in actor.applies:
        raise NotFound
    draft = models.Draft(
        municipality=actor.municipality,
        owner_kind="company" if company else actor.kind,
        owner_key=company or actor.key,
        service_key=service_key,
        package_ref=package_ref,
        level=level,
        created_at=now,
        changed_at=now,
        expires_on=add_period(local_date(now), package.manifest.privacy.delete_drafts_after),
    )
    key = sealing.new_key()
    draft.wrapped_key = vault.wrap_for(draft, actor, key)
    contents = Contents(answers=forms.dump_answers(answers or {}), acting=dict(acting or {}))
    draft.sealed = vault.seal_contents(contents, key=key, draft_id=str(draft.pk))
    draft.save(force_insert=True)
    return DraftStarted(
        subject=f"draft:{draft.pk}",
        municipality=actor.municipality,
        draft_id=str(draft.pk),
        service_key=service_key,
        package_ref=package_ref,
        expires_on=draft.expires_on,
    )


@action("draft.save", by=("account", "guest"))
def save_page(
    *,
    actor: Actor,
    draft_id: str,
    page_key: str,
    answers: Mapping[str, object],
    version: int,
    now: datetime,
    entered: Mapping[str, object] | None = None,
) -> int:
    """Save the answers after one page and return the new version of the draft.

    `answers` (typed or as JSON) replace the groups they name; `entered` holds texts of this page that could not be
    read, so that nothing somebody typed is lost. `version` is the one the page was made from: raises `Conflict`
    when the draft changed since, in a second window. Raises `NotFound` for foreign, submitted and expired drafts, and
    `Refused` when the actor is not known surely enough for the page.
    """
    draft = queries.lock_draft(actor, draft_id, now)
    contents, stored = draft.contents, forms.dump_answers(answers)
    if draft.row.version == version + 1 and not entered and _has(contents, page_key, stored):
        # The same page sent again, because its answer got lost or somebody pressed twice: nobody is asked about it.
        return draft.row.version
    if draft.row.version != version:
        raise Conflict(say(_SECOND_WINDOW))
    form = catalogue.get_package(actor.municipality, draft.row.package_ref).form
    check_pages(actor, form, page_key=page_key, groups=set(answers))
    domain.check_size({**stored, "": entered or {}})
    contents.answers = {**contents.answers, **stored}
    contents.raw = {key: value for key, value in contents.raw.items() if key != page_key}
    if entered:
        contents.raw[page_key] = domain.storable(entered)
    return changed(draft, now)


def check_pages(actor: Actor, form: FormDefinition, *, groups: Collection[str], page_key: str = "") -> None:
    """Raise `Refused` when the actor is not known surely enough for a page or for the pages of some groups."""
    asked = highest(page.level for page in form.pages if page.key == page_key or {*groups} & {*page.keys})
    domain.check_level(have=actor.level, need=asked, written_form=False)


def _has(contents: Contents, page_key: str, stored: Mapping[str, Any]) -> bool:
    return page_key not in contents.raw and all(contents.answers.get(key) == value for key, value in stored.items())


@action("draft.look_up", by=("account", "guest", "machine"))
def store_look_up(*, actor: Actor, draft_id: str, name: str, answer: Mapping[str, Any], now: datetime) -> None:
    """Keep what a register answered under the name the form gives it.

    `answer` is {"state": found | not_found | unavailable, "data": …, "query": …}; the form asks again when the query
    no longer fits.

    The version of the draft stays, because nobody typed anything. Raises `NotFound` like `save_page`.
    """
    draft = queries.lock_draft(actor, draft_id, now)
    draft.contents.look_ups[name] = domain.storable(forms.dump_answers(answer))
    models.Draft.objects.filter(pk=draft.row.pk).update(sealed=draft.sealed, changed_at=now)


@action("draft.adopt", by=("account",))
def adopt_draft(*, actor: Actor, draft_id: str, before: Actor, now: datetime) -> DraftAdopted:
    """Give a draft to the account that signed in, from the one who began it in the same browser.

    `before` is who that browser was until then, a guest or another account; it must come from the session that signed
    in, because only a guest's own secret opens the draft. Its key is then wrapped for the account. Raises `NotFound`
    unless the draft is theirs; drafts of companies stay with the company.
    """
    if before.municipality != actor.municipality:
        raise NotFound(say(vault.GONE))
    draft = queries.lock_draft(before, draft_id, now)
    if (draft.row.owner_kind, draft.row.owner_key) != (before.kind, before.key):
        raise NotFound(say(vault.GONE))
    give_to(draft, actor, now)
    return DraftAdopted(subject=f"draft:{draft_id}", municipality=actor.municipality)


@action("draft.fill_in", by=("account",))
def fill_in_known(*, actor: Actor, draft_id: str, now: datetime) -> int:
    """Fill empty answers of a draft with what the account knows and return the version of the draft.

    What somebody typed stays as it is. Raises `NotFound` like `save_page`.
    """
    draft = queries.lock_draft(actor, draft_id, now)
    form = catalogue.get_package(actor.municipality, draft.row.package_ref).form
    known = domain.known_facts(queries.account_facts(actor), draft.contents.acting)
    filled = forms.dump_answers(forms.prefill(form, draft.contents.answers, known))
    if filled == draft.contents.answers:
        return draft.row.version
    draft.contents.answers = filled
    return changed(draft, now)


@action("draft.delete", by=("account", "guest", "machine"))
def delete_draft(*, actor: Actor, draft_id: str, now: datetime) -> DraftDeleted:
    """Delete a draft of the actor with its files at once; raises `NotFound` for anything else."""
    draft = queries.lock_draft(actor, draft_id, now)
    delete_files(models.Attachment.objects.filter(draft=draft.row), now)
    draft.row.delete()
    return DraftDeleted(subject=f"draft:{draft_id}", municipality=actor.municipality, reason="wish")


@action("draft.delete_all", by=("account",))
def delete_drafts_of_account(*, actor: Actor, now: datetime) -> tuple[DraftDeleted, ...]:
    """Delete the open drafts of an account in all towns with their files, because the account ends."""
    rows = models.Draft.objects.filter(owner_kind="account", owner_key=actor.key, state=models.Draft.State.OPEN)
    drafts = list(rows.select_for_update().values_list("pk", "municipality"))
    delete_files(models.Attachment.objects.filter(draft__in=[pk for pk, _ in drafts]), now)
    rows.delete()
    return tuple(
        DraftDeleted(subject=f"draft:{pk}", municipality=municipality, reason="account_deleted")
        for pk, municipality in drafts
    )


@action("draft.expire", by=("system",))
def delete_expired_draft(*, actor: Actor, draft_id: str, now: datetime) -> DraftDeleted | None:
    """Delete a draft whose day has come; None when it was changed, submitted or deleted meanwhile."""
    draft = (
        models.Draft.objects.select_for_update()
        .filter(
            pk=draft_id,
            municipality=actor.municipality,
            state=models.Draft.State.OPEN,
            expires_on__lte=local_date(now),
        )
        .first()
    )
    if draft is None:
        return None
    delete_files(models.Attachment.objects.filter(draft=draft), now)
    draft.delete()
    return DraftDeleted(subject=f"draft:{draft_id}", municipality=actor.municipality, reason="expired")


def delete_files(rows: QuerySet[models.Attachment], now: datetime) -> int:
    """Delete attachments and note their contents, which are removed later unless somebody else has them too."""
    note_loose(rows, now)
    return rows.delete()[0]


def note_loose(rows: Iterable[models.Attachment], now: datetime) -> None:
    """Note the contents of attachments as loose: each is removed when nothing refers to it a day later."""
    blobs = {blob for row in rows for blob in (row.blob, row.original) if blob}
    models.LooseBlob.objects.bulk_create(models.LooseBlob(blob=blob, noted_at=now) for blob in sorted(blobs))


def give_to(draft: OpenDraft, owner: Actor, now: datetime) -> None:
    """Make a locked draft somebody else's: the key is wrapped for them, codes made before lead nowhere."""
    row = draft.row
    row.owner_kind, row.owner_key, row.level, row.changed_at = owner.kind, owner.key, owner.level, now
    row.wrapped_key = vault.wrap_for(row, owner, draft.key)
    row.resume_mark, row.resume_key = "", b""
    row.save(update_fields=[*_OWNERSHIP, "changed_at"])


def changed(draft: OpenDraft, now: datetime, *, is_typed: bool = True) -> int:
    """Save the contents of a locked draft under a new version; its days begin anew.

    `is_typed` is False for a file from the phone: the page that is open at the desk may still be saved.
    """
    row = draft.row
    package = catalogue.get_package(row.municipality, row.package_ref)
    typed = {"typed_version": F("version") + 1} if is_typed else {}
    changed = models.Draft.objects.filter(pk=row.pk, version=row.version).update(
        sealed=draft.sealed,
        version=F("version") + 1,
        changed_at=now,
        expires_on=add_period(local_date(now), package.manifest.privacy.delete_drafts_after),
        **typed,
    )
    if not changed:
        raise Conflict(say(_SECOND_WINDOW))
    return row.version + 1
