"""The example form, read once."""

from collections.abc import Callable
from typing import Any

import pytest

from laufzettel.engine.forms import FormDefinition, FormState, evaluate, parse_form
from laufzettel.engine.forms.tests.example import ANSWERS, ENVIRONMENT, RAW


@pytest.fixture(scope="session")
def form() -> FormDefinition:
    return parse_form(RAW, names=ENVIRONMENT)


@pytest.fixture
def state_of(form: FormDefinition) -> Callable[..., FormState]:
    def state(answers: dict[str, Any] | None = None, **environment: object) -> FormState:
        return evaluate(form, ANSWERS if answers is None else answers, environment={**ENVIRONMENT, **environment})

    return state
