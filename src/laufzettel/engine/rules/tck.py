"""Runs the official test kit of DMN: a model and its test files, expected against actual."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from laufzettel.kernel.xml import UnsafeXml, parse_xml

from .dmn.model import DecisionModel, load_dmn
from .dmn.xml import Element, attribute, child, children, tag
from .durations import parse_duration
from .errors import FeelError, RuleError
from .formatting import show
from .limits import Run
from .operators import equal
from .temporal import parse_date, parse_date_time, parse_time
from .values import to_feel

XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
_CLOCK = datetime(2026, 5, 4, 10, 30, tzinfo=UTC)
_TOLERANCE = Decimal("0.00000001")


@dataclass(frozen=True, slots=True)
class Result:
    """One expected result: which file, case and node; whether it came out; expected and actual as text."""

    file: str
    case: str
    node: str
    passed: bool
    expected: str
    actual: str


def run(dirs: Iterable[str | Path]) -> list[Result]:
    """Run every test file found below the directories."""
    return [result for path in _test_files(dirs) for result in _run_file(path)]


def _test_files(dirs: Iterable[str | Path]) -> Iterator[Path]:
    for folder in dirs:
        for path in sorted(Path(folder).rglob("*.xml")):
            if "-test-" in path.name or path.stem.endswith("-test"):
                yield path


def _run_file(path: Path) -> Iterator[Result]:
    try:
        root = parse_xml(path.read_bytes())
        model = _model_for(root, path)
    except (UnsafeXml, RuleError, OSError) as error:
        yield Result(str(path), "-", "-", False, "a readable model", str(error))
        return
    for case in children(root, "testCase"):
        yield from _run_case(path, model, case)


def _model_for(root: Element, path: Path) -> DecisionModel:
    named = child(root, "modelName")
    name = (named.text or "").strip() if named is not None else ""
    file = path.parent / name if name else next(iter(sorted(path.parent.glob("*.dmn"))))
    if not file.exists():
        file = next(iter(sorted(path.parent.glob("*.dmn"))))
    others = {other.name: other.read_bytes() for other in path.parent.glob("*.dmn") if other != file}
    try:
        return load_dmn(file.read_bytes(), others)
    except RuleError:
        return load_dmn(file.read_bytes(), {name: content for name, content in others.items() if _loads(content)})


def _loads(content: bytes) -> bool:
    try:
        return bool(parse_xml(content) is not None)
    except UnsafeXml:
        return False


def _run_case(path: Path, model: DecisionModel, case: Element) -> Iterator[Result]:
    inputs = {attribute(node, "name"): value_of(node) for node in children(case, "inputNode")}
    for node in children(case, "resultNode"):
        expected = value_of(child(node, "expected"))
        try:
            actual = to_feel(_evaluate(model, case, node, inputs))
            passed = agrees(expected, actual)
            told = show(actual)
        except (RuleError, FeelError) as error:
            passed, told = False, f"Fehler: {error}"
        yield Result(str(path), attribute(case, "id"), attribute(node, "name"), passed, show(expected), told)


def _evaluate(model: DecisionModel, case: Element, node: Element, inputs: Mapping[str, Any]) -> Any:
    kind = attribute(node, "type") or attribute(case, "type", "decision")
    name = attribute(node, "name")
    invoked = attribute(case, "invocableName")
    if kind == "decisionService" or attribute(case, "type") == "decisionService":
        service = invoked or name
        value = model.evaluate_service(service, inputs, now=_CLOCK).value
        return value.get(name) if isinstance(value, dict) and name in value and name != service else value
    if kind == "bkm" or attribute(case, "type") == "bkm":
        return model.functions()[invoked or name].call_named(inputs, Run(now=_CLOCK))
    if name not in model.decisions and name in model.services:
        return model.evaluate_service(name, inputs, now=_CLOCK).value
    return model.evaluate(name, inputs, now=_CLOCK).value


def value_of(element: Element | None) -> Any:
    """The FEEL value of an input or expected node: value, list or components."""
    if element is None or attribute(element, f"{XSI}nil") == "true":
        return None
    inner = list(children(element, "value", "list", "component", "item"))
    if inner and tag(inner[0]) == "component":
        return {attribute(part, "name"): value_of(part) for part in inner}
    if inner and tag(inner[0]) == "list":
        if attribute(inner[0], f"{XSI}nil") == "true":
            return None
        return [value_of(item) for item in children(inner[0], "item")]
    return _simple(inner[0]) if inner and tag(inner[0]) == "value" else None


def _simple(element: Element) -> Any:
    if attribute(element, f"{XSI}nil") == "true":
        return None
    text = element.text or ""
    kind = attribute(element, f"{XSI}type", "xsd:string").split(":")[-1]
    try:
        return _typed(kind, text)
    except (FeelError, InvalidOperation):
        return text


def _typed(kind: str, text: str) -> Any:
    if kind in ("decimal", "double", "integer", "int", "long", "float"):
        return Decimal(text.strip())
    if kind == "boolean":
        return text.strip() in ("true", "1")
    if kind in ("duration", "dayTimeDuration", "yearMonthDuration"):
        return _duration(text.strip())
    readers = {"date": parse_date, "time": parse_time, "dateTime": parse_date_time}
    return readers[kind](text.strip()) if kind in readers else text


def _duration(text: str) -> Any:
    if text in ("P0Y0M", "P0M", "P0Y"):
        return parse_duration("P0M")
    return parse_duration(text)


def agrees(expected: Any, actual: Any) -> bool:
    """Whether a result is the expected one; numbers may differ beyond the eighth digit."""
    if isinstance(expected, list):
        same_length = isinstance(actual, list) and len(expected) == len(actual)
        return same_length and all(agrees(one, other) for one, other in zip(expected, actual, strict=True))
    if isinstance(expected, dict):
        same_keys = isinstance(actual, dict) and expected.keys() == actual.keys()
        return same_keys and all(agrees(value, actual[key]) for key, value in expected.items())
    if isinstance(expected, Decimal) and isinstance(actual, Decimal):
        return abs(expected - actual) <= _TOLERANCE * max(Decimal(1), abs(expected))
    return equal(expected, actual, Run()) is True


def main(dirs: Sequence[str]) -> int:
    """Print each failure with expected and actual, last a line with the counts. Returns the exit code."""
    results = run(dirs)
    for result in results:
        if not result.passed:
            told = f"expected {result.expected}, actual {result.actual}"
            sys.stdout.write(f"{result.file} {result.case} {result.node}: {told}\n")
    failed = sum(not result.passed for result in results)
    sys.stdout.write(f"{len(results) - failed} passed, {failed} failed\n")
    return 1 if failed or not results else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
