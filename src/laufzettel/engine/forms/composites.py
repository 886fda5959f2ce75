"""Answers in several parts: address, person, organisation, place, signature. One table says what the parts are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from laufzettel.engine.forms import german
from laufzettel.engine.forms.definition import FieldDefinition
from laufzettel.engine.forms.german import Unreadable
from laufzettel.kernel import dates
from laufzettel.kernel.errors import Problem
from laufzettel.kernel.language import phrase, say

Parts = dict[str, object]


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part of an answer: its name, how it is read, what to say when it is missing ("" means it may be).

    An `extra` part is asked only where the field names it under `parts`. `autocomplete` and `inputmode` are the
    HTML tokens for the input.
    """

    key: str
    label: str
    kind: str = "text"
    missing: str = ""
    extra: bool = False
    autocomplete: str = "off"
    inputmode: str = "text"


COMPOSITES: Mapping[str, tuple[Part, ...]] = {
    "address": (
        Part(
            key="strasse",
            label=phrase("Straße"),
            missing=phrase("Geben Sie die Straße ein."),
            autocomplete="address-line1",
        ),
        Part(
            key="hausnummer",
            label=phrase("Hausnummer"),
            kind="house_number",
            missing=phrase("Geben Sie die Hausnummer ein."),
        ),
        Part(
            key="plz",
            label=phrase("Postleitzahl"),
            kind="postal_code",
            missing=phrase("Geben Sie die Postleitzahl ein."),
            autocomplete="postal-code",
            inputmode="numeric",
        ),
        Part(key="ort", label=phrase("Ort"), missing=phrase("Geben Sie den Ort ein."), autocomplete="address-level2"),
    ),
    "person": (
        # Some people have only one name: it stands as family name, and the given name stays empty.
        Part(key="vorname", label=phrase("Vorname"), kind="name", autocomplete="given-name"),
        Part(
            key="familienname",
            label=phrase("Familienname"),
            kind="name",
            missing=phrase("Geben Sie den Familiennamen ein."),
            autocomplete="family-name",
        ),
        Part(
            key="geburtsdatum",
            label=phrase("Geburtsdatum"),
            kind="date",
            missing=phrase("Geben Sie das Geburtsdatum ein."),
            extra=True,
            autocomplete="bday",
        ),
    ),
    "organisation": (
        Part(
            key="name",
            label=phrase("Name der Organisation"),
            missing=phrase("Geben Sie den Namen der Organisation ein."),
            autocomplete="organization",
        ),
        Part(key="rechtsform", label=phrase("Rechtsform"), missing=phrase("Geben Sie die Rechtsform ein."), extra=True),
        Part(key="register", label=phrase("Register und Nummer"), extra=True),
    ),
    "place": (
        Part(key="beschreibung", label=phrase("Beschreibung des Ortes")),
        Part(key="breite", label=phrase("Breitengrad"), kind="latitude", inputmode="decimal"),
        Part(key="laenge", label=phrase("Längengrad"), kind="longitude", inputmode="decimal"),
    ),
    "signature": (
        Part(
            key="name",
            label=phrase("Vor- und Nachname"),
            kind="name",
            missing=phrase("Geben Sie den Namen der Person ein."),
        ),
        Part(
            key="email",
            label=phrase("E-Mail-Adresse"),
            kind="email",
            missing=phrase("Geben Sie die E-Mail-Adresse der Person ein."),
            inputmode="email",
        ),
    ),
}
_DEGREES = {"latitude": 90, "longitude": 180}


def parts_of(definition: FieldDefinition) -> tuple[Part, ...]:
    """Return the parts that a field asks for, in their order; empty for an answer in one piece."""
    known = COMPOSITES.get(definition.type, ())
    return tuple(part for part in known if not part.extra or part.key in definition.parts)


def read_part(part: Part, text: str, *, today: date | None = None) -> object:
    """Return the value of one typed part, None when empty; raises Unreadable."""
    bare = text.strip()
    if not bare:
        return None
    if part.kind == "date":
        return german.read_date(bare, today=today)
    if part.kind in _DEGREES:
        return _degrees(bare, _DEGREES[part.kind])
    readers = {
        "name": german.read_name,
        "postal_code": german.read_postal_code,
        "house_number": german.read_house_number,
        "email": german.read_email,
    }
    if part.kind in readers:
        return readers[part.kind](bare)
    return german.read_text(bare, multiline=False, max_length=100 if part.key != "beschreibung" else 300)


