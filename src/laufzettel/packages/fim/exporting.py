"""The form of a package as XDatenfelder 3.0.0: pages and groups become groups, fields fields, FEEL becomes prose.

What FIM has no word for (that a text is an IBAN, that a proof may follow) is kept in keywords of our own vocabulary,
which an import reads back. Conditions, checks and computed values become rules in prose: FIM knows no language to run.
"""

import hashlib
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from lxml import etree

from laufzettel.engine import forms
from laufzettel.packages.fim.fields import PROFILE
from laufzettel.packages.fim.model import PROFILE_URI
from laufzettel.packages.model import Package

Raw = Mapping[str, Any]

NAMESPACE = "urn:xoev-de:fim:standard:xdatenfelder_3.0.0"
NUMBER_RANGE = "99"
AUTHOR = "Laufzettel"
_VERSION = "1.0.0"
_LISTS = "urn:xoev-de:fim:codeliste:xdatenfelder."
_TYPES = {
    "text": "text", "name": "text_latin", "money": "num_currency", "date": "date", "boolean": "bool", "file": "file",
    "time": "time", "choice": "text", "multi_choice": "text", "info": "text",
}  # fmt: skip
# Types that an import knows again without a keyword.
_KNOWN_AGAIN = ("text", "number", "money", "date", "boolean", "choice", "multi_choice", "file", "info", "time")
_MEDIA = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}
_PART_TYPES = {"name": "name", "date": "date", "latitude": "number", "longitude": "number", "email": "email"}
_LENGTH = re.compile(r"string length\((\w+)\) >= (\d+)\Z")
_DAY = re.compile(r'(\w+) (>=|<=) date\("(\d{4}-\d{2}-\d{2})"\)\Z')
_PATTERN = re.compile(r'matches\((\w+), "\^\((.*)\)\$"\)\Z', re.DOTALL)


def export_schema(package: Package, *, now: datetime) -> bytes:
    """Return the form of a package as an XDatenfelder 3.0.0 message in UTF-8; `now` is written into its header.

    Elements keep the id they say in `fim`; others get one of the number range 99 that follows from their name, so that
    the next export says the same. `label`s become Bezeichnungen, `key`s names.
    """
    return _Exporter(package, now).message()


