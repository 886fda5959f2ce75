"""Reading: accounts of citizens."""

from collections.abc import Mapping
from dataclasses import replace

from django.core.exceptions import ValidationError

from laufzettel.accounts import domain, models
from laufzettel.accounts.domain import AccountInfo
from laufzettel.kernel.errors import NotFound


def info_of(account: models.Account) -> AccountInfo:
    """Return the values of a stored account."""
    return domain.info_from(
        id=str(account.pk),
        provider=account.provider,
        subject_key=account.subject_key,
        level=account.level,
        attributes=account.attributes,
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
    return {"account": info.id, "level": info.level}


def account_of_session(kept: Mapping[str, str]) -> AccountInfo | None:
    """Return the account of a session with the level of that session's own login, or None when it is gone."""
    try:
        info = get_account(kept["account"])
    except (NotFound, KeyError):
        return None
    return replace(info, level=domain.read_level(kept.get("level", "none")))
