"""`laufzettel rules` and `laufzettel tck`: try expressions and tables, measure the interpreter."""

import json
import sys
from decimal import Decimal
from pathlib import Path

from laufzettel.engine import rules
from laufzettel.engine.rules.dmn import load_dmn
from laufzettel.engine.rules.dmn.terminal import explanation_text
from laufzettel.engine.rules.formatting import show
from laufzettel.engine.rules.values import to_feel
from laufzettel.kernel.errors import Refused


def evaluate(*, expression: str, context: str, file: Path | None = None) -> int:
    """Print the value of a FEEL expression, and why parts of it are null. Names come as JSON text or file."""
    names = _read_names(context, file)
    try:
        value, reasons = rules.compile(expression, names=names).explain(names)
    except rules.RuleError as error:
        raise Refused(str(error)) from error
    sys.stdout.write(f"{show(to_feel(value))}\n")
    sys.stdout.writelines(f"  Zeile {one.line}, Spalte {one.column}: {one.reason}\n" for one in reasons)
    return 0


def decide(*, file: Path, decision: str | None, context: str, values: Path | None = None) -> int:
    """Print the results of a DMN file, or of one decision, with the explanation as a table."""
    names = _read_names(context, values)
    try:
        model = load_dmn(file.read_bytes(), _neighbours(file))
        for name in [decision] if decision else model.results:
            sys.stdout.write(explanation_text(model.evaluate(name, names).explanation))
    except rules.RuleError as error:
        raise Refused(str(error)) from error
    return 0


def _neighbours(file: Path) -> dict[str, bytes]:
    """The other models in the folder: a model may include them."""
    return {other.name: other.read_bytes() for other in file.parent.glob("*.dmn") if other != file}


def _read_names(text: str, file: Path | None) -> dict[str, object]:
    return _read_context(file.read_text(encoding="utf-8") if file else text)


def tck(*, folders: list[Path]) -> int:
    """Run the test cases of the DMN TCK found in folders; 1 when one fails."""
    from laufzettel.engine.rules.tck import main

    return int(main([str(folder) for folder in folders]))


def _read_context(text: str) -> dict[str, object]:
    try:
        value = json.loads(text, parse_float=Decimal, parse_int=Decimal)
    except json.JSONDecodeError as error:
        raise Refused(f"--with: kein JSON / not JSON: {error}") from error
    if not isinstance(value, dict):
        raise Refused("--with: ein JSON-Objekt wird erwartet / a JSON object is expected")
    return value
