"""Decide what a form looks like: conditions, irrelevant answers, computed values, checks. One pass, top to bottom."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from laufzettel.engine.forms import answers as answer_store
from laufzettel.engine.forms.answers import Answers, Item
from laufzettel.engine.forms.choosing import find_option, needs_search
from laufzettel.engine.forms.composites import missing_parts, part_concerns
from laufzettel.engine.forms.definition import (
    CheckDefinition,
    DeclarationDefinition,
    FieldDefinition,
    FormDefinition,
    GroupDefinition,
    Option,
    OptionsFrom,
    PageDefinition,
    Repeat,
)
from laufzettel.engine.forms.page_input import PageInput
from laufzettel.engine.forms.reach import groups_around
from laufzettel.engine.forms.scope import BROKEN_RULE, Scope, empty_item
from laufzettel.engine.forms.state import FieldState, FormState, GroupState, ItemState, PageState
from laufzettel.engine.forms.streets import street_concerns, street_options
from laufzettel.engine.forms.values import missing_sentence
from laufzettel.engine.rules import RuleError
from laufzettel.engine.texts import Template
from laufzettel.kernel.errors import Problem
from laufzettel.kernel.language import say


def evaluate(
    form: FormDefinition,
    answers: Mapping[str, object],
    *,
    environment: Mapping[str, object],
    page_input: PageInput | None = None,
    only_page: str = "",
) -> FormState:
    """Return what the form looks like with these answers (typed or as stored JSON).

    `environment` holds the other names that expressions may use: parameters, heute, konto, auskunft, functions
    (see packages.environment). With `page_input` the texts that could not be read and their messages appear at
    their fields. Expressions never raise: a condition that fails counts as not true, a check that fails complains.

    With `only_page` exactly that page is worked out, and what it has to do with (see `reach`); of the other pages
    only whether they are asked. Then `problems`, `answers` and `complete` do not speak for the whole form.
    """
    return _Evaluation(form, answers, environment, page_input, only_page).run()


class _Evaluation:
    """One pass; `context` is what expressions see so far."""

    def __init__(
        self,
        form: FormDefinition,
        answers: Mapping[str, object],
        environment: Mapping[str, object],
        page_input: PageInput | None,
        only_page: str,
    ) -> None:
        self.stored = page_input.answers if page_input else answers
        self.groups = groups_around(form, only_page) if only_page else form.groups.keys()
        loaded = answer_store.load(form, self.stored, only=self.groups)
        self.form = form
        self.given = loaded.answers
        self.removed: list[str] = list(loaded.unknown)
        self.refused: dict[str, Problem] = {}
        for problem in (*loaded.problems, *(page_input.problems if page_input else ())):
            self.refused.setdefault(problem.path, problem)
        self.entered = page_input.entered if page_input else {}
        self.answers: Answers = {}
        self.missing_evidence: list[str] = []
        self.scope = Scope(form, environment)
        self.context = self.scope.context
        self.placed: dict[str, list[Problem]] = {}
        self.concerns: dict[str, list[Problem]] = {}
        self.signatures: list[str] = []

    def run(self) -> FormState:
        self._place_unseen()
        pages = [self._page(page) for page in self.form.pages]
        computed = self.scope.compute_all()
        self._check_pages()
        self._checks(self.form.checks, self.context, "")
        states = tuple(self._with_problems(page) for page in pages)
        problems = tuple(problem for page in states for problem in page.problems) + tuple(self.placed.get("", ()))
        return FormState(
            pages=states,
            problems=problems,
            computed=computed,
            answers=self.answers,
            removed=tuple(self.removed),
            complete=not problems,
            missing_evidence=tuple(self.missing_evidence),
            shown=tuple(self.scope.shown(definition) for definition in self.form.computed if definition.show),
            look_ups=tuple(self.scope.look_ups),
            declarations=tuple(self._declarations()),
            concerns=(*(concern for page in states for concern in page.concerns), *self.concerns.get("", ())),
            signatures=tuple(self.signatures),
        )

    def _declarations(self) -> Iterator[DeclarationDefinition]:
        for item in self.form.declarations:
            if self.scope.holds(item.when, self.context):
                yield replace(item, label=self._filled(item.words, self.context) or item.label)

    def _place_unseen(self) -> None:
        """Problems of a whole group or item stand beside the group, those of fields are taken up by the fields."""
        for path, problem in self.refused.items():
            group = self.form.groups.get(path.partition(".")[0])
            if group is not None and (path == group.key or path.removeprefix(group.key + ".").isdigit()):
                self._place(group.key, problem)

    def _page(self, page: PageDefinition) -> PageState:
        visible = self.scope.holds(page.when, self.context)
        groups = tuple(self._group(group, visible) for group in page.groups)
        return PageState(
            key=page.key,
            title=page.title,
            intro=page.intro,
            visible=visible and any(group.visible for group in groups),
            groups=groups,
            definition=page,
        )

    def _group(self, group: GroupDefinition, page_visible: bool) -> GroupState:
        visible = page_visible and self.scope.holds(group.when, self.context)
        is_left_out = group.key not in self.groups
        given = self.stored.get(group.key) if is_left_out else self.given.get(group.key)
        items: tuple[ItemState, ...] = ()
        if not visible:
            self._remove(group.key, given)
        elif is_left_out:
            pass
        elif group.repeat:
            items = self._repeated(group, given if isinstance(given, list) else [])
        else:
            items = (self._item(group, given if isinstance(given, dict) else {}, None),)
        return GroupState(
            key=group.key, title=group.title, intro=group.intro, visible=visible, repeat=group.repeat, items=items
        )

    def _repeated(self, group: GroupDefinition, given: list[Item]) -> tuple[ItemState, ...]:
        assert group.repeat is not None
        self.answers[group.key] = kept = []
        self.context[group.key] = seen = []
        states = []
        for index, item in enumerate(given):
            states.append(self._item(group, item, index))
            kept.append(self._kept)
            seen.append(self._seen)
        if len(given) < group.repeat.min:
            self._place(group.key, Problem(group.key, _too_few(group.repeat)))
        return tuple(states)

    def _item(self, group: GroupDefinition, given: Item, index: int | None) -> ItemState:
        base = group.key if index is None else f"{group.key}.{index}"
        seen: Item = empty_item(group)
        if index is None:
            self.context[group.key] = seen
        scope = {**self.context, **seen}
        kept: Item = {}
        states = []
        for field in group.fields:
            state = self._field(field, given.get(field.key), f"{base}.{field.key}", scope)
            states.append(state)
            if state.shown:
                seen[field.key] = scope[field.key] = state.value
                if state.value is not None:
                    kept[field.key] = state.value
        self._kept, self._seen = kept, seen
        if index is None:
            self.answers[group.key] = kept
        self._checks(group.checks, scope, base)
        return ItemState(index=index, fields=tuple(states))

    def _field(self, field: FieldDefinition, value: object, path: str, scope: dict[str, object]) -> FieldState:
        if not self.scope.holds(field.when, scope):
            self._remove(path, value)
            return FieldState(path=path, definition=field, value=None, shown=False, required=False)
        options = self._options(field, scope)
        value = self._allowed(field, value, options, path)
        inner = {**scope, field.key: value} if field.checks else scope
        problems = self._field_problems(field, value, path, inner)
        self._field_concerns(field, value, path, inner)
        if field.type == "signature" and value is not None:
            self.signatures.append(path)
        if field.look_up:
            self.scope.look_up(field.look_up, path, {**scope, field.key: value})
            scope["auskunft"] = self.context["auskunft"]
        return FieldState(
            path=path,
            definition=field,
            value=value,
            shown=True,
            required=field.required and field.type != "info",
            problems=problems,
            typed=self.entered,
            options=options,
            text=self._filled(field.text, scope),
        )

    def _filled(self, words: Template | None, scope: dict[str, object]) -> str:
        if words is None:
            return ""
        self.scope.prepare(words.names, scope)
        try:
            return words.fill(scope).text
        except RuleError:
            return ""

    def _options(self, field: FieldDefinition, scope: dict[str, object]) -> tuple[Option, ...]:
        if field.streets_from:
            return street_options(field.streets_from, self.context)
        source = field.options_from
        if source is None:
            return field.options
        table = self.context.get(source.parameter)
        rows = table if isinstance(table, list) else []
        offered = (Option(value=str(row.get(source.value)), label=str(row.get(source.label))) for row in rows)
        only = self._only(source, scope)
        return tuple(option for option in offered if only is None or option.value in only)

    def _only(self, source: OptionsFrom, scope: dict[str, object]) -> list[object] | None:
        if source.only is None:
            return None
        self.scope.prepare(source.only.names, scope)
        try:
            chosen = source.only.evaluate(scope)
        except RuleError:
            return None
        return chosen if isinstance(chosen, list) else None

    def _allowed(self, field: FieldDefinition, value: object, options: tuple[Option, ...], path: str) -> object:
        """Drop a choice that is not offered; in a long list the words of an answer stand for it."""
        if value is None or field.type not in ("choice", "multi_choice"):
            return value
        if field.type == "choice" and needs_search(options):
            return self._meant(str(value), options, path)
        offered = {option.value for option in options}
        chosen = value if isinstance(value, list) else [value]
        if offered.issuperset(chosen):
            return value
        self.refused.setdefault(path, Problem(path, say("Wählen Sie eine der angebotenen Antworten aus.")))
        return None

    def _meant(self, text: str, options: tuple[Option, ...], path: str) -> str | None:
        option = find_option(options, text)
        if option is None:
            unknown = say(
                "„{text}“ steht nicht in der Liste. Wählen Sie eine der vorgeschlagenen Antworten aus.", text=text
            )
            self.refused.setdefault(path, Problem(path, unknown))
            self.entered = {**self.entered, path: text}
        return option.value if option else None

    def _field_problems(
        self, field: FieldDefinition, value: object, path: str, scope: dict[str, object]
    ) -> tuple[Problem, ...]:
        found = [problem for key, problem in self.refused.items() if key == path or key.startswith(path + ".")]
        if found:
            return tuple(found)
        if value is None:
            return tuple(self._missing(field, path))
        if isinstance(value, Mapping):
            found = missing_parts(field, value, path)
        if field.checks:
            found.extend(Problem(path, told) for told in self.scope.broken(_hard(field.checks), scope))
        return tuple(found)

    def _field_concerns(self, field: FieldDefinition, value: object, path: str, scope: dict[str, object]) -> None:
        """Note what is odd about an answer: it is told and goes to the office, but it stops nobody."""
        found = []
        if value is None and field.soft:
            found.append(Problem(path, missing_sentence(field)))
        elif isinstance(value, Mapping):
            found = part_concerns(field, value, path)
            if field.streets_from:
                found += street_concerns(field.streets_from, value, self.context, path)
        if field.checks and value is not None:
            soft = tuple(check for check in field.checks if check.soft)
            found += [Problem(path, told) for told in self.scope.broken(soft, scope)]
        if found:
            self.concerns.setdefault(field.group, []).extend(found)

    def _missing(self, field: FieldDefinition, path: str) -> Iterator[Problem]:
        if not field.required or field.type == "info":
            return
        if field.type == "file" and field.may_follow:
            self.missing_evidence.append(path)
        else:
            yield Problem(path, missing_sentence(field))

    def _checks(self, checks: tuple[CheckDefinition, ...], scope: dict[str, object], base: str) -> None:
        for check in checks:
            for told in self.scope.broken((check,), scope):
                group, _, rest = (check.at or base).partition(".")
                path = f"{base}.{check.at}" if check.at and "." not in check.at and base else check.at or base
                where = group if rest or group in self.form.groups else base.partition(".")[0]
                if check.soft and told != BROKEN_RULE:
                    self.concerns.setdefault(where, []).append(Problem(path, told))
                elif not check.soft:
                    self._place(where, Problem(path, told))

    def _check_pages(self) -> None:
        for page in self.form.pages:
            if page.checks and self.scope.holds(page.when, self.context):
                self._checks(page.checks, self.context, page.groups[0].key)

    def _place(self, group: str, problem: Problem) -> None:
        self.placed.setdefault(group, []).append(problem)

    def _with_problems(self, page: PageState) -> PageState:
        """Put the problems found across fields beside their group, and collect those of the page."""
        groups, collected = [], []
        for group in page.groups:
            own = tuple(self.placed.get(group.key, ())) if group.visible else ()
            fields = [problem for item in group.items for field in item.fields for problem in field.problems]
            collected.extend([*fields, *own])
            groups.append(_replace_group(group, own))
        return PageState(
            key=page.key,
            title=page.title,
            intro=page.intro,
            visible=page.visible,
            groups=tuple(groups),
            problems=tuple(collected),
            definition=page.definition,
            concerns=tuple(
                concern for group in page.groups if group.visible for concern in self.concerns.get(group.key, ())
            ),
        )

    def _remove(self, path: str, value: object) -> None:
        """Note that an answer was dropped; groups and items are taken apart into their fields."""
        whole = path in self.form.groups or path.rpartition(".")[2].isdigit()
        if isinstance(value, list) and path in self.form.groups:
            for index, item in enumerate(value):
                self._remove(f"{path}.{index}", item)
        elif isinstance(value, Mapping) and whole:
            for key, part in value.items():
                self._remove(f"{path}.{key}", part)
        elif value is not None:
            self.removed.append(path)


def _too_few(repeat: Repeat) -> str:
    if repeat.min > 1:
        return say("Geben Sie mindestens {count}-mal „{label}“ an.", count=repeat.min, label=repeat.label)
    return say("Geben Sie „{label}“ an.", label=repeat.label)


def _hard(checks: tuple[CheckDefinition, ...]) -> tuple[CheckDefinition, ...]:
    return tuple(check for check in checks if not check.soft)


def _replace_group(group: GroupState, problems: tuple[Problem, ...]) -> GroupState:
    items = tuple(
        ItemState(
            index=item.index,
            fields=item.fields,
            problems=tuple(problem for problem in problems if problem.path.startswith(f"{group.key}.{item.index}")),
        )
        for item in group.items
    )
    return GroupState(
        key=group.key,
        title=group.title,
        intro=group.intro,
        visible=group.visible,
        repeat=group.repeat,
        items=items,
        problems=problems,
    )
