"""Kinds of answers in several parts, times, long lists, soft rules and tasks, each seen through evaluation."""

from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest

from laufzettel.engine.forms import (
    FormDefinition,
    FormState,
    Unreadable,
    close_options,
    dump_answers,
    evaluate,
    form_problems,
    parse_form,
    prefill,
    read_page,
    shared_answers,
    tasks,
)
from laufzettel.engine.forms.german import read_time

STREETS = [{"name": "Musterstraße", "plz": "55116"}, {"name": "Am Brunnen", "plz": "55116"}]
TRADES = [{"key": f"b{number}", "name": f"Beruf {number}"} for number in range(60)] + [
    {"key": "mueller", "name": "Müllerin oder Müller"}
]
ENVIRONMENT = {"heute": date(2026, 5, 4), "strassen": STREETS, "berufe": TRADES}


def form_of(*fields: dict[str, Any], **more: Any) -> FormDefinition:
    page = {"key": "p", "title": "P", "groups": [{"key": "g", "title": "G", "fields": [*fields]}]}
    form = parse_form({"pages": [page], **more}, names=ENVIRONMENT)
    assert [] == list(form_problems(form))
    return form


def typed(form: FormDefinition, **texts: str) -> FormState:
    """Type one page and evaluate it."""
    raw = {f"g.{name.replace('__', '.')}": [text] for name, text in texts.items()}
    page_input = read_page(form, "p", raw, {}, today=date(2026, 5, 4))
    return evaluate(form, {}, environment=ENVIRONMENT, page_input=page_input)


def messages(state: FormState) -> list[str]:
    return [f"{problem.path}: {problem.message}" for problem in state.problems]


@pytest.mark.parametrize("text", ["14:30", "14.30 Uhr", "1430", "14:30:00", "14h30"])
def test_time_is_read_however_it_is_written(text: str) -> None:
    assert time(14, 30) == read_time(text)


@pytest.mark.parametrize("text", ["25:00", "14:75", "mittags", "14:30:59", "144"])
def test_what_is_no_time_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(Unreadable, match="14:30"):
        read_time(text)


def test_time_survives_storing_and_can_be_compared() -> None:
    rule = {"rule": 'uhr >= time("08:00:00")', "say": "Wir öffnen um 8 Uhr."}
    form = form_of({"key": "uhr", "type": "time", "label": "Uhrzeit", "checks": [rule]})
    early = typed(form, uhr="7 Uhr")
    stored = dump_answers(early.answers)
    again = evaluate(form, stored, environment=ENVIRONMENT)
    assert {"g": {"uhr": "07:00:00"}} == stored
    assert ["g.uhr: Wir öffnen um 8 Uhr."] == messages(early) == messages(again)
    assert "07:00 Uhr" == again.pages[0].groups[0].items[0].fields[0].display


def test_person_is_read_part_by_part_and_each_missing_part_is_named() -> None:
    form = form_of({"key": "wer", "type": "person", "label": "Kind", "parts": ["geburtsdatum"]})
    state = typed(form, wer__vorname="Ada", wer__geburtsdatum="31.2.2020")
    assert ["g.wer.geburtsdatum: Das Datum 31.2.2020 gibt es nicht. Prüfen Sie Tag und Monat."] == messages(state)
    state = typed(form, wer__vorname="Ada", wer__geburtsdatum="1.2.2020")
    assert ["g.wer.familienname: Geben Sie den Familiennamen ein."] == messages(state)
    state = typed(form, wer__vorname="Ada", wer__familienname="Beispiel", wer__geburtsdatum="1.2.2020")
    assert [] == messages(state)
    assert {"vorname": "Ada", "familienname": "Beispiel", "geburtsdatum": date(2020, 2, 1)} == state.answers["g"]["wer"]  # type: ignore[index]
    assert "Ada Beispiel, geboren am 01.02.2020" == state.pages[0].groups[0].items[0].fields[0].display


def test_person_with_a_single_name_is_told_but_not_stopped() -> None:
    form = form_of({"key": "wer", "type": "person", "label": "Kind"})
    state = typed(form, wer__familienname="Suparman")
    assert state.complete
    assert ["g.wer.vorname"] == [concern.path for concern in state.concerns]


def test_organisation_asks_only_for_the_parts_that_the_package_names() -> None:
    plain = form_of({"key": "firma", "type": "organisation", "label": "Firma"})
    full = form_of({"key": "firma", "type": "organisation", "label": "Firma", "parts": ["rechtsform", "register"]})
    assert typed(plain, firma__name="Beispiel").complete
    assert ["g.firma.rechtsform: Geben Sie die Rechtsform ein."] == messages(typed(full, firma__name="Beispiel"))
    assert typed(full, firma__name="Beispiel", firma__rechtsform="GmbH").complete


