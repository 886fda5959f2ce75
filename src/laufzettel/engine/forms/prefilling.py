"""Propose answers that the account already knows."""

from collections.abc import Mapping

from laufzettel.engine.forms.answers import Answers, load_answers
from laufzettel.engine.forms.definition import FormDefinition
from laufzettel.engine.forms.german import Unreadable
from laufzettel.engine.forms.values import load_value


def prefill(form: FormDefinition, answers: Mapping[str, object], account: Mapping[str, object] | None) -> Answers:
    """Return the answers with empty fields filled from the account.

    `account` has family_name, given_name, birth_date, address, email, phone; None (a guest) changes nothing.
    Fields of repeated groups are never filled; a value that the field would refuse is left out.
    """
    result = load_answers(form, answers)
    for group in form.groups.values() if account else ():
        if group.repeat:
            continue
        item = result.get(group.key)
        filled = dict(item) if isinstance(item, dict) else {}
        for field in group.fields:
            known = (account or {}).get(field.prefill) if field.prefill else None
            if known is None or filled.get(field.key) is not None:
                continue
            try:
                filled[field.key] = load_value(field, known)
            except Unreadable:
                continue
        if filled:
            result[group.key] = filled
    return result
