"""What must hold for a form beyond its schema: names, order of conditions, parts that fit their type."""

from collections.abc import Collection, Iterator

from laufzettel.engine.forms.composites import COMPOSITES
from laufzettel.engine.forms.definition import FieldDefinition, FormDefinition, FormProblem, GroupDefinition, Path
from laufzettel.engine.texts import Rule

RESERVED = frozenset({"anzahl", "index", "item", "partial"})


def form_problems(form: FormDefinition, *, environment_names: Collection[str] = ()) -> Iterator[FormProblem]:
    """Yield what is wrong with the form; `environment_names` are names that answers must not take."""
    yield from form.problems
    yield from _unique(form, frozenset(environment_names))
    order = _Order(form)
    for page_index, page in enumerate(form.pages):
        for group_index, group in enumerate(page.groups):
            path: Path = ("pages", page_index, "groups", group_index)
            if group_index == 0:
                yield from order.late(page.when, group.key)
            yield from order.late(group.when, group.key)
            yield from _group(group, path, order)
    yield from _computed(form)


def _unique(form: FormDefinition, taken: frozenset[str]) -> Iterator[FormProblem]:
    seen: dict[str, str] = dict.fromkeys(taken, "ein Parameter oder eine Funktion")
    places: list[tuple[str, Path, str]] = []
    for page_index, page in enumerate(form.pages):
        for group_index, group in enumerate(page.groups):
            places.append((group.key, ("pages", page_index, "groups", group_index, "key"), "eine Gruppe"))
    places += [
        (item.key, ("computed", index, "key"), "ein berechneter Wert") for index, item in enumerate(form.computed)
    ]
    for key, path, what in places:
        if key in seen or key in RESERVED:
            yield FormProblem(path=path, message=f"Der Name „{key}“ ist schon vergeben: {seen.get(key, 'reserviert')}.")
        seen[key] = what
    pages = [page.key for page in form.pages]
    for index, key in enumerate(pages):
        if key in pages[:index]:
            yield FormProblem(path=("pages", index, "key"), message=f"Die Seite „{key}“ gibt es schon.")
        for other in form.pages[index].after:
            if other not in pages[:index]:
                say = f"Die Seite „{other}“ kommt nicht vor dieser Seite."
                yield FormProblem(path=("pages", index, "after"), message=say)


def _group(group: GroupDefinition, path: Path, order: "_Order") -> Iterator[FormProblem]:
    keys = [field.key for field in group.fields]
    for index, field in enumerate(group.fields):
        at: Path = (*path, "fields", index)
        if field.key in keys[:index] or field.key in RESERVED:
            yield FormProblem(path=(*at, "key"), message=f"Das Feld „{field.key}“ gibt es in dieser Gruppe schon.")
        yield from order.late(field.when, group.key, later=frozenset(keys[index:]), siblings=frozenset(keys))
        yield from _parts(field, at, repeated=group.repeat is not None)
    if group.repeat and group.repeat.min > group.repeat.max:
        yield FormProblem(path=(*path, "repeat"), message="min ist größer als max.")


def _parts(field: FieldDefinition, path: Path, *, repeated: bool) -> Iterator[FormProblem]:
    chooses = field.type in ("choice", "multi_choice")
    if chooses != bool(field.options or field.options_from):
        yield FormProblem(
            path=path, message=f"options oder options_from gehört genau zu choice und multi_choice ({field.key})."
        )
    if field.options and field.options_from:
        yield FormProblem(path=path, message="Nur eines von options und options_from ist möglich.")
    if field.may_follow and field.type != "file":
        yield FormProblem(path=(*path, "may_follow"), message="may_follow gibt es nur bei Feldern vom Typ file.")
    if (field.type == "info") != (field.text is not None) and field.look_up is None:
        yield FormProblem(path=path, message="text gehört genau zu Feldern vom Typ info.")
    extra = {part.key for part in COMPOSITES.get(field.type, ()) if part.extra}
    for key in sorted(set(field.parts) - extra):
        yield FormProblem(path=(*path, "parts"), message=f"Den Teil „{key}“ gibt es bei {field.type} nicht.")
    if field.streets_from and field.type != "address":
        yield FormProblem(path=(*path, "streets_from"), message="streets_from gibt es nur bei Adressen.")
    if field.look_up and repeated:
        yield FormProblem(path=(*path, "look_up"), message="look_up ist in wiederholten Gruppen nicht möglich.")
    if "*" in field.label:
        yield FormProblem(
            path=(*path, "label"),
            message="Kein Sternchen in der Beschriftung: freiwillige Felder werden gekennzeichnet.",
        )
    values = [option.value for option in field.options]
    if len(values) != len(set(values)):
        yield FormProblem(path=(*path, "options"), message="Eine Antwort steht zweimal in options.")


def _computed(form: FormDefinition) -> Iterator[FormProblem]:
    keys = [item.key for item in form.computed]
    pages = {page.key for page in form.pages}
    for index, item in enumerate(form.computed):
        for name in sorted(item.value.names & set(keys[index:])):
            yield FormProblem(
                path=item.value.path, message=f"„{name}“ wird erst später berechnet; ändern Sie die Reihenfolge."
            )
        if item.page and item.page not in pages:
            yield FormProblem(path=("computed", index, "page"), message=f"Die Seite „{item.page}“ gibt es nicht.")
    if sum(item.role == "fee" for item in form.computed) > 1:
        yield FormProblem(path=("computed",), message="Nur ein berechneter Wert darf die Rolle fee haben.")


class _Order:
    """Knows which names are settled when a condition is evaluated."""

    def __init__(self, form: FormDefinition) -> None:
        self.groups = list(form.groups)
        self.uses = {item.key: set(item.value.names) for item in form.computed}
        for item in form.computed:
            for name in tuple(self.uses[item.key]):
                self.uses[item.key] |= self.uses.get(name, set())

    def late(
        self,
        rule: Rule | None,
        group: str,
        *,
        later: frozenset[str] = frozenset(),
        siblings: frozenset[str] = frozenset(),
    ) -> Iterator[FormProblem]:
        """Yield a problem for each answer that a condition uses before it is asked."""
        if rule is None:
            return
        position = self.groups.index(group)
        following = set(self.groups[position + (1 if siblings else 0) :]) - siblings
        used = set(rule.names)
        for name in rule.names - siblings:
            used |= self.uses.get(name, set())
        for name in sorted((used & following) | (rule.names & later)):
            yield FormProblem(path=rule.path, message=f"Die Bedingung benutzt „{name}“, das erst später gefragt wird.")
