"""Answers as typed values and as JSON; what does not belong to the form never gets in."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from laufzettel.engine.forms.definition import FormDefinition, GroupDefinition
from laufzettel.engine.forms.german import Unreadable
from laufzettel.engine.forms.values import dump_value, load_value
from laufzettel.kernel.errors import Problem
from laufzettel.kernel.language import say

Item = dict[str, object]
Answers = dict[str, Item | list[Item]]


@dataclass(kw_only=True)
class Loaded:
    """Typed answers, the places where the data had the wrong shape, and paths that the form does not know."""

    answers: Answers = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def load_answers(form: FormDefinition, data: Mapping[str, object]) -> Answers:
    """Return stored JSON as typed answers; what has the wrong shape or is unknown to the form is left out."""
    return load(form, data).answers


def dump_answers(answers: Mapping[str, object]) -> dict[str, object]:
    """Return typed answers as JSON: dates as ISO text, numbers and amounts as text."""
    return {key: dump_value(value) for key, value in answers.items()}


def load(form: FormDefinition, data: Mapping[str, object], *, only: Collection[str] | None = None) -> Loaded:
    """Return typed answers together with everything that was wrong with the data; `only` limits it to some groups."""
    loaded = Loaded()
    for key, value in data.items():
        group = form.groups.get(key)
        if group is None:
            loaded.unknown.append(key)
        elif only is not None and key not in only:
            continue
        elif group.repeat:
            loaded.answers[key] = _items(group, value, loaded)
        else:
            loaded.answers[key] = _item(group, value, key, loaded)
    return loaded


def _items(group: GroupDefinition, value: object, loaded: Loaded) -> list[Item]:
    if not isinstance(value, list | tuple):
        loaded.problems.append(Problem(group.key, say("Die Angabe hat nicht die richtige Form.")))
        return []
    most = group.repeat.max if group.repeat else 1
    if len(value) > most:
        loaded.problems.append(Problem(group.key, say("Höchstens {most} Einträge sind möglich.", most=most)))
    return [_item(group, item, f"{group.key}.{index}", loaded) for index, item in enumerate(value[:most])]


def _item(group: GroupDefinition, value: object, path: str, loaded: Loaded) -> Item:
    if not isinstance(value, Mapping):
        loaded.problems.append(Problem(path, say("Die Angabe hat nicht die richtige Form.")))
        return {}
    known = {field.key: field for field in group.fields}
    loaded.unknown.extend(f"{path}.{key}" for key in value if key not in known)
    item: Item = {}
    for key, definition in known.items():
        if key not in value:
            continue
        try:
            item[key] = load_value(definition, value[key])
        except Unreadable as error:
            loaded.problems.append(Problem(f"{path}.{key}", error.message))
    return item
