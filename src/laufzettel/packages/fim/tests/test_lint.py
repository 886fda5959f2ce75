"""Every quality finding that one file can decide: one fault, its number; no fault, no number."""

from pathlib import Path

import pytest
from lxml import etree

from laufzettel.packages.fim.lint import LEFT_OUT, MESSAGES, lint
from laufzettel.packages.fim.lint.messages import Gravity
from laufzettel.packages.fim.model import Code, CodeListRef, Precision, Relation, Schema, Source
from laufzettel.packages.fim.tests.making import (
    file,
    group,
    limited,
    number,
    part,
    rule,
    schema,
    select,
    text,
)

FIM = "FIM-Baustein Datenfelder"
DEFAULT_FIELD = text(1, id="F60000000001", author=FIM)


def _list(uri: str, version: str = "2020-01-01") -> CodeListRef:
    return CodeListRef(uri=uri, version=version)


def _chosen(uri: str, version: str = "2020-01-01", at: int = 1) -> Schema:
    return schema(select(at, codes=(), code_list=_list(uri, version)), text(2))


def _limits(low: str, high: str, kind: str, content: str = "") -> Schema:
    limits = Precision(min_value=low, max_value=high)
    return schema(text(1, data_type=kind, precision=limits, content=content), text(2))


def _content(content: str, kind: str) -> Schema:
    return schema(text(1, data_type=kind, precision=Precision(), content=content), text(2))


FAULTS: dict[int, Schema] = {
    1001: schema(rules=(rule("F12000000009 fehlt."),)),
    1002: schema(text(1, name=""), text(2)),
    1003: schema(group(1, text(1), text(2)), group(2, text(1, version="2.0.0"), text(3))),
    1004: schema(group(1, text(1), text(1))),
    1005: _chosen("https://beispiel.example/liste"),
    1006: schema(text(1, sources=()), text(2)),
    1007: schema(profile=""),
    1009: schema(text(1, label=""), text(2)),
    1010: schema(text(1, label_output=""), text(2)),
    1011: schema(select(1, data_type="num"), text(2)),
    1012: schema(limited(select(1), min_length="1"), text(2)),
    1013: schema(group(1, element_kind="ABS"), text(2)),
    1014: schema(text(1, element_kind="ABS"), text(2)),
    1015: schema(limited(number(1), min_length="1"), text(2)),
    1016: schema(limited(text(1), min_value="1"), text(2)),
    1017: schema(select(1, kind="input"), text(2)),
    1018: schema(select(1, codes=()), text(2)),
    1019: schema(rules=(rule("F12000000001V1.0.0 ist anzugeben."),)),
    1021: schema(part(text(1), ""), text(2)),
    1022: schema(group(1, part(text(1, element_kind="HAR"), sources=()), text(2))),
    1023: schema(group(1, parts=())),
    1024: schema(rules=(rule(""),)),
    1025: schema(text(1), text(1)),
    1026: schema(group(1, text(1), group(1, text(2), text(3)))),
    1027: schema(text(1, kind="geraten"), text(2)),
    1028: schema(text(1, data_type="geraten"), text(2)),
    1029: schema(relations=(Relation(kind="XXX", id="S12000000002"),)),
    1030: schema(text(1, prefilling=""), text(2)),
    1031: schema(text(1, element_kind=""), text(2)),
    1032: schema(text(1, state="10"), text(2)),
    1033: schema(structure_change="9"),
    1034: schema(representation_change=""),
    1037: schema(*(select(at, codes=(), code_list=_list("urn:de:liste", f"2020-01-0{at}")) for at in (1, 2))),
    1038: schema(text(1, id=""), text(2)),
    1039: schema(text(1, id="F123"), text(2)),
    1040: _chosen(""),
    1041: schema(text(1), text(2), rules=(rule("F12000001 ist anzugeben."),)),
    1042: schema(group(1, art="Z")),
    1043: schema(group(1, part(text(1), "0:1"), art="X")),
    1044: schema(select(1, codes=(Code(code="a", name="A"),)), text(2)),
    1045: schema(select(1, codes=(Code(code="a", name="A"), Code(code="a", name="B"))), text(2)),
    1046: schema(part(text(1), "viele"), text(2)),
    1047: schema(part(text(1), "2:1"), text(2)),
    1048: _chosen("urn:de:schlüssel"),
    1050: schema(label=""),
    1051: schema(sources=()),
    1056: schema(text(1, max_size="10"), text(2)),
    1057: schema(text(1, media_types=("application/pdf",)), text(2)),
    1058: schema(text(1, columns=("code",)), text(2)),
    1059: schema(limited(text(1), min_length="-1"), text(2)),
    1060: schema(limited(text(1), max_length="0"), text(2)),
    1061: schema(limited(text(1), min_length="5", max_length="4"), text(2)),
    1062: _limits("x", "9", "num"),
    1063: _limits("1", "x", "num_currency"),
    1064: _limits("9", "1", "num_int"),
    1065: _limits("1.5", "9", "num_int"),
    1066: _limits("1", "9.5", "num_int"),
    1067: _limits("gestern", "2026-01-01", "date"),
    1068: _limits("2026-01-01", "morgen", "date"),
    1069: _content("x", "num"),
    1070: _content("1.5", "num_int"),
    1071: _content("heute", "date"),
    1072: _limits("2", "9", "num_int", "1"),
    1073: _limits("2", "9", "num_int", "10"),
    1074: schema(text(1, precision=Precision(min_length="3", max_length="9"), content="ab"), text(2)),
    1075: schema(text(1, precision=Precision(min_length="1", max_length="2"), content="abc"), text(2)),
    1077: _content("ja", "bool"),
    1078: schema(parts=()),
    1079: _limits("2026-01-01", "2026-01-02T00:00:00", "datetime"),
    1080: _limits("2026-01-01T00:00:00", "2026-01-02", "datetime"),
    1081: _limits("früh", "12:00:00", "time"),
    1082: _limits("12:00:00", "spät", "time"),
    1083: _content("2026-01-01", "datetime"),
    1084: _content("mittags", "time"),
    1085: schema(select(1, content="c"), text(2)),
    1087: schema(relations=(Relation(kind="ERS", id="F12000000001"),)),
    1090: schema(number(1, kind="label"), text(2)),
    1091: schema(relations=(Relation(kind="ERS", id=""),)),
    1093: schema(select(1, codes=(Code(code="a", name="A"), Code(code="b", name="A"))), text(2)),
    1094: schema(DEFAULT_FIELD, text(2)),
    1095: schema(DEFAULT_FIELD),
    1096: schema(profile="D99000000001", state="3"),
    1097: schema(profile="D99000000001", state="6"),
    1098: schema(text(1, help="Bezeichnung"), text(2)),
    1099: schema(text(1, help="Feld 1"), text(2)),
    1100: schema(file(1, content="x"), text(2)),
    1101: schema(text(1, element_kind="HAR", sources=()), text(2)),
    1102: schema(limited(text(1), max_length="9"), text(2)),
    1103: schema(limited(number(1)), text(2)),
    1105: _chosen("urn:de:liste", "2"),
    1106: schema(group(1, text(1))),
    1109: schema(text(1, kind="label", precision=Precision()), text(2)),
    1116: schema(text(1, state="7"), text(2)),
    1117: schema(text(1, author=""), text(2)),
    1118: schema(group(1, part(text(1), "1:1"), part(text(2), "0:1"), art="X")),
    1120: schema(limited(file(1), pattern="x"), text(2)),
    1127: schema(published_on="2026-01-01"),
    1128: schema(group(1, published_on="2026-01-01")),
    1129: schema(text(1, state="2"), text(2), published_on="2026-01-01"),
    1130: schema(group(1, text(1, state="2"), text(2), published_on="2026-01-01")),
    1132: schema(text(1, sources=(Source(text="§ 1 A; § 2 B"),)), text(2)),
    1133: schema(text(1, sources=(Source(text="§ 1 A", link="irgendwo"),)), text(2)),
    1135: schema(text(1, version=""), text(2)),
    1139: schema(part(file(1), "1:1"), text(2)),
    1140: schema(text(1, author=FIM), text(2)),
    1141: schema(author=FIM),
    1142: schema(text(1, state_set_on=""), text(2)),
    1143: schema(state_set_on=""),
}


