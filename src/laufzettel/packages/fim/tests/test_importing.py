"""From a schema to the draft of a package: what becomes what, and what is left to a person."""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from laufzettel.packages import from_files
from laufzettel.packages.checks import check
from laufzettel.packages.fim import commands
from laufzettel.packages.fim.codelists import CodeList
from laufzettel.packages.fim.converting import FormDraft, convert
from laufzettel.packages.fim.draft import Draft, make_draft
from laufzettel.packages.fim.model import Code, CodeListRef, FimRefused, Keyword, Schema, Source
from laufzettel.packages.fim.naming import MAX_KEY, key_from, package_key
from laufzettel.packages.fim.reader import read_schema
from laufzettel.packages.fim.tests.making import file, group, limited, number, part, rule, schema, select, text
from laufzettel.packages.fim.tests.test_reading import NEW, OLD
from laufzettel.packages.playing import play_all

DAY = date(2026, 1, 1)
Raw = Mapping[str, Any]


def _form(given: Schema, *lists: CodeList) -> FormDraft:
    return convert(given, code_lists=lists, starts=DAY)


def _fields(draft: FormDraft) -> list[Raw]:
    return [field for page in draft.form["pages"] for group in page["groups"] for field in group["fields"]]


def _only(given: Schema, *lists: CodeList) -> Raw:
    return _fields(_form(given, *lists))[0]


def _groups(draft: FormDraft) -> list[tuple[str, str, list[str]]]:
    return [
        (page["title"], group["title"], [field["label"] for field in group["fields"]])
        for page in draft.form["pages"]
        for group in page["groups"]
    ]


def _named(count: int, **changed: Any) -> Any:
    return text(count, name=f"Feld {count}", label=f"Feld {count}", **changed)


def _draft(given: Schema, *lists: CodeList) -> Draft:
    return make_draft(given, source=b"datei", code_lists=lists, today=DAY)


# --- names ---


def test_keys_are_the_words_of_the_name_in_ascii() -> None:
    assert "strassen_groesse_und_eigenschaften" == key_from("Straßen: Größe & „Eigenschaften“".replace("&", "und"))
    assert "gruenflaeche-an-der-strasse-pflegen" == package_key("Grünfläche an der Straße pflegen")
    assert ["antrag", "antrag-24-stunden"] == [package_key("…"), package_key("24 Stunden")]


def test_keys_are_unique_short_no_reserved_word_and_do_not_end_in_the_middle() -> None:
    assert "ort_2" == key_from("Ort", taken={"ort"})
    assert "date_angabe" == key_from("Date")
    assert "angabe_3_bilder" == key_from("3 Bilder")
    assert "angabe" == key_from("…")
    long = key_from("Angaben zur Anerkennung als international Schutzsuchender")
    assert "angaben_zur_anerkennung" == long
    assert len(key_from("x" * 90)) == MAX_KEY


# --- structure ---


def test_top_level_groups_become_pages_and_loose_fields_share_one() -> None:
    draft = _form(schema(_named(1), group(1, _named(2), label="Person"), _named(3), _named(4)))

    assert [
        ("Antrag stellen", "Antrag stellen", ["Feld 1"]),
        ("Person", "Person", ["Feld 2"]),
        ("Weitere Angaben", "Weitere Angaben", ["Feld 3", "Feld 4"]),
    ] == _groups(draft)


def test_a_group_that_may_be_left_out_or_comes_often_is_repeated_so_that_its_fields_stay_required() -> None:
    inner = group(2, _named(1), part(_named(2), "0:1"), label="Vertretung")
    draft = _form(schema(group(1, _named(3), part(inner, "0:1"), part(group(3, _named(4), label="Kind"), "1:*"))))

    groups = {group["title"]: group for page in draft.form["pages"] for group in page["groups"]}
    assert {"min": 0, "max": 1, "label": "Vertretung"} == groups["Vertretung"]["repeat"]
    assert {"min": 1, "max": 50, "label": "Kind"} == groups["Kind"]["repeat"]
    assert [True, False] == [field.get("required", True) for field in groups["Vertretung"]["fields"]]


def test_a_group_that_must_be_given_once_is_drawn_into_the_group_around_it() -> None:
    deep = group(3, _named(1), _named(2), label="Straße")
    draft = _form(schema(group(1, group(2, deep, _named(3), label="Anschrift"), label="Person")))

    assert [("Person", "Anschrift", ["Feld 1", "Feld 2", "Feld 3"])] == _groups(draft)


