"""Begin again with the answers of an earlier submission, also when the form has changed since."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from laufzettel.engine.forms.answers import Answers
from laufzettel.engine.forms.definition import FieldDefinition, FormDefinition, GroupDefinition
from laufzettel.engine.forms.german import Unreadable
from laufzettel.engine.forms.values import load_value

# Evidence has to be of today, nobody signs for the past, and notes are no answers.
NEVER_TAKEN = frozenset({"file", "signature", "info"})


@dataclass(frozen=True, kw_only=True)
class CarriedOver:
    """The answers that still fit, and the labels of what was answered earlier and has to be given again."""

    answers: Answers
    left_out: tuple[str, ...]


def carry_over(form: FormDefinition, earlier: FormDefinition, answers: Mapping[str, object]) -> CarriedOver:
    """Return what of the answers to the form `earlier` fits the form of today.

    A field is the same when group and key are; a value it would refuse today is left out, and so are files, signatures
    and every item of a repeated group beyond today's limit.
    """
    taken: Answers = {}
    left_out: list[str] = []
    for key, group in earlier.groups.items():
        today = form.groups.get(key)
        is_same = today is not None and bool(today.repeat) == bool(group.repeat)
        items = [_item(today if is_same else None, item, left_out, group) for item in _items(answers.get(key))]
        if not is_same or today is None:
            continue
        if today.repeat:
            left_out += [today.repeat.label] * bool(items[today.repeat.max :])
            taken[key] = items[: today.repeat.max]
        elif items and items[0]:
            taken[key] = items[0]
    return CarriedOver(answers=taken, left_out=tuple(dict.fromkeys(left_out)))


def _items(given: object) -> list[Mapping[str, object]]:
    items = given if isinstance(given, list | tuple) else [given]
    return [item for item in items if isinstance(item, Mapping)]


def _item(
    today: GroupDefinition | None, item: Mapping[str, object], left_out: list[str], earlier: GroupDefinition
) -> dict[str, object]:
    fields = {field.key: field for field in today.fields} if today else {}
    taken = {}
    for field, value in _given(earlier, item):
        try:
            known = fields.get(field.key)
            if known is None or known.type != field.type or field.type in NEVER_TAKEN:
                raise Unreadable("")
            taken[field.key] = load_value(known, value)
        except Unreadable:
            left_out.append(field.label)
    return taken


def _given(group: GroupDefinition, item: Mapping[str, object]) -> Iterator[tuple[FieldDefinition, object]]:
    for field in group.fields:
        value = item.get(field.key)
        if value not in (None, "", []):
            yield field, value
