"""The names an expression sees: for forms (environment) and for everything after submission (facts)."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from laufzettel.engine.forms import ComputedDefinition, FieldDefinition, FormDefinition, load_answers
from laufzettel.engine.forms.values import dump_value
from laufzettel.engine.process import StepDefinition
from laufzettel.engine.rules import RuleError
from laufzettel.packages.functions import platform_functions
from laufzettel.packages.model import Package
from laufzettel.packages.parameters import in_force

LOOK_UP_STATES = {"found": "gefunden", "not_found": "nicht_gefunden", "unavailable": "nicht_erreichbar"}
_ACCOUNT = {
    "familienname": "family_name",
    "vorname": "given_name",
    "geburtsdatum": "birth_date",
    "anschrift": "address",
    "email": "email",
    "telefon": "phone",
    "kennung": "subject_key",
}
_RESULTS = {
    "decide": ("ergebnis", "gruende", "nebenbestimmungen"),
    "look_up": ("ergebnis", "daten"),
    "issue_notice": ("ergebnis", "datum"),
    "request_payment": ("ergebnis", "betrag"),
    "hand_over": ("ergebnis", "kennung", "grund"),
}


def environment(
    package: Package, *, today: date, account: Mapping[str, object] | None, look_ups: Mapping[str, object]
) -> dict[str, object]:
    """Return what form expressions see beside the answers.

    `account` has level (or level_of_assurance), family_name, given_name, birth_date, address, email, phone,
    subject_key; None is a guest. `look_ups` maps the name of a look-up to {state: found|not_found|unavailable,
    data, query}. `today` decides which parameters are in force.
    """
    values = in_force(package.parameters, today)
    return {
        **package.functions,
        **platform_functions(package.form, values),
        **values,
        "heute": today,
        "konto": _account(account or {}),
        "auskunft": _look_ups(package.form, look_ups),
    }


def facts(
    package: Package,
    *,
    answers: Mapping[str, object],
    computed: Mapping[str, object],
    results: Mapping[str, Mapping[str, object]],
    today: date,
    account: Mapping[str, object] | None = None,
    look_ups: Mapping[str, object] | None = None,
    received_on: date | None = None,
    extra: Mapping[str, object] | None = None,
    needed: frozenset[str] | None = None,
) -> dict[str, object]:
    """Return what gateways, steps and notices see.

    `answers` and `computed` are those of the submission (typed or JSON); `results` maps element ids to what
    finished steps said. `received_on` (default `today`) is `eingang_am` and decides which parameters are in
    force: the law at the time of the application. `extra` adds aktenzeichen and vorgangsnummer, for notices also
    entscheidung and datum_heute.
    `needed` are the only names that will be asked for (see `process_names`): lists that none of them rests on stay
    null, because working them out anew takes the most time. None works out everything.
    """
    received = received_on or today
    known = environment(package, today=received, account=account, look_ups=look_ups or {})
    found: dict[str, object] = {**known, "heute": today, "eingang_am": received}
    found.update(_full_answers(package.form, answers))
    for definition in package.form.computed:
        found[definition.key] = typed_value(definition.type, computed.get(definition.key))
    found["auskunft"] = _fresh(package.form, found)
    for definition in package.form.computed:
        if definition.type in ("list", "context"):
            is_needed = needed is None or definition.key in _with_what_they_rest_on(package.form, needed)
            found[definition.key] = _worked_out(definition, found) if is_needed else None
    for step in package.process.steps.values():
        found[step.id] = _result(step, results.get(step.id) or {})
    return {**found, **(extra or {})}


def process_names(package: Package, step_id: str = "") -> frozenset[str]:
    """Return the names that the gateways of the process and the attributes of one step ask for."""
    conditions = (rule.names for rule in package.process.conditions.values())
    attributes = (part.names for (step, _), part in package.attributes.items() if step == step_id)
    return frozenset().union(*conditions, *attributes)


def _with_what_they_rest_on(form: FormDefinition, names: frozenset[str]) -> frozenset[str]:
    """Return the names and every name that the computed values among them use."""
    # A computed value uses only earlier ones, so one way from the last to the first finds everything.
    reached = names
    for definition in reversed(form.computed):
        if definition.key in reached:
            reached |= definition.value.names
    return reached


def _account(account: Mapping[str, object]) -> dict[str, object]:
    level = account.get("level") or account.get("level_of_assurance") or "none"
    return {"stufe": level, **{name: account.get(key) for name, key in _ACCOUNT.items()}}


def _look_ups(form: FormDefinition, look_ups: Mapping[str, object]) -> dict[str, object]:
    names = [field.look_up.name for group in form.groups.values() for field in group.fields if field.look_up]
    return {name: _look_up(look_ups.get(name)) for name in names}


def _look_up(answer: object) -> dict[str, object]:
    if not isinstance(answer, Mapping):
        return {"ergebnis": None, "daten": None, "anfrage": None}
    state = LOOK_UP_STATES.get(str(answer.get("state")))
    return {"ergebnis": state, "daten": answer.get("data") or None, "anfrage": answer.get("query")}


def _full_answers(form: FormDefinition, answers: Mapping[str, object]) -> dict[str, object]:
    """Return every group with every field; what was not answered is null."""
    typed = load_answers(form, answers)
    full: dict[str, object] = {}
    for key, group in form.groups.items():
        empty = {field.key: None for field in group.fields}
        given = typed.get(key)
        if isinstance(given, list):
            full[key] = [{**empty, **item} for item in given]
        else:
            full[key] = [] if group.repeat else {**empty, **(given or {})}
    return full


def _worked_out(definition: ComputedDefinition, found: Mapping[str, object]) -> object:
    """Return a list or context anew, because JSON does not know the types inside."""
    try:
        return definition.value.evaluate(found)
    except RuleError:
        return None


def _fresh(form: FormDefinition, found: Mapping[str, object]) -> dict[str, object]:
    """Return the answers of registers without those to a question that the final answers no longer ask."""
    known = found["auskunft"]
    fresh: dict[str, object] = dict(known) if isinstance(known, Mapping) else {}
    for field in (field for group in form.groups.values() for field in group.fields):
        if field.look_up is None:
            continue
        answer = fresh.get(field.look_up.name)
        asked = answer.get("anfrage") if isinstance(answer, Mapping) else None
        if asked is not None and asked != _query(field, found):
            fresh[field.look_up.name] = _look_up(None)
    return fresh


def _query(field: FieldDefinition, found: Mapping[str, object]) -> dict[str, object]:
    siblings = found.get(field.group)
    scope = {**found, **(siblings if isinstance(siblings, Mapping) else {})}
    rules = field.look_up.query if field.look_up else {}
    try:
        return {key: dump_value(rule.evaluate(scope)) for key, rule in rules.items()}
    except RuleError:
        return {}


def typed_value(kind: str, value: object) -> object:
    """Return a JSON value as the type says: money and number as Decimal, date as date; the rest unchanged."""
    try:
        if kind in ("money", "number") and isinstance(value, str | int) and not isinstance(value, bool):
            number = Decimal(value)
            return number.quantize(Decimal("0.01")) if kind == "money" else number
        if kind == "date" and isinstance(value, str):
            return date.fromisoformat(value)
    except (InvalidOperation, ValueError):
        return None
    return value


def _result(step: StepDefinition, given: Mapping[str, object]) -> dict[str, object]:
    """Return the result of a step with every key it can have; unfinished is null."""
    result: dict[str, object] = dict.fromkeys(_RESULTS.get(step.word, ("ergebnis",)))
    result.update(given)
    for field in step.fields:
        result[field.key] = typed_value(field.type, given.get(field.key))
    if step.word == "request_payment":
        result["betrag"] = typed_value("money", result["betrag"])
    if step.word == "issue_notice":
        result["datum"] = typed_value("date", result["datum"])
    return result
