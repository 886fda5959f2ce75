"""Built-in functions for contexts."""

from __future__ import annotations

from typing import Any

from .errors import FeelError
from .limits import check_items
from .registry import builtin

CONTEXT = "Kontexte"


@builtin("get value(m: context, key: string) -> any", "get value(m: context, keys: list) -> any", group=CONTEXT)
def get_value(context: dict[str, Any], key: Any) -> Any:
    """Der Wert eines Eintrags.

    >>> feel('get value({rasse: "Pudel"}, "rasse")')
    "Pudel"
    """
    if not isinstance(key, list):
        return context.get(key)
    found: Any = context
    for step in key:
        if not isinstance(found, dict) or not isinstance(step, str):
            raise FeelError("Diesen Eintrag gibt es nicht.")
        found = found.get(step)
    return found


@builtin("get entries(m: context) -> list", group=CONTEXT)
def get_entries(context: dict[str, Any]) -> list[Any]:
    """Die Einträge als Liste von key und value.

    >>> feel('get entries({rasse: "Pudel"})')
    [{key: "rasse", value: "Pudel"}]
    """
    return [{"key": key, "value": value} for key, value in context.items()]


@builtin("context(entries: list) -> context", group=CONTEXT)
def context(entries: list[Any]) -> dict[str, Any]:
    """Ein Kontext aus einer Liste von key und value.

    >>> feel('context([{key: "rasse", value: "Pudel"}])')
    {rasse: "Pudel"}
    """
    made: dict[str, Any] = {}
    for entry in entries:
        if not isinstance(entry, dict) or not isinstance(entry.get("key"), str) or "value" not in entry:
            raise FeelError("Jeder Eintrag braucht key und value.")
        if entry["key"] in made:
            raise FeelError(f"Der Eintrag „{entry['key']}“ kommt doppelt vor.")
        made[entry["key"]] = entry["value"]
    return made


@builtin(
    "context put(context: context, key: string, value: any?) -> context",
    "context put(context: context, keys: list, value: any?) -> context",
    group=CONTEXT,
)
def context_put(context: dict[str, Any], key: Any, value: Any) -> dict[str, Any]:
    """Der Kontext mit einem neuen oder geänderten Eintrag.

    >>> feel('context put({rasse: "Pudel"}, "alter", 3)')
    {rasse: "Pudel", alter: 3}
    """
    if not isinstance(key, list):
        return {**context, key: value}
    if not key or not all(isinstance(step, str) for step in key):
        raise FeelError("Der Weg zum Eintrag muss aus Texten bestehen.")
    if len(key) > 40:
        raise FeelError("Der Weg zum Eintrag ist zu lang.")
    return _put(context, key, value)


def _put(context: Any, path: list[str], value: Any) -> dict[str, Any]:
    if not isinstance(context, dict):
        raise FeelError("Auf dem Weg zum Eintrag liegt kein Kontext.")
    first, *rest = path
    return {**context, first: _put(context.get(first), rest, value) if rest else value}


@builtin("context merge(contexts: list) -> context", group=CONTEXT)
def context_merge(contexts: list[Any]) -> dict[str, Any]:
    """Mehrere Kontexte in einem; der letzte Wert gilt.

    >>> feel('context merge([{rasse: "Pudel"}, {alter: 3}])')
    {rasse: "Pudel", alter: 3}
    """
    merged: dict[str, Any] = {}
    for one in contexts:
        if not isinstance(one, dict):
            raise FeelError("Die Liste enthält etwas, das kein Kontext ist.")
        merged.update(one)
        check_items(len(merged))
    return merged
