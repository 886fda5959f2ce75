"""The parts of a draft that no schema knows: process, letters, first scenarios. All of them wait for a person."""

from collections.abc import Mapping
from typing import Any

from laufzettel.engine.forms import FieldState, FormState, evaluate, parts_of
from laufzettel.packages.facts import environment
from laufzettel.packages.model import Package

Raw = dict[str, Any]

STEPS = ("eingegangen", "antrag_pruefen", "entscheiden", "ergebnis", "bewilligen", "ablehnen", "bewilligt", "abgelehnt")
_SAMPLES: dict[str, object] = {
    "date": "2026-01-15", "boolean": False, "email": "erika@beispiel.example", "phone": "+49 6131 123456",
    "iban": "DE89370400440532013000", "plate": "MZ-AB 123", "name": "Beispiel",
    "time": "08:00", "person": {"vorname": "Erika", "familienname": "Beispiel", "geburtsdatum": "1984-03-12"},
    "organisation": {"name": "Beispiel GmbH", "rechtsform": "GmbH", "register": "HRB 1"},
    "place": {"beschreibung": "Am Brunnen"}, "signature": {"name": "Erika Beispiel", "email": "erika@beispiel.example"},
    "address": {"strasse": "Musterweg", "hausnummer": "1", "plz": "55116", "ort": "Neustadt"},
}  # fmt: skip
_ROUNDS = 8
_APPEAL = "Gegen diesen Bescheid können Sie innerhalb eines Monats nach Bekanntgabe Widerspruch erheben."

# Tag, id, name, left edge, middle, width, height.
_SHAPES = (
    ("startEvent", "eingegangen", "Antrag eingegangen", 160, 140, 36, 36),
    ("userTask", "antrag_pruefen", "Antrag prüfen", 250, 140, 120, 80),
    ("userTask", "entscheiden", "Über den Antrag entscheiden", 420, 140, 120, 80),
    ("exclusiveGateway", "ergebnis", "Ergebnis?", 600, 140, 50, 50),
    ("serviceTask", "bewilligen", "Bescheid erlassen", 710, 60, 120, 80),
    ("serviceTask", "ablehnen", "Ablehnung erlassen", 710, 220, 120, 80),
    ("endEvent", "bewilligt", "Bewilligt", 900, 60, 36, 36),
    ("endEvent", "abgelehnt", "Abgelehnt", 900, 220, 36, 36),
)
_FLOWS = (
    ("eingegangen", "antrag_pruefen"), ("antrag_pruefen", "entscheiden"), ("entscheiden", "ergebnis"),
    ("ergebnis", "bewilligen"), ("ergebnis", "ablehnen"), ("bewilligen", "bewilligt"), ("ablehnen", "abgelehnt"),
)  # fmt: skip
_STEPS = {
    "antrag_pruefen": '<lz:step word="review" due="P14D" hint="Prüfen Sie die Angaben und die Nachweise.">'
    '<lz:field key="vollstaendig" type="boolean" label="Der Antrag ist vollständig"/></lz:step>',
    "entscheiden": '<lz:step word="decide" legal_basis="{law}">'
    '<lz:outcome key="bewilligen" label="Bewilligen" kind="grant" notice="bescheid"/>'
    '<lz:outcome key="ablehnen" label="Ablehnen" kind="refuse" notice="ablehnung"/></lz:step>',
    "bewilligen": '<lz:step word="issue_notice" notice="bescheid"/>',
    "ablehnen": '<lz:step word="issue_notice" notice="ablehnung"/>',
}


def process(key: str, title: str, law: str) -> str:
    """Return a process in BPMN with the standard words: review, decide, issue a notice."""
    name = key.replace("-", "_")
    flows = {(source, target): f"{source}_zu_{target}" for source, target in _FLOWS}
    nodes = "".join(_node(tag, id, label, flows, law) for tag, id, label, *_ in _SHAPES)
    arrows = "".join(_arrow(flow, source, target) for (source, target), flow in flows.items())
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
        ' xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"'
        ' xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:lz="urn:laufzettel:process:1" id="definitionen"'
        f' targetNamespace="urn:laufzettel:{key}">\n'
        f'  <bpmn:process id="{name}" name="{_escaped(title)}" isExecutable="true">\n{nodes}{arrows}  </bpmn:process>\n'
        f'  <bpmndi:BPMNDiagram id="bild">\n    <bpmndi:BPMNPlane id="ebene" bpmnElement="{name}">\n'
        f"{_diagram(flows)}    </bpmndi:BPMNPlane>\n  </bpmndi:BPMNDiagram>\n</bpmn:definitions>\n"
    )


