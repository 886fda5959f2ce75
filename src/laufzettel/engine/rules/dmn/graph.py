"""The elements of a model and what each requires, across imported models."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from laufzettel.engine.rules.compiler import Code
from laufzettel.engine.rules.errors import RuleError
from laufzettel.engine.rules.expression import UnaryTests
from laufzettel.engine.rules.types import FeelType

from .items import ItemTypes
from .table import Table
from .xml import Element, Problem, Source, attribute, child, children, line_of, name_of, reference, tag

MAX_ELEMENTS = 5000
KINDS = frozenset(("decision", "inputData", "businessKnowledgeModel", "decisionService", "knowledgeSource"))


@dataclass(eq=False, slots=True)
class Part:
    """An element of the requirement graph: what it is, where it belongs, what it requires."""

    kind: str
    name: str
    element: Element
    graph: Graph
    line: int
    type: FeelType
    required: list[Part] = field(default_factory=list)
    code: Code | None = None
    maker: Any = None
    tables: list[Table] = field(default_factory=list)
    allowed: UnaryTests | None = None

    def information(self) -> Iterator[Part]:
        """The input data and decisions it requires."""
        return (part for part in self.required if part.kind in ("inputData", "decision"))

    def knowledge(self) -> Iterator[Part]:
        """The functions and services it requires."""
        return (part for part in self.required if part.kind in ("businessKnowledgeModel", "decisionService"))


class Graph:
    """One model: its parts by id, its types, its imports by name and namespace."""

    def __init__(self, root: Element, imports: Mapping[str, Graph], source: bytes = b"") -> None:
        self.root = root
        self.source = Source(source)
        self.namespace = attribute(root, "namespace")
        self.name = name_of(root)
        self.problems: list[Problem] = []
        self.imports: dict[str, Graph] = {}
        for entry in children(root, "import"):
            self._import(entry, imports)
        self.types = ItemTypes(root, self._imported_types(), self.problems)
        self.parts: dict[str, Part] = {}
        self._read_parts()

    def _import(self, entry: Element, known: Mapping[str, Graph]) -> None:
        namespace, name = attribute(entry, "namespace"), name_of(entry)
        is_dmn = "omg.org/spec/DMN" in attribute(entry, "importType", "omg.org/spec/DMN")
        if namespace not in known and not is_dmn:
            return
        if namespace not in known:
            raise RuleError(f"Das eingebundene Modell „{name or namespace}“ fehlt.", line_of(entry))
        self.imports[name] = known[namespace]

    def _imported_types(self) -> dict[str, FeelType]:
        return {
            f"{name}.{key}" if name else key: kind
            for name, graph in self.imports.items()
            for key, kind in graph.types.own.items()
        }

    def _read_parts(self) -> None:
        for element in children(self.root, *KINDS):
            variable = child(element, "variable")
            kind = self.types.find(attribute(variable, "typeRef"), variable)
            name = name_of(element) or name_of(variable)
            key = attribute(element, "id") or name
            if key in self.parts or len(self.parts) >= MAX_ELEMENTS:
                raise RuleError(f"Das Modell hat zwei Elemente mit der Kennung „{key}“.", line_of(element))
            self.parts[key] = Part(tag(element), name, element, self, line_of(element), kind)

    def link(self) -> None:
        """Resolve what each part requires; RuleError for something that is not there or goes in circles."""
        for part in self.parts.values():
            for requirement in children(part.element, "informationRequirement", "knowledgeRequirement"):
                target = child(requirement, "requiredDecision", "requiredInput", "requiredKnowledge")
                part.required.append(self.resolve(reference(target), line_of(requirement)))
        for part in self.parts.values():
            _refuse_circle(part)

    def resolve(self, href: str, line: int) -> Part:
        """The part an href names, here or in an imported model."""
        namespace, _, key = href.rpartition("#")
        for graph in [self, *self.imports.values()]:
            if namespace in ("", graph.namespace) and key in graph.parts and (namespace or graph is self):
                return graph.parts[key]
        raise RuleError(f"Das Modell verweist auf „{href}“, das es nicht gibt.", line)

    def prefix_of(self, part: Part) -> str:
        """The import name under which a part is known here; empty for an own part."""
        return next((name for name, graph in self.imports.items() if graph is part.graph), "")

    def by_name(self, kind: str) -> dict[str, Part]:
        """The own parts of a kind by name."""
        return {part.name: part for part in self.parts.values() if part.kind == kind}

    def all_graphs(self) -> Iterator[Graph]:
        """This model and all imported ones."""
        yield self
        for graph in self.imports.values():
            yield from graph.all_graphs()


def _refuse_circle(start: Part) -> None:
    """Decisions that need themselves have no value. Functions may call themselves."""
    done: set[int] = set()
    stack: list[tuple[Part, Iterator[Part]]] = [(start, start.information())]
    while stack:
        part, following = stack[-1]
        successor = next(following, None)
        if successor is None:
            done.add(id(part))
            stack.pop()
        elif any(successor is open_part for open_part, _ in stack):
            raise RuleError(f"Die Entscheidung „{successor.name}“ braucht ihr eigenes Ergebnis.", successor.line)
        elif id(successor) not in done:
            stack.append((successor, successor.information()))
        if len(stack) > 100:
            raise RuleError("Die Entscheidungen hängen zu tief voneinander ab.", start.line)
