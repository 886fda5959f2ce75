"""F-08: the same submission sent once, twice or fifty times at the same moment is one submission."""

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests import live
from tests.journeys import stories
from tests.journeys.http_driver import Browser, Citizen

pytestmark = pytest.mark.faults


def _ready(demo: live.LiveDemo) -> tuple[Citizen, str, dict[str, str]]:
    citizen = Citizen(browser=Browser(demo.url))
    form = citizen.fill(citizen.start(stories.DOG), stories.dog()).form()
    return citizen, form.action, {**{key: value[0] for key, value in form.fields.items()}, "erklaerung.richtig": "ja"}


def _submitted(demo: live.LiveDemo, draft: str) -> tuple[object, ...]:
    statement = """
        SELECT count(*), count(DISTINCT c.id), count(DISTINCT e.id)
          FROM submissions_submission s
          LEFT JOIN cases_case c ON c.submission_id = s.id::text
          LEFT JOIN platform_event e ON e.subject = s.subject AND e.kind = 'SubmissionReceived'
         WHERE s.draft_id = %s
    """
    return demo.query(statement, draft)[0]


@pytest.mark.parametrize("times", [1, 2, 50])
def test_same_submission_at_the_same_moment_is_one(live_demo: live.LiveDemo, times: int) -> None:
    citizen, address, data = _ready(live_demo)

    with ThreadPoolExecutor(times) as clicks:
        answers = list(clicks.map(lambda _: citizen.browser.client.post(address, data=data), range(times)))

    assert {302} == {answer.status_code for answer in answers}
    assert 1 == len({answer.headers["location"] for answer in answers})
    assert (1, 1, 1) == _submitted(live_demo, citizen.draft)


def test_same_submission_later_gets_the_same_answer(live_demo: live.LiveDemo) -> None:
    citizen, address, data = _ready(live_demo)

    first = citizen.browser.client.post(address, data=data)
    again = citizen.browser.client.post(address, data=data)

    assert (302, first.headers["location"]) == (again.status_code, again.headers["location"])


def test_control_two_drafts_are_two_submissions(live_demo: live.LiveDemo) -> None:
    citizens = [_ready(live_demo) for _ in range(2)]

    answers = [citizen.browser.client.post(address, data=data) for citizen, address, data in citizens]

    assert 2 == len({answer.headers["location"] for answer in answers})


def test_submission_of_a_window_that_is_older_is_not_taken(live_demo: live.LiveDemo) -> None:
    citizen, address, data = _ready(live_demo)
    page = citizen.browser.get(f"/antrag/{citizen.draft}/frage/halter/")
    changed = stories.dog()
    changed["halter"] = {**changed["halter"], "vorname": "Erna"}
    citizen._answer(page, changed, {}, set())

    answer: httpx.Response = citizen.browser.client.post(address, data=data)

    assert f"/antrag/{citizen.draft}/pruefen/" == answer.headers["location"]
    assert (0, 0, 0) == _submitted(live_demo, citizen.draft)
