"""Messages lie ready for their recipient and for nobody else, and never change."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from laufzettel.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from laufzettel.messaging import api as messaging
from laufzettel.messaging.api import Recipient
from laufzettel.messaging.models import Message, Notification
from laufzettel.messaging.tests.building import (
    ANNA,
    BORIS,
    GUEST,
    NOW,
    SUBJECT,
    SYSTEM,
    TO_GUEST,
    kinds_told,
    send,
)

pytestmark = pytest.mark.django_db


def test_message_lies_in_the_mailbox_of_its_recipient() -> None:
    sent = send()

    message = messaging.access_message(ANNA, sent.message_id)
    assert (message,) == messaging.mailbox("anna", "mainz")
    assert (
        "Ihr Hundesteuerbescheid",
        "Der Bescheid liegt bei.",
        (7,),
    ) == (message.title, message.text, message.document_ids)
    assert (NOW, None, None) == (message.provided_at, message.notified_at, message.first_retrieved_at)


def test_mailbox_shows_the_newest_first_and_nothing_of_others() -> None:
    send(key="one")
    send(key="two")
    send(key="three", recipient=Recipient(account_id="boris"))
    send(key="four", recipient=TO_GUEST)
    send(key="five", municipality="musterstadt")

    keys = {owner: [message.key for message in messaging.mailbox(owner, "mainz")] for owner in ("anna", "boris", "")}

    assert {"anna": ["two", "one"], "boris": ["three"], "": []} == keys


def test_messages_of_a_subject_come_in_order_with_those_to_guests() -> None:
    send(key="one")
    send(key="two", recipient=TO_GUEST)
    send(key="elsewhere", subject="case:other")

    assert ["one", "two"] == [message.key for message in messaging.messages_of("mainz", SUBJECT)]


def test_sending_the_same_twice_sends_it_once() -> None:
    first, again = send(), send()

    assert first == again
    assert ["MessageSent"] == kinds_told()
    assert 1 == Notification.objects.count()


def test_another_text_under_the_key_is_a_conflict() -> None:
    send()

    with pytest.raises(Conflict):
        send(text="Etwas ganz anderes.")


def test_unusable_message_is_refused() -> None:
    with pytest.raises(Invalid):
        send(title="\r\n")

    assert () == messaging.messages_of("mainz", SUBJECT)


def test_unusable_address_does_not_stop_the_message() -> None:
    sent = send(recipient=Recipient(account_id="anna", email="anna@example.org\r\nBcc: alle@example.org"))

    assert sent.is_notified is False
    assert 0 == Notification.objects.count()
    assert ["MessageSent", "NotificationFailed"] == kinds_told()


def test_nobody_is_notified_where_that_is_not_wanted() -> None:
    sent = send(notify=False)

    assert sent.is_notified is False
    assert 0 == Notification.objects.count()


def test_applicants_cannot_send_messages_as_the_town() -> None:
    with pytest.raises(Forbidden):
        send(actor=ANNA)


def test_reading_is_noted_once_and_told_once() -> None:
    sent = send()

    first = messaging.mark_read(message_id=sent.message_id, actor=ANNA, now=NOW + timedelta(hours=1))
    again = messaging.mark_read(message_id=sent.message_id, actor=ANNA, now=NOW + timedelta(hours=2))

    message = messaging.access_message(ANNA, sent.message_id)
    assert first is not None
    assert again is None
    assert NOW + timedelta(hours=1) == message.first_retrieved_at
    assert ["MessageSent", "MessageRead"] == kinds_told()


def test_unread_messages_are_counted() -> None:
    send(key="one")
    sent = send(key="two")

    messaging.mark_read(message_id=sent.message_id, actor=ANNA, now=NOW)

    assert (1, 0) == (messaging.count_unread("anna", "mainz"), messaging.count_unread("boris", "mainz"))


def test_message_does_not_exist_for_anybody_else() -> None:
    sent = send()
    anna_elsewhere = ANNA.__class__(kind="account", key="anna", municipality="musterstadt")
    clerk = ANNA.__class__(kind="clerk", key="anna", municipality="mainz")

    for actor in (BORIS, GUEST, anna_elsewhere, clerk, SYSTEM):
        with pytest.raises(NotFound):
            messaging.access_message(actor, sent.message_id, subject=SUBJECT)
    assert messaging.access_message(ANNA, sent.message_id).is_read is False


def test_guest_reads_the_message_about_the_own_subject_only() -> None:
    sent = send(recipient=TO_GUEST)

    with pytest.raises(NotFound):
        messaging.mark_read(message_id=sent.message_id, actor=GUEST, now=NOW, subject="case:other")
    with pytest.raises(NotFound):
        messaging.mark_read(message_id=sent.message_id, actor=GUEST, now=NOW)

    assert messaging.mark_read(message_id=sent.message_id, actor=GUEST, now=NOW, subject=SUBJECT) is not None


def test_database_refuses_to_change_or_delete_a_message() -> None:
    send()
    Message.objects.update(first_retrieved_at=NOW)

    for change in (
        {"text": "Anders"},
        {"title": "Anders"},
        {"account_id": "boris"},
        {"provided_at": NOW - timedelta(days=9)},
        {"first_retrieved_at": NOW + timedelta(days=1)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Message.objects.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.all()._raw_delete("default")


def _send_the_same(_: int) -> int:
    try:
        return int(send().message_id)
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_ten_senders_of_one_message_send_it_once() -> None:
    with ThreadPoolExecutor(10) as senders:
        ids = set(senders.map(_send_the_same, range(10)))

    assert 1 == len(ids)
    assert ["MessageSent"] == kinds_told()
    assert 1 == Notification.objects.count()