def _numbers(faulty: Schema) -> set[int]:
    return {item.number for item in lint(faulty)}


def test_a_schema_without_a_fault_has_no_finding() -> None:
    whole = schema(
        group(1, text(1), select(2), part(file(3), "0:*")), number(4), rules=(rule("F12000000001 oder F12000000004."),)
    )

    assert [] == lint(whole)


@pytest.mark.parametrize("wanted", sorted(FAULTS))
def test_a_fault_is_reported_by_its_number(wanted: int) -> None:
    found = [item for item in lint(FAULTS[wanted]) if item.number == wanted]

    assert found
    assert "{" not in found[0].message


def test_every_number_that_can_be_decided_has_a_case_and_no_number_is_both() -> None:
    assert set(FAULTS) == set(MESSAGES)
    assert not set(MESSAGES) & set(LEFT_OUT)


def test_findings_stand_in_the_order_of_the_file() -> None:
    found = lint(schema(text(1, line=9, name=""), text(2, line=3, name="")))

    assert [3, 9] == [item.line for item in found]


def test_a_schema_of_version_2_is_not_asked_for_what_came_later() -> None:
    old = schema(
        text(1, id="F12000001", state="aktiv", prefilling="", label_output="", element_kind="ABS"),
        id="S12000001", state="aktiv", format="2", profile="",
    )  # fmt: skip

    assert not _numbers(old) & {1007, 1010, 1014, 1030, 1039}


def test_numbers_and_gravity_are_those_of_the_published_list(request: pytest.FixtureRequest) -> None:
    path = Path(request.config.rootpath, "../shared/standards/xdatenfelder/quality-rules/xdfm-meldungen.genericode.xml")
    if not path.is_file():
        pytest.skip("the list of messages is not at hand in a bare clone")
    words: dict[str, Gravity] = {
        "FehlerKritisch": "critical",
        "FehlerMethodisch": "methodical",
        "Warnung": "warning",
        "Hinweis": "hint",
    }
    rows = etree.parse(path).iterfind("SimpleCodeList/Row")
    listed = {
        int(cells[0]): cells[1] for cells in ([cell.text or "" for cell in row.iter("SimpleValue")] for row in rows)
    }

    assert set(listed) == {*MESSAGES, *LEFT_OUT}
    assert {number: gravity for number, (gravity, _) in MESSAGES.items()} == {
        number: words[listed[number]] for number in MESSAGES
    }
