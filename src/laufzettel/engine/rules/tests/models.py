"""Small decision models for the tests, written as XML."""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import escape

from laufzettel.engine.rules import DecisionModel, load_dmn

NAMESPACE = "https://www.omg.org/spec/DMN/20230324/MODEL/"


def definitions(*parts: str, name: str = "modell", namespace: str = "urn:test:modell") -> bytes:
    body = "".join(parts)
    return (
        f'<definitions xmlns="{NAMESPACE}" name="{name}" id="_{name}" namespace="{namespace}">{body}</definitions>'
    ).encode()


def model(*parts: str, imports: Mapping[str, bytes] | None = None) -> DecisionModel:
    return load_dmn(definitions(*parts), imports)


def input_data(name: str, kind: str = "Any") -> str:
    return f'<inputData name="{name}" id="i_{name}"><variable name="{name}" typeRef="{kind}"/></inputData>'


def literal(text: str, kind: str = "") -> str:
    attribute = f' typeRef="{kind}"' if kind else ""
    return f"<literalExpression{attribute}><text>{escape(text)}</text></literalExpression>"


def decision(name: str, logic: str, *, needs: tuple[str, ...] = (), kind: str = "Any") -> str:
    requirements = "".join(_requirement(need) for need in needs)
    variable = f'<variable name="{name}" typeRef="{kind}"/>'
    return f'<decision name="{name}" id="d_{name}">{variable}{requirements}{logic}</decision>'


def _requirement(need: str) -> str:
    if need.startswith(("b_", "s_")):
        return f'<knowledgeRequirement><requiredKnowledge href="#{need}"/></knowledgeRequirement>'
    tag = "requiredDecision" if need.partition("#")[2].startswith("d_") or need.startswith("d_") else "requiredInput"
    href = need if "#" in need else f"#{need}"
    return f'<informationRequirement><{tag} href="{href}"/></informationRequirement>'


def table(
    inputs: tuple[str, ...],
    rules: tuple[tuple[str, ...], ...],
    *,
    outputs: tuple[str, ...] = ("",),
    policy: str = "UNIQUE",
    aggregation: str = "",
    values: tuple[str, ...] = (),
    default: str = "",
) -> str:
    """Rules are rows of cells: inputs first, then outputs. `values` are the allowed values of the outputs."""
    columns = "".join(
        f"<input><inputExpression><text>{escape(text)}</text></inputExpression></input>" for text in inputs
    )
    columns += "".join(_output(name, values, place, default) for place, name in enumerate(outputs))
    rows = "".join(_rule(row, len(inputs)) for row in rules)
    extra = f' aggregation="{aggregation}"' if aggregation else ""
    return f'<decisionTable hitPolicy="{policy}"{extra}>{columns}{rows}</decisionTable>'


def _output(name: str, values: tuple[str, ...], place: int, default: str) -> str:
    attribute = f' name="{name}"' if name else ""
    inside = f"<outputValues><text>{escape(values[place])}</text></outputValues>" if place < len(values) else ""
    inside += f"<defaultOutputEntry><text>{escape(default)}</text></defaultOutputEntry>" if default else ""
    return f"<output{attribute}>{inside}</output>"


def _rule(row: tuple[str, ...], inputs: int) -> str:
    cells = "".join(f"<inputEntry><text>{escape(cell)}</text></inputEntry>" for cell in row[:inputs])
    cells += "".join(f"<outputEntry><text>{escape(cell)}</text></outputEntry>" for cell in row[inputs:])
    return f"<rule>{cells}</rule>"