def test_a_group_around_a_single_group_multiplies_how_often() -> None:
    inner = group(3, _named(1), _named(2), label="Kanal")
    draft = _form(schema(group(1, _named(3), part(group(2, part(inner, "1:*"), label="Kontakt"), "0:1"))))

    [_, contact] = [group for page in draft.form["pages"] for group in page["groups"]]
    assert ("Kanal", {"min": 0, "max": 50, "label": "Kanal"}) == (contact["title"], contact["repeat"])


def test_a_choice_of_groups_gets_a_question_that_decides() -> None:
    person = group(2, _named(1), _named(2), label="Mensch", name="Mensch")
    firm = group(3, _named(3), _named(4), label="Firma", name="Firma")
    choice = group(4, part(person, "0:1"), part(firm, "0:1"), art="X", label="Wer", name="Wer")
    draft = _form(schema(group(1, choice, label="Antragsteller")))

    groups = draft.form["pages"][0]["groups"]
    assert ["mensch", "firma"] == [option["value"] for option in groups[0]["fields"][0]["options"]]
    assert ['wer.auswahl = "mensch"', 'wer.auswahl = "firma"'] == [item["when"] for item in groups[1:]]
    assert not any("repeat" in item for item in groups)


def test_a_choice_of_fields_asks_only_the_chosen_one_and_then_it_is_required() -> None:
    choice = group(2, part(_named(1), "0:1"), part(_named(2), "0:1"), art="X", label="Kontakt")

    fields = {field["key"]: field for field in _fields(_form(schema(group(1, choice, _named(3)))))}

    assert ["auswahl", "feld_1", "feld_2", "feld_3"] == list(fields)
    assert ('auswahl = "feld_1"', True) == (fields["feld_1"]["when"], fields["feld_1"].get("required", True))
    assert "when" not in fields["feld_3"]


def test_a_text_that_comes_several_times_becomes_a_repeated_group_of_its_own() -> None:
    draft = _form(schema(group(1, _named(1), part(_named(2), "2:5"))))

    repeated = draft.form["pages"][0]["groups"][1]
    assert ("Feld 2", {"min": 2, "max": 5, "label": "Feld 2"}) == (repeated["title"], repeated["repeat"])


def test_more_groups_than_a_page_can_hold_go_on_the_next_page() -> None:
    many = [part(group(count, _named(count), label=f"Gruppe {count}"), "0:1") for count in range(10, 35)]

    pages = _form(schema(group(1, *many))).form["pages"]

    assert [20, 5] == [len(page["groups"]) for page in pages]


def test_a_long_form_is_a_list_of_tasks() -> None:
    short, long = (_form(schema(*(group(at, _named(at)) for at in range(10, 10 + count)))) for count in (8, 9))

    assert ("pages", "tasks") == (short.form.get("mode", "pages"), long.form.get("mode", "pages"))


def test_a_schema_without_names_and_with_hundreds_of_fields_still_becomes_a_package() -> None:
    fields = [text(at % 1000, id=f"F{at:011d}", name="", label="") for at in range(900)]

    package = from_files(_draft(schema(*fields, id="", name="", label="")).files)

    assert 900 == sum(len(group.fields) for group in package.form.groups.values())
    assert 2 == len(package.form.pages)


def test_a_schema_without_fields_and_one_with_too_many_pages_are_refused() -> None:
    with pytest.raises(FimRefused, match="keine Felder"):
        _form(schema(group(1, parts=())))
    with pytest.raises(FimRefused, match="41 Seiten"):
        _form(schema(*(group(count, _named(count)) for count in range(10, 51))))


# --- fields ---


@pytest.mark.parametrize(
    ("data_type", "kind"),
    [("text", "text"), ("date", "date"), ("bool", "boolean"), ("num_int", "number"), ("num", "number"),
     ("num_currency", "money"), ("file", "file"), ("datetime", "text")],
)  # fmt: skip
def test_data_types_become_types(data_type: str, kind: str) -> None:
    assert kind == _only(schema(text(1, data_type=data_type)))["type"]


@pytest.mark.parametrize(
    ("name", "kind"), [("Familienname", "name"), ("E-Mail", "email"), ("IBAN", "iban"), ("Telefonnummer", "phone")]
)
def test_a_text_whose_name_is_sure_gets_the_type_that_checks_it(name: str, kind: str) -> None:
    assert kind == _only(schema(text(1, name=name)))["type"]


