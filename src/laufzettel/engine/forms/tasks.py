"""A long form as a list of tasks: what is done, what is open, what cannot be started yet. Computed, never stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from laufzettel.engine.forms.definition import FormDefinition, PageDefinition
from laufzettel.engine.forms.state import FormState, PageState

Status = Literal["done", "started", "open", "voluntary", "waiting"]


@dataclass(frozen=True, kw_only=True)
class Task:
    """One page of the form as a task; `waits_for` are the titles of the tasks that come first."""

    key: str
    title: str
    section: str
    status: Status
    waits_for: tuple[str, ...] = ()


def tasks(form: FormDefinition, state: FormState) -> tuple[Task, ...]:
    """Return the tasks in the order of the form.

    A task waits for the pages named under `after`, and for those whose answers decide whether its page is asked at
    all: until they are finished nobody knows. A page that is not asked is no task.
    """
    pages = {page.key: page for page in state.pages}
    found = []
    for definition in form.pages:
        page = pages[definition.key]
        before = [pages[key] for key in _before(form, definition)]
        waiting = tuple(other.title for other in before if other.visible and other.problems)
        if page.visible or waiting:
            found.append(
                Task(
                    key=page.key,
                    title=page.title,
                    section=definition.section,
                    status="waiting" if waiting else _status(page),
                    waits_for=waiting,
                )
            )
    return tuple(found)


def _before(form: FormDefinition, page: PageDefinition) -> list[str]:
    names = _answers_in(form, page.when.names if page.when else frozenset())
    earlier = form.pages[: form.pages.index(page)]
    return [other.key for other in earlier if other.key in page.after or names & {group.key for group in other.groups}]


def _answers_in(form: FormDefinition, names: frozenset[str]) -> frozenset[str]:
    """Return the names with everything that the computed values among them rest on."""
    reached = names
    for definition in reversed(form.computed):
        if definition.key in reached:
            reached |= definition.value.names
    return reached


def _status(page: PageState) -> Status:
    begun = any(
        any(field.entered.values()) if isinstance(field.entered, Mapping) else field.entered not in ("", [], None)
        for group in page.groups
        for item in group.items
        for field in item.fields
    )
    if page.problems:
        return "started" if begun else "open"
    return "done" if begun else "voluntary"