class _Exporter:
    """One export."""

    def __init__(self, package: Package, now: datetime) -> None:
        self.package = package
        self.manifest = package.raw_manifest
        self.laws = tuple(str(item["cite"]) for item in self.manifest["legal_basis"])
        self.now = now
        self.ids: set[str] = set()

    def message(self) -> bytes:
        root = etree.Element(f"{{{NAMESPACE}}}xdatenfelder.stammdatenschema.0102", nsmap={"xdf": NAMESPACE})
        header = _add(root, "header")
        _add(header, "nachrichtID", hashlib.sha256(self.package.ref.encode()).hexdigest()[:16].upper())
        _add(header, "erstellungszeitpunkt", self.now.isoformat())
        self._schema(_add(root, "stammdatenschema"))
        return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))

    def _schema(self, node: etree._Element) -> None:
        title = str(self.manifest["title"])
        fim = self.manifest.get("catalogue", {}).get("fim", "")
        self._identity(node, "S", fim, self.package.key, self.manifest["version"])
        self._common(node, title, str(self.manifest["summary"]), self.laws)
        _add(node, "bezeichnung", title)
        _add(node, "hilfetext")
        self._code(node, "ableitungsmodifikationenStruktur", "3")
        self._code(node, "ableitungsmodifikationenRepraesentation", "1")
        profile = _add(node, "dokumentsteckbrief")
        _add(profile, "id", "D99000000001")
        _add(profile, "version", _VERSION)
        form = self.package.raw_form
        for check in form.get("checks", ()):
            self._rule(node, "V", f"{check['say']} (FEEL: {check['rule']})")
        for item in form.get("computed", ()):
            self._rule(node, "B", f"{item['label']} ({item['key']}) wird berechnet. (FEEL: {item['value']})")
        for page in form["pages"]:
            self._page(_part(node, _conditional(page, "1:1")), page)

    def _page(self, place: etree._Element, page: Raw) -> None:
        """Groups of a page stand in its group; the one that comes from the same element of FIM is that group."""
        node = _add(place, "datenfeldgruppe")
        self._head(node, "G", page, page["title"], page.get("intro", ""), f"seite.{page['key']}", {})
        self._rules(node, page)
        for group in page["groups"]:
            is_itself = bool(page.get("fim")) and group.get("fim") == page["fim"] and "repeat" not in group
            if is_itself and "when" not in group:
                self._fields(node, group)
            else:
                self._group(_part(node, _conditional(group, _count(group.get("repeat")))), group)

    def _group(self, place: etree._Element, group: Raw) -> None:
        node = _add(place, "datenfeldgruppe")
        label = group.get("repeat", {}).get("label", "")
        words = {"repeat_label": label} if label and label != group["title"] else {}
        self._head(node, "G", group, group["title"], group.get("intro", ""), f"gruppe.{group['key']}", words)
        self._rules(node, group)
        self._fields(node, group)

    def _fields(self, node: etree._Element, group: Raw) -> None:
        for field in group["fields"]:
            place = _part(node, self._field_count(field), field.get("why", {}).get("legal_basis", ""))
            path = f"feld.{group['key']}.{field['key']}"
            if field["type"] in forms.COMPOSITES:
                self._composite(place, group, field, path)
            else:
                self._field(_add(place, "datenfeld"), field, path)

    def _field_count(self, field: Raw) -> str:
        low = 1 if field.get("required", True) is True and "when" not in field and field["type"] != "info" else 0
        if field["type"] == "file":
            return f"{low}:{field.get('max_count', 3)}"
        if field["type"] == "multi_choice":
            return f"{low}:*"
        return f"{low}:1"

    def _composite(self, place: etree._Element, group: Raw, field: Raw, path: str) -> None:
        """Write an answer in several parts as a group that an import knows again."""
        node = _add(place, "datenfeldgruppe")
        words = self._words(field)
        law = field.get("why", {}).get("legal_basis", "")
        self._head(node, "G", field, field["label"], field.get("hint", ""), path, words, law=law)
        definition = self.package.form.field(group["key"], field["key"])
        assert definition is not None
        for part in forms.parts_of(definition):
            kind = _PART_TYPES.get(part.kind, "text")
            raw: Raw = {"key": part.key, "type": kind, "label": part.label, "decimals": 6 if kind == "number" else 0}
            self._field(_add(_part(node, "1:1" if part.missing else "0:1"), "datenfeld"), raw, f"{path}.{part.key}")

    def _field(self, node: etree._Element, field: Raw, path: str) -> None:
        kind = field["type"]
        words = self._words(field)
        law = field.get("why", {}).get("legal_basis", "")
        self._head(node, "F", field, field["label"], field.get("hint", ""), path, words, law=law)
        feldart = {"choice": "select", "multi_choice": "select", "info": "label"}.get(kind, "input")
        self._code(node, "feldart", feldart)
        number = "num" if field.get("decimals", 0) else "num_int"
        self._code(node, "datentyp", number if kind == "number" else _TYPES.get(kind, "text"))
        limits, left = _limits(field)
        etree.SubElement(node, f"{{{NAMESPACE}}}praezisierung", limits)
        _add(node, "inhalt", str(field.get("text", "")).replace("{{", "{").replace("}}", "}"))
        self._code(node, "vorbefuellung", "optional" if "prefill" in field or "look_up" in field else "keine")
        self._values(node, field)
        for suffix in field.get("accept", ()):
            _add(node, "mediaType", _MEDIA.get(suffix, suffix))
        self._rules(node, {**field, "checks": left})

    def _words(self, field: Raw) -> dict[str, str]:
        """Return what FIM has no element for."""
        words = {name: _said(field[name]) for name in PROFILE if name != "type" and name in field}
        if field["type"] not in _KNOWN_AGAIN or (field["type"] == "number" and field.get("decimals", 0)):
            words["type"] = field["type"]
        if "why" in field:
            words["why"] = field["why"]["text"]
        if field.get("required") == "soft":
            words["required"] = "soft"
        return words

    def _values(self, node: etree._Element, field: Raw) -> None:
        options = [(item["value"], item["label"], item.get("hint", "")) for item in field.get("options", ())]
        source = field.get("options_from")
        if source:
            parameter = self.package.parameters[source["parameter"]]
            rows = parameter.on(self.package.manifest.valid_from) or parameter.values[-1]
            table = rows.value if isinstance(rows.value, list) else []
            options = [(str(row[source["value"]]), str(row[source["label"]]), "") for row in table]
        if not options:
            return
        values = _add(node, "werte")
        for code, name, hint in options:
            value = _add(values, "wert")
            for tag, text in (("code", code), ("name", name), ("hilfe", hint)):
                _add(value, tag, str(text))

    # --- what every element has ---

    def _head(
        self, node: etree._Element, letter: str, raw: Raw, label: str, hint: str, path: str, words: Mapping[str, str],
        law: str = "",
    ) -> None:  # fmt: skip
        self._identity(node, letter, raw.get("fim", ""), path, _VERSION)
        self._common(node, _name(raw["key"], label), "", (law,) if law else self.laws)
        for name, text in sorted(words.items()):
            _add(node, "stichwort", text).set("uri", PROFILE_URI + name)
        _add(node, "bezeichnungEingabe", label)
        _add(node, "bezeichnungAusgabe", label)
        self._code(node, "schemaelementart", "RNG")
        _add(node, "hilfetextEingabe", hint)
        _add(node, "hilfetextAusgabe")

    def _common(self, node: etree._Element, name: str, description: str, laws: tuple[str, ...]) -> None:
        _add(node, "name", name)
        _add(node, "beschreibung", description)
        _add(node, "definition")
        for law in laws:
            _add(node, "bezug", law)
        status = _add(node, "freigabestatus")
        status.set("listURI", "urn:xoev-de:xprozess:codeliste:status")
        etree.SubElement(status, "code").text = "2"
        _add(node, "statusGesetztDurch", AUTHOR)
        _add(node, "letzteAenderung", self.now.isoformat())

    def _identity(self, node: etree._Element, letter: str, fim: str, path: str, version: str) -> None:
        known, _, known_version = fim.partition("V")
        identity = _add(node, "identifikation")
        usable = known[:1] == letter
        _add(identity, "id", known if usable else self._own_id(letter, path))
        _add(identity, "version", known_version if usable and known_version else version)

    def _own_id(self, letter: str, path: str) -> str:
        number = int(hashlib.sha256(f"{self.package.key}/{path}".encode()).hexdigest(), 16) % 10**9
        while (found := f"{letter}{NUMBER_RANGE}{number:09d}") in self.ids:
            number = (number + 1) % 10**9
        self.ids.add(found)
        return found

    def _rules(self, node: etree._Element, raw: Raw) -> None:
        if "when" in raw:
            self._rule(node, "K", f"Nur auszufüllen, wenn die Bedingung gilt. (FEEL: {raw['when']})")
        for check in raw.get("checks", ()):
            self._rule(node, "V", f"{check['say']} (FEEL: {check['rule']})")

    def _rule(self, node: etree._Element, kind: str, prose: str) -> None:
        rule = _add(node, "regel")
        identity = _add(rule, "identifikation")
        _add(identity, "id", self._own_id("R", prose))
        _add(identity, "version", _VERSION)
        _add(rule, "name", prose.partition(" (FEEL")[0][:120])
        _add(rule, "freitextRegel", prose)
        _add(rule, "fachlicherErsteller", AUTHOR)
        _add(rule, "letzteAenderung", self.now.isoformat())
        self._code(rule, "typ", kind, uri="regeltyp")
        _add(rule, "skript")

    def _code(self, node: etree._Element, name: str, code: str, *, uri: str = "") -> None:
        element = _add(node, name)
        element.set("listURI", _LISTS + (uri or name))
        etree.SubElement(element, "code").text = code


