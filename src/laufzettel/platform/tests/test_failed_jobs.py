"""What the background work gave up is listed and can be started again."""

import pytest
from django.db import connection

from laufzettel.platform import api as platform
from laufzettel.platform.jobs import forget_attempts
from laufzettel.platform.testing import run_jobs

pytestmark = pytest.mark.django_db


def _fail_everything() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed', attempts = 30")


def test_failed_job_is_listed_and_runs_again_when_retried() -> None:
    platform.defer(forget_attempts)
    _fail_everything()

    (failed,) = platform.failed_jobs()

    assert ("platform.forget_attempts", 30, {}) == (failed.name, failed.attempts, failed.arguments)
    assert failed.failed_at is not None
    assert platform.retry_failed_job(failed.id)
    assert () == platform.failed_jobs()
    assert ["platform.forget_attempts"] == run_jobs()


def test_retried_job_has_all_its_attempts_again() -> None:
    platform.defer(forget_attempts)
    _fail_everything()

    platform.retry_failed_job(platform.failed_jobs()[0].id)

    with connection.cursor() as cursor:
        cursor.execute("SELECT status, attempts FROM procrastinate_jobs")
        assert [("todo", 0)] == cursor.fetchall()


def test_work_that_is_waiting_already_is_not_doubled() -> None:
    platform.defer(forget_attempts, once_key="once")
    _fail_everything()
    platform.defer(forget_attempts, once_key="once")

    assert not platform.retry_failed_job(platform.failed_jobs()[0].id)
    assert ["platform.forget_attempts"] == run_jobs()


def test_job_that_did_not_fail_is_left_alone() -> None:
    assert not platform.retry_failed_job(4711)
