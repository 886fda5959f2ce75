"""Decide what a form looks like: conditions, irrelevant answers, computed values, checks. One pass, top to bottom."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from laufzettel.engine.forms import answers as answer_store
from laufzettel.engine.forms.answers import Answers, Item
from laufzettel.engine.forms.choosing import find_option, needs_search
from laufzettel.engine.forms.definition import (
    DeclarationDefinition,
    FieldDefinition,
    FormDefinition,
    GroupDefinition,
    Option,
    OptionsFrom,
    PageDefinition,
    Repeat,
)
from laufzettel.engine.forms.judging import Judge
from laufzettel.engine.forms.page_input import PageInput
from laufzettel.engine.forms.reach import groups_around
from laufzettel.engine.forms.scope import Scope, empty_item
from laufzettel.engine.forms.state import FieldState, FormState, GroupState, ItemState, PageState
from laufzettel.engine.forms.streets import street_options
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
        self.entered = page_input.entered if page_input else {}
        self.answers: Answers = {}
        self.scope = Scope(form, environment)
        self.context = self.scope.context
        self.judge = Judge(form, self.scope)
        for problem in (*loaded.problems, *(page_input.problems if page_input else ())):
            self.judge.refuse(problem.path, problem.message)
        self.signatures: list[str] = []

    def run(self) -> FormState:
        self.judge.place_unseen()
        pages = [self._page(page) for page in self.form.pages]
        computed = self.scope.compute_all()
        self._check_pages()
        self.judge.checks(self.form.checks, self.context, "")
        states = tuple(self.judge.judged(page) for page in pages)
        problems = tuple(problem for page in states for problem in page.problems) + tuple(self.judge.placed.get("", ()))
        return FormState(
            pages=states,
            problems=problems,
            computed=computed,
            answers=self.answers,
            removed=tuple(self.removed),
            complete=not problems,
            missing_evidence=tuple(self.judge.missing_evidence),
            shown=tuple(self.scope.shown(definition) for definition in self.form.computed if definition.show),
            look_ups=tuple(self.scope.look_ups),
            declarations=tuple(self._declarations()),
            concerns=(*(concern for page in states for concern in page.concerns), *self.judge.concerns.get("", ())),
            signatures=tuple(self.signatures),
        )

    def _declarations(self) -> Iterator[DeclarationDefinition]:
        for item in self.form.declarations:
            if self.scope.holds(item.when, self.context):
                yield replace(item, label=self._filled(item.words, self.context) or item.label)

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
            self.judge.place(group.key, Problem(group.key, _too_few(group.repeat)))
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
        self.judge.checks(group.checks, scope, base)
        return ItemState(index=index, fields=tuple(states))

    def _field(self, field: FieldDefinition, value: object, path: str, scope: dict[str, object]) -> FieldState:
        if not self.scope.holds(field.when, scope):
            self._remove(path, value)
            return FieldState(path=path, definition=field, value=None, shown=False, required=False)
        options = self._options(field, scope)
        value = self._allowed(field, value, options, path)
        inner = {**scope, field.key: value} if field.checks else scope
        problems = self.judge.field(field, value, path, inner)
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
        self.judge.refuse(path, say("Wählen Sie eine der angebotenen Antworten aus."))
        return None

    def _meant(self, text: str, options: tuple[Option, ...], path: str) -> str | None:
        option = find_option(options, text)
        if option is None:
            unknown = say(
                "„{text}“ steht nicht in der Liste. Wählen Sie eine der vorgeschlagenen Antworten aus.", text=text
            )
            self.judge.refuse(path, unknown)
            self.entered = {**self.entered, path: text}
        return option.value if option else None

    def _check_pages(self) -> None:
        for page in self.form.pages:
            if page.checks and self.scope.holds(page.when, self.context):
                self.judge.checks(page.checks, self.context, page.groups[0].key)

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
