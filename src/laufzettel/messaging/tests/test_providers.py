"""The promise of every channel, kept by the real one and its twin alike."""

from collections.abc import Callable
from dataclasses import replace
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest

from laufzettel.messaging.provider import Channel, NotDelivered, OutgoingNotification
from laufzettel.messaging.providers.email.provider import Provider as Email
from laufzettel.messaging.providers.memory.provider import Provider as Memory

LETTER = OutgoingNotification(
    message_id="<abc@example.org>",
    sender="portal@example.org",
    to="anna@example.org",
    subject="Neue Nachricht",
    text="Öffnen Sie das Portal.\n",
)
Made = tuple[Channel, Callable[[], list[OutgoingNotification]], Callable[[Exception], None]]


def make_email() -> Made:
    """Make the e-mail channel over a transport that keeps letters."""
    kept: list[OutgoingNotification] = []
    failures: list[Exception] = []

    def transport(notification: OutgoingNotification) -> None:
        if failures:
            raise failures[0]
        kept.append(notification)

    return Email(transport=transport), lambda: kept, failures.append


def make_memory() -> Made:
    """Make the twin; it fails with what the e-mail channel makes of the same failure."""
    twin = Memory()

    def fail(error: Exception) -> None:
        is_permanent = isinstance(error, SMTPRecipientsRefused) and min(c for c, _ in error.recipients.values()) >= 500
        twin.fail_with = NotDelivered(type(error).__name__, is_permanent=is_permanent)

    return twin, lambda: twin.delivered, fail


@pytest.fixture(params=[make_email, make_memory], ids=["email", "memory"])
def made(request: pytest.FixtureRequest) -> Made:
    """Give each channel in turn."""
    result: Made = request.param()
    return result


def test_channel_hands_over_everything_unchanged(made: Made) -> None:
    channel, delivered, _ = made

    channel.deliver(LETTER)

    assert [LETTER] == delivered()


def test_channel_passes_the_same_id_on_when_called_again(made: Made) -> None:
    channel, delivered, _ = made

    channel.deliver(LETTER)
    channel.deliver(LETTER)

    assert {"<abc@example.org>"} == {letter.message_id for letter in delivered()}


@pytest.mark.parametrize("field", ["to", "sender", "subject", "message_id"])
@pytest.mark.parametrize("line_break", ["\r\nBcc: alle@example.org", "\nBcc: alle@example.org", "\r"])
def test_channel_refuses_line_breaks_for_good(made: Made, field: str, line_break: str) -> None:
    channel, delivered, _ = made

    with pytest.raises(NotDelivered) as refused:
        channel.deliver(replace(LETTER, **{field: getattr(LETTER, field) + line_break}))

    assert refused.value.is_permanent is True
    assert [] == delivered()


@pytest.mark.parametrize(
    ("error", "is_permanent"),
    [
        (ConnectionRefusedError(), False),
        (TimeoutError(), False),
        (SMTPServerDisconnected(), False),
        (SMTPRecipientsRefused({"anna@example.org": (452, b"full")}), False),
        (SMTPRecipientsRefused({"anna@example.org": (550, b"unknown")}), True),
    ],
)
def test_channel_says_whether_trying_again_is_of_use(made: Made, error: Exception, is_permanent: bool) -> None:
    channel, delivered, fail = made
    fail(error)

    with pytest.raises(NotDelivered) as refused:
        channel.deliver(LETTER)

    assert refused.value.is_permanent is is_permanent
    assert [] == delivered()
