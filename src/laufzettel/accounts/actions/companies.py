"""Companies of citizens: found, invite, join, change roles, leave."""

import secrets
from datetime import datetime, timedelta

from laufzettel.accounts import domain, mail, models
from laufzettel.accounts.actions.confirm_address import tidy_address
from laufzettel.accounts.domain import ROLES, Role
from laufzettel.accounts.events import MembershipChanged
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.errors import Forbidden, NotFound, Refused
from laufzettel.kernel.language import say
from laufzettel.platform import api as platform
from laufzettel.platform.api import action

INVITATION_DAYS = 7
_INVITATIONS, _INVITATIONS_PER_ACCOUNT, _WINDOW_S = 20, 40, 3600


@action("company.found", by=("account",))
def found_company(*, name: str, register_number: str, actor: Actor, now: datetime) -> MembershipChanged:
    """Make a company that nobody has verified, with the actor as the one who manages it; `Refused` without a name."""
    tidy = " ".join(name.split())
    if not 2 <= len(tidy) <= 200:
        raise Refused(say("Geben Sie den Namen der Organisation ein."))
    number = " ".join(register_number.split())[:60]
    company = models.Company.objects.create(name=tidy, register_number=number, created_at=now)
    models.Membership.objects.create(company=company, account_id=actor.key, role="manage", since=now)
    return _told(company.pk, actor, "founded", "manage")


def invite(*, company_id: str, email: str, role: str, join_url: str, actor: Actor, now: datetime) -> None:
    """Mail a link that makes whoever opens it a member, once, within a week.

    `join_url` is the absolute address of the page for invitations, ending with a slash; the secret is added. Raises
    `NotFound` for foreign companies, `Forbidden` for members who do not manage, `Refused` for an unfit address and
    after too many invitations, in one company or by one account: everybody may found companies. Call outside of a
    transaction.
    """
    company = _managed(actor, company_id)
    limits = ((f"invite:{company_id}", _INVITATIONS), (f"invite-by:{actor.key}", _INVITATIONS_PER_ACCOUNT))
    hits = [platform.hit_limit(key, limit=limit, per_seconds=_WINDOW_S, now=now) for key, limit in limits]
    if any(hits):
        raise Refused(say("Das waren zu viele Einladungen. Bitte warten Sie eine Stunde."))
    tidy, token = tidy_address(email), secrets.token_urlsafe(32)
    _invite(company_id=company_id, email=tidy, role=_known(role), token=token, actor=actor, now=now)
    mail.send(
        to=tidy,
        subject=say("Einladung zu einer Organisation"),
        text=say(
            "Guten Tag,\n\n"
            "Sie sind eingeladen, für „{name}“ Anträge zu stellen oder zu lesen. Öffnen Sie dazu diesen Link und "
            "melden Sie sich an:\n\n{link}\n\n"
            "Der Link gilt {days} Tage und nur einmal. Kennen Sie die Organisation nicht? Dann löschen Sie diese "
            "E-Mail.",
            name=company.name,
            link=f"{join_url}{token}/",
            days=INVITATION_DAYS,
        ),
    )


@action("company.invite", by=("account",))
def _invite(*, company_id: str, email: str, role: Role, token: str, actor: Actor, now: datetime) -> MembershipChanged:
    models.Invitation.objects.create(
        company_id=company_id,
        role=role,
        email=email,
        token_hash=domain.token_hash(token),
        expires_at=now + timedelta(days=INVITATION_DAYS),
    )
    return _told(company_id, actor, "invited", role)


@action("company.join", by=("account",))
def join_company(*, token: str, actor: Actor, now: datetime) -> MembershipChanged:
    """Make the actor a member by the secret of an invitation, which counts once; raises `NotFound` otherwise.

    A member keeps the role they have.
    """
    rows = models.Invitation.objects.select_for_update().filter(token_hash=domain.token_hash(token), expires_at__gt=now)
    invitation = rows.first()
    if invitation is None:
        raise NotFound(say("Diese Einladung gilt nicht mehr. Lassen Sie sich eine neue schicken."))
    models.Membership.objects.get_or_create(
        company_id=invitation.company_id, account_id=actor.key, defaults={"role": invitation.role, "since": now}
    )
    invitation.delete()
    return _told(invitation.company_id, actor, "joined", invitation.role)


@action("company.set_role", by=("account",))
def set_role(*, company_id: str, member_id: int, role: str, actor: Actor, now: datetime) -> MembershipChanged:
    """Give a member another role; raises like `remove_member`."""
    _managed(actor, company_id)
    row = _member(company_id, member_id)
    _keep_a_manager(row, becomes=role)
    _end_invitations(row, becomes=role)
    row.role = _known(role)
    row.save(update_fields=["role"])
    return _told(company_id, actor, "role", row.role)


@action("company.remove", by=("account",))
def remove_member(*, company_id: str, member_id: int, actor: Actor, now: datetime) -> MembershipChanged:
    """End a membership at once: who manages removes others, everybody may leave by themselves.

    Open invitations end when somebody who could write them goes: a link kept back would lead in again.

    Raises `NotFound` for foreign companies and members, `Forbidden` for those who do not manage, and `Refused` when
    nobody who manages would be left.
    """
    row = _member(company_id, member_id)
    if str(row.account_id) != actor.key:
        _managed(actor, company_id)
    _keep_a_manager(row, becomes="")
    _end_invitations(row, becomes="")
    row.delete()
    return _told(company_id, actor, "left")


def _managed(actor: Actor, company_id: str) -> models.Company:
    row = (
        models.Membership.objects.filter(company_id=company_id, account_id=actor.key).select_related("company").first()
    )
    if row is None:
        raise NotFound
    if row.role != "manage":
        raise Forbidden(say("Das darf nur, wer die Organisation verwaltet."))
    return row.company


def _member(company_id: str, member_id: int) -> models.Membership:
    # Locked in one order, so that two who leave at once cannot both be the last but one.
    rows = list(models.Membership.objects.select_for_update().filter(company_id=company_id).order_by("pk"))
    found = next((row for row in rows if row.pk == member_id), None)
    if found is None:
        raise NotFound
    return found


def _keep_a_manager(row: models.Membership, *, becomes: str) -> None:
    others = models.Membership.objects.filter(company_id=row.company_id, role="manage").exclude(pk=row.pk)
    if row.role == "manage" and becomes != "manage" and not others.exists():
        raise Refused(say("Jemand muss die Organisation verwalten. Geben Sie diese Rolle zuerst jemand anderem."))


def _end_invitations(row: models.Membership, *, becomes: str) -> None:
    if row.role == "manage" and becomes != "manage":
        models.Invitation.objects.filter(company_id=row.company_id).delete()


def _known(role: str) -> Role:
    found = next((known for known in ROLES if known == role), None)
    if found is None:
        raise Refused(say("Wählen Sie eine Rolle aus."))
    return found


def _told(company_id: object, actor: Actor, what: str, role: str = "") -> MembershipChanged:
    return MembershipChanged(subject=f"company:{company_id}", municipality=actor.municipality, what=what, role=role)
