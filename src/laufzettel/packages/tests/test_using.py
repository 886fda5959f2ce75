"""What the apps use: facts, plans, notices, other languages, explanations, input of clerks."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from laufzettel import packages
from laufzettel.engine.forms import dump_answers, evaluate
from laufzettel.packages import Package, PackageError

Change = Callable[..., dict[str, bytes]]

TODAY = date(2026, 5, 4)
ANSWERS: dict[str, Any] = {
    "person": {"vorname": "Erika", "familienname": "Beispiel", "geburtsdatum": "1990-02-01"},
    "stand": {
        "art": "obst",
        "flaeche": "12.5",
        "beginn": "2026-06-01",
        "ende": "2026-06-03",
        "kennzeichen": "MZ-AB 123",
    },
    "waren": [{"name": "Äpfel #let x = 1 {heute} <b>", "wert": "500.00", "kuehlung": False}],
}


def facts(package: Package, **given: Any) -> dict[str, object]:
    known = {"answers": ANSWERS, "computed": {"tage": "3", "gebuehr": "75.00"}, "results": {}, "today": TODAY}
    return packages.facts(package, **{**known, **given})


def test_facts_read_stored_json_with_its_types(package: Package) -> None:
    known = facts(package)

    assert (Decimal("75.00"), Decimal(3)) == (known["gebuehr"], known["tage"])
    assert date(2026, 6, 1) == known["stand"]["beginn"]  # type: ignore[index]
    assert [{"label": "Standgebühr", "amount": Decimal("75.00")}] == known["posten"]


def test_facts_name_every_field_and_every_step_even_without_answers(package: Package) -> None:
    known = packages.facts(package, answers={}, computed={}, results={}, today=TODAY)

    assert {"art", "flaeche", "beginn", "ende", "kennzeichen", "halter", "zulassung", "hinweise"} == set(known["stand"])  # type: ignore[call-overload]
    assert {"ergebnis": None, "vollstaendig": None, "zuschlag": None, "lage": None} == known["pruefen"]
    assert [] == known["waren"]


def test_facts_give_results_of_steps_their_types(package: Package) -> None:
    known = facts(package, results={"pruefen": {"vollstaendig": True, "zuschlag": "5.00"}})

    assert Decimal("5.00") == known["pruefen"]["zuschlag"]  # type: ignore[index]


def test_facts_use_the_law_of_the_day_of_the_application(package: Package) -> None:
    known = facts(package, today=date(2027, 2, 1), received_on=date(2026, 12, 31))

    assert (Decimal("10.00"), date(2027, 2, 1)) == (known["satz_klein"], known["heute"])


@pytest.mark.parametrize(
    ("needed", "expected"),
    [({"posten"}, [{"label": "Standgebühr", "amount": Decimal("75.00")}]), ({"gebuehr"}, None)],
)
def test_facts_leave_out_lists_that_nobody_needs(package: Package, needed: set[str], expected: object) -> None:
    known = facts(package, needed=frozenset(needed))

    assert (expected, Decimal("75.00")) == (known["posten"], known["gebuehr"])


@pytest.mark.parametrize(("step", "expected"), [("", False), ("pruefen", False), ("bezahlen", True)])
def test_process_names_are_those_of_gateways_and_of_one_step(package: Package, step: str, expected: bool) -> None:
    names = packages.process_names(package, step)

    assert (expected, True) == ("posten" in names, "pruefen" in names)


@pytest.mark.parametrize(("plate", "expected"), [("MZ-AB 123", "gefunden"), ("MZ-ZZ 999", None)])
def test_facts_forget_what_a_register_said_about_another_plate(
    package: Package, plate: str, expected: str | None
) -> None:
    answer = {"state": "found", "data": {"halter": "E"}, "query": {"plate": plate}}

    known = facts(package, look_ups={"fahrzeug": answer})

    assert expected == known["auskunft"]["fahrzeug"]["ergebnis"]  # type: ignore[index]


@pytest.mark.parametrize(("day", "expected"), [(date(2026, 12, 31), "10.00"), (date(2027, 1, 1), "12.00")])
def test_parameter_changes_on_its_first_day(package: Package, day: date, expected: str) -> None:
    known = packages.environment(package, today=day, account=None, look_ups={})

    assert Decimal(expected) == known["satz_klein"]


def test_parameter_before_its_first_day_is_null(package: Package) -> None:
    known = packages.environment(package, today=date(2025, 12, 31), account=None, look_ups={})

    assert known["satz_klein"] is None


def test_account_of_a_guest_has_only_a_level(package: Package) -> None:
    konto = packages.environment(package, today=TODAY, account=None, look_ups={})["konto"]

    assert "none" == konto.pop("stufe")  # type: ignore[attr-defined]
    assert {None} == set(konto.values())  # type: ignore[attr-defined]


def test_plan_evaluates_amount_positions_and_due_day(package: Package) -> None:
    plan = packages.plan_step(package, "bezahlen", facts(package, results={"pruefen": {"zuschlag": "5.00"}}))

    assert Decimal("80.00") == plan.attributes["amount"]
    assert [("Standgebühr", Decimal("75.00")), ("Zuschlag", Decimal("5.00"))] == [
        (position.label, position.amount) for position in plan.positions
    ]
    assert date(2026, 5, 18) == plan.due_on


def test_step_of_a_town_is_due_on_a_working_day(package: Package) -> None:
    on_saturday = {**facts(package), "heute": date(2026, 11, 21)}

    assert date(2026, 12, 5) == packages.plan_step(package, "bezahlen", on_saturday).due_on
    assert date(2026, 12, 7) == packages.plan_step(package, "bezahlen", on_saturday, land="RP").due_on


def test_plan_of_ask_names_the_fields_of_the_form(package: Package) -> None:
    plan = packages.plan_step(package, "nachfordern", facts(package))

    assert ["waren.nachweis"] == [path for path, _ in plan.ask_fields]
    assert "Bitte reichen Sie den Nachweis für 12,5 m² nach." == plan.attributes["text"]
    assert date(2026, 6, 4) == plan.due_on


def test_plan_of_decide_knows_four_eyes_and_automatic_outcome(package: Package) -> None:
    cheap = packages.plan_step(package, "entscheiden", facts(package))
    dear = packages.plan_step(package, "entscheiden", facts(package, computed={"gebuehr": "1000.01"}))

    assert (False, True, "") == (cheap.four_eyes, dear.four_eyes, cheap.automatic)


def test_plan_of_decide_offers_only_outcomes_that_the_case_allows(change: Change) -> None:
    only_large = 'key="erlauben" when="stand.flaeche &gt; 12"'
    package = packages.from_files(change("process.bpmn", 'key="erlauben"', only_large))
    small = {**ANSWERS, "stand": {**ANSWERS["stand"], "flaeche": "5"}}

    allowed = packages.plan_step(package, "entscheiden", facts(package))
    refused = packages.plan_step(package, "entscheiden", facts(package, answers=small))

    assert ["erlauben", "ablehnen"] == [outcome.key for outcome in allowed.outcomes]
    assert ["ablehnen"] == [outcome.key for outcome in refused.outcomes]


def test_outcome_allowed_by_an_unknown_name_is_a_problem(change: Change) -> None:
    package = packages.from_files(change("process.bpmn", 'key="erlauben"', 'key="erlauben" when="gibtsnicht"'))

    assert any("entscheiden, erlauben" in problem.message for problem in package.problems)


def test_hint_for_the_clerk_names_facts_of_the_case(change: Change) -> None:
    package = packages.from_files(change("process.bpmn", "Ermessen: begründen Sie.", "Für {stand.flaeche} m²."))

    assert "Für 12,5 m²." == packages.plan_step(package, "entscheiden", facts(package)).hint


def test_amount_that_cannot_be_worked_out_is_an_error(package: Package) -> None:
    with pytest.raises(PackageError, match="Betrag"):
        packages.plan_step(package, "bezahlen", facts(package, computed={}))


def test_positions_that_do_not_add_up_are_an_error(change: Change) -> None:
    package = packages.from_files(change("process.bpmn", 'amount="gebuehr +', 'amount="1 + gebuehr +'))

    with pytest.raises(PackageError, match="nicht den Betrag"):
        packages.plan_step(package, "bezahlen", facts(package))


def test_notice_inserts_values_as_plain_text(package: Package) -> None:
    content = packages.fill_notice(package, "erlaubnis", facts(package))

    assert content.blocks[0].text.startswith("Erika Beispiel darf vom 01.06.2026 bis 03.06.2026")
    assert "Äpfel #let x = 1 {heute} <b>" == content.blocks[1].rows[0].label
    assert (date(2026, 6, 1), date(2026, 6, 3)) == (content.valid_from, content.valid_until)
    assert ["tenor", "facts", "amounts"] == [block.kind for block in content.blocks]


def test_notice_says_when_it_rests_on_an_example_value(package: Package, change: Change) -> None:
    sourced = packages.from_files(change("parameters.yaml", ", example: true", ""))

    assert packages.fill_notice(package, "erlaubnis", facts(package)).example
    assert not packages.fill_notice(sourced, "erlaubnis", facts(sourced)).example


def test_notice_reports_placeholders_without_value(package: Package) -> None:
    content = packages.fill_notice(
        package, "erlaubnis", packages.facts(package, answers={}, computed={}, results={}, today=TODAY)
    )

    assert "person.vorname" in content.empty


def test_unknown_notice_or_step_is_an_error(package: Package) -> None:
    for use in (packages.fill_notice, packages.plan_step):
        with pytest.raises(PackageError):
            use(package, "gibtsnicht", {})  # type: ignore[operator]


def test_localized_package_has_other_words_and_the_same_rules(package: Package) -> None:
    english = packages.localized(package, "en")

    assert ("Register a market stall", "Who is applying?") == (english.manifest.title, english.form.pages[0].title)
    assert package.ref == english.ref
    assert "Check details" == english.process.steps["pruefen"].name
    known = packages.environment(english, today=TODAY, account=None, look_ups={})
    assert Decimal("75.00") == evaluate(english.form, ANSWERS, environment=known).computed["gebuehr"]


def test_localized_package_is_german_where_a_language_is_missing(package: Package) -> None:
    assert package is packages.localized(package, "fr")


def test_fee_text_shows_the_parameter_in_force(package: Package) -> None:
    assert "Ab 12,00\N{NO-BREAK SPACE}€ je Tag" == packages.fee_text(package, today=date(2027, 6, 1))


@pytest.mark.parametrize(("day", "expected"), [(date(2026, 6, 1), True), (date(2027, 6, 1), True)])
def test_page_says_beispielwert_while_any_source_is_an_example(package: Package, day: date, expected: bool) -> None:
    assert expected is packages.has_examples(package, today=day)


def test_page_with_sources_for_everything_says_nothing(change: Change) -> None:
    files = change("parameters.yaml", ", example: true", "")
    files["manifest.yaml"] = files["manifest.yaml"].replace(b", example: true", b"")

    assert not packages.has_examples(packages.from_files(files), today=TODAY)


@pytest.mark.parametrize(
    ("old", "new", "step", "says"),
    [
        ('date="stand.ende"', 'date="stand.art"', "abwarten", "Das Datum lässt sich nicht bestimmen"),
        ("label: &quot;Zuschlag&quot;, amount", "titel: &quot;Zuschlag&quot;, amount", "bezahlen", "label und amount"),
    ],
)
def test_step_that_cannot_be_planned_says_why(change: Change, old: str, new: str, step: str, says: str) -> None:
    package = packages.from_files(change("process.bpmn", old, new))
    known = facts(package, results={"pruefen": {"zuschlag": "5.00"}})

    with pytest.raises(PackageError, match=says):
        packages.plan_step(package, step, known)


def test_automatic_outcome_that_does_not_exist_is_an_error(change: Change) -> None:
    package = packages.from_files(change("process.bpmn", "then &quot;erlauben&quot;", "then &quot;vielleicht&quot;"))
    small = {**ANSWERS, "stand": {**ANSWERS["stand"], "flaeche": "5"}}

    with pytest.raises(PackageError, match="„vielleicht“ gibt es nicht"):
        packages.plan_step(package, "entscheiden", {**facts(package, answers=small), "automatik": True})


def test_explanation_names_values_and_sources(package: Package) -> None:
    rows = packages.explain_fee(package, "gebuehr", facts(package, computed={"tage": 3, "satz": "25.00"}))

    assert ["Tage", "Satz je Tag", "Standsatz", "Satz für kleine Stände", "Satz für große Stände"] == [
        row.label for row in rows
    ]
    assert ("25,00\N{NO-BREAK SPACE}€", "Erfundene Marktsatzung § 5", False) == (
        rows[4].value,
        rows[4].source,
        rows[4].example,
    )
    assert rows[3].example


def test_clerk_may_type_german_values(package: Package) -> None:
    fields = package.process.steps["pruefen"].fields

    given = packages.read_step_input(fields, {"vollstaendig": ["ja"], "zuschlag": ["1.234,5"], "lage": ["rand"]})

    assert {"vollstaendig": True, "zuschlag": "1234.50", "lage": "rand"} == given.values
    assert () == given.problems


def test_clerk_is_told_what_is_missing_or_not_offered(package: Package) -> None:
    fields = package.process.steps["pruefen"].fields

    given = packages.read_step_input(fields, {"lage": ["mond"], "zuschlag": ["viel"]})

    assert ["vollstaendig", "zuschlag", "lage"] == [problem.path for problem in given.problems]


def test_answers_survive_the_way_through_json(package: Package) -> None:
    known = packages.environment(package, today=TODAY, account=None, look_ups={})
    state = evaluate(package.form, ANSWERS, environment=known)

    again = evaluate(package.form, dump_answers(state.answers), environment=known)

    assert state.answers == again.answers
