"""Messages of a clerk to the applicant."""

import pytest
from django.core import mail

from laufzettel.cases import api as cases
from laufzettel.cases.tests.conftest import CITIZEN, CLERK, LATER, OTHER_TOWN, TOWN, World, work
from laufzettel.kernel.errors import Invalid, NotFound
from laufzettel.messaging import api as messaging
from laufzettel.records import api as records


def write(reference: str, *, title: str = "Ihre Erstattung", text: str = "Wir erstatten Ihnen 6,00 €.") -> None:
    cases.send_message(reference=reference, title=title, text=text, actor=CLERK, now=LATER)


def test_message_reaches_the_applicant_and_the_record_file(world: World, received: str) -> None:
    mail.outbox.clear()

    write(received)
    work(LATER)

    subject = f"case:{received}"
    sent = messaging.messages_of(TOWN, subject)[-1]
    assert ("Ihre Erstattung", "Wir erstatten Ihnen 6,00 €.") == (sent.title, sent.text)
    assert "Nachricht: Ihre Erstattung" in [document.title for document in records.list_documents(TOWN, subject)]
    assert [["erika@example.org"]] == [letter.to for letter in mail.outbox]


def test_message_can_be_written_after_a_withdrawal_as_long_as_the_file_is_open(world: World, received: str) -> None:
    cases.withdraw(reference=received, reason="", actor=CITIZEN, now=LATER)

    write(received)

    assert "Ihre Erstattung" == messaging.messages_of(TOWN, f"case:{received}")[-1].title


def test_message_needs_a_subject_and_a_text(world: World, received: str) -> None:
    with pytest.raises(Invalid) as refused:
        write(received, title=" ", text=" ")

    assert ["betreff", "text"] == [problem.path for problem in refused.value.problems]


def test_clerk_of_another_town_cannot_write(world: World, received: str) -> None:
    with pytest.raises(NotFound):
        cases.send_message(reference=received, title="X", text="Y", actor=OTHER_TOWN, now=LATER)
