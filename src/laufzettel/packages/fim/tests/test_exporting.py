"""From a form to XDatenfelder 3 and back: what both can say comes back unchanged."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from laufzettel.packages import Package, from_files, load
from laufzettel.packages.fim.draft import make_draft
from laufzettel.packages.fim.exporting import export_schema
from laufzettel.packages.fim.lint import lint
from laufzettel.packages.fim.model import Field, walk
from laufzettel.packages.fim.reader import read_schema
from laufzettel.packages.fim.tests.making import file, group, limited, number, part, schema, select, text

NOW = datetime(2026, 1, 1, tzinfo=UTC)
Raw = Mapping[str, Any]
# Rules of law that are no paragraph stay with the schema; FEEL is no language of FIM.
_LOST = (
    "fim",
    "level_of_assurance",
    "when",
    "checks",
    "look_up",
    "options_from",
    "options",
    "why",
    "streets_from",
    "section",
    "after",
)


def _services(request: pytest.FixtureRequest) -> list[Path]:
    root = Path(request.config.rootpath)
    found = [*root.glob("services/[!_]*/manifest.yaml"), *root.glob("tests/kitchen_sink/*/manifest.yaml")]
    return sorted(path.parent for path in found)


def _back(package: Package) -> Package:
    content = export_schema(package, now=NOW)
    return from_files(make_draft(read_schema(content), source=content, today=date(2026, 1, 1), key=package.key).files)


def _essence(package: Package, *, lost: tuple[str, ...] = _LOST) -> list[Any]:
    """Return pages, groups and fields without what FIM cannot say."""

    def kept(raw: Raw, *but: str) -> dict[str, Any]:
        return {key: value for key, value in raw.items() if key not in (*lost, *but)}

    found: list[Any] = []
    for page in package.raw_form["pages"]:
        found.append(kept(page, "groups"))
        for one in page["groups"]:
            found.append(kept(one, "fields") | ({} if "when" not in one else {"repeat": "conditional"}))
            for field in one["fields"]:
                words = kept(field)
                if "when" in field or field["type"] == "info":
                    words["required"] = False
                if "options_from" in field or "options" in field:
                    words["chosen"] = True
                found.append(words)
    return found


def test_every_service_comes_back_with_the_same_pages_groups_and_fields(request: pytest.FixtureRequest) -> None:
    for folder in _services(request):
        package = load(folder)
        again = _essence(_back(package))
        wanted = _essence(package)
        for item in (*wanted, *again):
            # A condition is prose in FIM: what hangs on one may be missing there, and need not be given here.
            for key in ("required", "repeat", "max_count", "text"):
                item.pop(key, None)
        assert wanted == again, folder.name


def test_a_form_without_conditions_comes_back_word_for_word() -> None:
    given = schema(
        group(
            1, text(1, help="So geht es."), select(2), part(file(3, media_types=("image/png",)), "0:*"), label="Person"
        ),
        group(2, part(group(3, limited(number(4), min_value="1", max_value="9")), "1:3"), label="Hunde"),
        group(4, limited(text(5, data_type="date"), min_value="2020-01-01"), part(select(6), "1:*"), label="Rest"),
    )
    first = from_files(make_draft(given, source=b"", today=date(2026, 1, 1)).files)

    again = _back(first)

    assert first.raw_form == again.raw_form
    assert first.raw_manifest["catalogue"] == again.raw_manifest["catalogue"]


def test_what_is_exported_has_no_grave_finding_and_says_the_same_each_time(request: pytest.FixtureRequest) -> None:
    for folder in _services(request):
        content = export_schema(load(folder), now=NOW)

        assert [] == [item for item in lint(read_schema(content)) if item.gravity in ("critical", "methodical")]
        assert content == export_schema(load(folder), now=NOW)


def test_conditions_checks_and_amounts_are_rules_in_prose(request: pytest.FixtureRequest) -> None:
    [folder] = [path for path in _services(request) if path.name == "hundesteuer-anmeldung"]
    schema = read_schema(export_schema(load(folder), now=NOW))

    prose = [
        rule.prose for bearer in (schema, *(part.element for part, _ in walk(schema.parts))) for rule in bearer.rules
    ]

    assert any("Nur auszufüllen, wenn die Bedingung gilt. (FEEL: hat_hunde = true)" == text for text in prose)
    assert any("wird berechnet" in text for text in prose)
    assert all(rule.script == "" for rule in schema.rules)


def test_elements_keep_the_id_of_the_catalogue_and_others_get_one_of_the_local_range() -> None:
    first = from_files(make_draft(schema(group(1, text(1), text(2))), source=b"", today=date(2026, 1, 1)).files)
    files = {**first.files}
    files["form.yaml"] = files["form.yaml"].replace(b"      fim: F12000000002V1.0.0\n", b"")

    found = read_schema(export_schema(from_files(files), now=NOW))

    ids = [part.element.id for part, _ in walk(found.parts) if isinstance(part.element, Field)]
    assert "F12000000001" == ids[0]
    assert "F99" == ids[1][:3]
