"""The kinds of answers: reading what people type, reading stored JSON, writing for eyes and inputs."""

import re
from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal, InvalidOperation

from laufzettel.engine.forms import composites, german
from laufzettel.engine.forms.definition import FieldDefinition, Option
from laufzettel.engine.forms.german import Unreadable
from laufzettel.engine.texts import format_value
from laufzettel.kernel import language, money
from laufzettel.kernel.language import SOURCE, phrase, reading, say, say_count

MAX_LINE = 500
MAX_PROSE = 4000
LARGEST = Decimal(1_000_000_000)

_ATTACHMENT = re.compile(r"[A-Za-z0-9._:-]{1,80}\Z")


def read_text_answer(definition: FieldDefinition, text: str, *, today: date | None = None) -> object:
    """Return the value of what somebody typed, None when nothing; raises Unreadable."""
    bare = text.strip().strip("\ufeff\u200b")
    if not bare:
        return None
    if len(bare) > 12_000:
        raise Unreadable(say("Der Text ist zu lang."))
    kind = definition.type
    if kind == "date":
        return german.read_date(bare, today=today)
    if kind == "time":
        return german.read_time(bare)
    if kind in ("money", "number"):
        return _amount(definition, bare)
    if kind == "boolean":
        return _boolean(bare)
    if kind == "text":
        longest = definition.max_length or (MAX_PROSE if definition.multiline else MAX_LINE)
        return german.read_text(bare, multiline=definition.multiline, max_length=longest)
    if kind == "name":
        return german.read_name(bare, max_length=definition.max_length or 120)
    readers = {
        "iban": german.read_iban,
        "plate": german.read_plate,
        "phone": german.read_phone,
        "email": german.read_email,
    }
    return readers[kind](bare) if kind in readers else bare


def _amount(definition: FieldDefinition, text: str) -> Decimal:
    if definition.type == "money":
        value = german.read_money(text)
    else:
        value = german.read_number(text, decimals=definition.decimals)
    return in_bounds(definition, value)


def in_bounds(definition: FieldDefinition, value: Decimal) -> Decimal:
    """Return the number when it lies between min (0 when not said) and max; raises Unreadable."""
    low = definition.min if definition.min is not None else Decimal(0)
    high = definition.max if definition.max is not None else LARGEST
    if value < low:
        raise Unreadable(say("Die Zahl ist zu klein. Sie muss mindestens {value} sein.", value=format_value(low)))
    if value > high:
        raise Unreadable(say("Die Zahl ist zu groß. Sie darf höchstens {value} sein.", value=format_value(high)))
    return value


def _boolean(text: str) -> bool:
    if text.lower() in ("ja", "true", "on", "1", "yes"):
        return True
    if text.lower() in ("nein", "false", "off", "0", "no"):
        return False
    raise Unreadable(say("Wählen Sie Ja oder Nein aus."))


def load_value(definition: FieldDefinition, data: object) -> object:
    """Return the value that stored JSON (or a scenario) holds; raises Unreadable when it is of the wrong shape."""
    if data is None or data == "" or data == []:
        return None
    load = _LOADERS.get(definition.type, _load_typed)
    return load(definition, data)


def _load_typed(definition: FieldDefinition, data: object) -> object:
    if not isinstance(data, str):
        raise Unreadable(say("Die Angabe hat nicht die richtige Form."))
    return read_text_answer(definition, data)


def _load_boolean(definition: FieldDefinition, data: object) -> object:
    if not isinstance(data, bool):
        raise Unreadable(say("Wählen Sie Ja oder Nein aus."))
    return data


def _load_date(definition: FieldDefinition, data: object) -> object:
    if isinstance(data, date):
        return data
    if isinstance(data, str):
        return german.read_date(data)
    raise Unreadable(say("Geben Sie ein Datum ein."))


def _load_number(definition: FieldDefinition, data: object) -> object:
    if isinstance(data, bool) or not isinstance(data, int | str | Decimal):
        raise Unreadable(say("Geben Sie eine Zahl ein."))
    try:
        value = Decimal(data) if len(str(data)) <= 30 else Decimal("NaN")
    except InvalidOperation:
        return read_text_answer(definition, str(data))
    if not value.is_finite() or abs(value) > LARGEST:
        raise Unreadable(say("Geben Sie eine Zahl ein."))
    places = 2 if definition.type == "money" else definition.decimals
    rounded = value.quantize(Decimal(1).scaleb(-places))
    if rounded != value:
        raise Unreadable(say("Höchstens {places} Stellen nach dem Komma sind möglich.", places=places))
    return in_bounds(definition, rounded)


def _load_list(definition: FieldDefinition, data: object) -> object:
    if not isinstance(data, list | tuple) or not all(
        isinstance(item, str) and _ATTACHMENT.match(item) for item in data
    ):
        raise Unreadable(say("Die Angabe hat nicht die richtige Form."))
    unique = list(dict.fromkeys(data))
    if definition.type == "file" and len(unique) > definition.max_count:
        raise Unreadable(
            say("Höchstens {max_count} Dateien sind möglich. Entfernen Sie eine Datei.", max_count=definition.max_count)
        )
    return unique


