"""Begin, fill, hand over and delete drafts."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet

from laufzettel.catalogue import api as catalogue
from laufzettel.engine import forms
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.dates import add_period, local_date
from laufzettel.kernel.errors import Conflict, NotFound, Refused
from laufzettel.kernel.levels import Level, highest
from laufzettel.platform.api import action
from laufzettel.submissions import domain, models, queries
from laufzettel.submissions.conf import read_conf
from laufzettel.submissions.events import DraftAdopted, DraftDeleted, DraftStarted

_SECOND_WINDOW = (
    "Sie haben diesen Antrag in einem zweiten Fenster weiterbearbeitet. Wir zeigen Ihnen den neuesten Stand."
)


@action("draft.start", by=("account", "guest"))
def start_draft(
    *,
    actor: Actor,
    service_key: str,
    package_ref: str,
    level: Level,
    now: datetime,
    answers: Mapping[str, object] | None = None,
) -> DraftStarted:
    """Begin a draft for a published package, perhaps with answers known from the account (prefill).

    Guests reach it again only with the key of their session (`actor.key`). It disappears by itself the number of
    days after its last change that the package says. Raises `NotFound` for an unknown package and `Refused` when the
    actor has too many open drafts.
    """
    package = catalogue.get_package(actor.municipality, package_ref)
    if queries.count_drafts(actor) >= read_conf().open_drafts:
        raise Refused("Sie haben zu viele offene Entwürfe. Löschen Sie zuerst Entwürfe, die Sie nicht mehr brauchen.")
    if package.key != service_key:
        raise NotFound
    draft = models.Draft.objects.create(
        municipality=actor.municipality,
        owner_kind=actor.kind,
        owner_key=actor.key,
        service_key=service_key,
        package_ref=package_ref,
        level=level,
        answers=forms.dump_answers(answers or {}),
        created_at=now,
        changed_at=now,
        expires_on=add_period(local_date(now), package.manifest.privacy.delete_drafts_after),
    )
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
    stored = forms.dump_answers(answers)
    if draft.version == version + 1 and not entered and _has(draft, page_key, stored):
        # The same page sent again, because its answer got lost or somebody pressed twice: nobody is asked about it.
        return draft.version
    if draft.version != version:
        raise Conflict(_SECOND_WINDOW)
    form = catalogue.get_package(actor.municipality, draft.package_ref).form
    asked = highest(page.level for page in form.pages if page.key == page_key or set(answers) & {*page.keys})
    domain.check_level(have=actor.level, need=asked, written_form=False)
    domain.check_size({**stored, "": entered or {}})
    draft.answers = {**draft.answers, **stored}
    draft.raw = {key: value for key, value in draft.raw.items() if key != page_key}
    if entered:
        draft.raw[page_key] = domain.storable(entered)
    return changed(draft, now, "answers", "raw")


def _has(draft: models.Draft, page_key: str, stored: Mapping[str, Any]) -> bool:
    return page_key not in draft.raw and all(draft.answers.get(key) == value for key, value in stored.items())


@action("draft.look_up", by=("account", "guest"))
def store_look_up(*, actor: Actor, draft_id: str, name: str, answer: Mapping[str, Any], now: datetime) -> None:
    """Keep what a register answered under the name the form gives it.

    `answer` is {"state": found | not_found | unavailable, "data": …, "query": …}; the form asks again when the query
    no longer fits.

    The version of the draft stays, because nobody typed anything. Raises `NotFound` like `save_page`.
    """
    draft = queries.lock_draft(actor, draft_id, now)
    models.Draft.objects.filter(pk=draft.pk).update(
        look_ups={**draft.look_ups, name: domain.storable(forms.dump_answers(answer))}, changed_at=now
    )


@action("draft.adopt", by=("account",))
def adopt_draft(*, actor: Actor, draft_id: str, before: Actor, now: datetime) -> DraftAdopted:
    """Give a draft to the account that signed in, from the one who began it in the same browser.

    `before` is who that browser was until then, a guest or another account; it must come from the session that signed
    in. Raises `NotFound` unless the draft is theirs; drafts of companies stay with the company.
    """
    rows = models.Draft.objects.filter(
        pk=queries.valid_id(draft_id),
        municipality=actor.municipality,
        owner_kind=before.kind,
        owner_key=before.key,
        state=models.Draft.State.OPEN,
    )
    if not rows.update(owner_kind=actor.kind, owner_key=actor.key, level=actor.level, changed_at=now):
        raise NotFound("Diesen Entwurf gibt es nicht (mehr).")
    return DraftAdopted(subject=f"draft:{draft_id}", municipality=actor.municipality)


@action("draft.fill_in", by=("account",))
def fill_in_known(*, actor: Actor, draft_id: str, now: datetime) -> int:
    """Fill empty answers of a draft with what the account knows and return the version of the draft.

    What somebody typed stays as it is. Raises `NotFound` like `save_page`.
    """
    draft = queries.lock_draft(actor, draft_id, now)
    form = catalogue.get_package(actor.municipality, draft.package_ref).form
    filled = forms.dump_answers(forms.prefill(form, draft.answers, queries.account_facts(actor)))
    if filled == draft.answers:
        return draft.version
    draft.answers = filled
    return changed(draft, now, "answers")


@action("draft.delete", by=("account", "guest"))
def delete_draft(*, actor: Actor, draft_id: str, now: datetime) -> DraftDeleted:
    """Delete a draft of the actor with its files at once; raises `NotFound` for anything else."""
    draft = queries.lock_draft(actor, draft_id, now)
    delete_files(models.Attachment.objects.filter(draft=draft), now)
    draft.delete()
    return DraftDeleted(subject=f"draft:{draft_id}", municipality=actor.municipality, reason="wish")


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
    blobs = set(rows.values_list("blob", flat=True))
    models.LooseBlob.objects.bulk_create(models.LooseBlob(blob=blob, noted_at=now) for blob in sorted(blobs))
    return rows.delete()[0]


def changed(draft: models.Draft, now: datetime, *fields: str) -> int:
    """Save fields of a locked draft under a new version; its days begin anew."""
    package = catalogue.get_package(draft.municipality, draft.package_ref)
    values = {field: getattr(draft, field) for field in fields}
    changed = models.Draft.objects.filter(pk=draft.pk, version=draft.version).update(
        **values,
        version=F("version") + 1,
        changed_at=now,
        expires_on=add_period(local_date(now), package.manifest.privacy.delete_drafts_after),
    )
    if not changed:
        raise Conflict(_SECOND_WINDOW)
    return draft.version + 1