def _node(tag: str, id: str, label: str, flows: Mapping[tuple[str, str], str], law: str) -> str:
    step = _STEPS.get(id, "").replace("{law}", _escaped(law))
    inside = f"      <bpmn:extensionElements>{step}</bpmn:extensionElements>\n" if step else ""
    inside += "".join(f"      <bpmn:incoming>{flow}</bpmn:incoming>\n" for (_, to), flow in flows.items() if to == id)
    inside += "".join(f"      <bpmn:outgoing>{flow}</bpmn:outgoing>\n" for (at, _), flow in flows.items() if at == id)
    default = f' default="{flows["ergebnis", "ablehnen"]}"' if id == "ergebnis" else ""
    return f'    <bpmn:{tag} id="{id}" name="{_escaped(label)}"{default}>\n{inside}    </bpmn:{tag}>\n'


def _arrow(flow: str, source: str, target: str) -> str:
    opening = f'    <bpmn:sequenceFlow id="{flow}" sourceRef="{source}" targetRef="{target}"'
    if (source, target) != ("ergebnis", "bewilligen"):
        return f"{opening}/>\n"
    condition = "<bpmn:conditionExpression>entscheiden.ergebnis = &quot;bewilligen&quot;</bpmn:conditionExpression>"
    return f'{opening} name="bewilligt">{condition}</bpmn:sequenceFlow>\n'


def _diagram(flows: Mapping[tuple[str, str], str]) -> str:
    lines = []
    places = {id: (left, middle, width) for _, id, _, left, middle, width, _ in _SHAPES}
    for _, id, _, left, middle, width, height in _SHAPES:
        marker = ' isMarkerVisible="true"' if id == "ergebnis" else ""
        lines.append(
            f'      <bpmndi:BPMNShape id="{id}_form" bpmnElement="{id}"{marker}>'
            f'<dc:Bounds x="{left}" y="{middle - height // 2}" width="{width}" height="{height}"/></bpmndi:BPMNShape>\n'
        )
    for (source, target), flow in flows.items():
        (left, middle, width), (to, there, _) = places[source], places[target]
        points = [(left + width, middle), (to, there)]
        if middle != there:
            turn = left + width // 2
            points = [(turn, middle + (25 if there > middle else -25)), (turn, there), (to, there)]
        way = "".join(f'<di:waypoint x="{x}" y="{y}"/>' for x, y in points)
        lines.append(f'      <bpmndi:BPMNEdge id="{flow}_linie" bpmnElement="{flow}">{way}</bpmndi:BPMNEdge>\n')
    return "".join(lines)


def _escaped(text: str) -> str:
    for sign, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(sign, entity)
    return text


def notices(title: str) -> dict[str, Raw]:
    """Return the two letters of the process; the texts are placeholders that say so."""
    name = title.replace("{", "{{").replace("}", "}}")
    told = {
        "bescheid": ("Bescheid", f"Wir geben Ihrem Antrag „{name}“ statt."),
        "ablehnung": ("Ablehnung", f"Wir lehnen Ihren Antrag „{name}“ ab."),
    }
    return {
        key: {
            "title": f"{word}: {name}"[:300],
            "kind": "decision",
            "layout": "letter",
            "blocks": [
                {"kind": "tenor", "text": tenor},
                {"kind": "reasons", "heading": "Begründung", "text": "{entscheidung.gruende}"},
                {
                    "kind": "appeal",
                    "text": _APPEAL,
                },
            ],
        }
        for key, (word, tenor) in told.items()
    }