def test_place_is_said_in_words_or_by_both_coordinates() -> None:
    form = form_of({"key": "ort", "type": "place", "label": "Ort"})
    assert typed(form, ort__beschreibung="Neben dem Brunnen").complete
    both = typed(form, ort__breite="49,99931", ort__laenge="8.2473")
    assert (Decimal("49.99931"), Decimal("8.2473")) == (
        both.answers["g"]["ort"]["breite"],  # type: ignore[index]
        both.answers["g"]["ort"]["laenge"],  # type: ignore[index]
    )
    assert ["g.ort.laenge"] == [problem.path for problem in typed(form, ort__breite="49,99931").problems]
    assert ["g.ort.breite: Der Wert muss zwischen -90 und 90 Grad liegen."] == messages(
        typed(form, ort__breite="149", ort__laenge="8")
    )


def test_signature_of_a_second_person_is_named_and_pending() -> None:
    form = form_of({"key": "zweite", "type": "signature", "label": "Wer unterschreibt noch?"})
    assert () == typed(form).signatures
    state = typed(form, zweite__name="Alan Muster", zweite__email="alan@Example.ORG")
    assert ("g.zweite",) == state.signatures
    assert {"name": "Alan Muster", "email": "alan@example.org"} == state.answers["g"]["zweite"]  # type: ignore[index]


@pytest.mark.parametrize("text", ["mueller", "Müllerin oder Müller", "muellerin  ODER mueller"])
def test_answer_of_a_long_list_is_understood_by_code_and_by_words(text: str) -> None:
    form = form_of(_trade())
    assert {"g": {"beruf": "mueller"}} == typed(form, beruf=text).answers


def test_unknown_word_for_a_long_list_is_kept_and_said() -> None:
    state = typed(form_of(_trade()), beruf="Mülerin")
    field = state.pages[0].groups[0].items[0].fields[0]
    assert "Mülerin" == field.entered
    assert ["g.beruf: „Mülerin“ steht nicht in der Liste. Wählen Sie eine der vorgeschlagenen Antworten aus."] == (
        messages(state)
    )
    assert "mueller" == close_options(field.options, "Mülerin")[0].value


def _trade() -> dict[str, Any]:
    source = {"parameter": "berufe", "value": "key", "label": "name"}
    return {"key": "beruf", "type": "choice", "label": "Beruf", "options_from": source}


def test_unknown_street_is_told_but_not_refused() -> None:
    unknown = "Diese Straße kennen wir nicht."
    source = {"parameter": "strassen", "street": "name", "postal_code": "plz", "unknown": unknown}
    form = form_of({"key": "wo", "type": "address", "label": "Wo?", "streets_from": source})

    def at(street: str, plz: str = "55116") -> list[str]:
        state = typed(form, wo__strasse=street, wo__hausnummer="1", wo__plz=plz, wo__ort="Mainz")
        assert state.complete
        return [concern.message for concern in state.concerns]

    assert [] == at("Musterstr.")
    assert [unknown] == at("Nirgendweg")
    assert [] == at("Nirgendweg", "10115")


def test_soft_question_and_soft_check_are_told_but_stop_nobody() -> None:
    soft = {"rule": "alter >= 18", "say": "Sie sind wahrscheinlich zu jung.", "soft": True}
    form = form_of(
        {"key": "alter", "type": "number", "label": "Alter", "checks": [soft]},
        {"key": "grund", "type": "text", "label": "Grund", "required": "soft"},
    )
    state = typed(form, alter="16")
    assert state.complete
    assert ["Sie sind wahrscheinlich zu jung.", "Füllen Sie das Feld „Grund“ aus."] == [
        concern.message for concern in state.concerns
    ]
    assert () == typed(form, alter="18", grund="Weil").concerns


def test_tasks_wait_for_the_answers_that_decide_about_them() -> None:
    def page(key: str, **more: Any) -> dict[str, Any]:
        field = {"key": "x", "type": "boolean", "label": "Ja?"}
        return {"key": key, "title": key.upper(), "groups": [{"key": key, "title": key, "fields": [field]}], **more}

    pages = [page("a"), page("b", when="a.x = true"), page("c", after=["a"]), page("d")]
    form = parse_form({"mode": "tasks", "pages": pages})
    assert [] == list(form_problems(form))

    def seen(answers: dict[str, Any]) -> dict[str, str]:
        return {task.key: task.status for task in tasks(form, evaluate(form, answers, environment={}))}

    assert {"a": "open", "b": "waiting", "c": "waiting", "d": "open"} == seen({})
    assert {"a": "done", "b": "open", "c": "open", "d": "done"} == seen({"a": {"x": True}, "d": {"x": False}})
    assert {"a": "done", "c": "open", "d": "open"} == seen({"a": {"x": False}})


def test_answer_of_an_earlier_matter_is_proposed_under_its_shared_name() -> None:
    old = form_of({"key": "konto", "type": "iban", "label": "IBAN", "prefill": "earlier.iban"})
    new = form_of({"key": "iban", "type": "iban", "label": "Ihre IBAN", "prefill": "earlier.iban"})
    kept = shared_answers(old, {"g": {"konto": "DE89370400440532013000"}})

    assert {"g": {"iban": "DE89370400440532013000"}} == prefill(new, {}, None, earlier=kept)
    assert {"g": {"iban": "DE02120300000000202051"}} == (
        prefill(new, {"g": {"iban": "DE02120300000000202051"}}, None, earlier=kept)
    )
    assert {} == prefill(new, {}, None)
