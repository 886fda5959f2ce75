"""Who applies: name, address and e-mail as the frozen submission says them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from laufzettel.messaging.api import Recipient
from laufzettel.packages import Package
from laufzettel.submissions.api import SubmissionView


@dataclass(frozen=True, kw_only=True)
class Applicant:
    """The person to whom everything about a case is sent."""

    name: str
    email: str
    account_id: str
    address: Mapping[str, str] = field(default_factory=dict)

    @property
    def recipient(self) -> Recipient:
        """The applicant as messages see them."""
        return Recipient(account_id=self.account_id or None, email=self.email or None, name=self.name)


def applicant_of(package: Package, submission: SubmissionView) -> Applicant:
    """Return the applicant; which answers are theirs, the form says by `prefill` (or `autocomplete`).

    What the form does not ask is taken from the account, as it was at the moment of submitting.
    """
    found = {**submission.account, **dict(_own_answers(package, submission.answers))}
    names = (found.get("given_name", ""), found.get("family_name", ""))
    address = found.get("address")
    return Applicant(
        name=" ".join(str(name) for name in names if name),
        email=str(found.get("email") or ""),
        account_id=submission.account_id or "",
        address=address if isinstance(address, Mapping) else {},
    )


AUTOCOMPLETE = {
    "given-name": "given_name",
    "family-name": "family_name",
    "email": "email",
}


def _own_answers(package: Package, answers: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for page in reversed(package.form.pages):
        for group in page.groups:
            given = answers.get(group.key)
            if group.repeat or not isinstance(given, Mapping):
                continue
            for definition in group.fields:
                role = definition.prefill or AUTOCOMPLETE.get(definition.autocomplete, "")
                if role and given.get(definition.key):
                    yield role, given[definition.key]
