"""Contents on disk and limits against guessing."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session

from laufzettel.kernel.errors import NotFound
from laufzettel.platform import api as platform
from laufzettel.platform.jobs import forget_sessions

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)


def test_content_is_found_again_by_its_hash() -> None:
    sha = platform.put_blob("Grüße".encode())

    assert ("Grüße".encode(), 7) == (platform.read_blob(sha), platform.blob_size(sha))


@pytest.mark.parametrize("name", ["../../etc/passwd", "0" * 64, ""])
def test_content_under_a_foreign_name_is_not_found(name: str) -> None:
    with pytest.raises(NotFound):
        platform.read_blob(name)


@pytest.mark.django_db
def test_only_expired_sessions_are_forgotten() -> None:
    now = datetime.now(UTC)
    for key, days in (("over", -1), ("alive", 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=now + timedelta(days=days))

    forget_sessions()

    assert ["alive"] == list(Session.objects.values_list("session_key", flat=True))


@pytest.mark.django_db
def test_limit_is_hit_by_the_attempt_after_the_last_allowed() -> None:
    answers = [platform.hit_limit("login:a", limit=3, per_seconds=60, now=NOW) for _ in range(4)]
    later = platform.hit_limit("login:a", limit=3, per_seconds=60, now=NOW + timedelta(seconds=60))
    other = platform.hit_limit("login:b", limit=3, per_seconds=60, now=NOW)

    assert ([False, False, False, True], False, False) == (answers, later, other)
