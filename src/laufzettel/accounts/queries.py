"""Reading: accounts of citizens."""

from collections.abc import Mapping
from dataclasses import replace

from django.core.exceptions import ValidationError

from laufzettel.accounts import domain, models
from laufzettel.accounts.domain import AccountInfo, MethodView
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
    return replace(info, level=domain.read_level(kept.get("level", "none")))


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
