"""Order a notice: from here on its content is frozen, a job prints and seals it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from laufzettel.kernel.actor import Actor
from laufzettel.kernel.dates import local_date
from laufzettel.kernel.ids import new_id, secret_code
from laufzettel.messaging.api import Recipient
from laufzettel.notices.events import NoticeOrdered
from laufzettel.notices.letter import Letterhead, letter_data
from laufzettel.notices.models import Notice
from laufzettel.packages import NoticeContent
from laufzettel.platform.api import action, defer


@action("notices.issue", by=("system", "clerk"))
def issue(
    *,
    subject: str,
    municipality: str,
    step: str,
    decision_id: str | None,
    content: NoticeContent,
    recipient: Recipient,
    letterhead: Letterhead,
    application_data: Mapping[str, Any],
    land: str,
    actor: Actor,
    now: datetime,
) -> NoticeOrdered:
    """Order a notice; `NoticeIssued` follows when it is sealed, filed and in the mailbox.

    `application_data` travels inside the PDF of a decision as JSON. `land` decides about holidays, the content about
    the law of serving and about what the public verification page says besides kind, validity and town.
    """
    code = secret_code() if content.verify else None
    notice = Notice.objects.create(
        id=new_id(),
        municipality=municipality,
        subject=subject,
        step=step,
        decision_id=decision_id,
        title=content.title,
        kind=content.kind,
        law=content.law,
        channel="user_account" if recipient.account_id else "own_portal",
        land=land,
        content=msgspec.to_builtins(content),
        letter=letter_data(content=content, letterhead=letterhead, on=local_date(now), verification_code=code),
        recipient=msgspec.to_builtins(recipient),
        application_data=msgspec.to_builtins(application_data),
        valid_from=content.valid_from,
        valid_until=content.valid_until,
        verification_code=code,
        public_facts=[list(fact) for fact in content.public_facts()],
        ordered_at=now,
    )
    from laufzettel.notices.jobs import produce

    defer(produce, notice_id=notice.id)
    return NoticeOrdered(
        subject=subject, municipality=municipality, notice_id=notice.id, step=step, notice_kind=content.kind
    )
