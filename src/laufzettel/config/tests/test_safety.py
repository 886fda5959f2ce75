"""Production refuses what only a demonstration or a test may have."""

from dataclasses import replace

import pytest

from laufzettel.config.safety import seal_problems, unsafe_values
from laufzettel.platform.conf import Conf
from laufzettel.platform.environment import Environment

COMPLETE = Conf(
    worker_silence_seconds=20,
    seal_key_file="/keys/seal.key.pem",
    seal_certificate_file="/keys/seal.pem",
    seal_chain_files=(),
    seal_passphrase="",
    time_stamp_url="https://tsa.example.org",
    trust_files=("/keys/root.pem",),
)


def test_complete_seal_is_accepted() -> None:
    assert () == seal_problems(COMPLETE)


@pytest.mark.parametrize(
    ("missing", "name"),
    [
        ({"seal_key_file": ""}, "LAUFZETTEL_SEAL_KEY "),
        ({"seal_certificate_file": ""}, "LAUFZETTEL_SEAL_CERTIFICATE"),
        ({"time_stamp_url": ""}, "LAUFZETTEL_TIME_STAMP_URL"),
        ({"trust_files": ()}, "LAUFZETTEL_TRUST"),
    ],
)
def test_seal_with_something_missing_is_refused(missing: dict[str, object], name: str) -> None:
    (problem,) = seal_problems(replace(COMPLETE, **missing))  # type: ignore[arg-type]

    assert problem.startswith(name)


@pytest.mark.parametrize("name", ["LAUFZETTEL_CLOCK_OFFSET", "LAUFZETTEL_CRASH_AT", "LAUFZETTEL_CRASH_LOG"])
def test_setting_for_tests_is_refused(name: str) -> None:
    environment = Environment({name: "60"})
    environment.str(name, default="", help="for tests")

    assert (f"{name} ist nur für Tests / is for tests only",) == unsafe_values(environment)


def test_setting_for_tests_at_its_default_is_accepted() -> None:
    environment = Environment({"LAUFZETTEL_CLOCK_OFFSET": "0"})
    environment.int("LAUFZETTEL_CLOCK_OFFSET", default=0, help="for tests")

    assert () == unsafe_values(environment)