def _add(node: etree._Element, name: str, text: str = "") -> etree._Element:
    element = etree.SubElement(node, f"{{{NAMESPACE}}}{name}")
    element.text = text or None
    return element


def _part(node: etree._Element, count: str, law: str = "") -> etree._Element:
    """Add a place to a structure; the element goes into what is returned."""
    structure = _add(node, "struktur")
    _add(structure, "anzahl", count)
    if law:
        _add(structure, "bezug", law)
    return _add(structure, "enthaelt")


def _conditional(raw: Raw, count: str) -> str:
    """Say how often something comes that is there only under a condition."""
    return "0" + count[count.index(":") :] if "when" in raw else count


def _count(repeat: Raw | None) -> str:
    if repeat is None:
        return "1:1"
    return f"{repeat['min']}:{'*' if repeat['max'] == 50 else repeat['max']}"


def _name(key: str, label: str) -> str:
    """Return the words of a key as a name; an import makes the same key of it."""
    words = " ".join(word.capitalize() for word in key.split("_"))
    return words or label


def _said(value: object) -> str:
    if isinstance(value, list | tuple):
        return " ".join(str(part) for part in value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _limits(field: Raw) -> tuple[dict[str, str], list[Raw]]:
    """Return the limits as FIM writes them, and the checks that they do not hold."""
    limits = {
        name: _said(field[key])
        for key, name in (("max_length", "maxLength"), ("min", "minValue"), ("max", "maxValue"))
        if key in field and field["type"] not in ("choice", "multi_choice")
    }
    left = []
    for check in field.get("checks", ()):
        found = _as_limit(field, str(check["rule"]))
        limits.update(found)
        if not found:
            left.append(check)
    return limits, left


def _as_limit(field: Raw, rule: str) -> dict[str, str]:
    key = field["key"]
    if (length := _LENGTH.match(rule)) and length[1] == key:
        return {"minLength": length[2]}
    if (day := _DAY.match(rule)) and day[1] == key and field["type"] == "date":
        return {"minValue" if day[2] == ">=" else "maxValue": day[3]}
    if (pattern := _PATTERN.match(rule)) and pattern[1] == key:
        return {"pattern": pattern[2].replace('\\"', '"').replace("\\\\", "\\")}
    return {}
