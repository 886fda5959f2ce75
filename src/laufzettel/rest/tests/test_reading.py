"""What anybody may read: services, schemas, the description of the interface."""

from typing import Any

import jsonschema_rs
import pytest
from django.test import Client
from django.urls import get_resolver

from laufzettel.rest.tests.conftest import SERVICE, SUBMIT
from laufzettel.submissions.tests.conftest import ANSWERS

pytestmark = pytest.mark.django_db


@pytest.fixture
def anybody(bicycle: str) -> Client:
    """Give a program without a token."""
    return Client(headers={"host": "mainz.localhost"})


def _refs(value: Any) -> set[str]:
    if isinstance(value, dict):
        own = {value["$ref"]} if isinstance(value.get("$ref"), str) else set()
        return own.union(*(_refs(part) for part in value.values()))
    return set().union(*(_refs(part) for part in value)) if isinstance(value, list) else set()


def test_services_lead_to_their_card_schema_and_entrance(anybody: Client) -> None:
    [card] = [item for item in anybody.get("/api/v1/services").json()["services"] if item["key"] == SERVICE]
    service = anybody.get(card["url"].removeprefix("http://mainz.localhost")).json()

    assert ("1.0.0", "none", ["richtig"]) == (
        service["version"], service["level_of_assurance"], [item["key"] for item in service["declarations"]],
    )  # fmt: skip
    assert [(service["package"], "1.0.0")] == [(item["package"], item["version"]) for item in service["versions"]]
    assert service["submissions"].endswith(SUBMIT)


def test_the_schema_of_a_form_takes_good_answers_and_refuses_wrong_shapes(anybody: Client) -> None:
    schema = anybody.get(f"/api/v1/services/{SERVICE}/schema").json()
    validator = jsonschema_rs.validator_for(schema)

    assert "https://json-schema.org/draft/2020-12/schema" == schema["$schema"]
    assert validator.is_valid(ANSWERS)
    assert not validator.is_valid({**ANSWERS, "raeder": []})
    assert not validator.is_valid({**ANSWERS, "person": {"name": 5}})
    assert [{"path": "/raeder/*/anzeige", "maxItems": 2}] == [
        {key: file[key] for key in ("path", "maxItems")} for file in schema["x-laufzettel-files"]
    ]


def test_a_town_shows_only_its_own_services(anybody: Client) -> None:
    assert 404 == anybody.get("/api/v1/services/gibt-es-nicht").status_code
    assert 404 == anybody.get("/api/v1/services/gibt-es-nicht/schema").status_code


def test_the_description_names_every_address_and_every_reference_leads_somewhere(anybody: Client) -> None:
    document = anybody.get("/api/v1/openapi.json").json()

    written = {pattern.name for pattern in get_resolver("laufzettel.rest.urls").url_patterns}
    assert "3.1.0" == document["openapi"]
    assert f"/services/{SERVICE}/submissions" in document["paths"]
    assert len(written) - 1 == len(document["paths"])
    for reference in _refs(document):
        place: Any = document
        for step in reference.removeprefix("#/").split("/"):
            place = place[step]


def test_every_schema_of_the_description_is_a_schema(anybody: Client) -> None:
    document = anybody.get("/api/v1/openapi.json").json()

    for schema in document["components"]["schemas"].values():
        jsonschema_rs.meta.validate({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema})


def test_the_reader_chooses_the_language(anybody: Client) -> None:
    answer = anybody.get("/api/v1/services", headers={"accept-language": "en-GB, de;q=0.5"})

    assert "en" == answer.headers["Content-Language"]
