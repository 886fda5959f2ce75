"""Write to the applicant without asking anything."""

from datetime import datetime

from laufzettel.cases import access, domain
from laufzettel.cases.applicant import applicant_of
from laufzettel.cases.filing import file_text
from laufzettel.cases.models import Case
from laufzettel.catalogue import api as catalogue
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.errors import Invalid, Problem, Refused
from laufzettel.kernel.ids import new_id
from laufzettel.messaging import api as messaging
from laufzettel.platform.api import action
from laufzettel.records import api as records
from laufzettel.submissions import api as submissions

LONGEST_TITLE = 200


@action("cases.send_message", by=("clerk",))
def send_message(*, reference: str, title: str, text: str, actor: Actor, now: datetime) -> None:
    """Send the applicant a message and file it; allowed until the record file is closed, also after a withdrawal.

    Raises `NotFound` for a foreign case, `Forbidden` for a unit that only has a task here, `Refused` for a closed
    record file, `Invalid` without a title or a text.
    """
    case = access.access_whole(actor, reference)
    if records.get_record_file(case.municipality, case.subject).is_closed:
        raise Refused("Die Akte dieses Vorgangs ist geschlossen.")
    _check(title, text)
    title, text, key = " ".join(title.split()), text.strip(), f"clerk:{new_id()}"
    _send(case, key=key, title=title, text=text, actor=actor, now=now)
    file_text(
        case,
        key=f"message:{key}",
        kind="message",
        title=f"Nachricht: {title}"[:LONGEST_TITLE],
        filename="Nachricht.txt",
        lines=[title, "", text],
        public=True,
        now=now,
    )


def _check(title: str, text: str) -> None:
    problems = []
    if not title.strip() or len(title) > LONGEST_TITLE:
        problems.append(Problem("betreff", f"Schreiben Sie einen Betreff mit höchstens {LONGEST_TITLE} Zeichen."))
    if not text.strip() or len(text) > domain.LONGEST_TEXT:
        problems.append(Problem("text", "Schreiben Sie die Nachricht."))
    if problems:
        raise Invalid(tuple(problems))


def _send(case: Case, *, key: str, title: str, text: str, actor: Actor, now: datetime) -> None:
    submission = submissions.get_submission(case.submission_id)
    package = catalogue.get_package(case.municipality, case.package_ref)
    messaging.send(
        subject=case.subject,
        municipality=case.municipality,
        recipient=applicant_of(package, submission).recipient,
        key=key,
        kind="message",
        title=title,
        text=text,
        actor=actor,
        now=now,
    )
