"""XDatenfelder 2 and 3 as they come in files: what is read, what is refused and in which words."""

import pytest

from laufzettel.packages.fim.codelists import pick, read_code_list
from laufzettel.packages.fim.model import CodeListRef, Field, FimRefused, Group, Precision, Source, walk
from laufzettel.packages.fim.reader import read_schema

OLD = """<?xml version="1.0" encoding="UTF-8"?>
<x:xdatenfelder.stammdatenschema.0102 xmlns:x="urn:xoev-de:fim:standard:xdatenfelder_2">
 <x:stammdatenschema>
  <x:identifikation><x:id>S12000001</x:id><x:version>1.0</x:version></x:identifikation>
  <x:name>Antrag</x:name><x:bezeichnungEingabe>Antrag  stellen</x:bezeichnungEingabe>
  <x:status><code>aktiv</code></x:status>
  <x:regel><x:identifikation><x:id>R12000001</x:id></x:identifikation><x:name>Ort</x:name>
   <x:definition>F12000001 ist anzugeben.</x:definition><x:script/></x:regel>
  <x:struktur><x:anzahl>0:*</x:anzahl><x:bezug>§ 1 A\r\n§ 2 B</x:bezug><x:enthaelt><x:datenfeld>
   <x:identifikation><x:id>F12000001</x:id><x:version>1.0</x:version></x:identifikation><x:name>Ort</x:name>
   <x:feldart><code>select</code></x:feldart><x:datentyp><code>text</code></x:datentyp>
   <x:praezisierung>{"minLength":"1","maxLength":"100"}</x:praezisierung>
   <x:codelisteReferenz><x:identifikation><x:id>C1</x:id></x:identifikation><x:genericodeIdentification>
    <x:canonicalIdentification>urn:de:orte</x:canonicalIdentification><x:version>2</x:version>
    <x:canonicalVersionUri>urn:de:orte_2</x:canonicalVersionUri></x:genericodeIdentification></x:codelisteReferenz>
  </x:datenfeld></x:enthaelt></x:struktur>
 </x:stammdatenschema>
</x:xdatenfelder.stammdatenschema.0102>"""

NEW = """<x:xdatenfelder.datenfeldgruppe.0103 xmlns:x="urn:xoev-de:fim:standard:xdatenfelder_3.0.0"><x:datenfeldgruppe>
  <x:identifikation><x:id>G12000000001</x:id><x:version>1.0.0</x:version></x:identifikation>
  <x:name>Kontakt</x:name><x:bezug link="https://beispiel.example/">§ 1 A</x:bezug>
  <x:relation><x:praedikat><code>ERS</code></x:praedikat><x:objekt><x:id>G12000000002</x:id></x:objekt></x:relation>
  <x:art><code>X</code></x:art>
  <x:struktur><x:anzahl>0:1</x:anzahl><x:enthaelt><x:datenfeld>
   <x:identifikation><x:id>F12000000001</x:id><x:version>1.0.0</x:version></x:identifikation><x:name>Bild</x:name>
   <x:stichwort uri="urn:laufzettel:form:may_follow">true</x:stichwort>
   <x:datentyp><code>file</code></x:datentyp><x:praezisierung minLength="1" pattern="a|b"/>
   <x:werte><x:wert><x:code>a</x:code><x:name>A</x:name><x:hilfe>wie a</x:hilfe></x:wert></x:werte>
   <x:mediaType>image/png</x:mediaType><x:codeKey>schluessel</x:codeKey>
  </x:datenfeld></x:enthaelt></x:struktur>
 </x:datenfeldgruppe></x:xdatenfelder.datenfeldgruppe.0103>"""

LIST = """<c:CodeList xmlns:c="http://docs.oasis-open.org/codelist/ns/genericode/1.0/">
 <Identification><ShortName>Orte</ShortName><Version>2</Version><CanonicalUri>urn:de:orte</CanonicalUri></Identification>
 <ColumnSet><Column Id="Bezeichnung"/><Column Id="Nr"/><Key Id="k"><ColumnRef Ref="Nr"/></Key></ColumnSet>
 <SimpleCodeList>
  <Row><Value ColumnRef="Nr"><SimpleValue>01</SimpleValue></Value>
   <Value ColumnRef="Bezeichnung"><SimpleValue>Am Berg</SimpleValue></Value></Row>
  <Row><Value ColumnRef="Nr"><SimpleValue>02</SimpleValue></Value></Row>
 </SimpleCodeList></c:CodeList>"""


