"""A schema becomes a form: top-level groups are pages, groups inside them groups, what lies deeper is drawn up.

The rules are few. A group that may be left out, or given several times, becomes a repeated group, so that what is
required in it stays required. A group that must be given once is drawn into the group around it. A choice of groups
gets a question that decides. Whatever cannot be kept is noted as an open point, never dropped in silence.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import field as attribute
from datetime import date
from typing import Any

from laufzettel.engine.forms import COMPOSITES
from laufzettel.packages.fim.codelists import CodeList
from laufzettel.packages.fim.fields import Context, Raw, convert_composite, convert_field, fim_id, line
from laufzettel.packages.fim.model import Element, Field, FimRefused, FimRule, Group, Part, Schema, walk
from laufzettel.packages.fim.naming import key_from
from laufzettel.packages.fim.points import OpenPoints

# So many pages one after the other are the most; a longer form is a list of tasks.
MOST_IN_A_ROW = 8
MOST_PAGES, MOST_GROUPS, MOST_FIELDS, MOST_ITEMS = 40, 20, 40, 50
_LOOSE = "Weitere Angaben"
_CHOICE = "auswahl"
NAMED = re.compile(r"F\d{5,11}", re.ASCII)
_ONLY_IF = re.compile(
    r"(?P<asked>.{1,2000})\bnur (?:dann )?(?:zu befüllen|auszufüllen|anzugeben),? wenn\b.{0,20}?(?P<deciding>F\d{5,11})"
    r".{0,200}\b(?:bejaht|mit [„\"]?ja)",
    re.ASCII | re.DOTALL | re.IGNORECASE,
)
Bounds = tuple[int, int | None]


@dataclass(frozen=True, kw_only=True)
class FormDraft:
    """What an import made of a schema: form.yaml, parameters.yaml and what is left to do."""

    form: Raw
    parameters: list[Raw]
    points: OpenPoints


def convert(
    schema: Schema, *, code_lists: Iterable[CodeList] = (), starts: date, taken: Iterable[str] = ()
) -> FormDraft:
    """Return the form of a schema; `starts` is the first day of its code lists, `taken` are names it must not use.

    Raises FimRefused when the schema has no fields or is larger than a form may be.
    """
    return _Converter(schema, tuple(code_lists), starts, frozenset(taken)).draft()


@dataclass
class _Spec:
    """A group of the form while it is being filled."""

    raw: Raw
    repeats: bool
    keys: set[str] = attribute(default_factory=set)


@dataclass
class _Page:
    """A page while it is being filled; `source` is the group of the schema whose own fields it shows."""

    raw: Raw
    source: Group | None = None
    own: _Spec | None = None


class _Converter:
    """One conversion."""

    def __init__(self, schema: Schema, code_lists: tuple[CodeList, ...], starts: date, taken: frozenset[str]) -> None:
        self.schema = schema
        self.points = OpenPoints()
        law = frozenset(source.text for source in schema.sources)
        self.context = Context(known=code_lists, starts=starts, points=self.points, general_law=law)
        self.pages: list[_Page] = []
        self.group_keys = set(taken)
        self.places: dict[str, tuple[_Spec, Raw]] = {}

    def draft(self) -> FormDraft:
        loose: _Page | None = None
        for part in self.schema.parts:
            if isinstance(part.element, Group) and not is_composite(part.element):
                loose = None
                self._page_of_group(part, part.element)
            else:
                loose = loose or self._new_page(self.schema.title if not self.pages else _LOOSE, {})
                self._place(self._own(loose, loose.raw["title"]), part)
        self._rules()
        self._remarks()
        pages = self._finished()
        mode = {"mode": "tasks"} if len(pages) > MOST_IN_A_ROW else {}
        return FormDraft(
            form={**mode, "pages": pages}, parameters=list(self.context.parameters.values()), points=self.points
        )

    def _finished(self) -> list[Raw]:
        pages = []
        for page in self.pages:
            groups = [group for group in page.raw["groups"] if group["fields"]]
            for start in range(0, len(groups), MOST_GROUPS):
                extra = {"key": f"{page.raw['key'][:35]}_{start // MOST_GROUPS + 1}"} if start else {}
                pages.append({**page.raw, **extra, "groups": groups[start : start + MOST_GROUPS]})
        if not pages:
            raise FimRefused("Das Schema hat keine Felder. Daraus wird kein Formular.")
        if len(pages) > MOST_PAGES:
            raise FimRefused(f"Das Schema ergibt {len(pages)} Seiten. Höchstens {MOST_PAGES} sind möglich.")
        return pages

    # --- pages and groups ---

    def _new_page(self, title: str, identity: Raw, name: str = "") -> _Page:
        taken = {page.raw["key"] for page in self.pages}
        key = key_from(name or title, taken=taken, fallback="seite")
        page = _Page(raw={"key": key, "title": line(title) or key, **identity, "groups": []})
        self.pages.append(page)
        return page

    def _page_of_group(self, part: Part, group: Group) -> None:
        page = self._new_page(group.title, fim_id(group.id, group.version), group.name)
        page.source = group
        if part.bounds != (1, 1) or group.is_choice:
            self._open(page, part, group)
            return
        if group.help:
            page.raw["intro"] = group.help[:6000]
            page.raw["groups"] = page.raw.pop("groups")
        for inner in group.parts:
            if isinstance(inner.element, Group) and not is_composite(inner.element):
                self._open(page, inner, inner.element)
            else:
                self._place(self._own(page, group.title), inner, page=page)

    def _own(self, page: _Page, title: str) -> _Spec:
        """Return the group that holds the fields standing directly on a page."""
        if page.own is None or len(page.own.raw["fields"]) >= MOST_FIELDS:
            source = page.source
            identity = fim_id(source.id, source.version) if source and page.own is None else {}
            page.own = self._new_group(page, title, (1, 1), identity, name=source.name if source else "")
        return page.own

    def _new_group(
        self, page: _Page, title: str, bounds: Bounds, identity: Raw, *, name: str, label: str = ""
    ) -> _Spec:
        key = key_from(name or title, taken=self.group_keys, fallback="gruppe")
        self.group_keys.add(key)
        raw: Raw = {"key": key, "title": line(title) or key, **identity}
        low, high = bounds
        if bounds != (1, 1):
            most = MOST_ITEMS if high is None else max(1, min(high, MOST_ITEMS))
            raw["repeat"] = {"min": min(low, most), "max": most, "label": line(label or title) or key}
            if (high or 0) > MOST_ITEMS or low > MOST_ITEMS:
                self.points.add("fim_anzahl", f"„{title}“: Mehr als {MOST_ITEMS} Einträge kennt das Formular nicht.")
        raw["fields"] = []
        page.raw["groups"].append(raw)
        return _Spec(raw=raw, repeats=bounds != (1, 1))

    def _open(self, page: _Page, part: Part, group: Group, *, when: str = "", bounds: Bounds | None = None) -> None:
        """Make a group of the form from a group of the schema; a group with only one group in it is skipped."""
        title, name, bounds = group.title, group.name, bounds or part.bounds
        while len(group.parts) == 1 and isinstance(group.parts[0].element, Group) and not group.is_choice:
            inner = group.parts[0]
            if is_composite(group.parts[0].element):
                break
            bounds, group = _times(bounds, inner.bounds), group.parts[0].element
            title, name = (group.title, group.name) if group.label else (title, name)
        identity = fim_id(group.id, group.version)
        spec = self._new_group(page, title, bounds, identity, name=name, label=group.keyword("repeat_label"))
        if group.help:
            spec.raw["intro"] = group.help[:6000]
            _before_fields(spec.raw, "intro")
        if when:
            spec.raw["when"] = when
            _before_fields(spec.raw, "when")
        self._fill(page, spec, group)

    def _fill(self, page: _Page, spec: _Spec, group: Group, *, optional: bool = False, when: str = "") -> None:
        chosen = self._choice(spec, group, when) if group.is_choice else {}
        for index, part in enumerate(group.parts):
            element = part.element
            low, high = part.bounds
            condition = chosen.get(index, when)
            if isinstance(element, Field) or is_composite(element):
                must = index in chosen
                self._place(spec, part, page=page, optional=optional, when=condition, must=must)
            elif chosen and not spec.repeats and not when:
                self._open(
                    page, part, element, when=f"{spec.raw['key']}.{condition}", bounds=_at_least_one(part.bounds)
                )
            elif high == 1 and (low == 1 or spec.repeats or chosen):
                if low == 0 and not chosen:
                    self._note(
                        element, f"Die Gruppe darf fehlen. Ihre Felder sind in „{spec.raw['title']}“ freiwillig."
                    )
                self._fill(page, spec, element, optional=optional or (low == 0 and not chosen), when=condition)
            else:
                if spec.repeats:
                    self._note(element, f"Zu welchem Eintrag von „{spec.raw['title']}“ sie gehört, geht verloren.")
                self._open(page, part, element)

    def _choice(self, spec: _Spec, group: Group, when: str) -> dict[int, str]:
        """Ask which part is given; return the condition of each part."""
        key = key_from(_CHOICE, taken=spec.keys)
        taken: set[str] = set()
        options: list[Raw] = []
        for part in group.parts:
            value = key_from(part.element.name or part.element.title, taken=taken)
            taken.add(value)
            options.append({"value": value, "label": line(part.element.title)})
        if not options:
            return {}
        spec.keys.add(key)
        raw: Raw = {"key": key, "type": "choice", "label": "Was möchten Sie angeben?", "options": options}
        spec.raw["fields"].append({**raw, **({"when": when} if when else {})})
        return {index: f'{key} = "{option["value"]}"' for index, option in enumerate(options)}

    # --- fields ---

    def _place(
        self, spec: _Spec, part: Part, *, page: _Page | None = None, optional: bool = False, when: str = "",
        must: bool = False,
    ) -> None:  # fmt: skip
        low, high = part.bounds
        element = part.element
        if isinstance(element, Field) and (high is None or high > 1) and not _holds_several(element):
            if page is not None and not spec.repeats and not when:
                self._open_single(page, part, element)
                return
            self.points.add(
                "fim_anzahl",
                f"{element.id} „{element.title}“ kommt {part.count}-mal vor. Wir fragen es als mehrzeiligen Text ab.",
            )
        if len(spec.raw["fields"]) >= MOST_FIELDS:
            self.points.add(
                "fim_struktur", f"„{spec.raw['title']}“ hat zu viele Felder. {element.id} „{element.title}“ fehlt."
            )
            return
        key = key_from(element.name or element.title, taken=spec.keys)
        spec.keys.add(key)
        raw = self._field(part, key, required=must or (low > 0 and not optional))
        if isinstance(element, Field) and (high is None or high > 1) and raw["type"] == "text":
            raw["multiline"] = True
        if when:
            raw["when"] = when
        spec.raw["fields"].append(raw)
        self.places.setdefault(element.id, (spec, raw))

    def _field(self, part: Part, key: str, *, required: bool) -> Raw:
        element = part.element
        if isinstance(element, Field):
            return convert_field(part, element, key=key, required=required, context=self.context)
        return convert_composite(part, element, key=key, required=required, context=self.context)

    def _open_single(self, page: _Page, part: Part, field: Field) -> None:
        """A field that is given several times becomes a repeated group of its own."""
        spec = self._new_group(page, field.title, part.bounds, {}, name=field.name)
        key = key_from(field.name or field.title)
        once = Part(count="1:1", sources=part.sources, element=field, line=part.line)
        spec.raw["fields"].append(convert_field(once, field, key=key, required=True, context=self.context))

    # --- remarks ---

    def _note(self, element: Group | Field, sentence: str) -> None:
        self.points.add("fim_struktur", f"{element.id} „{element.title}“: {sentence}")

    def _rules(self) -> None:
        bearers = [self.schema, *(part.element for part, _ in walk(self.schema.parts))]
        told: set[str] = set()
        for bearer in bearers:
            for rule in bearer.rules:
                if rule.id not in told:
                    told.add(rule.id)
                    self.points.add_rule(rule.id, self._about(rule, bearer))

    def _about(self, rule: FimRule, bearer: Element) -> str:
        say = (
            f"Regel {rule.id} „{rule.name}“ an {bearer.id} „{bearer.title}“, noch nicht ausführbar: {rule.prose or '-'}"
        )
        if rule.script:
            say += " Das Schema hat dazu ein Skript; Skripte führen wir nicht aus."
        guess = self._guess(rule.prose)
        return f"{say} Vorschlag, bitte prüfen: {guess}" if guess else say

    def _guess(self, prose: str) -> str:
        """Propose a condition where the prose is of the one kind that is nearly always meant the same way."""
        found = _ONLY_IF.search(prose)
        deciding = self.places.get(found["deciding"]) if found else None
        if found is None or deciding is None or deciding[1]["type"] != "boolean":
            return ""
        named = [self.places[name] for name in NAMED.findall(found["asked"]) if name in self.places]
        fields = ", ".join(f"{spec.raw['key']}.{raw['key']}" for spec, raw in named)
        group, key = deciding[0].raw["key"], deciding[1]["key"]
        return f"when: {group}.{key} = true bei {fields} (in derselben Gruppe nur {key} = true)." if fields else ""

    def _remarks(self) -> None:
        for part, _ in walk(self.schema.parts):
            element = part.element
            if isinstance(element, Group) and _looks_like_address(element):
                self._note(element, "Das könnte ein Feld vom Typ address sein; dann prüft das Formular Straße und Ort.")


def is_composite(element: Group | Field) -> bool:
    """Say whether a group was exported from a field whose answer has several parts."""
    return isinstance(element, Group) and element.keyword("type") in COMPOSITES


def _looks_like_address(group: Group) -> bool:
    names = {part.element.name.lower() for part in group.parts}
    return {"straße", "hausnummer"} <= names and not is_composite(group)


def _holds_several(field: Field) -> bool:
    return field.data_type == "file" or field.kind == "select" or field.keyword("type") in ("file", "multi_choice")


def _times(outer: Bounds, inner: Bounds) -> Bounds:
    low = outer[0] * inner[0]
    high = None if outer[1] is None or inner[1] is None else outer[1] * inner[1]
    return low, high


def _at_least_one(bounds: Bounds) -> Bounds:
    low, high = bounds
    return (1, 1) if high == 1 else (max(1, low), high)


def _before_fields(raw: dict[str, Any], key: str) -> None:
    """Let the fields stay the last thing of a group, for those who read the file."""
    raw["fields"] = raw.pop("fields")
    assert key in raw
