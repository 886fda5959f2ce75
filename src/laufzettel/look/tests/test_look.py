"""Components and theme of all pages."""

from datetime import UTC, date, datetime

import pytest

from laufzettel.look import theme
from laufzettel.look.controls import Control, ControlKind, Option, PartInput
from laufzettel.look.templatetags import look


def test_control_with_hint_and_error_names_both_in_reading_order() -> None:
    item = Control(kind="text", name="halter.plz", label="Postleitzahl", hint="5 Ziffern", error="Zu kurz")

    html = look.control(item)

    assert 'aria-describedby="halter-plz-hint halter-plz-error"' in html
    assert html.index("halter-plz-hint") < html.index("halter-plz-error") < html.index("<input")


def test_control_escapes_what_people_typed() -> None:
    html = look.control(Control(kind="text", name="a.b", label="Name", value='"><script>alert(1)</script>'))

    assert "<script>" not in html


def test_choice_marks_the_chosen_option_only() -> None:
    options = (Option(value="ja", label="Ja"), Option(value="nein", label="Nein"))

    html = look.control(Control(kind="choice", name="a.b", label="Gefährlich?", value="nein", options=options))

    assert 1 == html.count(" checked")
    assert 'value="nein" checked' in html


@pytest.mark.parametrize(
    ("kind", "target"), [("date", "a-b-tag"), ("parts", "a-b-strasse"), ("choice", "a-b-1"), ("text", "a-b")]
)
def test_error_summary_leads_to_the_first_input(kind: str, target: str) -> None:
    parts = (PartInput(key="strasse", label="Straße"),)
    assert target == Control(kind=kind, name="a.b", label="x", parts=parts).focus_id  # type: ignore[arg-type]


def test_colour_that_white_is_not_readable_on_only_decorates() -> None:
    sheets = [theme.stylesheet(colour) for colour in ("#7a1f2b", "#ffd800", "red;}body{display:none")]

    assert [True, False, True] == ["action-default" in sheet for sheet in sheets]
    assert "display:none" not in sheets[2]


def test_moments_are_shown_in_german_time() -> None:
    moment = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)

    assert ("02.07.2026, 00:30 Uhr", "02.07.2026") == (look.german_moment(moment), look.german_date(moment))
    assert "21.11.2026" == look.german_date(date(2026, 11, 21))


@pytest.mark.parametrize("kind", ["text", "textarea", "search"])
def test_answer_is_put_escaped_into_the_outline_that_is_kept(kind: ControlKind) -> None:
    first, second = (Control(kind=kind, name="a.b", label="Name", value=value) for value in ('Ada "<b>', "Alan"))

    drawn = [look.control(first), look.control(second), look.control(first)]

    assert drawn[0] == drawn[2]
    assert "Ada &quot;&lt;b&gt;" in drawn[0]
    assert ("Alan" in drawn[1], "Ada" in drawn[1]) == (True, False)


def test_signs_that_mark_the_place_of_an_answer_do_no_harm_when_somebody_types_them() -> None:
    values = {"tag": "\ue000monat\ue001", "monat": "5", "jahr": "2026"}

    html = look.control(Control(kind="date", name="a.b", label="Tag", values=values))

    assert 'name="a.b.tag" value="\ue000monat\ue001"' in html
    assert 'name="a.b.monat" value="5"' in html


def test_answer_in_parts_stands_in_the_input_of_its_part() -> None:
    parts = (PartInput(key="plz", label="Postleitzahl", value="55116"), PartInput(key="ort", label="Ort", value="<i>"))

    html = look.control(Control(kind="parts", name="a.b", label="Anschrift", parts=parts))

    assert 'name="a.b.plz" value="55116"' in html
    assert 'name="a.b.ort" value="&lt;i&gt;"' in html
