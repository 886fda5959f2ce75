"""Rules: evaluations per second beside Python's own eval, simpleeval and feelin; how the time of a long table grows."""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import timeit
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

from laufzettel.engine import rules

ROUNDS, NUMBER = 5, 20_000
LEAST_PYTHON, LEAST_SIMPLEEVAL, LEAST_FEELIN = 0.4, 10.0, 100.0
CONTEXT = {
    "betrag": Decimal(150),
    "anzahl": Decimal(3),
    "rasse": "Pudel",
    "gefaehrlich": True,
    "seit": date(2026, 1, 1),
    "heute": date(2026, 5, 4),
}
CONSTANTS = {"D100": Decimal(100), "D2": Decimal(2), "D5": Decimal(5)}
CONDITIONS = (
    ("betrag > 100", "betrag > D100"),
    ('rasse = "Pudel"', "rasse == 'Pudel'"),
    ("seit <= heute", "seit <= heute"),
    ("betrag > 100 and gefaehrlich = true", "betrag > D100 and gefaehrlich == True"),
    ('anzahl >= 2 and anzahl <= 5 or rasse = "Dackel"', "anzahl >= D2 and anzahl <= D5 or rasse == 'Dackel'"),
    ("if gefaehrlich then betrag * 2 else betrag", "betrag * D2 if gefaehrlich else betrag"),
)
FEELIN = """
const { evaluate } = require('feelin');
const jobs = JSON.parse(process.argv[1]);
const results = jobs.map(([text, context]) => {
  const begin = process.hrtime.bigint();
  let count = 0;
  while (process.hrtime.bigint() - begin < 300000000n) { evaluate(text, context); count += 1; }
  return count / (Number(process.hrtime.bigint() - begin) / 1e9);
});
console.log(JSON.stringify(results));
"""


def main() -> int:
    """Print every ratio; always 0, because the figures of a busy machine are for people to judge."""
    ours, python = _side_by_side()
    _report("Python eval", ours, python, LEAST_PYTHON)
    _simpleeval(ours)
    _feelin(ours)
    _tables()
    return 0


def _rate(call: Callable[[], object], number: int = NUMBER) -> float:
    return number / timeit.timeit(call, number=number)


def _side_by_side() -> tuple[list[float], list[float]]:
    """Best rates of ours and of Python's eval, taken in turns so that both see the same machine."""
    ours, python = [], []
    for text, same in CONDITIONS:
        expression, code = rules.compile(text), compile(same, "rule", "eval")
        names = {**CONSTANTS, **CONTEXT}
        if expression.evaluate(CONTEXT) != eval(code, {}, names):
            raise AssertionError(text)
        rates = [
            (_rate(lambda e=expression: e.evaluate(CONTEXT)), _rate(lambda c=code, n=names: eval(c, {}, n)))
            for _ in range(ROUNDS)
        ]
        ours.append(max(rate for rate, _ in rates))
        python.append(max(rate for _, rate in rates))
    return ours, python


def _report(name: str, ours: list[float], other: list[float], least: float) -> bool:
    ratios = [one / two for one, two in zip(ours, other, strict=True)]
    for (text, _), rate, there, ratio in zip(CONDITIONS, ours, other, ratios, strict=True):
        print(f"rules: {text:50} {rate:>10,.0f}/s  {name} {there:>10,.0f}/s  ratio {ratio:.2f}")
    middle = statistics.median(ratios)
    verdict = "met" if middle >= least else "MISSED"
    print(f"rules: ours / {name}: median {middle:.2f}, worst {min(ratios):.2f} (aim {least}): {verdict}")
    return middle >= least


def _simpleeval(ours: list[float]) -> bool:
    try:
        import simpleeval
    except ImportError:
        print("rules: simpleeval is not installed, not compared")
        return True
    rates = []
    for _, same in CONDITIONS:
        evaluator = simpleeval.SimpleEval(names={**CONSTANTS, **CONTEXT, "True": True})
        rates.append(_rate(lambda e=evaluator, s=same: e.eval(s), 500))
    return _report("simpleeval", ours, rates, LEAST_SIMPLEEVAL)


def _feelin(ours: list[float]) -> bool:
    node = shutil.which("node")
    home = Path(__file__).resolve().parents[1]
    if node is None:
        print("rules: Node is not installed, feelin not compared")
        return True
    plain = {key: float(value) if isinstance(value, Decimal) else value for key, value in CONTEXT.items()}
    jobs = [[text, plain] for text, _ in CONDITIONS]
    given = json.dumps(jobs, default=str)
    done = subprocess.run(
        [node, "-e", FEELIN, given], cwd=home, capture_output=True, text=True, timeout=60, check=False
    )
    if done.returncode != 0:
        print("rules: feelin is not installed where Node looks (npm install feelin, or NODE_PATH), not compared")
        return True
    return _report("feelin", ours, json.loads(done.stdout), LEAST_FEELIN)


def _tables() -> bool:
    """A lookup in ten times as many rules must not take ten times as long."""
    short, long = (_lookup(size) for size in (100, 1000))
    growth = long / short
    print(f"rules: table with 100 rules {short * 1e6:.0f} µs, with 1,000 rules {long * 1e6:.0f} µs: {growth:.1f} times")
    print(f"rules: growth slower than linear: {'met' if growth < 10 else 'MISSED'}")
    return growth < 10


def _lookup(size: int) -> float:
    model = rules.load_dmn(_table(size))
    model.evaluate("satz", {"betrag": 5})
    inputs = {"betrag": size * 5 + 3}
    return min(timeit.repeat(lambda: model.evaluate("satz", inputs), number=200, repeat=ROUNDS)) / 200


def _table(size: int) -> bytes:
    rows = "".join(
        f"<rule><inputEntry><text>[{place * 10}..{place * 10 + 9}]</text></inputEntry>"
        f"<outputEntry><text>{place}</text></outputEntry></rule>"
        for place in range(size)
    )
    return (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" namespace="urn:bench" name="bench">'
        '<inputData name="betrag" id="i"><variable name="betrag" typeRef="number"/></inputData>'
        '<decision name="satz" id="d"><variable name="satz" typeRef="number"/>'
        '<informationRequirement><requiredInput href="#i"/></informationRequirement>'
        "<decisionTable><input><inputExpression><text>betrag</text></inputExpression></input><output/>"
        f"{rows}</decisionTable></decision></definitions>"
    ).encode()
