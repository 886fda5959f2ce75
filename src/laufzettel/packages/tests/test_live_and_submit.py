"""What a page says while somebody types is what the submission says: the same for whatever is typed."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from laufzettel.engine import forms
from laufzettel.engine.forms import FieldDefinition, FormState, PageInput, parts_of
from laufzettel.packages import Package, environment

TODAY = date(2026, 5, 4)
TEXTS = (
    "", "ja", "nein", "5", "12,5", "9999999", "1.2.2026", "31.2.2026", "12.05.2026", "obst", "kunst", "strom", "h01",
    "Kaeserei", "Zauberei", "mz ab 123", "Beispiel", "Gesperrt", "ada@example.org", "ada@", "06131 12345", "12",
    "DE89370400440532013000", "DE00", "4:00", "9 Uhr", "25:00", "Musterweg", "Nirgendweg", "55116", "1a", "49,9993",
    "<b>", "\ue000", "\x00", "🦊", "a" * 600, " ",
)  # fmt: skip
LOOK_UPS: tuple[dict[str, Any], ...] = (
    {},
    {"fahrzeug": {"state": "found", "data": {"halter": "Ada"}}},
    {"fahrzeug": {"state": "not_found", "data": {}}},
)


def input_names(package: Package, page_key: str) -> Iterator[str]:
    """Yield the names of all inputs of a page, for repeated groups those of three items."""
    for group in package.form.page(page_key).groups:
        bases = [f"{group.key}.{index}" for index in range(3)] if group.repeat else [group.key]
        yield from (f"{base}.{name}" for base in bases for field in group.fields for name in _names(field))


def _names(field: FieldDefinition) -> list[str]:
    if field.type == "date":
        return [field.key, *(f"{field.key}.{part}" for part in ("tag", "monat", "jahr"))]
    return [f"{field.key}.{part.key}" for part in parts_of(field)] or [field.key]


def seen(state: FormState, page_key: str) -> dict[str, Any]:
    """Return everything that a page tells."""
    page = state.page(page_key)
    assert page is not None
    fields = [field for group in page.groups for item in group.items for field in item.fields]
    return {
        "visible": page.visible,
        "problems": page.problems,
        "concerns": page.concerns,
        "fields": [(one.path, one.shown, one.required, one.value, one.display, one.entered) for one in fields],
        "options": [(one.path, one.options, one.text, one.problems) for one in fields],
        "computed": [(one.definition.key, one.value) for one in state.shown if one.definition.page == page_key],
        "pages": [(one.key, one.visible) for one in state.pages],
    }


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_live_answer_says_what_the_submission_says(package: Package, data: st.DataObject) -> None:
    form = package.form
    known = environment(package, today=TODAY, account=None, look_ups=data.draw(st.sampled_from(LOOK_UPS)))
    stored: dict[str, Any] = {}
    unread: dict[str, Any] = {}
    again = data.draw(st.sampled_from(form.pages))
    for page in (*form.pages, again):
        names = list(input_names(package, page.key))
        chosen = data.draw(st.lists(st.sampled_from(names), max_size=len(names), unique=True))
        raw = {name: [data.draw(st.sampled_from(TEXTS))] for name in chosen}

        typed = forms.read_page(form, page.key, raw, stored, today=TODAY)
        others = {key: texts for key, texts in unread.items() if key != page.key}
        beside = forms.with_unread(form, typed, others, today=TODAY)
        live = forms.evaluate(form, stored, environment=known, page_input=beside, only_page=page.key)

        # This is what saving a page and submitting the draft do.
        groups = [group.key for group in page.groups]
        stored = _through_json({**stored, **forms.dump_answers({key: typed.answers.get(key) for key in groups})})
        unread = _through_json({**unread, page.key: dict(typed.entered)})
        everything = forms.with_unread(form, PageInput(answers=stored, problems=()), unread, today=TODAY)
        submitted = forms.evaluate(form, stored, environment=known, page_input=everything)

        assert seen(submitted, page.key) == seen(live, page.key)


def _through_json(value: Any) -> Any:
    return json.loads(json.dumps(value))
