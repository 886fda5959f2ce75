"""Open a record file."""

from datetime import datetime

from laufzettel.kernel.actor import Actor
from laufzettel.kernel.dates import local_date
from laufzettel.kernel.errors import Conflict
from laufzettel.platform.api import action, insert_rows
from laufzettel.records import domain, queries
from laufzettel.records.events import RecordFileOpened
from laufzettel.records.models import RecordFile


def open_file(
    *,
    subject: str,
    municipality: str,
    plan_key: str,
    title: str,
    retention: str,
    starts: str,
    disposal: str,
    actor: Actor,
    now: datetime,
) -> RecordFileOpened:
    """Open the record file of a subject under the next free file reference; a second call returns the first's event.

    `retention` is an ISO 8601 period, `starts` a key of `RETENTION_STARTS`, `disposal` destroy or offer_to_archive.
    Raises `Invalid` for a filing rule that cannot be applied and `Conflict` when the subject is already filed
    under another key. The counter of the filing plan key stays locked until the transaction ends, so call this late.
    """
    rule = domain.FilingRule(plan_key=plan_key, retention=retention, starts=starts, disposal=disposal)
    opened = _open_file(subject=subject, municipality=municipality, rule=rule, title=title, actor=actor, now=now)
    if opened is not None:
        return opened
    existing = queries.get_record_file(municipality, subject)
    if existing.plan_key != plan_key:
        raise Conflict(f"Zu diesem Vorgang gibt es schon die Akte {existing.file_reference}.")
    return RecordFileOpened(subject=subject, municipality=municipality, file_reference=existing.file_reference)


@action("records.open_file", by=("system", "clerk"))
def _open_file(
    *, subject: str, municipality: str, rule: domain.FilingRule, title: str, actor: Actor, now: datetime
) -> RecordFileOpened | None:
    domain.check_filing_rule(rule)
    year = local_date(now).year
    number = queries.allocate_number(municipality, rule.plan_key, year)
    reference = domain.file_reference(plan_key=rule.plan_key, year=year, number=number)

    record_file = RecordFile(
        municipality=municipality,
        subject=subject,
        file_reference=reference,
        plan_key=rule.plan_key,
        year=year,
        number=number,
        title=domain.one_line(title),
        retention=rule.retention,
        starts=rule.starts,
        disposal=rule.disposal,
        opened_at=now,
    )
    # Found out only now: whoever opened the same file meanwhile has committed, because the counter made us wait.
    if not insert_rows([record_file], unless_taken=("municipality", "subject")):
        queries.give_back_number(municipality, rule.plan_key, year)
        return None

    return RecordFileOpened(subject=subject, municipality=municipality, file_reference=reference)
