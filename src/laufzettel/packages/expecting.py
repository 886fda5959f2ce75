"""Compare what happened in a scenario with what it expects."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from laufzettel.packages.case_play import CasePlay
from laufzettel.packages.model import Package
from laufzettel.packages.noticing import NoticeContent
from laufzettel.packages.submitting import Submission

Expected = Mapping[str, Any]


def failures(package: Package, expected: Expected, submission: Submission, case: CasePlay | None) -> Iterator[str]:
    """Yield a German sentence for each expectation that was not met."""
    yield from _form(expected, submission)
    state = case.state if case else "not_submitted"
    yield from _equal("state", expected, state)
    if "fee" in expected:
        yield from _equal("fee", expected, _fee(package, submission, case))
    if "filed_under" in expected:
        yield from _equal("filed_under", expected, package.manifest.records.filing_plan_key if case else None)
    needs_case = set(expected) & set(_CASE)
    if case is None:
        if needs_case:
            yield f"Es wurde nichts eingereicht, erwartet war aber: {', '.join(sorted(needs_case))}."
        return
    for key in sorted(needs_case):
        yield from _CASE[key](expected[key], case)


def _form(expected: Expected, submission: Submission) -> Iterator[str]:
    wanted = {item["path"]: item.get("says", "") for item in expected.get("problems", ())}
    found: dict[str, list[str]] = {}
    for problem in submission.problems:
        found.setdefault(problem.path, []).append(problem.message)
    for path, messages in found.items():
        if path not in wanted:
            yield f"Unerwarteter Fehler bei {path}: {messages[0]}"
    for path, says in wanted.items():
        if path not in found:
            yield f"Bei {path} wurde kein Fehler gemeldet."
        elif not any(says in message for message in found[path]):
            yield f"Bei {path} steht „{found[path][0]}“, erwartet war „{says}“."
    for key in ("removed", "missing_evidence"):
        paths = sorted(getattr(submission.form, key))
        if key in expected and sorted(expected[key]) != paths:
            yield f"{key}: erwartet {sorted(expected[key])}, war {paths}."
    odd = sorted({concern.path for concern in submission.form.concerns})
    if "concerns" in expected and sorted(expected["concerns"]) != odd:
        yield f"concerns: erwartet {sorted(expected['concerns'])}, war {odd}."
    for key, value in expected.get("computed", {}).items():
        actual = submission.form.computed.get(key)
        if not same(value, actual):
            yield f"{key}: erwartet {_shown(value)}, war {_shown(actual)}."


def _fee(package: Package, submission: Submission, case: CasePlay | None) -> object:
    for item in package.form.computed:
        if item.role == "fee":
            return submission.form.computed.get(item.key)
    return case.charged if case else None


def _equal(key: str, expected: Expected, actual: object) -> Iterator[str]:
    if key in expected and not same(expected[key], actual):
        yield f"{key}: erwartet {_shown(expected[key])}, war {_shown(actual)}."


def _path(expected: list[str], case: CasePlay) -> Iterator[str]:
    if list(case.path) != expected:
        yield f"path: erwartet {' → '.join(expected)}, war {' → '.join(case.path)}."


def _waiting(expected: str, case: CasePlay) -> Iterator[str]:
    waiting = [task.step for task in case.open]
    if expected not in waiting:
        yield f"waiting_for: erwartet {expected}, es wartet {', '.join(waiting) or 'nichts'}."


def _charged(expected: object, case: CasePlay) -> Iterator[str]:
    if not same(expected, case.charged):
        yield f"charged: erwartet {_shown(expected)}, war {_shown(case.charged)}."


def _paid(expected: bool, case: CasePlay) -> Iterator[str]:
    if bool(case.paid) != expected:
        yield f"paid: erwartet {expected}, war {case.paid}."


def _decision(expected: str, case: CasePlay) -> Iterator[str]:
    actual = case.decisions[-1][1] if case.decisions else None
    if actual != expected:
        yield f"decision: erwartet {expected}, war {actual}."


def _notices(expected: Any, case: CasePlay) -> Iterator[str]:
    for item in expected if isinstance(expected, list) else [expected]:
        found = [notice for notice in case.notices if notice.key == item["template"]]
        if not found:
            yield f"Der Bescheid {item['template']} wurde nicht erlassen."
        else:
            yield from _notice(item, found[-1])


def _notice(expected: Expected, notice: NoticeContent) -> Iterator[str]:
    text = _squeezed(notice.plain_text())
    for part in expected.get("contains", ()):
        if _squeezed(part) not in text:
            yield f"Im Bescheid {notice.key} fehlt „{part}“. Er lautet: {text}"
    for part in expected.get("lacks", ()):
        if _squeezed(part) in text:
            yield f"Im Bescheid {notice.key} steht „{part}“."
    for key in ("valid_from", "valid_until"):
        yield from _equal(key, expected, getattr(notice, key))


def _no_notice(expected: bool, case: CasePlay) -> Iterator[str]:
    if case.notices:
        yield f"Es wurde ein Bescheid erlassen: {case.notices[-1].key}."


def _messages(expected: list[str], case: CasePlay) -> Iterator[str]:
    if len(expected) != len(case.messages):
        yield f"messages: erwartet {len(expected)} Nachrichten, es waren {len(case.messages)}: {case.messages}."
    for part, message in zip(expected, case.messages, strict=False):
        if _squeezed(part) not in _squeezed(message):
            yield f"In der Nachricht „{message}“ fehlt „{part}“."


def _handed_over(expected: Expected, case: CasePlay) -> Iterator[str]:
    data = case.handed_over[-1] if case.handed_over else None
    if not isinstance(data, Mapping):
        yield "Es wurden keine Daten übergeben."
        return
    for key, value in expected.items():
        if not same(value, data.get(key)):
            yield f"handed_over.{key}: erwartet {_shown(value)}, war {_shown(data.get(key))}."


def _due(expected: Mapping[str, date], case: CasePlay) -> Iterator[str]:
    due = {task.step: case.plans[task.id].due_on for task in case.open if task.id in case.plans}
    for step, day in expected.items():
        if due.get(step) != day:
            yield f"due.{step}: erwartet {day}, war {due.get(step)}."


_CASE: dict[str, Callable[[Any, CasePlay], Iterator[str]]] = {
    "path": _path,
    "waiting_for": _waiting,
    "charged": _charged,
    "paid": _paid,
    "decision": _decision,
    "notice": _notices,
    "no_notice": _no_notice,
    "messages": _messages,
    "handed_over": _handed_over,
    "due": _due,
}


def same(expected: object, actual: object) -> bool:
    """Say whether two values are equal; numbers by value, lists and contexts part by part."""
    if isinstance(expected, bool) or isinstance(actual, bool):
        return expected is actual
    if isinstance(expected, int | Decimal) and isinstance(actual, int | Decimal):
        return Decimal(expected) == Decimal(actual)
    if isinstance(expected, Mapping) and isinstance(actual, Mapping):
        return expected.keys() == actual.keys() and all(same(expected[key], actual[key]) for key in expected)
    if isinstance(expected, list) and isinstance(actual, list):
        return len(expected) == len(actual) and all(map(same, expected, actual))
    return expected == actual


def _squeezed(text: str) -> str:
    return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())


def _shown(value: object) -> str:
    return "nichts" if value is None else str(value)
