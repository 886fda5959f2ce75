"""Values that follow from the answers, with the reason for amounts, and answers that no longer count."""

from collections.abc import Iterable
from dataclasses import dataclass

from laufzettel import packages
from laufzettel.engine.forms import ComputedState, FormState
from laufzettel.packages import ExplanationRow
from laufzettel.portal.drafting import Drafting
from laufzettel.portal.question import is_begun, live_problems


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One computed value ready to be drawn; `explanation` is empty unless the package offers it."""

    label: str
    display: str
    is_fee: bool
    is_example: bool
    explanation: tuple[ExplanationRow, ...]


def shown_on_page(drafting: Drafting, state: FormState, page_key: str) -> list[Shown]:
    """Return what a question page shows: nothing before something is filled in."""
    page = state.page(page_key)
    if page is None or not is_begun(page):
        return []
    return _shown(drafting, state, (item for item in state.shown if item.definition.page in ("", page_key)))


def shown_at_the_end(drafting: Drafting, state: FormState) -> list[Shown]:
    """Return what the check page shows."""
    return _shown(drafting, state, state.shown)


def _shown(drafting: Drafting, state: FormState, items: Iterable[ComputedState]) -> list[Shown]:
    """Leave out what rests on answers that do not pass: an amount beside a mistake would be another one at the end."""
    wrong = {problem.path.partition(".")[0] for page in state.pages for problem in live_problems(page)}
    return [
        Shown(
            label=item.definition.label,
            display=item.display,
            is_fee=item.definition.role == "fee",
            is_example=item.definition.example,
            explanation=_explanation(drafting, state, item) if item.definition.explain else (),
        )
        for item in items
        if item.value is not None and not wrong & packages.reached_names(drafting.package, item.definition.value.names)
    ]


def _explanation(drafting: Drafting, state: FormState, item: ComputedState) -> tuple[ExplanationRow, ...]:
    facts = packages.facts(
        drafting.package,
        answers=state.answers,
        computed=state.computed,
        results={},
        today=drafting.today,
        account=drafting.account,
        look_ups=drafting.draft.look_ups,
    )
    return packages.explain_fee(drafting.package, item.definition.key, facts)


def labels_of(drafting: Drafting, paths: Iterable[str]) -> list[str]:
    """Return the labels of the fields at paths such as `hunde.0.rasse`, each once; unknown paths say nothing."""
    labels = []
    for path in paths:
        group, _, rest = path.partition(".")
        definition = drafting.package.form.field(group, rest.rpartition(".")[2])
        if definition and definition.label not in labels:
            labels.append(definition.label)
    return labels
