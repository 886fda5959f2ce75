"""A schema becomes the draft of a package: all its files, with everything open written into readiness.yaml."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import yaml

from laufzettel.packages.fim import skeleton
from laufzettel.packages.fim.codelists import CodeList
from laufzettel.packages.fim.converting import FormDraft, convert
from laufzettel.packages.fim.fields import line
from laufzettel.packages.fim.lint import Finding, lint
from laufzettel.packages.fim.model import Schema, walk
from laufzettel.packages.fim.naming import package_key
from laufzettel.packages.loading import from_files

Raw = dict[str, Any]

VERSION = "0.1.0"
_TO_CHECK = {
    "legal_basis": "Prüfen Sie die Rechtsgrundlagen. Das Schema nennt nur Stellen, keine Adressen und keine Daten.",
    "plain_language": "Die Texte stammen aus dem Schema. Schreiben Sie sie so, dass jeder sie versteht.",
    "english": "Die englischen Texte fehlen (texts/en.yaml).",
    "scenarios": "Die Szenarien zeigen nur das Gerüst. Schreiben Sie für jede Regel des Gesetzes ein Beispiel.",
    "privacy": "Prüfen Sie Zweck, Rechtsgrundlage, Empfänger und Fristen.",
    "example_values": "Frist, Aktenplan, zuständige Stelle und Vertrauensniveau sind Beispielwerte.",
    "fim_prozess": "Der Prozess ist ein Gerüst: prüfen, entscheiden, Bescheid. Passen Sie ihn an.",
}
_YAML_WORDS = frozenset(["yes", "no", "on", "off", "ja", "nein", "true", "false", "null", "y", "n", "~"])


@dataclass(frozen=True, kw_only=True)
class Draft:
    """The draft of a package: its key, its files, and what the linter said of the schema."""

    key: str
    files: dict[str, bytes]
    findings: tuple[Finding, ...]
    open_points: tuple[str, ...]


def make_draft(
    schema: Schema, *, source: bytes, code_lists: Iterable[CodeList] = (), today: date, key: str = ""
) -> Draft:
    """Return the draft of a package for a schema; `source` are the bytes it was read from, `today` its first day.

    Raises FimRefused when no form comes of it, and PackageRefused when the result is no package, with the reasons.
    """
    key = key or package_key(schema.title)
    form = convert(schema, code_lists=code_lists, starts=today, taken=skeleton.STEPS)
    law = [{"cite": line(text), "example": True} for text in _laws(schema)]
    files = {
        "manifest.yaml": _yaml(_manifest(schema, key, form, law, today)),
        "form.yaml": _yaml(form.form),
        "process.bpmn": skeleton.process(key, schema.title, str(law[0]["cite"])).encode(),
        "readiness.yaml": _yaml({"rules": _readiness(form)}),
        "README.md": _readme(schema, source).encode(),
        "CHANGELOG.md": f"# Changelog\n\n## {VERSION}\n\nEntwurf aus {schema.urn}.\n".encode(),
    }
    if form.parameters:
        files["parameters.yaml"] = _yaml(form.parameters)
    for name, raw in skeleton.notices(schema.title).items():
        files[f"notices/{name}.yaml"] = _yaml(raw)
    for name, raw in skeleton.scenarios(from_files(files)).items():
        files[f"scenarios/{name}.yaml"] = _yaml(raw)
    open_points = tuple(rule["reason"] for rule in form.points.rules().values())
    return Draft(key=key, files=files, findings=tuple(lint(schema)), open_points=open_points)


def _laws(schema: Schema) -> list[str]:
    """Return the rules of law that the schema names, those of the whole schema first."""
    sources = [*schema.sources]
    for part, _ in walk(schema.parts):
        sources += [*part.sources, *part.element.sources]
    found = [source.text for source in sources if "§" in source.text or "Art" in source.text]
    return list(dict.fromkeys(found))[:20] or ["Das Schema nennt keine Rechtsgrundlage"]


def _manifest(schema: Schema, key: str, form: FormDraft, law: list[Raw], today: date) -> Raw:
    files = [
        field["label"]
        for page in form.form["pages"]
        for group in page["groups"]
        for field in group["fields"]
        if field["type"] == "file"
    ]
    count = sum(len(group["fields"]) for page in form.form["pages"] for group in page["groups"])
    summary = schema.description or schema.definition or f"{schema.title}. Die Beschreibung fehlt noch."
    fits = schema.id[:1] == "S" and 3 <= len(schema.id[1:]) <= 14 and schema.id[1:].isdigit()
    return {
        "format": 1,
        "key": key,
        "version": VERSION,
        "title": line(schema.title) or key,
        "summary": summary[:6000],
        "kind": "application",
        **({"catalogue": {"fim": schema.urn}} if fits else {}),
        "valid_from": today,
        "responsibility": {"unit": "buergeramt"},
        "legal_basis": law,
        "level_of_assurance": "low",
        "written_form": False,
        "uses": ["messaging", "notices", "records"],
        "records": {"filing_plan_key": "00.00", "retention": "P10Y", "starts": "case_closed", "disposal": "destroy"},
        "privacy": {
            "purpose": f"Wir nutzen Ihre Angaben, um über Ihren Antrag zu entscheiden: {line(schema.title)}.",
            "legal_basis": "Art. 6 Abs. 1 Buchst. e DSGVO",
            "delete_drafts_after": "P30D",
        },
        "target": {"processing": "P30D"},
        "page": {
            "for_whom": "Hier fehlt noch, wer den Antrag stellen darf.",
            "needs": list(dict.fromkeys(files))[:20],
            "steps": ["Wir prüfen Ihre Angaben. Wenn etwas fehlt, fragen wir nach.", "Sie bekommen einen Bescheid."],
            "duration": "Noch nicht bekannt",
            "fee": "Noch nicht bekannt",
            "minutes": max(1, min(120, count // 4)),
            "synonyms": [line(schema.title).lower() or key],
        },
    }


def _readiness(form: FormDraft) -> Raw:
    return {**{rule: {"state": "todo", "reason": reason} for rule, reason in _TO_CHECK.items()}, **form.points.rules()}


def _readme(schema: Schema, source: bytes) -> str:
    lines = [
        f"# {schema.title}",
        "",
        f"Entwurf aus dem FIM-Schema {schema.urn} (XDatenfelder {schema.format}), "
        f"SHA-256 der Datei {hashlib.sha256(source).hexdigest()}.",
        "Was noch zu tun ist, steht in `readiness.yaml`.",
    ]
    if schema.profile:
        lines += ["", f"Dokumentsteckbrief: {schema.profile} {schema.profile_version}".rstrip()]
    relations = [(schema, item) for item in schema.relations]
    for part, _ in walk(schema.parts):
        relations += [(part.element, item) for item in part.element.relations]  # type: ignore[misc]
    if relations:
        lines += ["", "## Beziehungen im FIM-Baukasten", ""]
        words = {"ABL": "ist abgeleitet von", "ERS": "ersetzt", "EQU": "entspricht", "VKN": "gehört zu"}
        lines += [
            f"- {element.id} „{line(element.title)}“ {words.get(item.kind, item.kind)} {item.id} {item.version}"
            for element, item in relations[:200]
        ]
    return "\n".join(lines) + "\n"


class _Dumper(yaml.SafeDumper):
    """Writes YAML as packages want it: no anchors, and quotes wherever a word could be read as something else."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def _quoted(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    is_plain = bool(text) and text[0].isalpha() and text.lower() not in _YAML_WORDS and "\n" not in text
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=None if is_plain else '"')


def _number(dumper: yaml.SafeDumper, number: Decimal) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:float", f"{number:f}")


_Dumper.add_representer(str, _quoted)
_Dumper.add_representer(Decimal, _number)


def _yaml(value: object) -> bytes:
    text = yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1_000_000)
    return str(text).encode()
