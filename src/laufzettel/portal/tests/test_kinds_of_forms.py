"""Forms as lists of tasks, and answers that look odd: the person is told and decides."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db.models import F
from django.test import Client

from laufzettel.catalogue.tests.conftest import BICYCLE
from laufzettel.portal.tests.conftest import BICYCLE as BICYCLES
from laufzettel.portal.tests.conftest import PERSON, begin
from laufzettel.submissions.models import Draft
from laufzettel.submissions.tests import conftest as submissions_tests

SOFT = 'checks: [{rule: "geburtsdatum < date(2000, 1, 1)", say: Sind Sie sicher?, soft: true}, '


@pytest.fixture
def in_tasks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, db: None) -> Iterator[None]:
    """Publish the bicycle service as a list of tasks, with a soft rule about the date of birth."""
    folder = tmp_path / BICYCLE.name
    shutil.copytree(BICYCLE, folder)
    form = folder / "form.yaml"
    text = form.read_text().replace("checks: [", SOFT, 1).replace("- key: raeder\n    title", _AFTER, 1)
    form.write_text(text + "mode: tasks\n")
    monkeypatch.setattr(submissions_tests, "BICYCLE", folder)
    yield from submissions_tests.published()


@pytest.fixture
def grown_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, db: None) -> Iterator[None]:
    """Publish the bicycle service for grown-ups only: nobody else is asked about bicycles."""
    folder = tmp_path / BICYCLE.name
    shutil.copytree(BICYCLE, folder)
    form = folder / "form.yaml"
    asked = f'- key: raeder\n    when: "{_GROWN_UP}"\n    title'
    form.write_text(form.read_text().replace("- key: raeder\n    title", asked, 1))
    monkeypatch.setattr(submissions_tests, "BICYCLE", folder)
    yield from submissions_tests.published()


_GROWN_UP = "person.geburtsdatum < date(2000, 1, 1)"
_AFTER = "- key: raeder\n    after: [person]\n    title"
YOUNG = {**PERSON, "person.geburtsdatum.jahr": "2010"}


def test_task_that_waits_for_another_is_no_link(in_tasks: None, citizen: Client) -> None:
    address = begin(citizen)

    before = citizen.get(address).content.decode()
    done = citizen.post(f"{address}frage/person/", PERSON)
    after = citizen.get(address).content.decode()

    assert "Zuerst kommt: Wer sind Sie?" in before
    assert (f'href="{address}frage/raeder/"' in before, f'href="{address}frage/raeder/"' in after) == (False, True)
    assert (address, "1 von 2 Teilen sind fertig" in after) == (done.headers["Location"], True)


def test_last_task_done_leads_to_checking_and_sending(in_tasks: None, citizen: Client) -> None:
    address = begin(citizen)
    citizen.post(f"{address}frage/person/", PERSON)
    citizen.post(f"{address}frage/raeder/", BICYCLES)

    assert f'href="{address}pruefen/"' in citizen.get(address).content.decode()


def test_odd_answer_is_shown_once_and_may_stay(in_tasks: None, citizen: Client) -> None:
    address = begin(citizen)

    asked = citizen.post(f"{address}frage/person/", YOUNG)
    shown = citizen.get(asked.headers["Location"])
    kept = citizen.post(f"{address}frage/person/", {**YOUNG, "fassung": "2", "hingenommen": shown.context["accepted"]})
    citizen.post(f"{address}frage/raeder/", {**BICYCLES, "fassung": "3"})
    checked = citizen.get(f"{address}pruefen/").content.decode()
    sent = citizen.post(f"{address}pruefen/", {"fassung": "4", "erklaerung.richtig": "ja"})

    assert "Stimmt das so?" in shown.content.decode()
    assert (address, 302) == (kept.headers["Location"], sent.status_code)
    assert "Sind Sie sicher?" in checked


def test_other_odd_answer_is_shown_again(in_tasks: None, citizen: Client) -> None:
    address = begin(citizen)

    again = citizen.post(f"{address}frage/person/", {**YOUNG, "hingenommen": "0123456789abcdef"})

    assert "pruefen=1" in again.headers["Location"]


@pytest.mark.parametrize(("minutes", "is_back"), [(59, True), (61, False)])
def test_answers_that_no_longer_count_come_back_within_an_hour(
    grown_up: None, citizen: Client, minutes: int, is_back: bool
) -> None:
    address = begin(citizen)
    citizen.post(f"{address}frage/person/", PERSON)
    citizen.post(f"{address}frage/raeder/", BICYCLES)
    citizen.post(f"{address}frage/person/", {**YOUNG, "fassung": "3"})
    Draft.objects.update(changed_at=F("changed_at") - timedelta(minutes=minutes))

    citizen.post(f"{address}frage/person/", {**YOUNG, "fassung": "4"})
    citizen.post(f"{address}frage/person/", {**PERSON, "fassung": "5"})

    assert is_back == ("Hollandrad" in citizen.get(f"{address}frage/raeder/").content.decode())
