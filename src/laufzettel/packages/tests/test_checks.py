"""Every checker finds its mistake and says where it is; the kitchen sink has none."""

from collections.abc import Callable
from pathlib import Path

import pytest

from laufzettel.packages import Package, PackageRefused, check, from_files, load
from laufzettel.packages.checks import CHECKERS

Change = Callable[..., dict[str, bytes]]


def test_kitchen_sink_has_no_problem(package: Package) -> None:
    assert [] == check(package)


def test_kitchen_sink_with_overlay_has_no_problem(kitchen_sink_folder: Path, overlay_file: Path) -> None:
    assert [] == check(load(kitchen_sink_folder, overlay_file))


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("manifest.yaml", "payments, ", "", "manifest.yaml:14:1: Der Prozess benutzt payments; das fehlt in uses."),
        ("manifest.yaml", "written_form: false", "written_form: true", "manifest.yaml:13:1: Schriftform braucht"),
        ("manifest.yaml", "{euro(satz_klein)}", "{euro(satz)}", "manifest.yaml:23:3: Der Name „satz“"),
        ("form.yaml", "beginn > heute", "beginn > huete", "huete“ ist hier nicht bekannt. Meinten Sie „heute“?"),
        ("form.yaml", "beginn > heute", "beginn > (heute", "form.yaml:30:68: Hier fehlt"),
        (
            "form.yaml",
            "when: kuehlung = true",
            "when: nachweis = null",
            "benutzt „nachweis“, das erst später gefragt wird",
        ),
        ("form.yaml", "when: stand.flaeche > 10", "when: zusatz.leistungen = null", "„zusatz“, das erst später"),
        ("form.yaml", "when: stand.flaeche > 10", "when: stand.gibtsnicht > 10", "„stand.gibtsnicht“ gibt es nicht"),
        ("form.yaml", "key: tage,", "key: waren,", "Der Name „waren“ ist schon vergeben"),
        ("form.yaml", "satz * tage", "gebuehr * 2", "„gebuehr“ wird erst später berechnet"),
        ("form.yaml", "beginn > heute", "flaeche + 1", "gebraucht wird „Ja/Nein-Wert“"),
        ("form.yaml", "beginn > heute", "beginn + 1", "Schreiben Sie die Zahl als Dauer"),
        ("form.yaml", "beginn > heute", "flaeche > heute", "lassen sich nicht vergleichen"),
        ("form.yaml", "sum(waren.wert) <=", "sum(waren.wrt) <=", "„wrt“"),
        ("process.bpmn", "pruefen.vollstaendig = false", "pruefen.lage", "gebraucht wird „Ja/Nein-Wert“"),
        ("form.yaml", "at: ende", "at: schluss", "Das Feld „schluss“ gibt es nicht"),
        ("form.yaml", "label: Letzter Tag", "label: Letzter Tag *", "Kein Sternchen"),
        ("form.yaml", "street: name, postal_code", "street: strasse, postal_code", "Die Tabelle strassen hat diese"),
        ("form.yaml", "parts: [geburtsdatum]", "parts: [rechtsform]", "Den Teil „rechtsform“ gibt es bei person nicht"),
        ("form.yaml", "after: [waren]", "after: [zuletzt]", "Die Seite „zuletzt“ kommt nicht vor dieser Seite"),
        ("form.yaml", "value: schluessel,", "value: nummer,", "Die Tabelle arten hat diese Spalten nicht"),
        (
            "form.yaml",
            "type: email, label: E-Mail-Adresse",
            "type: date, label: E-Mail-Adresse",
            "passt nicht zu einem Feld",
        ),
        ("parameters.yaml", "value: 10.00", "value: zehn", "ist nicht vom Typ money"),
        ("parameters.yaml", "{schluessel: kunst,", "{farbe: rot,", "hat eine unbekannte Spalte"),
        ("parameters.yaml", "from: 2027-01-01", "from: 2026-01-01", "zwei Werte vom selben Tag"),
        ("rules.dmn", "<text>klein</text>", "<text>kleiner</text>", "rules.dmn:"),
        ("process.bpmn", 'word="review"', 'word="exec"', "Das Wort „exec“ gibt es nicht"),
        (
            "process.bpmn",
            'notice="ablehnung"/></bpmn',
            'notice="absage"/></bpmn',
            "Den Bescheid „absage“ gibt es nicht",
        ),
        ("process.bpmn", "waren.nachweis", "waren.gibtsnicht", "Das Feld „waren.gibtsnicht“ gibt es im Formular nicht"),
        ("process.bpmn", "pruefen.vollstaendig = false", "pruefen.fertig = false", "„pruefen.fertig“ gibt es nicht"),
        ("process.bpmn", "pruefen.vollstaendig = false", "gibtsnicht = false", "Bedingung von f5"),
        ("process.bpmn", ' default="f4"', "", "braucht einen Standardpfeil"),
        ("notices/ablehnung.yaml", "kind: appeal, heading", "kind: paragraph, heading", "Rechtsbehelfsbelehrung"),
        (
            "notices/ablehnung.yaml",
            "{datum(eingang_am)}",
            "{datum(eingang)}",
            "notices/ablehnung.yaml:5:19: Der Name „eingang“",
        ),
        (
            "notices/erlaubnis.yaml",
            "{entscheidung.gruende}",
            "{entscheidung.grund}",
            "„entscheidung.grund“ gibt es nicht",
        ),
        ("texts/en.yaml", "pages.stand.title:", "pages.stadt.title:", "Den Text „pages.stadt.title“ gibt es nicht"),
        (
            "scenarios/abgelehnt.yaml",
            "task: entscheiden",
            "task: entschieden",
            "Die Aufgabe „entschieden“ gibt es nicht",
        ),
        ("scenarios/abgelehnt.yaml", "at: 2026-05-20", "at: 2026-05-01", "nicht in der Reihenfolge"),
        ("scenarios/abgelehnt.yaml", "  zusatz:", "  zusaetze:", "Die Gruppe „zusaetze“ gibt es im Formular nicht"),
    ],
)
def test_mistake_is_found_with_its_place(change: Change, file: str, old: str, new: str, expected: str) -> None:
    problems = [str(problem) for problem in check(from_files(change(file, old, new))) if problem.severity == "error"]

    assert [problem for problem in problems if expected in problem]
    assert any(problem.startswith(file) for problem in problems)


