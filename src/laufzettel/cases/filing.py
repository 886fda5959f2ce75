"""File short texts that a case itself writes: results of steps, requests, answers, withdrawals."""

from collections.abc import Sequence
from datetime import datetime

from laufzettel.cases.models import Case
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.dates import local_date
from laufzettel.platform.api import put_blob
from laufzettel.records import api as records


def file_text(
    case: Case, *, key: str, kind: str, title: str, filename: str, lines: Sequence[str], public: bool, now: datetime
) -> None:
    """File lines of text in the record file of a case, once per key; `public`: the applicant may read it."""
    records.file(
        subject=case.subject,
        municipality=case.municipality,
        key=key,
        kind=kind,
        title=title,
        filename=filename,
        media_type="text/plain",
        blob=put_blob("\n".join([*lines, ""]).encode()),
        document_on=local_date(now),
        public=public,
        actor=Actor.system(case.municipality),
        now=now,
    )
