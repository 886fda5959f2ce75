"""What town and applicant wrote to each other about a case, in the order in which it was written."""

from dataclasses import dataclass
from datetime import datetime

from laufzettel.cases.models import Case, Letter, Task
from laufzettel.kernel.language import say
from laufzettel.messaging import api as messaging

# What the unit has to do about a letter; the task is known by these words.
LETTER_TASKS = {
    Letter.Topic.QUESTION: "Nachricht der antragstellenden Person lesen und beantworten",
    Letter.Topic.CHANGE: "Geänderte Angaben der antragstellenden Person prüfen",
}


@dataclass(frozen=True, kw_only=True)
class ThreadEntry:
    """One message; `is_own` says that the applicant wrote it, `is_new` that nobody has opened it yet."""

    at: datetime
    is_own: bool
    title: str
    text: str
    is_new: bool = False


def thread_of(case: Case) -> tuple[ThreadEntry, ...]:
    """Return the conversation about a case, the oldest message first."""
    received = (
        ThreadEntry(
            at=message.provided_at, is_own=False, title=message.title, text=message.text, is_new=not message.is_read
        )
        for message in messaging.messages_of(case.municipality, case.subject)
    )
    titles = {Letter.Topic.QUESTION: say("Ihre Nachricht"), Letter.Topic.CHANGE: say("Ihre geänderten Angaben")}
    written = (
        ThreadEntry(at=letter.written_at, is_own=True, title=titles[Letter.Topic(letter.topic)], text=letter.text)
        for letter in Letter.objects.filter(case=case)
    )
    return tuple(sorted((*received, *written), key=lambda entry: entry.at))


def letters_for(task: Task) -> str:
    """Return the letters that a task is about, the oldest first; an empty text for every other task."""
    topic = next((topic for topic, title in LETTER_TASKS.items() if title == task.title), None)
    if task.word != "besides" or topic is None:
        return ""
    letters = Letter.objects.filter(case_id=task.case_id, topic=topic, written_at__gte=task.opened_at)
    return "\n\n".join(letters.order_by("written_at", "pk").values_list("text", flat=True))