@pytest.mark.parametrize(
    ("old", "expected"),
    [
        ("    intro: Wir brauchen Ihre Angaben für die Erlaubnis.\n", "Die Seite „person“ stellt 7 Fragen"),
        (", autocomplete: family-name, prefill: account.family_name", "person.familienname: autocomplete fehlt"),
    ],
)
def test_page_that_could_be_better_gets_a_hint(change: Change, old: str, expected: str) -> None:
    problems = check(from_files(change("form.yaml", old, "")))

    assert ["warning"] == [problem.severity for problem in problems if expected in problem.message]


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("scenarios/nicht-bezahlt.yaml", "„nicht_bezahlt“ kommt in keinem Szenario vor."),
        ("scenarios/abgelehnt.yaml", "Dieser Bescheid kommt in keinem Szenario vor."),
        ("scenarios/erlaubt.yaml", "„nachfordern“ kommt in keinem Szenario vor."),
        ("scenarios/fehlender-name.yaml", "stand.flaeche fehlt in keinem Szenario."),
        ("scenarios/abgelehnt.yaml", "Das Ergebnis entscheiden.ablehnen kommt in keinem Szenario vor."),
        ("readiness.yaml", "readiness.yaml fehlt."),
    ],
)
def test_what_no_scenario_covers_is_named(change: Change, file: str, expected: str) -> None:
    files = change(file, "", "")
    del files[file]

    assert expected in [problem.message for problem in check(from_files(files))]


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("manifest.yaml", "version: 1.0.0", "version: 1.0.1", "CHANGELOG.md erwähnt die Version 1.0.1 nicht."),
        ("manifest.yaml", "[payments,", "[appointments, payments,", "Ein Eintrag steht doppelt"),
        ("parameters.yaml", "key: hoechstwert,", "key: hoechstwerte,", "hoechstwert“ ist hier nicht bekannt"),
        ("parameters.yaml", "from: 2026-01-01, value: 25,", "from: 2026-02-01, value: 25,", "noch keinen Wert"),
        (
            "process.bpmn",
            "Prüfen, bezahlen, entscheiden, erlauben; benutzt jedes Wort einmal.",
            "",
            "keine Beschreibung",
        ),
        ("process.bpmn", 'name="Angaben prüfen"', "", "Die Aufgabe „pruefen“ hat keinen Namen."),
        (
            "process.bpmn",
            'notice="erlaubnis"/><lz',
            'notice="gibtsnicht"/><lz',
            "Den Bescheid „gibtsnicht“ gibt es nicht.",
        ),
        ("process.bpmn", 'id="termin"', 'id="person"', "Der Name „person“ ist schon vergeben"),
        ("process.bpmn", 'due="P1M"', 'due="bald"', "eine Dauer wie P14D"),
        ("process.bpmn", 'kind="refuse"', 'kind="strafe"', "braucht kind aus"),
        ("notices/erlaubnis.yaml", "verify: true", "verify: false", "Ein Ausweis sollte prüfbar sein"),
        ("notices/erlaubnis.yaml", ", until: stand.ende", "", "valid braucht from und until."),
        ("notices/erlaubnis.yaml", "kind: tenor", "kind: paragraph", "braucht einen Tenor"),
        ("notices/ablehnung.yaml", "kind: reasons", "kind: paragraph", "braucht eine Begründung"),
        (
            "readiness.yaml",
            "english: {state: done}",
            "english: {state: todo, reason: Bald}",
            "english ist noch offen: Bald",
        ),
        ("readiness.yaml", "privacy", "datenschutz", "Die Regel privacy ist nicht beantwortet."),
        (
            "scenarios/abgelehnt.yaml",
            "Ein kleiner Stand wird",
            "Ein Antrag kann zurückgezogen werden #",
            "mit diesem Namen",
        ),
        ("texts/en.yaml", "language: en", "language: fr", "language muss so heißen wie die Datei."),
        ("texts/en.yaml", "  groups.person.title: Your details\n", "", "1 Texte fehlen: groups.person.title"),
    ],
)
def test_weaker_mistake_is_named(change: Change, file: str, old: str, new: str, expected: str) -> None:
    try:
        problems = check(from_files(change(file, old, new)))
    except PackageRefused as refused:
        problems = list(refused.problems)

    assert [problem for problem in problems if expected in problem.message]


