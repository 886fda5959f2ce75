"""What must hold for a diagram before it may run."""

import re
from collections.abc import Iterator

from laufzettel.engine.process.definition import Flow, Node, ProcessDefinition, ProcessProblem, StepDefinition
from laufzettel.engine.process.vocabulary import FIELD_TYPES, OUTCOME_KINDS, WORDS, Word

_ID = re.compile(r"[a-z][a-z0-9_]{0,59}\Z")
_PERIOD = re.compile(r"P(?=.)([0-9]{1,3}Y)?([0-9]{1,3}M)?([0-9]{1,3}W)?([0-9]{1,4}D)?\Z")


def structure_problems(definition: ProcessDefinition) -> Iterator[ProcessProblem]:
    """Yield what is wrong with nodes and arrows: identifiers, ends, conditions, unreachable parts."""
    yield from _ids(definition)
    yield from _flow_ends(definition)
    yield from _starts(definition)
    for node in definition.nodes.values():
        yield from _node(definition, node)
    yield from _reach(definition)


def step_problems(step: StepDefinition, element: str) -> Iterator[ProcessProblem]:
    """Yield what is wrong with one lz:step; `element` is the BPMN tag that carries it."""
    word = WORDS.get(step.word)
    if word is None:
        yield _step(step, f"Das Wort „{step.word}“ gibt es nicht. Erlaubt sind: {', '.join(WORDS)}.")
        return
    if element != word.element:
        yield _step(step, f"„{step.word}“ gehört in ein Element bpmn:{word.element}.")
    for key in sorted(set(step.attributes) - set(word.attributes)):
        yield _step(step, f"„{step.word}“ kennt die Angabe „{key}“ nicht.")
    for key in sorted(word.needs - set(step.attributes)):
        yield _step(step, f"„{step.word}“ braucht die Angabe „{key}“.")
    if "due" in step.attributes and not _PERIOD.match(step.attributes["due"]):
        yield _step(step, "„due“ muss eine Dauer wie P14D sein.")
    yield from _fields(step, word)
    yield from _outcomes(step, word)


def _ids(definition: ProcessDefinition) -> Iterator[ProcessProblem]:
    for node in definition.nodes.values():
        if not _ID.match(node.id):
            yield _at(node, f"Die Kennung „{node.id}“ muss ein kleingeschriebenes Wort ohne Umlaute sein.")
    seen: set[str] = set(definition.nodes)
    for flow in definition.flows:
        if not flow.id or flow.id in seen:
            yield _flow(flow, "Ein Pfeil braucht eine eigene Kennung.")
        seen.add(flow.id)


def _flow_ends(definition: ProcessDefinition) -> Iterator[ProcessProblem]:
    pairs: set[tuple[str, str]] = set()
    for flow in definition.flows:
        if flow.source not in definition.nodes or flow.target not in definition.nodes:
            yield _flow(flow, "Der Pfeil beginnt oder endet an einem Element, das es nicht gibt.")
        if (flow.source, flow.target) in pairs:
            yield _flow(flow, "Zwischen diesen Elementen gibt es schon einen Pfeil.")
        pairs.add((flow.source, flow.target))


def _starts(definition: ProcessDefinition) -> Iterator[ProcessProblem]:
    kinds = [node.kind for node in definition.nodes.values()]
    if kinds.count("start") != 1:
        yield ProcessProblem(element="", line=1, message="Ein Prozess braucht genau ein Startereignis.")
    if "end" not in kinds and "terminate" not in kinds:
        yield ProcessProblem(element="", line=1, message="Ein Prozess braucht mindestens ein Endereignis.")


def _node(definition: ProcessDefinition, node: Node) -> Iterator[ProcessProblem]:
    outgoing = definition.outgoing(node.id)
    incoming = [flow for flow in definition.flows if flow.target == node.id]
    ending = node.kind in ("end", "terminate")
    if ending == bool(outgoing):
        yield _at(node, f"„{node.id}“ {'darf keinen' if ending else 'braucht einen'} ausgehenden Pfeil haben.")
    if (node.kind == "start") == bool(incoming):
        yield _at(
            node, f"„{node.id}“ {'darf keinen' if node.kind == 'start' else 'braucht einen'} eingehenden Pfeil haben."
        )
    if node.kind in ("start", "task") and len(outgoing) > 1:
        yield _at(node, f"Aus „{node.id}“ führen mehrere Pfeile; setzen Sie ein Gateway dazwischen.")
    if node.kind == "exclusive":
        yield from _exclusive(node, outgoing)
    elif conditional := [flow for flow in outgoing if flow.condition]:
        yield _flow(conditional[0], "Bedingungen sind nur an Pfeilen aus einem exklusiven Gateway erlaubt.")


