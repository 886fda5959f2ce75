"""Read XDatenfelder 2.0 and 3.0.0. What is broken is refused with its line; odd codes are kept for the linter."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from laufzettel.kernel.xml import UnsafeXml, parse_xml
from laufzettel.packages.fim.model import (
    Code,
    CodeListRef,
    Field,
    FimRefused,
    FimRule,
    Group,
    Keyword,
    Part,
    Precision,
    Relation,
    Schema,
    Source,
    Version,
)

NAMESPACES: dict[str, Version] = {
    "urn:xoev-de:fim:standard:xdatenfelder_2": "2",
    "urn:xoev-de:fim:standard:xdatenfelder_3.0.0": "3",
}
MAX_BYTES = 20_000_000
MAX_ELEMENTS = 5_000
_ROOTS = {
    "stammdatenschema": "xdatenfelder.stammdatenschema.0102",
    "datenfeldgruppe": "xdatenfelder.datenfeldgruppe.0103",
}


def read_schema(content: bytes) -> Schema:
    """Return the schema in an XDatenfelder message, version 2.0 or 3.0.0; a lone group becomes a schema with one part.

    Takes the bytes of the file; raises FimRefused with a German sentence for anything that is not such a message, has
    single values twice, or has more than `MAX_ELEMENTS` groups and fields.
    """
    try:
        root = parse_xml(content, max_bytes=MAX_BYTES)
    except UnsafeXml as error:
        raise FimRefused(error.message) from None
    name = etree.QName(root)
    version = NAMESPACES.get(name.namespace or "")
    if version is None:
        raise FimRefused(
            f"Der Namensraum „{name.namespace or ''}“ gehört nicht zu XDatenfelder 2.0 oder 3.0.0. "
            "Ältere Fassungen wandelt das FIM-Portal um."
        )
    return _Reader(root, str(name.namespace), version).schema()


class _Reader:
    """One reading of one message."""

    def __init__(self, root: etree._Element, namespace: str, version: Version) -> None:
        self.root = root
        self.namespace = namespace
        self.version = version
        self.count = 0

    def schema(self) -> Schema:
        tag = etree.QName(self.root).localname
        for kind, name in _ROOTS.items():
            if tag == name:
                body = self._one(self.root, kind, needed=True)
                assert body is not None
                return self._schema(body) if kind == "stammdatenschema" else self._group_alone(body)
        raise FimRefused(f"Das ist eine Nachricht „{tag}“. Lesen können wir Stammdatenschemata und Datenfeldgruppen.")

    def _schema(self, node: etree._Element) -> Schema:
        profile = self._one(node, "dokumentsteckbrief")
        common = self._common(node)
        if self.version == "3":
            common["label"], common["help"] = self._text(node, "bezeichnung"), self._text(node, "hilfetext")
        return Schema(
            **common,
            format=self.version,
            profile=self._text(profile, "id") if profile is not None else "",
            profile_version=self._text(profile, "version") if profile is not None else "",
            structure_change=self._code(node, "ableitungsmodifikationenStruktur"),
            representation_change=self._code(node, "ableitungsmodifikationenRepraesentation"),
            parts=self._parts(node),
        )

    def _group_alone(self, node: etree._Element) -> Schema:
        group = self._group(node)
        part = Part(count="1:1", sources=(), element=group, line=group.line)
        return Schema(
            id=group.id, version=group.version, name=group.name, label=group.label, sources=group.sources,
            state=group.state, line=group.line, format=self.version, is_group=True,
            parts=(part,),
        )  # fmt: skip

    def _parts(self, node: etree._Element) -> tuple[Part, ...]:
        return tuple(self._part(structure) for structure in self._all(node, "struktur"))

    def _part(self, node: etree._Element) -> Part:
        inside = self._one(node, "enthaelt", needed=True)
        assert inside is not None
        found = [child for child in inside if isinstance(child.tag, str)]
        if len(found) != 1:
            raise self._broken(inside, "In „enthaelt“ muss genau ein Element stehen.")
        kind = etree.QName(found[0]).localname
        if kind not in ("datenfeld", "datenfeldgruppe"):
            raise self._broken(found[0], f"Ein Element „{kind}“ kennt die Struktur nicht.")
        self.count += 1
        if self.count > MAX_ELEMENTS:
            raise FimRefused(f"Das Schema hat mehr als {MAX_ELEMENTS} Elemente.")
        return Part(
            count=self._text(node, "anzahl"),
            sources=self._sources(node),
            element=self._field(found[0]) if kind == "datenfeld" else self._group(found[0]),
            line=_line(node),
        )

    def _group(self, node: etree._Element) -> Group:
        return Group(
            **self._common(node),
            element_kind=self._code(node, "schemaelementart"),
            art=self._code(node, "art"),
            parts=self._parts(node),
        )

    def _field(self, node: etree._Element) -> Field:
        values = self._one(node, "werte")
        return Field(
            **self._common(node),
            element_kind=self._code(node, "schemaelementart"),
            kind=self._code(node, "feldart"),
            data_type=self._code(node, "datentyp"),
            precision=self._precision(node),
            content=self._text(node, "inhalt"),
            prefilling=self._code(node, "vorbefuellung"),
            codes=tuple(self._value(item) for item in self._all(values, "wert")) if values is not None else (),
            code_list=self._code_list(node),
            columns=tuple(filter(None, (self._text(node, name) for name in ("codeKey", "nameKey", "helpKey")))),
            max_size=self._text(node, "maxSize"),
            media_types=tuple(_tidy(item.text) for item in self._all(node, "mediaType") if _tidy(item.text)),
        )

    def _common(self, node: etree._Element) -> dict[str, Any]:
        identity = self._one(node, "identifikation")
        return {
            "id": self._text(identity, "id") if identity is not None else "",
            "version": self._text(identity, "version") if identity is not None else "",
            "name": self._text(node, "name"),
            "label": self._text(node, "bezeichnungEingabe"),
            "label_output": self._text(node, "bezeichnungAusgabe"),
            "description": self._text(node, "beschreibung"),
            "definition": self._text(node, "definition"),
            "sources": self._sources(node),
            "state": self._code(node, "freigabestatus") or self._code(node, "status"),
            "state_set_on": self._text(node, "statusGesetztAm"),
            "published_on": self._text(node, "veroeffentlichungsdatum"),
            "author": self._text(node, "statusGesetztDurch") or self._text(node, "fachlicherErsteller"),
            "help": self._text(node, "hilfetextEingabe"),
            "help_output": self._text(node, "hilfetextAusgabe"),
            "keywords": tuple(
                Keyword(text=_tidy(item.text), uri=str(item.get("uri", ""))) for item in self._all(node, "stichwort")
            ),
            "relations": tuple(self._relation(item) for item in self._all(node, "relation")),
            "rules": tuple(self._rule(item) for item in self._all(node, "regel")),
            "line": _line(node),
        }

    def _relation(self, node: etree._Element) -> Relation:
        target = self._one(node, "objekt")
        return Relation(
            kind=self._code(node, "praedikat"),
            id=self._text(target, "id") if target is not None else "",
            version=self._text(target, "version") if target is not None else "",
        )

    def _rule(self, node: etree._Element) -> FimRule:
        identity = self._one(node, "identifikation")
        prose = self._text(node, "freitextRegel") or self._text(node, "definition") or self._text(node, "beschreibung")
        return FimRule(
            id=self._text(identity, "id") if identity is not None else "",
            version=self._text(identity, "version") if identity is not None else "",
            name=self._text(node, "name"),
            prose=self._text(node, "freitextRegel") if self.version == "3" else prose,
            script=self._text(node, "skript") or self._text(node, "script"),
            kind=self._code(node, "typ"),
            author=self._text(node, "fachlicherErsteller"),
            line=_line(node),
        )

    def _sources(self, node: etree._Element) -> tuple[Source, ...]:
        """Return the rules of law; version 2 writes one per line into a single element."""
        lines = (
            (" ".join(line.split()), str(item.get("link", "")))
            for item in self._all(node, "bezug")
            for line in ((item.text or "").splitlines() if self.version == "2" else [item.text or ""])
        )
        return tuple(Source(text=text, link=link) for text, link in lines if text and text != "-")

    def _precision(self, node: etree._Element) -> Precision:
        given = self._one(node, "praezisierung")
        if given is None:
            return Precision()
        values: Mapping[str, object] = (
            {str(key): text for key, text in given.items()} if self.version == "3" else self._json(given)
        )
        return Precision(
            min_length=str(values.get("minLength", "")),
            max_length=str(values.get("maxLength", "")),
            min_value=str(values.get("minValue", "")),
            max_value=str(values.get("maxValue", "")),
            pattern=str(values.get("pattern", "")),
        )

    def _json(self, node: etree._Element) -> Mapping[str, object]:
        text = _tidy(node.text)
        if not text:
            return {}
        try:
            values = json.loads(text)
        except (ValueError, RecursionError):
            raise self._broken(node, "Die Präzisierung ist kein JSON.") from None
        if not isinstance(values, dict):
            raise self._broken(node, "Die Präzisierung ist kein JSON-Objekt.")
        return values

    def _value(self, node: etree._Element) -> Code:
        return Code(code=self._text(node, "code"), name=self._text(node, "name"), help=self._text(node, "hilfe"))

    def _code_list(self, node: etree._Element) -> CodeListRef | None:
        reference = self._one(node, "codelisteReferenz")
        if reference is None:
            return None
        inner = self._one(reference, "genericodeIdentification")
        place = reference if inner is None else inner
        return CodeListRef(
            uri=self._text(place, "canonicalIdentification"),
            version=self._text(place, "version"),
            version_uri=self._text(place, "canonicalVersionUri"),
        )

    def _all(self, node: etree._Element, name: str) -> Iterator[etree._Element]:
        return node.iterchildren(f"{{{self.namespace}}}{name}", name)

    def _one(self, node: etree._Element, name: str, *, needed: bool = False) -> etree._Element | None:
        found = list(self._all(node, name))
        if len(found) > 1:
            raise self._broken(found[1], f"„{name}“ steht zweimal an einer Stelle.")
        if needed and not found:
            raise self._broken(node, f"„{name}“ fehlt.")
        return found[0] if found else None

    def _text(self, node: etree._Element, name: str) -> str:
        found = self._one(node, name)
        return _tidy(found.text) if found is not None else ""

    def _code(self, node: etree._Element, name: str) -> str:
        found = self._one(node, name)
        return self._text(found, "code") if found is not None else ""

    def _broken(self, node: etree._Element, message: str) -> FimRefused:
        return FimRefused(f"Zeile {_line(node)}: {message}")


def _line(node: etree._Element) -> int:
    line = node.sourceline
    return line if isinstance(line, int) else 1


def _tidy(text: str | None) -> str:
    """Return text with one blank between words; an empty line still separates paragraphs."""
    paragraphs = (text or "").replace("\r\n", "\n").replace("\r", "\n").split("\n\n")
    return "\n\n".join(kept for kept in (" ".join(part.split()) for part in paragraphs) if kept)