def test_limits_become_limits_and_checks() -> None:
    short = _only(schema(limited(text(1, name="Ort"), min_length="3", max_length="9", pattern="[a-z]+")))
    counted = _only(schema(limited(number(1), min_value="1", max_value="9")))
    day = _only(schema(limited(text(1, name="Tag", data_type="date"), min_value="2020-01-01")))

    assert 9 == short["max_length"]
    assert ["string length(ort) >= 3", 'matches(ort, "^([a-z]+)$")'] == [item["rule"] for item in short["checks"]]
    assert (1, 9) == (counted["min"], counted["max"])
    assert [{"rule": 'tag >= date("2020-01-01")', "say": "Geben Sie frühestens den 01.01.2020 ein."}] == day["checks"]


def test_how_often_a_file_and_a_choice_may_come_says_how_many_are_taken() -> None:
    assert 20 == _only(schema(part(file(1), "1:*")))["max_count"]
    assert ["png"] == _only(schema(file(1, media_types=("image/png", "text/html"))))["accept"]
    assert "multi_choice" == _only(schema(part(select(1), "1:*")))["type"]


def test_answers_in_the_file_become_options_and_unusable_codes_get_a_name() -> None:
    draft = _form(
        schema(select(1, codes=(Code(code="1", name="Ja", help="sicher"), Code(code="§", name="Vielleicht"))))
    )

    assert [
        {"value": "1", "label": "Ja", "hint": "sicher"},
        {"value": "vielleicht", "label": "Vielleicht"},
    ] == _fields(draft)[0]["options"]
    assert "fim_codes" in draft.points.rules()


def test_a_code_list_at_hand_becomes_options_or_a_table_and_a_missing_one_an_example_value() -> None:
    field = select(1, codes=(), code_list=CodeListRef(uri="urn:de:orte", version="2"))
    few, many = (
        CodeList(
            uri="urn:de:orte", version="2", title="Orte", codes=tuple(Code(code=f"{n}", name="x") for n in range(c))
        )
        for c in (2, 40)
    )

    assert 2 == len(_only(schema(field), few)["options"])
    assert {"parameter": "liste_orte", "value": "schluessel", "label": "name"} == _only(schema(field), many)[
        "options_from"
    ]
    missing = _form(schema(field))
    assert missing.parameters[0]["values"][0]["example"]
    assert "urn:de:orte" in missing.points.rules()["fim_codelisten"]["reason"]


def test_law_at_a_field_is_why_it_is_asked_unless_the_whole_schema_rests_on_it() -> None:
    own = part(text(1), sources=(Source(text="§ 7 Beispielgesetz"),))

    assert "§ 7 Beispielgesetz" == _only(schema(own))["why"]["legal_basis"]
    assert "why" not in _only(schema(text(1)))
    assert "why" not in _only(schema(part(text(1), sources=(Source(text="XÖV-Kernkomponente Name"),))))


def test_a_static_text_is_shown_word_for_word() -> None:
    assert "Nur {{Muster}}" == _only(schema(text(1, kind="label", content="Nur {Muster}")))["text"]


# --- what is left to a person ---


def test_rules_in_prose_are_open_points_and_a_plain_one_comes_with_a_proposal() -> None:
    asked = text(1, name="Versichert", data_type="bool")
    insurer = text(2, name="Träger")
    given = schema(
        group(1, asked, part(insurer, "0:1"), name="Kasse",
              rules=(rule('"F12000000002 Träger" ist nur dann zu befüllen, wenn "F12000000001" bejaht wurde.'),))
    )  # fmt: skip

    reason = _form(given).points.rules()["fim_regel_r12000000001"]["reason"]

    assert "nur dann zu befüllen" in reason
    assert "when: kasse.versichert = true bei kasse.traeger" in reason


def test_scripts_are_never_run_and_presets_hidden_fields_and_prefilling_are_told() -> None:
    given = schema(
        text(1, content="vorbelegt", kind="hidden", prefilling="optional"), rules=(rule(script="x()", prose=""),)
    )

    points = _form(given).points.rules()

    assert {"fim_regel_r12000000001", "fim_vorgaben", "fim_vorbefuellung"} <= set(points)
    assert all("todo" == point["state"] for point in points.values())


