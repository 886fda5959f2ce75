"""A program and a person are judged alike: what the pages send is what the interface accepts, and nothing else."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from laufzettel.platform import api as platform
from laufzettel.rest.tests.conftest import SERVICE, send

NAMES = some.sampled_from(["Erika Beispiel", "", "4711", "O’Neill-Żółć", "李小龍", "x" * 130])
DAYS = some.sampled_from([date(1990, 5, 4), None, date(1700, 1, 1), platform.now().date() + timedelta(days=400)])
AMOUNTS = some.sampled_from(["500.00", "0", "", "viel", "-5.00", "12.345", "1000000001"])
BRANDS = some.sampled_from(["Hollandrad", "", "y" * 600])
TRUTHS = some.sampled_from([True, False, None])
BICYCLES = some.lists(some.tuples(BRANDS, AMOUNTS, TRUTHS), max_size=3)


def _as_json(name: str, born: date | None, bicycles: list[tuple[str, str, bool | None]]) -> dict[str, Any]:
    items = [{"marke": brand, "wert": amount, "gestohlen": stolen} for brand, amount, stolen in bicycles]
    return {"person": {"name": name, "geburtsdatum": born.isoformat() if born else ""}, "raeder": items}


def _by_hand(name: str, born: date | None, bicycles: list[tuple[str, str, bool | None]], *, agrees: bool) -> bool:
    """Fill in the pages as a person does and say whether the application was received."""
    browser = Client(headers={"host": "mainz.localhost"})
    address = browser.post(f"/leistungen/{SERVICE}/entwurf/").headers["Location"].partition("frage/")[0]
    day = (str(born.day), str(born.month), str(born.year)) if born else ("", "", "")
    parts = dict(zip(("tag", "monat", "jahr"), day, strict=True))
    person = {f"person.geburtsdatum.{part}": text for part, text in parts.items()}
    browser.post(f"{address}frage/person/", {"fassung": "1", "person.name": name, **person, "weiter": "1"})
    fields = {"fassung": "2", "raeder.anzahl": str(len(bicycles)), "weiter": "1"}
    for index, (brand, amount, stolen) in enumerate(bicycles):
        fields[f"raeder.{index}.marke"] = brand
        fields[f"raeder.{index}.wert"] = amount.replace(".", ",")
        fields[f"raeder.{index}.gestohlen"] = {True: "ja", False: "nein", None: ""}[stolen]
    browser.post(f"{address}frage/raeder/", fields)
    ticked = {"erklaerung.richtig": "ja"} if agrees else {}
    answer = browser.post(f"{address}pruefen/", {"fassung": "3", **ticked})
    return answer.status_code == 302 and answer.headers["Location"].startswith("/vorgang/")


@pytest.mark.django_db
@settings(max_examples=24, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
@given(name=NAMES, born=DAYS, bicycles=BICYCLES, agrees=some.booleans())
def test_the_interface_accepts_exactly_what_the_pages_accept(
    caller: Client, name: str, born: date | None, bicycles: list[tuple[str, str, bool | None]], agrees: bool
) -> None:
    _compare(caller, name, born, bicycles, agrees=agrees)


@pytest.mark.django_db
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
@given(amounts=some.lists(some.sampled_from(["500.00", "0", "12.3"]), min_size=1, max_size=3), stolen=some.booleans())
def test_good_answers_are_accepted_on_both_ways(caller: Client, amounts: list[str], stolen: bool) -> None:
    bicycles: list[tuple[str, str, bool | None]] = [("Hollandrad", amount, stolen) for amount in amounts]

    assert _compare(caller, "Erika Beispiel", date(1990, 5, 4), bicycles, agrees=True)


def _compare(
    caller: Client, name: str, born: date | None, bicycles: list[tuple[str, str, bool | None]], *, agrees: bool
) -> bool:
    body = {"answers": _as_json(name, born, bicycles), "declarations": ["richtig"] if agrees else []}

    answer = send(caller, body)

    by_hand = _by_hand(name, born, bicycles, agrees=agrees)
    assert by_hand == (answer.status_code == 201), answer.content
    return by_hand
