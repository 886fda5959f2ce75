"""Read one submitted page: names like `hunde.0.rasse`, German notation, nothing trusted."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import TypeVar

from laufzettel.engine.forms.answers import Item, load_answers
from laufzettel.engine.forms.composites import COMPOSITES, parts_of, read_part
from laufzettel.engine.forms.definition import FieldDefinition, FormDefinition, GroupDefinition
from laufzettel.engine.forms.german import Unreadable
from laufzettel.engine.forms.values import load_value, read_text_answer
from laufzettel.kernel.errors import Problem
from laufzettel.kernel.language import say

Raw = Mapping[str, Sequence[str]]

Typed = TypeVar("Typed", str, list[str])

DATE_PARTS = ("tag", "monat", "jahr")


@dataclass(frozen=True, kw_only=True)
class PageInput:
    """All answers after this page (those of other pages as they were), and what could not be read.

    `entered` are the texts as they were typed, by path.
    """

    answers: Mapping[str, object]
    problems: tuple[Problem, ...]
    entered: Mapping[str, object] = field(default_factory=dict)


def read_page(
    form: FormDefinition, page_key: str, raw: Raw, answers: Mapping[str, object], *, today: date | None = None
) -> PageInput:
    """Read what was sent for one page into the answers given so far.

    `raw` maps input names to lists of texts: `group.field`, `group.0.field`, `group.field.plz` for parts of an
    address, `group.field.tag/.monat/.jahr` for dates in three parts; `group.anzahl` may say how many items a
    repeated group has. Fields that were not sent keep their answer, except boxes (multi_choice). Files are kept:
    they are added elsewhere. `today` helps with years of two digits. Raises FormError for an unknown page.
    """
    page = form.page(page_key)
    reading = _Reading(raw, today)
    here = {group.key: answers[group.key] for group in page.groups if group.key in answers}
    result: dict[str, object] = {**answers, **load_answers(form, here)}
    for group in page.groups:
        before = result.get(group.key)
        if group.repeat:
            result[group.key] = reading.items(group, before if isinstance(before, list) else [])
        else:
            result[group.key] = reading.item(group, group.key, before if isinstance(before, dict) else {})
    return PageInput(answers=result, problems=tuple(reading.problems), entered=reading.entered)


def with_unread(
    form: FormDefinition,
    page_input: PageInput,
    unread: Mapping[str, Mapping[str, object]],
    *,
    today: date | None = None,
) -> PageInput:
    """Return the input together with what was typed on other pages earlier and could not be read.

    `unread` maps pages to texts by path, as `PageInput.entered` had them. So nothing that somebody typed gets lost:
    not on the next page, not on the check page, and not when it is sent.
    """
    problems, entered = list(page_input.problems), dict(page_input.entered)
    pages = {page.key for page in form.pages}
    for page_key, texts in unread.items():
        if page_key not in pages or not texts:
            continue
        raw = {path: typed if isinstance(typed, list) else [str(typed)] for path, typed in texts.items()}
        again = read_page(form, page_key, raw, page_input.answers, today=today)
        problems += [problem for problem in again.problems if problem.path in texts]
        entered.update({path: texts[path] for path in again.entered if path in texts})
    return PageInput(answers=page_input.answers, problems=tuple(problems), entered=entered)


class _Reading:
    """One pass over a page."""

    def __init__(self, raw: Raw, today: date | None) -> None:
        self.raw = raw
        self.today = today
        self.problems: list[Problem] = []
        self.entered: dict[str, object] = {}

    def items(self, group: GroupDefinition, before: list[Item]) -> list[Item]:
        count = self._count(group, before)
        most = group.repeat.max if group.repeat else 1
        if count > most:
            self.problems.append(Problem(group.key, say("Höchstens {most} Einträge sind möglich.", most=most)))
        padded = [*before, *({} for _ in range(most))]
        return [self.item(group, f"{group.key}.{index}", padded[index]) for index in range(min(count, most))]

    def _count(self, group: GroupDefinition, before: list[Item]) -> int:
        said = self._one(f"{group.key}.anzahl")
        if said is not None:
            return int(said) if said.isascii() and said.isdigit() and len(said) < 4 else len(before)
        prefix = f"{group.key}."
        heads = {name[len(prefix) :].partition(".")[0] for name in self.raw if name.startswith(prefix)}
        numbers = [int(head) for head in heads if head.isascii() and head.isdigit() and len(head) < 4]
        return max(numbers) + 1 if numbers else len(before)

    def item(self, group: GroupDefinition, path: str, before: Item) -> Item:
        return {field.key: self._field(field, f"{path}.{field.key}", before.get(field.key)) for field in group.fields}

    def _field(self, definition: FieldDefinition, path: str, before: object) -> object:
        if definition.type in ("file", "info"):
            return before
        if definition.type in COMPOSITES:
            return self._parts(definition, path, before)
        if definition.type == "multi_choice":
            return self._read(path, list(self.raw.get(path, ())), lambda typed: load_value(definition, typed))
        text = self._date_text(path) if definition.type == "date" else self._one(path)
        if text is None:
            return before
        return self._read(path, text, lambda typed: read_text_answer(definition, typed, today=self.today))

    def _parts(self, definition: FieldDefinition, path: str, before: object) -> object:
        texts = {part: self._one(f"{path}.{part.key}") for part in parts_of(definition)}
        if all(text is None for text in texts.values()):
            return before
        answer = {
            part.key: self._read(f"{path}.{part.key}", text or "", partial(read_part, part, today=self.today))
            for part, text in texts.items()
        }
        return answer if any(value is not None for value in answer.values()) else None

    def _read(self, path: str, typed: Typed, reader: Callable[[Typed], object]) -> object:
        try:
            return reader(typed)
        except Unreadable as error:
            self.problems.append(Problem(path, error.message))
            self.entered[path] = typed
            return None

    def _date_text(self, path: str) -> str | None:
        parts = [self._one(f"{path}.{part}") for part in DATE_PARTS]
        if all(part is None for part in parts):
            return self._one(path)
        texts = [(part or "").strip() for part in parts]
        return ".".join(texts) if sum(map(bool, texts)) > 1 else "".join(texts)

    def _one(self, name: str) -> str | None:
        values = self.raw.get(name)
        return values[-1] if values else None
