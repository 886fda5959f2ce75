"""What is wrong with answers, and what is only odd: problems stop, concerns are told (§ 24 (3) VwVfG)."""

from collections.abc import Iterator, Mapping

from laufzettel.engine.forms.composites import missing_parts, part_concerns
from laufzettel.engine.forms.definition import CheckDefinition, FieldDefinition, FormDefinition
from laufzettel.engine.forms.scope import BROKEN_RULE, Scope
from laufzettel.engine.forms.state import GroupState, ItemState, PageState
from laufzettel.engine.forms.streets import street_concerns
from laufzettel.engine.forms.values import missing_sentence
from laufzettel.kernel.errors import Problem


class Judge:
    """Collects while a form is evaluated: answers refused while reading, problems and concerns by group."""

    def __init__(self, form: FormDefinition, scope: Scope) -> None:
        self.form = form
        self.scope = scope
        self.refused: dict[str, Problem] = {}
        self.missing_evidence: list[str] = []
        self.placed: dict[str, list[Problem]] = {}
        self.concerns: dict[str, list[Problem]] = {}

    def refuse(self, path: str, message: str) -> None:
        """Note that an answer could not be taken; the first message counts."""
        self.refused.setdefault(path, Problem(path, message))

    def place(self, group: str, problem: Problem) -> None:
        """Put a problem beside a group."""
        self.placed.setdefault(group, []).append(problem)

    def place_unseen(self) -> None:
        """Problems of a whole group or item stand beside the group, those of fields are taken up by the fields."""
        for path, problem in self.refused.items():
            group = self.form.groups.get(path.partition(".")[0])
            if group is not None and (path == group.key or path.removeprefix(group.key + ".").isdigit()):
                self.place(group.key, problem)

    def field(self, field: FieldDefinition, value: object, path: str, scope: dict[str, object]) -> tuple[Problem, ...]:
        """Return the problems of one field and note its concerns."""
        problems = tuple(self._problems(field, value, path, scope))
        concerns = [] if problems else list(self._concerns(field, value, path, scope))
        if concerns:
            self.concerns.setdefault(field.group, []).extend(concerns)
        return problems

    def _problems(
        self, field: FieldDefinition, value: object, path: str, scope: dict[str, object]
    ) -> Iterator[Problem]:
        refused = [problem for key, problem in self.refused.items() if key == path or key.startswith(path + ".")]
        if refused:
            yield from refused
        elif value is None:
            yield from self._missing(field, path)
        else:
            if isinstance(value, Mapping):
                yield from missing_parts(field, value, path)
            hard = tuple(check for check in field.checks if not check.soft)
            yield from (Problem(path, told) for told in self.scope.broken(hard, scope))

    def _concerns(
        self, field: FieldDefinition, value: object, path: str, scope: dict[str, object]
    ) -> Iterator[Problem]:
        if value is None:
            if field.soft:
                yield Problem(path, missing_sentence(field))
            return
        if isinstance(value, Mapping):
            yield from part_concerns(field, value, path)
            if field.streets_from:
                yield from street_concerns(field.streets_from, value, self.scope.context, path)
        soft = tuple(check for check in field.checks if check.soft)
        yield from (Problem(path, told) for told in self.scope.broken(soft, scope) if told != BROKEN_RULE)

    def _missing(self, field: FieldDefinition, path: str) -> Iterator[Problem]:
        if not field.required or field.type == "info":
            return
        if field.type == "file" and field.may_follow:
            self.missing_evidence.append(path)
        else:
            yield Problem(path, missing_sentence(field))

    def checks(self, checks: tuple[CheckDefinition, ...], scope: dict[str, object], base: str) -> None:
        """Judge rules across fields; `base` is the group or item they stand in, empty for those of the form."""
        for check in checks:
            for told in self.scope.broken((check,), scope):
                group, _, rest = (check.at or base).partition(".")
                path = f"{base}.{check.at}" if check.at and "." not in check.at and base else check.at or base
                where = group if rest or group in self.form.groups else base.partition(".")[0]
                if check.soft and told != BROKEN_RULE:
                    self.concerns.setdefault(where, []).append(Problem(path, told))
                elif not check.soft:
                    self.place(where, Problem(path, told))

    def judged(self, page: PageState) -> PageState:
        """Return the page with the problems found across fields beside their group, and all of the page together."""
        groups: list[GroupState] = []
        problems: list[Problem] = []
        concerns: list[Problem] = []
        for group in page.groups:
            own = tuple(self.placed.get(group.key, ())) if group.visible else ()
            fields = [problem for item in group.items for field in item.fields for problem in field.problems]
            problems.extend([*fields, *own])
            concerns.extend(self.concerns.get(group.key, ()) if group.visible else ())
            groups.append(_with_problems(group, own))
        return PageState(
            key=page.key,
            title=page.title,
            intro=page.intro,
            visible=page.visible,
            groups=tuple(groups),
            problems=tuple(problems),
            definition=page.definition,
            concerns=tuple(concerns),
        )


def _with_problems(group: GroupState, problems: tuple[Problem, ...]) -> GroupState:
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
