"""Notifications: one e-mail per message, without a word of its content, whatever dies in between."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from django.core import mail
from django.db import connection
from pytest_django import Settings

from laufzettel.kernel.errors import Unavailable
from laufzettel.messaging import api as messaging
from laufzettel.messaging.jobs import notify
from laufzettel.messaging.models import Notification
from laufzettel.messaging.tests.building import NOW, SUBJECT, kinds_told, load_town, send
from laufzettel.platform.testing import run_jobs

BACKENDS = "laufzettel.messaging.tests.failing_mail"
LATER = NOW + timedelta(hours=1)


@pytest.fixture(autouse=True)
def town(db: None) -> None:
    """Load the town."""
    load_town()


def waiting() -> Notification:
    """Return the only notification."""
    return Notification.objects.get()


def deliver(now: object = NOW) -> None:
    """Run the work of the job once, as a worker does."""
    notify.__wrapped__(notification_id=waiting().pk, now=now)


def test_recipient_is_notified_once() -> None:
    send()

    run_jobs()
    run_jobs()

    assert [["anna@example.org"]] == [letter.to for letter in mail.outbox]
    assert ["MessageSent", "RecipientNotified"] == kinds_told()
    assert messaging.messages_of("mainz", SUBJECT)[0].notified_at is not None


def test_job_run_again_sends_nothing() -> None:
    send()

    deliver()
    deliver(LATER)

    assert 1 == len(mail.outbox)
    assert ["MessageSent", "RecipientNotified"] == kinds_told()


def test_notification_says_where_to_read_and_nothing_of_the_content() -> None:
    send()

    deliver()

    letter = mail.outbox[0].message().as_string()
    assert "Mainz" in mail.outbox[0].subject
    assert "http" in mail.outbox[0].body
    assert not any(secret in letter for secret in ("Hundesteuer", "Bescheid", "7F3K", "notice:1", "Anna Weber"))


def test_notification_carries_the_same_message_id_each_time() -> None:
    send()

    deliver()
    Notification.objects.update(state="sending", claimed_at=NOW)
    deliver(LATER)

    first, second = (letter.message()["Message-ID"] for letter in mail.outbox)
    assert second == first


def test_mail_server_that_is_away_is_tried_again(settings: Settings) -> None:
    send()
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{BACKENDS}.Away"

    with pytest.raises(Unavailable):
        deliver()
    settings.EMAIL_BACKEND = working
    deliver(LATER)

    assert ("sent", 2, 1) == (waiting().state, waiting().attempts, len(mail.outbox))


def test_full_mailbox_is_tried_again(settings: Settings) -> None:
    send()
    settings.EMAIL_BACKEND = f"{BACKENDS}.FullMailbox"

    with pytest.raises(Unavailable):
        deliver()

    assert "waiting" == waiting().state


def test_unknown_recipient_is_given_up_and_told(settings: Settings) -> None:
    send()
    settings.EMAIL_BACKEND = f"{BACKENDS}.UnknownRecipient"

    deliver()
    deliver(LATER)

    assert "failed" == waiting().state
    assert ["MessageSent", "NotificationFailed"] == kinds_told()
    assert 1 == len(messaging.messages_of("mainz", SUBJECT))


def test_notification_being_sent_is_left_alone_until_its_sender_must_be_dead() -> None:
    send()
    Notification.objects.update(state="sending", claimed_at=NOW)

    with pytest.raises(Unavailable):
        deliver(NOW + timedelta(seconds=119))
    sent_early = len(mail.outbox)
    deliver(NOW + timedelta(seconds=120))

    assert (0, 1) == (sent_early, len(mail.outbox))


def _deliver_in_thread(_: int) -> None:
    try:
        deliver()
    except Unavailable:
        return
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_eight_workers_with_the_same_job_send_one_mail() -> None:
    send()

    with ThreadPoolExecutor(8) as workers:
        list(workers.map(_deliver_in_thread, range(8)))

    assert 1 == len(mail.outbox)
    assert ["MessageSent", "RecipientNotified"] == kinds_told()


_WORKER = """
import django
django.setup()
from datetime import datetime
from laufzettel.messaging.jobs import notify
notify.__wrapped__(notification_id={notification_id}, now=datetime.fromisoformat("{now}"))
"""


def run_worker(folder: Path, *, now: object, crash_at: str = "") -> int:
    """Run the job in a process of its own that writes mails into a folder; return its exit code."""
    database = connection.settings_dict
    who = f"{quote(database['USER'])}:{quote(database['PASSWORD'])}"
    url = f"postgresql://{who}@/{database['NAME']}?host={quote(database['HOST'])}&port={database['PORT']}"
    given = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "laufzettel.config.settings",
        "DATABASE_URL": url,
        "LAUFZETTEL_STATE_DIR": str(folder),
        "LAUFZETTEL_CRASH_AT": crash_at,
        "LAUFZETTEL_CRASH_MARK": str(folder / "crashed"),
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    code = _WORKER.format(notification_id=waiting().pk, now=now)
    return subprocess.run([sys.executable, "-c", code], env=given, check=False).returncode


@pytest.mark.faults
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("crash_at", "mails"),
    [
        ("messaging:notify:claimed", 1),
        ("messaging:notify:delivered", 2),
        ("action:messaging.record_delivery:before-commit", 2),
        ("action:messaging.record_delivery:after-commit", 1),
    ],
)
def test_killed_worker_loses_no_notification_and_repeats_only_under_the_same_id(
    crash_at: str, mails: int, tmp_path: Path
) -> None:
    send()

    killed = run_worker(tmp_path, now=NOW, crash_at=crash_at)
    finished = run_worker(tmp_path, now=LATER)

    written = "".join(path.read_text() for path in sorted((tmp_path / "mails").iterdir()))
    ids = [line for line in written.splitlines() if line.startswith("Message-ID:")]
    assert (-9, 0) == (killed, finished)
    assert (mails, 1) == (len(ids), len(set(ids)))
    assert "sent" == waiting().state
    assert ["MessageSent", "RecipientNotified"] == kinds_told()
