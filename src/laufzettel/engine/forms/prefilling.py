"""Propose answers that the account already knows, or that the person gave in an earlier matter."""

from collections.abc import Mapping

from laufzettel.engine.forms.answers import Answers, load_answers
from laufzettel.engine.forms.definition import FieldDefinition, FormDefinition
from laufzettel.engine.forms.german import Unreadable
from laufzettel.engine.forms.values import load_value


def prefill(
    form: FormDefinition,
    answers: Mapping[str, object],
    account: Mapping[str, object] | None,
    *,
    earlier: Mapping[str, object] | None = None,
) -> Answers:
    """Return the answers with empty fields filled from the account and from earlier answers.

    `account` has family_name, given_name, birth_date, address, email, phone; None (a guest) fills nothing. `earlier`
    has answers by the names under which packages share them (see `shared_answers`); give it only when the person
    agreed. Fields of repeated groups are never filled; a value that the field would refuse is left out.
    """
    result = load_answers(form, answers)
    for group in form.groups.values():
        if group.repeat:
            continue
        item = result.get(group.key)
        filled = dict(item) if isinstance(item, dict) else {}
        for field in group.fields:
            known = (account or {}).get(field.prefill) if field.prefill else None
            if field.earlier:
                known = (earlier or {}).get(field.earlier)
            if known is None or filled.get(field.key) is not None:
                continue
            try:
                filled[field.key] = load_value(field, known)
            except Unreadable:
                continue
        if filled:
            result[group.key] = filled
    return result


def shared_answers(form: FormDefinition, answers: Mapping[str, object]) -> dict[str, object]:
    """Return the answers that other packages may propose again, by their shared name; typed."""
    typed = load_answers(form, answers)
    found: dict[str, object] = {}
    for key, field in shared_fields(form).items():
        item = typed.get(field.group)
        value = item.get(field.key) if isinstance(item, dict) else None
        if value is not None:
            found[key] = value
    return found


def shared_fields(form: FormDefinition) -> dict[str, FieldDefinition]:
    """Return the fields that take an answer from an earlier matter, by the shared name."""
    groups = (group for group in form.groups.values() if not group.repeat)
    return {field.earlier: field for group in groups for field in group.fields if field.earlier}
