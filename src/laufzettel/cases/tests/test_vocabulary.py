"""The vocabulary: every word of the engine has its row, and what is missing is said before it hurts."""

from pathlib import Path
from typing import Any, cast

import pytest

from laufzettel import packages
from laufzettel.cases.api import unavailable_words
from laufzettel.cases.tests.conftest import PACKAGE
from laufzettel.cases.vocabulary import WORDS, start_step
from laufzettel.engine import process
from laufzettel.kernel.errors import Refused
from laufzettel.packages import StepPlan


def files() -> dict[str, bytes]:
    paths = [path for path in PACKAGE.rglob("*") if path.is_file()]
    return {str(Path(path).relative_to(PACKAGE)): path.read_bytes() for path in paths}


def test_every_word_of_the_engine_has_its_row() -> None:
    assert set(process.WORDS) == set(WORDS)


def test_package_with_every_available_word_lacks_nothing() -> None:
    package = packages.from_files(files())

    assert () == unavailable_words(package)
    assert {word for word, row in WORDS.items() if row.start} == {s.word for s in package.process.steps.values()}


def test_word_of_a_later_release_is_named() -> None:
    wanted = files()
    wanted["process.bpmn"] = wanted["process.bpmn"].replace(
        b'word="file_document" title="Daten zum Antrag"', b'word="offer_appointment" title="Ortstermin"'
    )

    assert ("offer_appointment",) == unavailable_words(packages.from_files(wanted))


def test_word_of_a_later_release_is_refused_when_a_case_reaches_it() -> None:
    plan = StepPlan(
        step="roboter", name="Roboter", word="order_robot", attributes={}, fields=(), outcomes=(), due_on=None
    )

    with pytest.raises(Refused, match="order_robot"):
        start_step(cast(Any, None), process.OpenTask(id="roboter-1", step="roboter"), plan)
