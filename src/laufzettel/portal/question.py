"""A question page as its template draws it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from laufzettel.engine.forms import FieldState, FormState, GroupState, PageState
from laufzettel.kernel.errors import Problem
from laufzettel.look.controls import Control, ErrorLine
from laufzettel.portal import controls
from laufzettel.portal.drafting import Drafting


@dataclass(frozen=True, kw_only=True)
class Slot:
    """The place of one field on the page; a field that is not asked now keeps its empty place for later."""

    id: str
    path: str
    control: Control | None


@dataclass(frozen=True, kw_only=True)
class Item:
    """One item of a group; `number` is None where the group is not repeated."""

    number: int | None
    title: str
    slots: tuple[Slot, ...]
    can_be_removed: bool


@dataclass(frozen=True, kw_only=True)
class Group:
    """One group of fields."""

    key: str
    title: str
    intro: str
    visible: bool
    items: tuple[Item, ...]
    is_repeated: bool
    can_grow: bool
    label: str


@dataclass(frozen=True, kw_only=True)
class Question:
    """A whole page: groups with their controls, the error summary, and what looks odd but stops nobody."""

    page: PageState
    groups: tuple[Group, ...]
    errors: tuple[ErrorLine, ...]
    concerns: tuple[ErrorLine, ...] = ()

    @property
    def file_names(self) -> str:
        """Return the names of file inputs: they are never sent while typing."""
        return ",".join(
            slot.path
            for group in self.groups
            for item in group.items
            for slot in item.slots
            if slot.control and slot.control.kind == "file"
        )


def question(
    drafting: Drafting, state: FormState, page: PageState, *, shows_all: bool, uploads: tuple[Problem, ...] = ()
) -> Question:
    """Return the page with all its messages (`shows_all`) or only those about what is already filled in."""
    problems = (*(page.problems if shows_all else live_problems(page)), *uploads)
    errors = {problem.path: problem.message for problem in reversed(problems)}
    is_alone = sum(1 for group in page.groups for item in group.items for field in item.fields) == 1
    odd = page.concerns if shows_all else _about_filled(page, page.concerns)
    concerns = {concern.path: concern.message for concern in reversed(odd)}
    groups = tuple(_group(drafting, group, errors, concerns, is_alone=is_alone) for group in page.groups)
    drawn = {
        slot.path: slot.control
        for group in groups
        for item in group.items
        for slot in item.slots
        if slot.control is not None
    }
    return Question(
        page=page,
        groups=groups,
        errors=controls.error_lines(_named(problems, groups), drawn) if shows_all or uploads else (),
        concerns=controls.error_lines(_named(odd, groups), drawn) if shows_all else (),
    )


def _named(problems: tuple[Problem, ...], groups: tuple[Group, ...]) -> tuple[Problem, ...]:
    """Return the messages with the name of the item in front: one page may ask about ten dogs."""
    titles = {
        f"{group.key}.{item.number - 1}.": item.title
        for group in groups
        for item in group.items
        if item.number is not None and len(group.items) > 1
    }
    return tuple(
        Problem(
            problem.path,
            next(
                (f"{title}: {problem.message}" for start, title in titles.items() if problem.path.startswith(start)),
                problem.message,
            ),
        )
        for problem in problems
    )


def live_problems(page: PageState) -> tuple[Problem, ...]:
    """Return the messages about fields that hold something: nobody is told off for what they have not reached."""
    return _about_filled(page, page.problems)


def _about_filled(page: PageState, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    filled = {path for field in _fields(page) for path in _filled_paths(field)}
    return tuple(problem for problem in problems if problem.path in filled)


def _filled_paths(field: FieldState) -> Iterator[str]:
    if _is_filled(field):
        yield field.path
    if isinstance(field.entered, Mapping):
        yield from (f"{field.path}.{part}" for part, text in field.entered.items() if text)


def _is_filled(field: FieldState) -> bool:
    entered = field.entered
    return any(entered.values()) if isinstance(entered, Mapping) else entered not in ("", None, [], ())


def is_begun(page: PageState) -> bool:
    """Say whether anything on the page is filled in."""
    return any(_is_filled(field) for field in _fields(page))


def shown_paths(page: PageState) -> set[str]:
    """Return the paths of all fields that are on the page now."""
    return {field.path for field in _fields(page) if field.shown}


def _fields(page: PageState) -> tuple[FieldState, ...]:
    return tuple(field for group in page.groups for item in group.items for field in item.fields)


def _group(
    drafting: Drafting, group: GroupState, errors: dict[str, str], concerns: dict[str, str], *, is_alone: bool
) -> Group:
    least = group.repeat.min if group.repeat else 1
    return Group(
        key=group.key,
        title=group.title,
        intro=group.intro,
        visible=group.visible,
        is_repeated=group.repeat is not None,
        can_grow=group.repeat is not None and len(group.items) < group.repeat.max,
        label=group.repeat.label if group.repeat else "",
        items=tuple(
            Item(
                number=None if item.index is None else item.index + 1,
                title=f"{group.repeat.label} {item.index + 1}" if group.repeat and item.index is not None else "",
                can_be_removed=group.repeat is not None and len(group.items) > max(least, 1),
                slots=tuple(_slot(drafting, field, errors, concerns, is_alone=is_alone) for field in item.fields),
            )
            for item in group.items
        ),
    )


def _slot(
    drafting: Drafting, field: FieldState, errors: dict[str, str], concerns: dict[str, str], *, is_alone: bool
) -> Slot:
    control = (
        controls.control_of(
            field,
            attachments=drafting.attachments,
            errors=errors,
            concerns=concerns,
            kept=drafting.kept,
            is_large=is_alone,
        )
        if field.shown
        else None
    )
    if control is not None and control.kind == "file":
        phone = drafting.phone if drafting.phone_path == field.path else None
        is_over = drafting.phone_path == field.path and phone is None
        control = replace(control, offers_phone=True, phone=phone, is_phone_over=is_over)
    return Slot(id=field.path.replace(".", "-"), path=field.path, control=control)