def scenarios(package: Package) -> dict[str, Raw]:
    """Return scenarios that visit the whole skeleton, as far as sample answers can be found.

    `package` is the draft without them: the answers are tried out on its form until nothing is missing.
    """
    today = package.manifest.valid_from
    found = {"leeres-formular": _empty(package)}
    answers, files, is_complete = _filled(package)
    if not is_complete:
        return found
    outcomes = {"bewilligen": "bewilligt", "ablehnen": "abgelehnt"}
    for outcome, end in outcomes.items():
        word = "bescheid" if outcome == "bewilligen" else "ablehnung"
        found[end] = {
            "name": f"Der Antrag wird {end}",
            "today": today,
            "account": {"level_of_assurance": package.manifest.level_of_assurance},
            "submit": answers,
            **({"attachments": files} if files else {}),
            "then": [
                {"at": today, "as": "clerk", "task": "antrag_pruefen", "values": {"vollstaendig": True}},
                {
                    "at": today, "as": "clerk", "task": "entscheiden",
                    "values": {"ergebnis": outcome, "gruende": "Beispiel einer Begründung."},
                },
            ],
            "expect": {
                "path": ["eingegangen", "antrag_pruefen", "entscheiden", outcome, end],
                "state": "closed",
                "notice": {"template": word},
            },
        }  # fmt: skip
    return found


def _empty(package: Package) -> Raw:
    answers: Raw = {key: [{}] for key, group in package.form.groups.items() if group.repeat}
    state = _state(package, answers)
    paths = list(dict.fromkeys(problem.path for problem in state.problems))
    expect: Raw = {"state": "not_submitted", "problems": [{"path": path} for path in paths]}
    return {
        "name": "Ohne Angaben wird nichts abgesendet",
        "today": package.manifest.valid_from,
        "account": {"level_of_assurance": package.manifest.level_of_assurance},
        "submit": answers,
        "expect": expect if paths else {"state": "open"},
    }


def _state(package: Package, answers: Mapping[str, object]) -> FormState:
    account = {"level": package.manifest.level_of_assurance}
    known = environment(package, today=package.manifest.valid_from, account=account, look_ups={})
    return evaluate(package.form, answers, environment=known)


def _filled(package: Package) -> tuple[Raw, dict[str, list[str]], bool]:
    """Return sample answers, the files among them, and whether the form would take them."""
    answers: Raw = {
        key: [{} for _ in range(max(1, group.repeat.min))] if group.repeat else {}
        for key, group in package.form.groups.items()
    }
    files: dict[str, list[str]] = {}
    state = _state(package, answers)
    for _ in range(_ROUNDS):
        open_fields = [field for field in _fields(state) if field.shown and field.required and field.value is None]
        if not open_fields:
            break
        for field in open_fields:
            _answer(answers, files, field)
        state = _state(package, answers)
    return _without_files(answers, files), files, state.complete


def _fields(state: FormState) -> list[FieldState]:
    groups = [group for page in state.pages if page.visible for group in page.groups if group.visible]
    return [field for group in groups for item in group.items for field in item.fields]


def _answer(answers: Raw, files: dict[str, list[str]], field: FieldState) -> None:
    group, *place, key = field.path.split(".")
    item = answers[group][int(place[0])] if place else answers[group]
    if field.definition.type == "file":
        files[field.path] = ["nachweis.pdf"]
    item[key] = _sample(field)


def _sample(field: FieldState) -> object:
    definition = field.definition
    if definition.type == "file":
        return ["anlage-1"]
    if definition.type in ("choice", "multi_choice"):
        value = field.options[0].value if field.options else ""
        return [value] if definition.type == "multi_choice" else value
    if definition.type in ("number", "money"):
        low = definition.min if definition.min is not None else definition.max
        return str(low) if low is not None else "1"
    if definition.type == "text":
        return ("12345678901234567890" if definition.max_length and definition.max_length < 8 else "Beispielangabe")[
            : definition.max_length
        ]
    sample = _SAMPLES.get(definition.type, "Beispiel")
    asked = {part.key for part in parts_of(definition)}
    return {key: value for key, value in sample.items() if key in asked} if isinstance(sample, dict) else sample


def _without_files(answers: Raw, files: Mapping[str, list[str]]) -> Raw:
    """Scenarios name files apart from the answers."""
    for path in files:
        group, *place, key = path.split(".")
        item = answers[group][int(place[0])] if place else answers[group]
        item.pop(key, None)
    return answers
