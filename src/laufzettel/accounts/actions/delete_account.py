"""Delete the account of a citizen."""

from datetime import datetime

from laufzettel.accounts import models
from laufzettel.accounts.actions.companies import remove_member
from laufzettel.accounts.events import AccountDeleted
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.errors import NotFound
from laufzettel.platform.api import action


@action("account.delete", by=("account",))
def delete_account(*, actor: Actor, now: datetime) -> AccountDeleted:
    """Delete everything the identity provider told about a person; every session of the account ends with it.

    Whoever signs in again begins a new account, which has nothing to do with this one. Raises `NotFound` when it is
    gone already, and `Refused` for the only one who manages a company that has other members.
    """
    for row in models.Membership.objects.filter(account_id=actor.key):
        if models.Membership.objects.filter(company_id=row.company_id).exclude(pk=row.pk).exists():
            remove_member(company_id=str(row.company_id), member_id=row.pk, actor=actor, now=now)
    deleted, _ = models.Account.objects.filter(pk=actor.key).delete()
    if not deleted:
        raise NotFound
    return AccountDeleted(subject=f"account:{actor.key}", municipality=actor.municipality)
