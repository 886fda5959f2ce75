"""Read BPMN 2.0 into a definition; only the few elements of our vocabulary exist."""

from collections.abc import Iterator

from lxml import etree

from laufzettel.engine.process.definition import (
    Flow,
    Node,
    NodeKind,
    Option,
    Outcome,
    ProcessError,
    ProcessProblem,
    StepDefinition,
    StepField,
)
from laufzettel.kernel.errors import LaufzettelError
from laufzettel.kernel.xml import parse_xml

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
LZ = "{urn:laufzettel:process:1}"
MAX_BYTES = 1024 * 1024
MAX_NODES = 200

_KINDS: dict[str, NodeKind] = {
    "startEvent": "start",
    "endEvent": "end",
    "userTask": "task",
    "serviceTask": "task",
    "exclusiveGateway": "exclusive",
    "parallelGateway": "parallel",
}
_SILENT = frozenset(
    {"documentation", "extensionElements", "incoming", "outgoing", "laneSet", "textAnnotation", "association"}
)


class Reader:
    """Collects nodes, flows, steps and problems of one process element."""

    def __init__(self, content: bytes) -> None:
        try:
            root = parse_xml(content, max_bytes=MAX_BYTES)
        except LaufzettelError as error:
            raise ProcessError(error.message) from error
        processes = root.findall(f"{BPMN}process")
        if root.tag != f"{BPMN}definitions" or len(processes) != 1:
            raise ProcessError("Die Datei muss genau einen BPMN-Prozess enthalten.")
        self.process = processes[0]
        self.key = self.process.get("id", "")
        self.name = self.process.get("name", "")
        self.documentation = _text(self.process, "documentation")
        self.nodes: dict[str, Node] = {}
        self.flows: list[Flow] = []
        self.steps: dict[str, StepDefinition] = {}
        self.problems: list[ProcessProblem] = []
        self._elements: dict[str, str] = {}
        for element in self.process.iterchildren(tag=etree.Element):
            self._element(element)
        if len(self.nodes) > MAX_NODES:
            raise ProcessError(f"Der Prozess hat mehr als {MAX_NODES} Elemente.")

    def element_of(self, step: str) -> str:
        """Return the BPMN tag (userTask or serviceTask) of a step."""
        return self._elements.get(step, "")

    def _element(self, element: etree._Element) -> None:
        tag = etree.QName(element).localname if str(element.tag).startswith(BPMN) else str(element.tag)
        if tag == "sequenceFlow":
            self.flows.append(_flow(element))
        elif tag in _KINDS:
            self._node(tag, element)
        elif tag not in _SILENT:
            self._say(element, f"Das Element {tag} ist in einem Prozess nicht erlaubt.")

    def _node(self, tag: str, element: etree._Element) -> None:
        node_id = element.get("id", "")
        if node_id in self.nodes:
            self._say(element, f"Die Kennung „{node_id}“ kommt zweimal vor.")
        kind = self._kind(tag, element)
        self.nodes[node_id] = Node(
            id=node_id, kind=kind, name=element.get("name", ""), default=element.get("default", ""), line=_line(element)
        )
        self._elements[node_id] = tag
        if kind == "task":
            self._step(node_id, element)

    def _kind(self, tag: str, element: etree._Element) -> NodeKind:
        kind = _KINDS[tag]
        for child in element.iterchildren(tag=etree.Element):
            name = etree.QName(child).localname
            if name == "terminateEventDefinition" and kind == "end":
                kind = "terminate"
            elif name not in _SILENT:
                self._say(
                    element,
                    f"{name} ist hier nicht erlaubt (Zeitereignisse, Skripte und Mehrfachaufgaben gibt es nicht).",
                )
        return kind

    def _step(self, node_id: str, element: etree._Element) -> None:
        extensions = element.findall(f"{BPMN}extensionElements/*")
        found = [extension for extension in extensions if extension.tag == f"{LZ}step"]
        if len(found) != 1 or len(extensions) != 1:
            self._say(element, "Eine Aufgabe braucht genau ein Element lz:step und keine anderen Erweiterungen.")
            return
        step = found[0]
        attributes = {str(key): str(value) for key, value in step.attrib.items()}
        self.steps[node_id] = StepDefinition(
            id=node_id,
            name=element.get("name", ""),
            word=attributes.pop("word", ""),
            attributes=attributes,
            fields=tuple(_field(item) for item in step.findall(f"{LZ}field")),
            outcomes=tuple(_outcome(item) for item in step.findall(f"{LZ}outcome")),
            documentation=_text(element, "documentation"),
            line=_line(step),
        )
        for child in _unknown(step, {"field", "outcome"}):
            self._say(child, f"{child.tag} ist in lz:step nicht erlaubt.")

    def _say(self, element: etree._Element, message: str) -> None:
        self.problems.append(ProcessProblem(element=element.get("id", ""), line=_line(element), message=message))


def _unknown(step: etree._Element, known: set[str]) -> Iterator[etree._Element]:
    return (child for child in step.iterchildren(tag=etree.Element) if child.tag not in {LZ + name for name in known})


def _flow(element: etree._Element) -> Flow:
    condition = element.find(f"{BPMN}conditionExpression")
    return Flow(
        id=element.get("id", ""),
        source=element.get("sourceRef", ""),
        target=element.get("targetRef", ""),
        condition=(condition.text or "").strip() if condition is not None else "",
        line=_line(element),
    )


def _field(element: etree._Element) -> StepField:
    options = tuple(
        Option(value=item.get("value", ""), label=item.get("label", "")) for item in element.findall(f"{LZ}option")
    )
    return StepField(
        key=element.get("key", ""),
        type=element.get("type", ""),
        label=element.get("label", ""),
        hint=element.get("hint", ""),
        required=element.get("required", "true") == "true",
        options=options,
    )


def _outcome(element: etree._Element) -> Outcome:
    return Outcome(
        key=element.get("key", ""),
        label=element.get("label", ""),
        kind=element.get("kind", "other"),
        notice=element.get("notice", ""),
        when=element.get("when", ""),
    )


def _text(element: etree._Element, tag: str) -> str:
    found = element.find(f"{BPMN}{tag}")
    return " ".join((found.text or "").split()) if found is not None else ""


def _line(element: etree._Element) -> int:
    line: object = element.sourceline
    return line if isinstance(line, int) else 1