def _load_time(definition: FieldDefinition, data: object) -> object:
    return data if isinstance(data, time) else _load_typed(definition, data)


def _load_choice(definition: FieldDefinition, data: object) -> object:
    if not isinstance(data, str) or len(data) > MAX_LINE:
        raise Unreadable(say("Die Angabe hat nicht die richtige Form."))
    return read_text_answer(definition, data)


def _load_parts(definition: FieldDefinition, data: object) -> object:
    return composites.load_parts(definition, data)


def _load_nothing(definition: FieldDefinition, data: object) -> object:
    return None


_LOADERS = {
    "boolean": _load_boolean,
    "date": _load_date,
    "money": _load_number,
    "number": _load_number,
    "multi_choice": _load_list,
    "file": _load_list,
    "time": _load_time,
    "choice": _load_choice,
    **dict.fromkeys(composites.COMPOSITES, _load_parts),
    "info": _load_nothing,
}


def dump_value(value: object) -> object:
    """Return the value as JSON holds it: dates and times as ISO text, numbers as text, all else unchanged."""
    if isinstance(value, Mapping):
        return {key: dump_value(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [dump_value(part) for part in value]
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def display_value(definition: FieldDefinition, value: object, options: tuple[Option, ...]) -> str:
    """Return the value for reading, for example on the check page; empty when there is none."""
    if value is None:
        return ""
    if definition.type == "boolean":
        return say("Ja") if value else say("Nein")
    if definition.type in ("choice", "multi_choice"):
        labels = {option.value: option.label for option in options}
        chosen = value if isinstance(value, list) else [value]
        return ", ".join(labels.get(str(item), str(item)) for item in chosen)
    if definition.type == "money":
        return money.say_amount(value) if isinstance(value, Decimal) else ""
    if definition.type == "iban":
        return " ".join(re.findall(".{1,4}", str(value)))
    if definition.type == "file":
        count = len(value) if isinstance(value, list) else 0
        return say_count("{count} Datei", "{count} Dateien", count)
    if definition.type == "time":
        return say("{time} Uhr", time=f"{value:%H:%M}")
    if isinstance(value, Mapping):
        return composites.display_parts(definition, value)
    text = format_value(value)
    return f"{text} {definition.unit}" if definition.unit else text


def entered_value(definition: FieldDefinition, value: object) -> object:
    """Return the value for an input: text, a list of chosen values, or the parts of a composite answer."""
    if definition.type in composites.COMPOSITES:
        return composites.entered_parts(definition, value)
    if definition.type in ("multi_choice", "file"):
        return list(value) if isinstance(value, list) else []
    if value is None:
        return ""
    if definition.type == "boolean":
        return "ja" if value else "nein"
    if definition.type == "money":
        return _money(value)
    if definition.type == "iban":
        return display_value(definition, value, ())
    if definition.type == "time":
        return f"{value:%H:%M}"
    with reading(SOURCE):  # what the input holds is read again as it is written in German
        return format_value(value)


def _money(value: object) -> str:
    return f"{value:,.2f}".translate(str.maketrans(",.", ".,"))


def remark(definition: FieldDefinition, value: object) -> str:
    """Return what we found out about the value: the bank of an IBAN, else nothing."""
    if definition.type != "iban" or not isinstance(value, str):
        return ""
    from schwifty import IBAN  # costs 44 ms to import

    return str(IBAN(value, allow_invalid=True).bank_name or "")


_MISSING_TEXT = phrase("Füllen Sie das Feld „{label}“ aus.")
_MISSING = {
    "time": phrase("Geben Sie bei „{label}“ eine Uhrzeit ein, zum Beispiel 14:30."),
    "date": phrase("Geben Sie bei „{label}“ ein Datum ein, zum Beispiel 21.11.2026."),
    "money": phrase("Geben Sie bei „{label}“ einen Betrag ein, zum Beispiel {amount}."),
    "number": phrase("Geben Sie bei „{label}“ eine Zahl ein."),
    "boolean": phrase("Wählen Sie bei „{label}“ Ja oder Nein aus."),
    "choice": phrase("Wählen Sie bei „{label}“ eine Antwort aus."),
    "multi_choice": phrase("Wählen Sie bei „{label}“ mindestens eine Antwort aus."),
    "file": phrase("Laden Sie bei „{label}“ eine Datei hoch."),
}


def missing_sentence(definition: FieldDefinition) -> str:
    """Return the sentence for a required answer that is not there."""
    if definition.missing:
        return definition.missing
    label = definition.label.rstrip("?:. ")
    sentence = _MISSING.get(definition.type, _MISSING_TEXT)
    return say(sentence, label=label, amount="50,00" if language.reader() == SOURCE else "50.00")
