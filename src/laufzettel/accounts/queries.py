"""Reading: accounts of citizens."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import cast

from django.core.exceptions import ValidationError

from laufzettel.accounts import domain, models
from laufzettel.accounts.domain import AccountInfo, CompanyView, MandateView, MemberView, MethodView, Role
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.errors import NotFound


def info_of(account: models.Account) -> AccountInfo:
    """Return the values of a stored account."""
    return domain.info_from(
        id=str(account.pk),
        provider=account.provider,
        subject_key=account.subject_key,
        level=account.level,
        attributes=account.attributes,
        epoch=account.epoch,
    )


def get_account(id: str) -> AccountInfo:
    """Return an account as its last login left it; raises `NotFound`.

    `level` is that of the last login, perhaps in another browser: rights of a session come from
    `account_of_session`, never from here.
    """
    try:
        account = models.Account.objects.filter(pk=id).first()
    except ValidationError:
        raise NotFound from None
    if account is None:
        raise NotFound
    return info_of(account)


def session_of_account(info: AccountInfo) -> dict[str, str]:
    """Return what the session of somebody who signed in must keep."""
    return {"account": info.id, "level": info.level, "epoch": str(info.epoch)}


def account_of_session(kept: Mapping[str, str]) -> AccountInfo | None:
    """Return the account of a session with the level of that session's own login, or None when it is over."""
    try:
        info = get_account(kept["account"])
    except (NotFound, KeyError):
        return None
    if kept.get("epoch", "0") != str(info.epoch):
        return None
    companies = list_companies(info.id)
    return replace(
        info,
        level=domain.read_level(kept.get("level", "none")),
        reads=frozenset(company.id for company in companies),
        applies=frozenset(company.id for company in companies if company.may_apply),
    )


def list_methods(account_id: str) -> tuple[MethodView, ...]:
    """Return the apps and passkeys of an account, the oldest first."""
    rows = models.Method.objects.filter(account_id=account_id).exclude(kind=models.Method.Kind.PAPER)
    return tuple(
        MethodView(id=row.pk, kind=row.kind, title=row.title, created_at=row.created_at, used_at=row.used_at)
        for row in rows.order_by("created_at", "pk")
    )


def known_passkeys(account_id: str) -> tuple[str, ...]:
    """Return the ids of the passkeys of an account."""
    rows = models.Method.objects.filter(account_id=account_id, kind=models.Method.Kind.PASSKEY)
    return tuple(rows.values_list("key", flat=True))


def count_paper_codes(account_id: str) -> int:
    """Return how many codes on paper are still good."""
    return models.Method.objects.filter(account_id=account_id, kind=models.Method.Kind.PAPER).count()


def has_email_account(email: str) -> bool:
    """Say whether an address, which its reader proved to read, already has an account."""
    return models.EmailLogin.objects.filter(email=email).exists()


def list_companies(account_id: str) -> tuple[CompanyView, ...]:
    """Return the companies of which an account is a member now, by name."""
    rows = models.Membership.objects.filter(account_id=account_id).select_related("company")
    return tuple(_company_view(row) for row in rows.order_by("company__name", "pk"))


def access_company(actor: Actor, company_id: str) -> CompanyView:
    """Return a company of which the actor is a member; raises `NotFound` for every other."""
    found = next((company for company in list_companies(actor.key) if company.id == company_id), None)
    if actor.kind != "account" or found is None:
        raise NotFound
    return found


def list_members(actor: Actor, company_id: str) -> tuple[MemberView, ...]:
    """Return the members of a company of the actor; raises `NotFound` for every other."""
    access_company(actor, company_id)
    rows = models.Membership.objects.filter(company_id=company_id).select_related("account").order_by("since", "pk")
    return tuple(
        MemberView(
            id=row.pk, label=info_of(row.account).label, role=_role(row), is_self=str(row.account_id) == actor.key
        )
        for row in rows
    )


def find_invitation(token: str, now: datetime) -> str:
    """Return the name of the company that an open invitation leads to, or an empty text."""
    row = models.Invitation.objects.filter(token_hash=domain.token_hash(token), expires_at__gt=now)
    return row.values_list("company__name", flat=True).first() or ""


def _company_view(row: models.Membership) -> CompanyView:
    return CompanyView(
        id=str(row.company_id),
        name=row.company.name,
        register_number=row.company.register_number,
        is_verified=row.company.is_verified,
        role=_role(row),
    )


def _role(row: models.Membership) -> Role:
    return cast(Role, row.role) if row.role in domain.ROLES else "read"


def list_mandates(account_id: str, *, today: date) -> tuple[MandateView, ...]:
    """Return for whom an account may act today, by name; neither ended nor expired mandates."""
    rows = models.Mandate.objects.filter(account_id=account_id, revoked_at=None).exclude(valid_until__lt=today)
    return tuple(
        MandateView(
            id=str(row.pk),
            kind=row.kind,
            given_name=row.given_name,
            family_name=row.family_name,
            birth_date=row.birth_date,
            valid_until=row.valid_until,
        )
        for row in rows.order_by("family_name", "given_name", "pk")
    )
