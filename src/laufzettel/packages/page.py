"""What the public page of a service needs beyond the manifest."""

from datetime import date

from laufzettel.engine.rules import RuleError
from laufzettel.packages.facts import environment
from laufzettel.packages.model import Package
from laufzettel.packages.noticing import uses_example


def fee_text(package: Package, *, today: date) -> str:
    """Return page.fee with the parameters in force on `today` in place."""
    known = environment(package, today=today, account=None, look_ups={})
    try:
        return package.fee.fill(known).text
    except RuleError:
        return package.fee.source


def has_examples(package: Package, *, today: date) -> bool:
    """Say whether the page must carry the word Beispielwert: a fee, parameter or source in use is only an example."""
    names = frozenset({*package.parameters, *(item.key for item in package.form.computed)})
    cited = any(citation.example for citation in package.manifest.legal_basis)
    return cited or uses_example(package, names, {"heute": today})
