"""Delete an account: what only served the person goes at once, what the law makes the town keep stays."""

from datetime import datetime

from laufzettel.accounts import api as accounts
from laufzettel.cases import access
from laufzettel.cases.models import Case, DataExport
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.dates import local_date
from laufzettel.platform.api import action
from laufzettel.submissions import api as submissions


def open_matters(actor: Actor) -> tuple[tuple[str, str], ...]:
    """Return reference and service of the own cases that are not closed yet: they outlive the account."""
    rows = access.reachable(actor).filter(state=Case.State.OPEN, account_id=actor.key).order_by("opened_at")
    return tuple(rows.values_list("reference", "service_title"))


@action("cases.close_account", by=("account",))
def close_account(*, actor: Actor, now: datetime) -> None:
    """Delete drafts and identity of an account in all towns, and its data archives; every session of it ends.

    Raises `Refused`, and changes nothing, for the only one who manages a company with other members. Cases stay as
    long as the retention of their record files, as do the messages in them. Take the codes for open cases
    (`submissions.codes_after_account`) before.
    """
    submissions.delete_drafts_of_account(actor=actor, now=now)
    DataExport.objects.filter(account_id=actor.key).update(expires_on=local_date(now))
    accounts.delete_account(actor=actor, now=now)
