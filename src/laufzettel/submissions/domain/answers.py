"""Answers as JSON: files among them, limits, what the database can store."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from laufzettel.engine.forms import FormDefinition
from laufzettel.kernel.errors import Refused
from laufzettel.kernel.language import say

MOST_ANSWER_BYTES = 512 * 1024
_KEY = r"[a-z][a-z0-9_]{0,39}"
_KNOWN_PATH = re.compile(rf"frage\.\d{{1,18}}\.{_KEY}|{_KEY}(\.\d{{1,3}})?\.{_KEY}", re.ASCII)


def add_file(answers: Mapping[str, Any], path: str, attachment_id: str) -> dict[str, Any]:
    """Return the answers with one more file at `path`; items in between come into being empty."""
    group, *rest = path.split(".")
    changed = {**answers}
    if len(rest) == 1:
        changed[group] = _with_file(answers.get(group) or {}, rest[0], attachment_id)
        return changed
    index = int(rest[0])
    items = [*(answers.get(group) or [])]
    items += [{} for _ in range(index + 1 - len(items))]
    items[index] = _with_file(items[index], rest[1], attachment_id)
    changed[group] = items
    return changed


def _with_file(item: Mapping[str, Any], key: str, attachment_id: str) -> dict[str, Any]:
    return {**item, key: [*(item.get(key) or []), attachment_id]}


def without_file(value: Any, attachment_id: str) -> Any:
    """Return answers without a file, wherever it stands."""
    if isinstance(value, Mapping):
        return {key: without_file(part, attachment_id) for key, part in value.items()}
    if isinstance(value, list):
        return [without_file(part, attachment_id) for part in value if part != attachment_id]
    return value


def files_in(form: FormDefinition, answers: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield path and attachment id of every file in the answers, in the order of the form."""
    for group in form.groups.values():
        given = answers.get(group.key)
        items = enumerate(given) if isinstance(given, list) else [(None, given or {})]
        for index, item in items:
            base = group.key if index is None else f"{group.key}.{index}"
            for definition in group.fields:
                if definition.type == "file":
                    yield from ((f"{base}.{definition.key}", str(id)) for id in item.get(definition.key) or ())


def only_known_files(form: FormDefinition, answers: Mapping[str, Any], known: set[str]) -> Mapping[str, Any]:
    """Return the answers without files that do not belong to this draft."""
    foreign = {id for _, id in files_in(form, answers)} - known
    for id in foreign:
        answers = without_file(answers, id)
    return answers


def storable(value: Any) -> Any:
    """Return JSON without NUL characters, which PostgreSQL cannot store."""
    if isinstance(value, Mapping):
        return {key.replace("\x00", ""): storable(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [storable(part) for part in value]
    return value.replace("\x00", "") if isinstance(value, str) else value


def told_path(path: str) -> str:
    """Return a path as events may tell it: one of the form (`group[.number].field`) or of a question, else `nachweis`.

    A path comes from the applicant; whatever else stands in it must not get into the audit trail.
    """
    return path if _KNOWN_PATH.fullmatch(path) else "nachweis"


def check_size(answers: Mapping[str, Any]) -> None:
    """Raise `Refused` when answers are larger than any honest form."""
    if len(json.dumps(answers, ensure_ascii=False).encode()) > MOST_ANSWER_BYTES:
        raise Refused(say("Die Angaben sind zu umfangreich. Kürzen Sie lange Texte."))