def test_version_2_keeps_limits_in_json_law_in_lines_and_rules_in_the_definition() -> None:
    schema = read_schema(OLD.encode())

    [part] = schema.parts
    field = part.element
    assert isinstance(field, Field)
    assert ("2", "S12000001V1.0", "Antrag stellen", "aktiv") == (schema.format, schema.urn, schema.label, schema.state)
    assert ((0, None), ("§ 1 A", "§ 2 B")) == (part.bounds, tuple(source.text for source in part.sources))
    assert Precision(min_length="1", max_length="100") == field.precision
    assert CodeListRef(uri="urn:de:orte", version="2", version_uri="urn:de:orte_2") == field.code_list
    assert "F12000001 ist anzugeben." == schema.rules[0].prose


def test_version_3_keeps_limits_in_attributes_and_answers_in_the_file() -> None:
    schema = read_schema(NEW.encode())

    [(group_part, _), (field_part, above)] = walk(schema.parts)
    group, field = group_part.element, field_part.element
    assert isinstance(group, Group)
    assert isinstance(field, Field)
    assert (True, True, (group,)) == (schema.is_group, group.is_choice, above)
    assert (Source(text="§ 1 A", link="https://beispiel.example/"),) == group.sources
    assert [("ERS", "G12000000002")] == [(item.kind, item.id) for item in group.relations]
    assert Precision(min_length="1", pattern="a|b") == field.precision
    assert ("wie a", ("image/png",), ("schluessel",)) == (field.codes[0].help, field.media_types, field.columns)
    assert "true" == field.keyword("may_follow")


@pytest.mark.parametrize(
    ("faulty", "says"),
    [
        (b"kein XML", "nicht lesbar"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "DOCTYPE"),
        (b'<a xmlns="urn:xoev-de:fim:standard:xdatenfelder_1"/>', "Namensraum"),
        (OLD.replace("stammdatenschema.0102", "regel.0105").encode(), "regel.0105"),
        (OLD.replace("<x:stammdatenschema>", "<x:x>").replace("</x:stammdatenschema>", "</x:x>").encode(), "fehlt"),
        (OLD.replace("<x:name>Antrag</x:name>", "<x:name>A</x:name><x:name>B</x:name>").encode(), "zweimal"),
        (OLD.replace('{"minLength":"1","maxLength":"100"}', "[" * 50_000).encode(), "kein JSON"),
        (OLD.replace('{"minLength":"1","maxLength":"100"}', "[1]").encode(), "JSON-Objekt"),
        (OLD.replace("x:datenfeld>", "x:baustein>").encode(), "baustein"),
    ],
)
def test_what_is_no_schema_is_refused_in_german(faulty: bytes, says: str) -> None:
    with pytest.raises(FimRefused) as refusal:
        read_schema(faulty)

    assert says in refusal.value.message


def test_a_schema_that_never_ends_is_refused() -> None:
    start, end = OLD.index("<x:struktur>"), OLD.index("</x:struktur>") + len("</x:struktur>")
    endless = (
        OLD[:start] + "<x:struktur><x:anzahl>1:1</x:anzahl><x:enthaelt><x:datenfeld/></x:enthaelt></x:struktur>" * 5001
    )

    with pytest.raises(FimRefused, match="mehr als 5000"):
        read_schema((endless + OLD[end:]).encode())


def test_a_code_list_is_read_by_its_key_column_and_found_by_its_urn() -> None:
    found = read_code_list(LIST.encode())

    assert [("01", "Am Berg"), ("02", "02")] == [(code.code, code.name) for code in found.codes]
    assert found == pick(CodeListRef(uri="urn:de:orte", version="2"), [found])
    assert found == pick(CodeListRef(uri="urn:de:orte", version="1"), [found])
    assert pick(CodeListRef(uri="urn:de:strassen"), [found]) is None


def test_another_xml_file_is_no_code_list() -> None:
    with pytest.raises(FimRefused, match="Genericode"):
        read_code_list(OLD.encode())
