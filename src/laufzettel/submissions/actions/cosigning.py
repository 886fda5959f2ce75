"""Have a second person sign: invite by a link that works once, take the answer, or leave it to paper.

nothing ─invite─► invited ─sign─► signed          every change of the answers voids all of it: a signature is bound
   │                 ├─decline─► declined         to what was shown (`content_mark`)
   └─paper─► paper ◄─┘
"""

import secrets
from contextlib import suppress
from datetime import datetime

from laufzettel import packages
from laufzettel.accounts import api as accounts
from laufzettel.catalogue import api as catalogue
from laufzettel.engine import forms
from laufzettel.engine.forms import FormState
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.dates import format_de, local_date
from laufzettel.kernel.errors import Invalid, NotFound, Problem, Refused, Unavailable
from laufzettel.kernel.language import say
from laufzettel.organisation import api as organisation
from laufzettel.platform.api import action
from laufzettel.submissions import cosigning, domain, models, queries
from laufzettel.submissions.domain.cosigning import CoSignatureView, content_mark
from laufzettel.submissions.events import CoSignatureGiven
from laufzettel.submissions.vault import OpenDraft

State = models.CoSignature.State
LONGEST_REASON = 1000


def invite_co_signer(*, actor: Actor, draft_id: str, path: str, link: str, now: datetime) -> None:
    """Ask a second person to sign, by mail; after seven days again. `link` holds `TOKEN` where the token belongs.

    The mail goes out before this returns, so that the token is never stored: raises `Unavailable` when the mail server
    does not take it, and nothing has changed then. Raises `Invalid` while answers are missing, `Refused` for who was
    asked less than seven days ago or has answered, `NotFound` for anything foreign.
    """
    token = secrets.token_urlsafe(32)
    asked, before = _ask(actor=actor, draft_id=draft_id, path=path, token=token, now=now)
    try:
        _send(asked, actor, link.replace("TOKEN", token), draft_id)
    except Unavailable:
        _restore(draft_id, path, before)
        raise


def _send(asked: CoSignatureView, actor: Actor, address: str, draft_id: str) -> None:
    draft = models.Draft.objects.only("municipality", "package_ref", "expires_on").get(pk=draft_id)
    town = organisation.get_municipality(draft.municipality)
    title = catalogue.get_package(draft.municipality, draft.package_ref).manifest.title
    accounts.send_mail(
        to=asked.wanted.email,
        subject=say("{town}: Bitte um Ihre Unterschrift", town=town.name),
        text=say(
            "Guten Tag,\n\njemand möchte bei {town} online etwas beantragen oder melden ({title}) und braucht dazu "
            "Ihre Unterschrift.\n\nSehen Sie sich an, worum es geht, und stimmen Sie zu oder lehnen Sie ab:\n{address}"
            "\n\nDer Link gilt bis zum {day} und nur für Sie. Geben Sie ihn nicht weiter. Kennen Sie den Vorgang "
            "nicht? Dann müssen Sie nichts tun.\n",
            town=town.name,
            title=title,
            address=address,
            day=format_de(draft.expires_on),
        ),
    )


def _restore(draft_id: str, path: str, before: dict[str, object] | None) -> None:
    rows = models.CoSignature.objects.filter(draft_id=draft_id, path=path)
    if before is None:
        rows.delete()
    else:
        rows.update(**before)


_ASKED = ("token_mark", "wrapped_key", "content_mark", "state", "asked_at", "answered_at", "level", "sealed")


@action("draft.ask_co_signature", by=("account", "guest"))
def _ask(
    *, actor: Actor, draft_id: str, path: str, token: str, now: datetime
) -> tuple[CoSignatureView, dict[str, object] | None]:
    draft, view = _own(actor, draft_id, path, now)
    if view.is_there:
        raise Refused(say("Diese Unterschrift liegt schon vor."))
    if view.may_remind_from and now < view.may_remind_from:
        day = format_de(local_date(view.may_remind_from))
        raise Refused(say("Sie haben schon eingeladen. Erinnern können Sie ab dem {day}.", day=day))
    before = models.CoSignature.objects.filter(draft=draft.row, path=path).values(*_ASKED).first()
    models.CoSignature.objects.update_or_create(
        draft=draft.row,
        path=path,
        defaults={
            "token_mark": cosigning.token_mark(token),
            "wrapped_key": cosigning.wrap_under(token, draft.key, str(draft.row.pk)),
            "content_mark": content_mark(draft.key, draft.contents.answers),
            "state": State.INVITED,
            "asked_at": now,
            "answered_at": None,
            "level": "",
            "sealed": b"",
        },
    )
    return view, before


@action("draft.withdraw_invitation", by=("account", "guest"))
def withdraw_invitation(*, actor: Actor, draft_id: str, path: str, now: datetime) -> None:
    """Take an invitation back, or a signature on paper; the link no longer works. Raises `NotFound`."""
    draft, _ = _own(actor, draft_id, path, now)
    models.CoSignature.objects.filter(draft=draft.row, path=path).delete()


