"""The reference is generated, complete and current."""

from pathlib import Path

import pytest

from laufzettel.engine.process import WORDS
from laufzettel.packages import reference
from laufzettel.packages.schema import KINDS, read_schema

FILE = Path(__file__).parents[4] / "docs" / "reference" / "package-format.md"


def test_reference_in_the_repository_is_current() -> None:
    assert reference.reference() == FILE.read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", KINDS)
def test_every_key_of_a_schema_is_explained(kind: str) -> None:
    schema = read_schema(kind)
    parts = [schema, *schema.get("$defs", {}).values()]

    unexplained = [key for part in parts for key, value in part.get("properties", {}).items() if not _says(value)]

    assert [] == unexplained


def _says(value: dict[str, object]) -> bool:
    return bool(value.get("description") or str(value.get("$ref", "")).startswith("#/") or value.get("anyOf"))


def test_every_word_is_in_the_reference() -> None:
    text = reference.reference()

    assert [] == [word for word in WORDS if f"| `{word}` |" not in text]