def load_parts(definition: FieldDefinition, data: object) -> Parts | None:
    """Return the answer that stored JSON (or a scenario) holds, None when empty; raises Unreadable."""
    parts = parts_of(definition)
    if not isinstance(data, Mapping) or not set(data) <= {part.key for part in parts}:
        raise Unreadable(say("Die Angabe hat nicht die richtige Form."))
    answer: Parts = {part.key: _load_part(part, data.get(part.key)) for part in parts}
    return answer if any(value is not None for value in answer.values()) else None


def _load_part(part: Part, value: object) -> object:
    if isinstance(value, date) and part.kind == "date":
        return value
    if isinstance(value, Decimal | int) and not isinstance(value, bool) and part.kind in _DEGREES:
        value = str(value)
    if value is not None and not isinstance(value, str):
        raise Unreadable(say("Die Angabe hat nicht die richtige Form."))
    return read_part(part, value or "")


def missing_parts(definition: FieldDefinition, value: Mapping[str, object], path: str) -> list[Problem]:
    """Return what is missing in an answer that was begun."""
    found = [
        Problem(f"{path}.{part.key}", say(part.missing))
        for part in parts_of(definition)
        if part.missing and value.get(part.key) is None
    ]
    if definition.type == "place" and (value.get("breite") is None) != (value.get("laenge") is None):
        lacks = "breite" if value.get("breite") is None else "laenge"
        both = say("Zum Ort gehören Breitengrad und Längengrad. Geben Sie beide ein oder keinen.")
        found.append(Problem(f"{path}.{lacks}", both))
    return found


def part_concerns(definition: FieldDefinition, value: Mapping[str, object], path: str) -> list[Problem]:
    """Return what looks odd in an answer but may be right."""
    if definition.type == "person" and value.get("vorname") is None:
        empty = say("Der Vorname fehlt. Lassen Sie ihn nur leer, wenn die Person keinen Vornamen hat.")
        return [Problem(f"{path}.vorname", empty)]
    return []


def display_parts(definition: FieldDefinition, value: Mapping[str, object]) -> str:
    """Return an answer in parts for reading, in one line."""
    text = {key: _text(part) for key, part in value.items()}
    if definition.type == "address":
        street = f"{text.get('strasse', '')} {text.get('hausnummer', '')}".strip()
        town = f"{text.get('plz', '')} {text.get('ort', '')}".strip()
        return ", ".join(filter(None, (street, town)))
    if definition.type == "person":
        name = f"{text.get('vorname', '')} {text.get('familienname', '')}".strip()
        born = text.get("geburtsdatum")
        return say("{name}, geboren am {born}", name=name, born=born) if born else name
    if definition.type == "place" and text.get("breite") and text.get("laenge"):
        point = say("Breitengrad {lat}, Längengrad {lon}", lat=text["breite"], lon=text["laenge"])
        return ", ".join(filter(None, (text.get("beschreibung", ""), point)))
    return ", ".join(filter(None, text.values()))


def entered_parts(definition: FieldDefinition, value: object) -> dict[str, str]:
    """Return the parts as texts for the inputs."""
    known = value if isinstance(value, Mapping) else {}
    return {part.key: _text(known.get(part.key)) for part in parts_of(definition)}


def _text(value: object) -> str:
    if isinstance(value, date):
        return dates.format_de(value)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}".replace(".", ",")
    return "" if value is None else str(value)


def _degrees(text: str, most: int) -> Decimal:
    """Read a coordinate in decimal degrees (WGS 84), kept to six places: about ten centimetres."""
    bare = text.removesuffix("°").replace(",", ".").strip()
    whole, _, fraction = bare.removeprefix("-").partition(".")
    if not (whole + fraction).isascii() or not (whole + fraction).isdigit() or not whole or len(bare) > 20:
        raise Unreadable(say("Geben Sie den Ort in Grad mit Komma ein, zum Beispiel 49,9993."))
    value = Decimal(bare)
    if abs(value) > most:
        raise Unreadable(say("Der Wert muss zwischen -{most} und {most} Grad liegen.", most=most))
    return value.quantize(Decimal("0.000001")).normalize() + 0