def test_a_thousand_rules_still_fit_into_readiness() -> None:
    rules = tuple(rule(id=f"R{number:011d}", prose="x" * 500) for number in range(1000))

    points = _form(schema(rules=rules)).points.rules()

    assert len(points) <= 55
    assert all(len(point["reason"]) <= 6000 for point in points.values())


# --- the whole draft ---


def test_the_draft_passes_the_check_and_plays_its_scenarios_and_what_is_open_is_a_warning() -> None:
    draft = _draft(schema(group(1, text(1), select(2), part(file(3), "0:*"), part(group(2), "0:2")), number(4)))
    package = from_files(draft.files)

    problems = check(package)

    assert [] == [problem for problem in problems if problem.severity == "error"]
    assert {"readiness.yaml"} <= {problem.file for problem in problems}
    assert [True] * 3 == [played.ok for played in play_all(package)]


def test_the_draft_says_where_it_comes_from() -> None:
    draft = _draft(schema())
    package = from_files(draft.files)

    assert "S12000000001V1.0.0" == package.manifest.catalogue.fim
    assert "S12000000001V1.0.0" in draft.files["README.md"].decode()
    assert "F12000000001V1.0.0" == package.raw_form["pages"][0]["groups"][0]["fields"][0]["fim"]
    assert "§ 1 Beispielgesetz" == package.manifest.legal_basis[0].cite


def test_words_that_yaml_could_misread_are_quoted() -> None:
    draft = _draft(schema(select(1, codes=(Code(code="ja", name="Ja"), Code(code="01", name="nein")))))

    options = from_files(draft.files).raw_form["pages"][0]["groups"][0]["fields"][0]["options"]

    assert [("ja", "Ja"), ("01", "nein")] == [(option["value"], option["label"]) for option in options]


def test_hostile_texts_stay_texts() -> None:
    nasty = "<script>alert(1)</script> {konto.vorname} \u202e * & \"': # --- !!python/object"

    draft = _draft(schema(group(1, text(1, label=nasty, help=nasty), label=nasty), label=nasty))

    page = from_files(draft.files).raw_form["pages"][0]
    assert re.sub(r"\s+", " ", nasty.replace("*", "")) == page["title"]


def test_what_laufzettel_wrote_into_keywords_is_read_back() -> None:
    words = tuple(Keyword(text=value, uri=f"urn:laufzettel:form:{name}") for name, value in
                  (("type", "plate"), ("missing", "Geben Sie das Kennzeichen ein."), ("unit", "cm")))  # fmt: skip

    field = _only(schema(text(1, keywords=words)))

    assert ("plate", "Geben Sie das Kennzeichen ein.", "cm") == (field["type"], field["missing"], field["unit"])


# --- the command ---


def test_the_command_writes_a_folder_once_and_says_what_is_open(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "schema.xml"
    source.write_text(OLD, encoding="utf-8", newline="")

    assert 0 == commands.import_schema(source, services=tmp_path, code_lists=[], key="", today=DAY)

    said = capsys.readouterr().out
    assert (tmp_path / "antrag-stellen" / "form.yaml").is_file()
    assert "0 Fehler" in said
    assert "Die Codeliste „urn:de:orte_2“ fehlt" in said
    with pytest.raises(FimRefused, match="gibt es schon"):
        commands.import_schema(source, services=tmp_path, code_lists=[], key="", today=DAY)


def test_the_linter_fails_on_critical_findings_and_names_the_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "gruppe.xml"
    source.write_text(NEW, encoding="utf-8")

    assert 1 == commands.lint_schema(source)
    assert f"{source}:1: 1032" in capsys.readouterr().out


def test_the_one_real_schema_at_hand_becomes_a_package_that_passes_its_check(request: pytest.FixtureRequest) -> None:
    folder = Path(request.config.rootpath, "../shared/standards/xdatenfelder/v2-real")
    if not folder.is_dir():
        pytest.skip("the real schema is not at hand in a bare clone")
    content = next(folder.glob("*.xml")).read_bytes()

    draft = make_draft(read_schema(content), source=content, today=DAY)

    package = from_files(draft.files)
    assert [] == [problem for problem in check(package) if problem.severity == "error"]
    assert 83 <= sum(len(group.fields) for group in package.form.groups.values()) <= 90
    assert 220 == len(draft.findings)