def _exclusive(node: Node, outgoing: tuple[Flow, ...]) -> Iterator[ProcessProblem]:
    if len(outgoing) < 2:
        return
    if node.default not in {flow.id for flow in outgoing}:
        yield _at(
            node, f"Das Gateway „{node.id}“ braucht einen Standardpfeil (default), damit kein Fall stecken bleibt."
        )
    for flow in outgoing:
        if not flow.condition and flow.id != node.default:
            yield _flow(flow, "Der Pfeil aus einem exklusiven Gateway braucht eine Bedingung.")


def _reach(definition: ProcessDefinition) -> Iterator[ProcessProblem]:
    starts = {node.id for node in definition.nodes.values() if node.kind == "start"}
    ends = {node.id for node in definition.nodes.values() if node.kind in ("end", "terminate")}
    forward = _closure(starts, [(flow.source, flow.target) for flow in definition.flows])
    backward = _closure(ends, [(flow.target, flow.source) for flow in definition.flows])
    for node in definition.nodes.values():
        if node.id not in forward:
            yield _at(node, f"„{node.id}“ ist vom Start aus nicht erreichbar.")
        if node.id not in backward:
            yield _at(node, f"Von „{node.id}“ führt kein Weg zu einem Ende.")


def _closure(seed: set[str], edges: list[tuple[str, str]]) -> set[str]:
    reached, frontier = set(seed), set(seed)
    while frontier:
        frontier = {target for source, target in edges if source in frontier} - reached
        reached |= frontier
    return reached


def _fields(step: StepDefinition, word: Word) -> Iterator[ProcessProblem]:
    if step.fields and not word.has_fields:
        yield _step(step, f"„{step.word}“ hat keine Felder.")
    keys = [field.key for field in step.fields]
    for field in step.fields:
        if not _ID.match(field.key) or keys.count(field.key) > 1 or field.key == "ergebnis":
            yield _step(step, f"Das Feld „{field.key}“ hat keinen gültigen eigenen Namen.")
        if field.type not in FIELD_TYPES or not field.label:
            yield _step(step, f"Das Feld „{field.key}“ braucht label und einen Typ aus: {', '.join(FIELD_TYPES)}.")
        if (field.type == "choice") != bool(field.options):
            yield _step(step, f"Das Feld „{field.key}“: lz:option gehört genau zum Typ choice.")
    if step.word == "ask" and not step.fields and not step.attributes.get("fields"):
        yield _step(step, "„ask“ braucht fields oder lz:field: Was soll beantwortet werden?")


def _outcomes(step: StepDefinition, word: Word) -> Iterator[ProcessProblem]:
    if bool(step.outcomes) != word.has_outcomes:
        yield _step(step, f"„{step.word}“ {'braucht mindestens ein' if word.has_outcomes else 'hat kein'} lz:outcome.")
    if step.outcomes and all(outcome.when for outcome in step.outcomes):
        yield _step(step, "Mindestens ein lz:outcome braucht kein „when“, damit kein Fall stecken bleibt.")
    keys = [outcome.key for outcome in step.outcomes]
    for outcome in step.outcomes:
        if not _ID.match(outcome.key) or keys.count(outcome.key) > 1 or not outcome.label:
            yield _step(step, f"Das Ergebnis „{outcome.key}“ braucht einen eigenen Namen und ein label.")
        if outcome.kind not in OUTCOME_KINDS:
            yield _step(step, f"Das Ergebnis „{outcome.key}“ braucht kind aus: {', '.join(OUTCOME_KINDS)}.")


def _at(node: Node, message: str) -> ProcessProblem:
    return ProcessProblem(element=node.id, line=node.line, message=message)


def _flow(flow: Flow, message: str) -> ProcessProblem:
    return ProcessProblem(element=flow.id, line=flow.line, message=message)


def _step(step: StepDefinition, message: str) -> ProcessProblem:
    return ProcessProblem(element=step.id, line=step.line, message=message)
