"""Two clicks at the same moment, on real connections in real threads."""

import threading
from collections.abc import Callable, Iterator
from itertools import count

import pytest
from django.db import connection, connections

from laufzettel.kernel.errors import Conflict
from laufzettel.platform import api as platform
from laufzettel.submissions import api as submissions
from laufzettel.submissions.models import Submission
from laufzettel.submissions.tests.conftest import ANSWERS, GUEST, NOW, filled, published, started, submit

pytestmark = pytest.mark.django_db(transaction=True)
CLICKS = 8


@pytest.fixture
def ref(transactional_db: None) -> Iterator[str]:
    yield from published()


def _at_once(click: Callable[[], object], times: int = CLICKS) -> list[object]:
    """Run `click` in several threads that start together; return results and errors."""
    barrier, results = threading.Barrier(times), []

    def run() -> None:
        barrier.wait()
        try:
            results.append(click())
        except Exception as error:
            results.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_many_clicks_at_once_make_one_submission(ref: str) -> None:
    draft_id = filled(ref)

    results = _at_once(lambda: submit(draft_id))

    (row,) = Submission.objects.all()
    assert [row.reference] * CLICKS == [result.reference for result in results]  # type: ignore[attr-defined]
    kinds = [event.kind for event in platform.timeline("mainz", row.subject)]
    assert 1 == kinds.count("SubmissionReceived")


def test_many_clicks_at_once_make_doubles_without_the_guard(ref: str) -> None:
    """Negative control: the same clicks, looking first and writing then without holding the draft, do harm."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE unguarded (draft_id text)")
    together = threading.Barrier(CLICKS)

    def careless() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM unguarded WHERE draft_id = 'one'")
            is_new = cursor.fetchone()[0] == 0
            together.wait()
            if is_new:
                cursor.execute("INSERT INTO unguarded VALUES ('one')")

    _at_once(careless)

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM unguarded")
        count = cursor.fetchone()[0]
        cursor.execute("DROP TABLE unguarded")
    assert count > 1


def test_two_windows_saving_at_once_do_not_overwrite_each_other(ref: str) -> None:
    draft_id = started(ref)
    windows = count()

    results = _at_once(
        lambda: submissions.save_page(
            actor=GUEST,
            draft_id=draft_id,
            page_key="person",
            answers={"person": {"name": f"Erika {next(windows)}"}},
            version=1,
            now=NOW,
        )
    )

    saved = [result for result in results if result == 2]
    refused = [result for result in results if isinstance(result, Conflict)]
    assert (1, CLICKS - 1) == (len(saved), len(refused))


def test_same_page_sent_again_is_saved_once(ref: str) -> None:
    draft_id = started(ref)

    results = _at_once(
        lambda: submissions.save_page(
            actor=GUEST, draft_id=draft_id, page_key="person", answers=ANSWERS, version=1, now=NOW
        )
    )

    assert ([2] * CLICKS, 2) == (results, submissions.access_draft(GUEST, draft_id).version)


def test_draft_is_either_deleted_or_submitted(ref: str) -> None:
    draft_id = filled(ref)
    turns = iter(range(2))

    def click() -> object:
        if next(turns) == 0:
            return submissions.delete_draft(actor=GUEST, draft_id=draft_id, now=NOW)
        return submit(draft_id)

    results = _at_once(click, times=2)

    errors = [result for result in results if isinstance(result, Exception)]
    assert 1 == len(errors)
