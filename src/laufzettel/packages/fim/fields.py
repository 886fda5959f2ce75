"""One field of a schema becomes one field of a form."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from dataclasses import field as attribute
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from laufzettel.engine.rules import RuleError
from laufzettel.engine.texts import read_rule
from laufzettel.packages.fim.codelists import VALUE, CodeList, pick
from laufzettel.packages.fim.model import Code, Element, Field, Group, Part, Source
from laufzettel.packages.fim.naming import fold, key_from
from laufzettel.packages.fim.points import OpenPoints

Raw = dict[str, Any]

MOST_OPTIONS = 30
LONGEST_LINE = 300
_TYPES = {
    "text": "text", "text_latin": "text", "date": "date", "bool": "boolean", "num": "number", "num_int": "number",
    "num_currency": "money", "file": "file", "time": "time",
}  # fmt: skip
# What a name says about a text: only where it is sure.
_BY_NAME = {
    "familienname": "name", "nachname": "name", "vorname": "name", "vornamen": "name", "geburtsname": "name",
    "e_mail": "email", "email": "email", "e_mail_adresse": "email", "emailadresse": "email", "iban": "iban",
    "telefon": "phone", "telefonnummer": "phone", "mobilfunknummer": "phone", "telefax": "phone",
    "kfz_kennzeichen": "plate", "amtliches_kennzeichen": "plate",
}  # fmt: skip
_KINDS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/jpg": "jpg", "image/png": "png"}
_HIDDEN = {"hidden": "verborgen", "locked": "gesperrt"}
_PARAGRAPH_SIGNS = ("§", "Art.", "Artikel ")
_READS: dict[str, Callable[[str], Any]] = {
    "type": str, "unit": str, "autocomplete": str, "prefill": str, "missing": str, "decimals": int, "parts": str.split,
    "multiline": "true".__eq__, "may_follow": "true".__eq__,
}  # fmt: skip
PROFILE = tuple(_READS)
"""What a field of ours has beyond FIM; export writes it as keywords, import reads it back."""


@dataclass
class Context:
    """What the fields of one import share: code lists and the parameters made of them, the law of the whole schema."""

    known: tuple[CodeList, ...]
    starts: date
    points: OpenPoints
    general_law: frozenset[str] = frozenset()
    parameters: dict[str, Raw] = attribute(default_factory=dict)
    _keys: dict[str, str] = attribute(default_factory=dict)

    def table(self, field: Field) -> str:
        """Return the key of the table parameter with the answers of a field; makes it when it is new."""
        reference = field.code_list
        assert reference is not None
        name = reference.version_uri or f"{reference.uri}_{reference.version}"
        if name not in self._keys:
            found = pick(reference, self.known)
            title = found.title if found and found.title else reference.uri.rpartition(":")[2] or "Codeliste"
            key = key_from(f"liste_{title}", taken=self.parameters)
            self._keys[name] = key
            self.parameters[key] = self._parameter(key, name, title, found)
        return self._keys[name]

    def _parameter(self, key: str, name: str, title: str, found: CodeList | None) -> Raw:
        rows = _rows(found.codes) if found else []
        if not rows:
            self.points.add("fim_codelisten", f"Die Codeliste „{name}“ fehlt: Setzen Sie ihre Werte bei „{key}“ ein.")
        value: Raw = {
            "from": self.starts,
            "value": rows or [{"schluessel": "offen", "name": "Diese Liste ist noch nicht eingelesen"}],
            "source": {"cite": f"Codeliste {name}"[:LONGEST_LINE], **({} if rows else {"example": True})},
        }
        columns = [{"key": part, "title": part.title(), "type": "text"} for part in ("schluessel", "name")]
        example = {} if rows else {"example": True}
        return {
            "key": key, "title": line(title), "type": "table", "columns": columns, "values": [{**value, **example}],
        }  # fmt: skip


def _rows(codes: Iterable[Code]) -> list[Raw]:
    return [{"schluessel": code.code[:500], "name": code.name[:500]} for code in codes]


def line(text: str) -> str:
    """Return text as one line of at most 300 characters, without the star that forms do not use."""
    tidy = " ".join(text.replace("*", " ").split())
    return tidy if len(tidy) <= LONGEST_LINE else tidy[: LONGEST_LINE - 1] + "…"


def fim_id(identifier: str, version: str) -> Raw:
    """Return the part `fim` of an element, or nothing when the id is of no use."""
    name = f"{identifier}V{version}" if version else identifier
    head, digits = identifier[:1], identifier[1:]
    fits = head in ("S", "G", "F") and digits.isascii() and digits.isdigit() and 3 <= len(digits) <= 14
    return {"fim": name} if fits and all(sign.isdigit() or sign == "." for sign in version) else {}


def convert_field(part: Part, field: Field, *, key: str, required: bool, context: Context) -> Raw:
    """Return the field of a form for a field of a schema; what does not fit is noted as an open point."""
    points = context.points
    label = line(field.title) or key
    if field.kind == "label" or field.data_type == "obj":
        text = (field.content or field.help or field.title).replace("{", "{{").replace("}", "}}")
        return {"key": key, "type": "info", "label": label, "text": text[:6000], **fim_id(field.id, field.version)}
    raw: Raw = {"key": key, "type": _type(field, points), "label": label}
    if field.help and field.help != field.title:
        raw["hint"] = field.help[:6000]
    raw.update(_why(field, part.sources or field.sources, context.general_law))
    raw.update(_required(field, required=required))
    raw.update(_answers(part, field, raw["type"], context))
    raw.update(_profile(field))
    if field.data_type == "num" and raw["type"] == "number":
        raw.setdefault("decimals", 2)
    checks = _limits(field, raw, points)
    if checks:
        raw["checks"] = checks
    _left_open(field, points)
    return {**raw, **fim_id(field.id, field.version)}


def _required(element: Element, *, required: bool) -> Raw:
    if element.keyword("required") == "soft":
        return {"required": "soft"}
    return {} if required else {"required": False}


def convert_composite(part: Part, group: Group, *, key: str, required: bool, context: Context) -> Raw:
    """Return the field for a group that was exported from an answer in several parts (address, person …)."""
    return {
        "key": key,
        "type": group.keyword("type"),
        "label": line(group.title) or key,
        **({"hint": group.help[:6000]} if group.help and group.help != group.title else {}),
        **_why(group, part.sources or group.sources, context.general_law),
        **_required(group, required=required),
        **_profile(group),
        **fim_id(group.id, group.version),
    }


def _type(field: Field, points: OpenPoints) -> str:
    told = field.keyword("type")
    if told:
        return told
    if field.kind == "select":
        return "choice" if field.codes or field.code_list else "text"
    if field.data_type in ("text", "text_latin"):
        return _BY_NAME.get(fold(field.name)) or _BY_NAME.get(fold(field.label)) or "text"
    if field.data_type not in _TYPES:
        points.add(
            "fim_datentypen", f"{field.id} „{field.title}“: Den Datentyp „{field.data_type}“ fragen wir als Text ab."
        )
    return _TYPES.get(field.data_type, "text")


def _why(field: Element, sources: tuple[Source, ...], general: frozenset[str]) -> Raw:
    """Say why a field is asked; the law that the whole schema rests on is not said again at every field."""
    named = (source.text for source in sources if source.text not in general)
    laws = [text for text in named if any(sign in text for sign in _PARAGRAPH_SIGNS)]
    text = field.keyword("why")
    if not laws:
        return {"why": {"text": text}} if text else {}
    told = text or "Das Gesetz verlangt diese Angabe. Ohne sie können wir Ihren Antrag nicht bearbeiten."
    return {"why": {"text": told, "legal_basis": line("; ".join(laws))}}


def _answers(part: Part, field: Field, kind: str, context: Context) -> Raw:
    _, high = part.bounds
    if kind == "file":
        accept = list(dict.fromkeys(_KINDS[media] for media in field.media_types if media in _KINDS))
        count = max(1, min(20, 20 if high is None else high))
        return {**({"accept": accept} if accept else {}), "max_count": count}
    if kind not in ("choice", "multi_choice"):
        return {}
    is_many = high is None or high > 1
    chosen: Raw = {"type": "multi_choice"} if is_many else {}
    if field.codes:
        return {**chosen, "options": _options(field, context.points)}
    if field.code_list is None:
        return chosen
    found = pick(field.code_list, context.known)
    if found and len(found.codes) <= MOST_OPTIONS and all(VALUE.match(code.code) for code in found.codes):
        return {**chosen, "options": [{"value": code.code, "label": line(code.name)} for code in found.codes]}
    return {**chosen, "options_from": {"parameter": context.table(field), "value": "schluessel", "label": "name"}}


def _options(field: Field, points: OpenPoints) -> list[Raw]:
    options: list[Raw] = []
    taken: set[str] = set()
    for code in field.codes[:500]:
        value = code.code if VALUE.match(code.code) and code.code not in taken else ""
        if not value:
            value = key_from(code.name or code.code, taken=taken, fallback="wert")
            points.add("fim_codes", f"{field.id}: Der Code „{code.code[:60]}“ heißt hier „{value}“.")
        taken.add(value)
        hint = {"hint": line(code.help)} if code.help else {}
        options.append({"value": value, "label": line(code.name or code.code), **hint})
    return options


def _profile(field: Element) -> Raw:
    raw: Raw = {}
    for name, read in _READS.items():
        text = field.keyword(name)
        if text and name != "type":
            try:
                raw[name] = read(text)
            except ValueError:
                continue
    return raw


def _limits(field: Field, raw: Raw, points: OpenPoints) -> list[Raw]:
    limits, key, kind = field.precision, raw["key"], raw["type"]
    checks: list[Raw] = []
    if kind in ("text", "name"):
        longest = _whole(limits.max_length)
        if longest:
            raw["max_length"] = min(longest, 10_000)
            if longest > LONGEST_LINE:
                raw["multiline"] = True
        shortest = _whole(limits.min_length)
        if shortest and shortest > 1:
            checks.append(
                _check(f"string length({key}) >= {shortest}", f"Geben Sie mindestens {shortest} Zeichen ein.")
            )
        checks.extend(_pattern(field, key, points))
    if kind in ("number", "money"):
        for name, text in (("min", limits.min_value), ("max", limits.max_value)):
            number = _decimal(text)
            if number is not None:
                raw[name] = int(number) if number == number.to_integral_value() else number
    if kind == "date":
        checks.extend(_days(key, limits.min_value, limits.max_value))
    return checks


def _check(rule: str, say: str) -> Raw:
    return {"rule": rule, "say": say}


def _pattern(field: Field, key: str, points: OpenPoints) -> list[Raw]:
    pattern = field.precision.pattern
    if not pattern:
        return []
    quoted = pattern.strip("^$").replace("\\", "\\\\").replace('"', '\\"')
    rule = f'matches({key}, "^({quoted})$")'
    try:
        read_rule(rule, names=frozenset({key}), path=())
    except RuleError:
        points.add(
            "fim_muster",
            f"{field.id} „{field.title}“: Das Muster {pattern[:200]} müssen Sie selbst als Prüfung schreiben.",
        )
        return []
    points.add(
        "fim_muster",
        f"{field.id} „{field.title}“: Sagen Sie in der Prüfung genauer, was das Muster {pattern[:200]} verlangt.",
    )
    return [_check(rule, "Prüfen Sie Ihre Eingabe. Sie hat nicht die richtige Form.")]


def _days(key: str, low: str, high: str) -> list[Raw]:
    checks = []
    for text, sign, say in ((low, ">=", "frühestens"), (high, "<=", "spätestens")):
        try:
            day = date.fromisoformat(text)
        except ValueError:
            continue
        checks.append(_check(f'{key} {sign} date("{day}")', f"Geben Sie {say} den {day:%d.%m.%Y} ein."))
    return checks


def _left_open(field: Field, points: OpenPoints) -> None:
    name = f"{field.id} „{field.title}“"
    if field.kind == "select" and not (field.codes or field.code_list):
        points.add("fim_codelisten", f"{name}: Das Auswahlfeld nennt keine Liste. Wir fragen es als Text ab.")
    if field.content:
        points.add(
            "fim_vorgaben", f"{name}: Das Schema gibt „{field.content[:200]}“ vor. Vorgaben kennt das Formular nicht."
        )
    if field.kind in ("hidden", "locked"):
        points.add(
            "fim_vorgaben",
            f"{name} ist im Schema {_HIDDEN[field.kind]}. Prüfen Sie, ob Sie es fragen müssen.",
        )
    if field.prefilling in ("optional", "verpflichtend"):
        points.add(
            "fim_vorbefuellung",
            f"{name} soll vorbefüllt werden ({field.prefilling}). Tragen Sie prefill oder look_up ein.",
        )


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else None


def _decimal(text: str) -> Decimal | None:
    try:
        number = Decimal(text.replace(",", "."))
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) <= 1_000_000_000 else None
