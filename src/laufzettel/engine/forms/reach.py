"""Which groups one page has to do with: it rests on some, others rest on it; the rest need no look meanwhile."""

from laufzettel.engine.forms.definition import CheckDefinition, FormDefinition, GroupDefinition, PageDefinition
from laufzettel.engine.texts import Rule, Template

_REGISTERS = "auskunft"


def groups_around(form: FormDefinition, page_key: str) -> frozenset[str]:
    """Return the groups that must be evaluated to know one page exactly and what a change on it prunes elsewhere.

    These are the groups of the page, those that rest on them, those that any condition of a page or group asks for,
    and everything that all of these rest on. Worked out once per page and kept with the form.
    """
    known = form.around.get(page_key)
    if known is None:
        known = form.around[page_key] = _Reach(form).around(page_key)
    return known


class _Reach:
    """The names each group, and what surrounds it, asks for; computed values stand for what they rest on."""

    def __init__(self, form: FormDefinition) -> None:
        self.form = form
        self.asking = [key for key, group in form.groups.items() if any(field.look_up for field in group.fields)]
        self.computed: dict[str, frozenset[str]] = {}
        for item in form.computed:
            self.computed[item.key] = self.through(item.value.names)
        self.uses = {key: self.through(_group_names(group)) for key, group in form.groups.items()}
        for page in form.pages:
            for group in page.groups:
                self.uses[group.key] |= self.through(_names(page.when))

    def through(self, names: frozenset[str]) -> frozenset[str]:
        """Return the names of groups behind names: computed values and answers of registers are taken apart."""
        found = names.union(*(self.computed.get(name, frozenset()) for name in names))
        return found | (frozenset(self.asking) if _REGISTERS in found else frozenset())

    def around(self, page_key: str) -> frozenset[str]:
        page = self.form.page(page_key)
        reached = {group.key for group in page.groups}
        while more := {key for key, names in self.uses.items() if names & reached} - reached:
            reached |= more
        names = self.through(self._asked_anyway(page))
        reached |= names & self.form.groups.keys()
        while more := ({name for key in reached for name in self.uses[key]} & self.form.groups.keys()) - reached:
            reached |= more
        return frozenset(reached)

    def _asked_anyway(self, page: PageDefinition) -> frozenset[str]:
        """Names of what is always decided: which pages and groups there are, checks and values across pages."""
        form = self.form
        conditions = [one.when for one in form.pages] + [group.when for group in form.groups.values()]
        shown = (item.value.names for item in form.computed if item.show and item.page in ("", page.key))
        checks = _check_names(form.checks) | _check_names(page.checks)
        declared = (_names(part) for item in form.declarations for part in (item.when, item.words))
        return checks.union(*map(_names, conditions), *shown, *declared)


def _group_names(group: GroupDefinition) -> frozenset[str]:
    found = _names(group.when) | _check_names(group.checks)
    for field in group.fields:
        only = field.options_from.only if field.options_from else None
        queries = field.look_up.query.values() if field.look_up else ()
        asked = (*queries, field.when, field.text, only)
        found = found.union(_check_names(field.checks), *map(_names, asked))
    return found


def _check_names(checks: tuple[CheckDefinition, ...]) -> frozenset[str]:
    return frozenset().union(*(check.rule.names for check in checks))


def _names(part: Rule | Template | None) -> frozenset[str]:
    return frozenset(part.names) if part else frozenset()
