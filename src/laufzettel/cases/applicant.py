"""Who applies: name, address and e-mail as the frozen submission says them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from laufzettel.messaging.api import Recipient
from laufzettel.packages import Package
from laufzettel.submissions.api import SubmissionView


@dataclass(frozen=True, kw_only=True)
class Applicant:
    """The person to whom everything about a case is sent; `names` are the first lines of the address field."""

    name: str
    names: tuple[str, ...] = ()
    email: str
    account_id: str
    address: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The applicant as lists name them: a company before the person who acts for it."""
        return ", ".join(dict.fromkeys((*self.names[:1], self.name))).strip(", ")

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
    name = " ".join(str(name) for name in names if name)
    return Applicant(
        name=name,
        names=_names(name, submission),
        email=str(found.get("email") or ""),
        account_id=submission.account_id or "",
        address=address if isinstance(address, Mapping) else {},
    )


def _names(name: str, submission: SubmissionView) -> tuple[str, ...]:
    """Return who is addressed: the company and who acts for it, or the person and who represents them.

    The notice is addressed to whom it concerns and may be served on the representative (§ 41 (1) VwVfG).
    """
    acting, acts = submission.acting, str(submission.account.get("name") or "")
    if acting.get("for") == "company":
        return tuple(line for line in (str(acting["name"]), f"z. Hd. {name}" if name else "") if line)
    if acting.get("for") == "person":
        concerned = f"{acting['given_name']} {acting['family_name']}"
        return (concerned, f"vertreten durch {acts}") if acts and acts != concerned else (concerned,)
    return (name,) if name else ()


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