def test_process_without_drawing_is_named(change: Change) -> None:
    files = change("process.bpmn", "", "")
    files["process.bpmn"] = files["process.bpmn"].replace(b"BPMNDiagram", b"BPMNBild")

    assert ["Die Zeichnung (bpmndi:BPMNDiagram) fehlt."] == [problem.message for problem in check(from_files(files))]


def test_parameter_that_nobody_uses_is_named(change: Change) -> None:
    values = "[{from: 2026-01-01, value: 1, source: {cite: x}}]"
    lonely = f"- {{key: einsam, title: E, type: number, values: {values}}}\n- key: arten"

    problems = check(from_files(change("parameters.yaml", "- key: arten", lonely)))

    assert ["Den Parameter „einsam“ benutzt nichts."] == [problem.message for problem in problems]


def test_overlay_that_sets_what_does_not_exist_is_told(change: Change) -> None:
    overlay = b"""package: kuechenspuele
parameters: {gibtsnicht: [{from: 2026-01-01, value: 1, source: {cite: x}}]}
texts: {gibtsnicht: Hallo}
"""

    problems = check(from_files(change("README.md", "", ""), overlay=overlay))

    assert ["Das Paket hat keinen Parameter „gibtsnicht“.", "Den Text „gibtsnicht“ gibt es nicht."] == [
        problem.message for problem in problems
    ]
    assert {"overlay.yaml"} == {problem.file for problem in problems}


def test_gap_in_a_decision_table_is_a_warning(change: Change) -> None:
    problems = check(from_files(change("rules.dmn", "&gt; 10", "&gt; 11")))

    assert [("rules.dmn", "warning")] == [(problem.file, problem.severity) for problem in problems]


def test_row_of_a_table_that_no_scenario_reaches_is_named(change: Change) -> None:
    row = "<rule><inputEntry><text>&gt; 10</text></inputEntry><outputEntry><text>gross</text></outputEntry></rule>"
    halves = row.replace("&gt; 10", "]10..99]") + row.replace("&gt; 10", "&gt; 99")

    problems = check(from_files(change("rules.dmn", row, halves)))

    assert ["Die Zeile 3 der Tabelle „standsatz“ trifft in keinem Szenario zu."] == [
        problem.message for problem in problems
    ]


def test_every_checker_has_the_same_shape() -> None:
    assert [True] * len(CHECKERS) == [callable(checker.check) for checker in CHECKERS]
