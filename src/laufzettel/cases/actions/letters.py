"""Take what an applicant writes to the office of their own accord."""

from datetime import datetime

from laufzettel.cases import access
from laufzettel.cases.actions.advance import raise_side_task
from laufzettel.cases.events import ApplicantWrote
from laufzettel.cases.filing import file_text
from laufzettel.cases.models import Letter, Task
from laufzettel.cases.thread import LETTER_TASKS
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.dates import format_de, local_date
from laufzettel.kernel.errors import Invalid, Problem, Refused
from laufzettel.kernel.language import say
from laufzettel.platform.api import action
from laufzettel.records import api as records

LONGEST_LETTER = 5_000


@action("cases.write_to_office", by=("account", "guest"))
def write_to_office(*, reference: str, topic: str, text: str, actor: Actor, now: datetime) -> ApplicantWrote:
    """Write to the office about an own case; `topic` is `question` or `change` (own data have changed).

    The letter is filed, and the unit gets a task, because no step of a process looks at letters. The answers of the
    submission stay as they were sent. Raises `NotFound` for a foreign case, `Refused` once the record file is closed,
    `Invalid` without a text.
    """
    case = access.access_row(actor, reference, lock=True)
    record_file = records.find_record_file(case.municipality, case.subject)
    if case.is_filed_away or (record_file and record_file.is_closed):
        raise Refused(say("Dieser Vorgang ist abgeschlossen. Bitte wenden Sie sich direkt an die zuständige Stelle."))
    if topic not in Letter.Topic.values:
        raise Invalid((Problem("anlass", say("Wählen Sie, worum es geht.")),))
    if not text.strip() or len(text) > LONGEST_LETTER:
        problem = say("Schreiben Sie Ihre Nachricht mit höchstens {longest} Zeichen.", longest=LONGEST_LETTER)
        raise Invalid((Problem("text", problem),))

    letter = Letter.objects.create(case=case, topic=topic, text=text.replace("\0", "").strip(), written_at=now)
    _file(letter, now)
    _have_read(letter, now)

    return ApplicantWrote(
        subject=case.subject, municipality=case.municipality, letter_id=letter.pk, topic=str(letter.topic)
    )


def _file(letter: Letter, now: datetime) -> None:
    head = f"Nachricht der antragstellenden Person vom {format_de(local_date(now))}"
    file_text(
        letter.case,
        key=f"letter:{letter.pk}",
        kind="message",
        title="Geänderte Angaben" if letter.topic == Letter.Topic.CHANGE else "Nachricht an die Stelle",
        filename=f"Nachricht_an_die_Stelle_{letter.pk}.txt",
        lines=[head, "", letter.text],
        public=True,
        now=now,
    )


def _have_read(letter: Letter, now: datetime) -> None:
    """Give the unit a task; one that is still open stands for everything written before somebody looks."""
    title = LETTER_TASKS[Letter.Topic(letter.topic)]
    if Task.objects.filter(case=letter.case, title=title, state=Task.State.OPEN).exists():
        return
    raise_side_task(
        subject=letter.case.subject,
        municipality=letter.case.municipality,
        key=f"letter:{letter.pk}",
        title=title,
        actor=Actor.system(letter.case.municipality),
        now=now,
    )