@action("draft.sign_on_paper", by=("account", "guest"))
def sign_on_paper(*, actor: Actor, draft_id: str, path: str, now: datetime) -> None:
    """Leave a signature to paper: the application can be sent, and the office waits for the paper.

    Raises `NotFound` for anything foreign, `Invalid` while answers are missing, `Refused` when the signature is there.
    """
    draft, view = _own(actor, draft_id, path, now)
    if view.is_there:
        raise Refused(say("Diese Unterschrift liegt schon vor."))
    models.CoSignature.objects.update_or_create(
        draft=draft.row,
        path=path,
        defaults={
            "token_mark": "",
            "wrapped_key": b"",
            "content_mark": content_mark(draft.key, draft.contents.answers),
            "state": State.PAPER,
            "asked_at": now,
            "answered_at": now,
            "level": "",
            "sealed": b"",
        },
    )


def _own(actor: Actor, draft_id: str, path: str, now: datetime) -> tuple[OpenDraft, CoSignatureView]:
    """Return a complete draft of the actor, locked, and the signature at a path."""
    draft = queries.lock_draft(actor, draft_id, now)
    state = state_of(draft, queries.account_facts(actor), now)
    domain.refuse_problems(state.problems)
    view = next((one for one in cosigning.co_signatures(draft, state) if one.wanted.path == path), None)
    if view is None:
        raise NotFound
    return draft, view


def state_of(draft: OpenDraft, account: dict[str, object], now: datetime) -> FormState:
    """Return what the form of an open draft looks like now."""
    package = catalogue.get_package(draft.row.municipality, draft.row.package_ref)
    given = draft.contents
    environment = packages.environment(package, today=local_date(now), account=account, look_ups=given.look_ups)
    typed = forms.PageInput(answers=given.answers, problems=())
    everything = forms.with_unread(package.form, typed, given.raw, today=local_date(now))
    return forms.evaluate(package.form, given.answers, environment=environment, page_input=everything)


def co_sign(*, actor: Actor, token: str, agrees: bool, reason: str, portal: str, now: datetime) -> None:
    """Take the answer of a second person, and tell the applicant that there is one; the link has done its work then.

    `portal` is the address where the applicant finds the draft again. A mail that cannot be sent changes nothing.
    Raises `NotFound` for a link that does not work (any more) or an expired draft, `Refused` when the person is not
    known as surely as the service wants or is the applicant, `Invalid` for a refusal without a reason.
    """
    draft = cosigning.open_invitation(token).draft
    _answer(actor=actor, token=token, agrees=agrees, reason=reason, now=now)
    address = _address_of_owner(draft)
    if address:
        with suppress(Unavailable):
            accounts.send_mail(
                to=address,
                subject=say("Antwort auf Ihre Bitte um Unterschrift"),
                text=say(
                    "Guten Tag,\n\njemand hat auf Ihre Bitte um Unterschrift geantwortet. Öffnen Sie Ihren Entwurf, "
                    "dort sehen Sie, ob Sie absenden können:\n{portal}\n",
                    portal=portal,
                ),
            )


def _address_of_owner(draft: OpenDraft) -> str:
    """Return where the applicant can be told: the address of the account, else the first one in the answers."""
    if draft.row.owner_kind == "account":
        return accounts.get_account(draft.row.owner_key).email
    form = catalogue.get_package(draft.row.municipality, draft.row.package_ref).form
    for group in form.groups.values():
        given = draft.contents.answers.get(group.key)
        item = given if isinstance(given, dict) else {}
        for field in group.fields:
            if field.type == "email" and item.get(field.key):
                return str(item[field.key])
    return ""


@action("draft.co_sign", by=("account", "guest"))
def _answer(*, actor: Actor, token: str, agrees: bool, reason: str, now: datetime) -> CoSignatureGiven:
    invitation = cosigning.open_invitation(token, lock=True)
    draft = invitation.draft.row
    if draft.expires_on <= local_date(now):
        raise NotFound(say(cosigning.LINK_GONE))
    manifest = catalogue.get_package(draft.municipality, draft.package_ref).manifest
    domain.check_level(have=actor.level, need=manifest.level_of_assurance, written_form=manifest.written_form)
    if actor.kind == "account" and (draft.owner_kind, draft.owner_key) == (actor.kind, actor.key):
        # Guests may share a browser, and nobody knows who they are; an account is one person.
        raise Refused(say("Sie haben den Antrag selbst gestellt. Unterschreiben muss eine zweite Person."))
    if not agrees and not reason.strip():
        raise Invalid((Problem("grund", say("Schreiben Sie kurz, warum Sie nicht unterschreiben.")),))
    said = {"reason": "" if agrees else reason.strip()[:LONGEST_REASON], "account_name": actor.name}
    models.CoSignature.objects.filter(pk=invitation.row.pk).update(
        state=State.SIGNED if agrees else State.DECLINED,
        answered_at=now,
        level=actor.level,
        token_mark="",
        wrapped_key=b"",
        sealed=cosigning.seal_said(said, key=invitation.draft.key, draft_id=str(draft.pk)),
    )
    return CoSignatureGiven(subject=f"draft:{draft.pk}", municipality=draft.municipality, agrees=agrees)
