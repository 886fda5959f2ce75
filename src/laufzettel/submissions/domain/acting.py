"""For whom somebody applies: for themselves, for another person by mandate, or for a company.

A mandate is one of three: parents for their child (§§ 1626, 1629 BGB), a carer appointed by the court for the person
under care within the appointed tasks (§ 1823 BGB), or power of attorney (§ 14 (1) VwVfG: proof in writing only when
the authority asks for it). What is said here is a statement of the applicant; the office checks it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from laufzettel.kernel.errors import Problem, Refused
from laufzettel.kernel.language import phrase, say

EVIDENCE_PATH = "vertretung"
KINDS: Mapping[str, str] = {
    "child": phrase("elterliche Sorge (§§ 1626, 1629 BGB)"),
    "care": phrase("Betreuung (§ 1823 BGB)"),
    "power_of_attorney": phrase("Vollmacht (§ 14 VwVfG)"),
}
_LONGEST_NAME = 100


@dataclass(frozen=True, kw_only=True)
class Represented:
    """The person somebody acts for; `valid_until` is the last day of the mandate, None for no end."""

    kind: str
    given_name: str
    family_name: str
    birth_date: date | None = None
    valid_until: date | None = None

    @property
    def name(self) -> str:
        """Return the name as people say it."""
        return f"{self.given_name} {self.family_name}"


def represented_problems(person: Represented, *, today: date) -> tuple[Problem, ...]:
    """Return what is wrong with what was said about the person somebody acts for."""
    found = []
    if person.kind not in KINDS:
        found.append(Problem("kind", say("Wählen Sie aus, warum Sie für die Person handeln dürfen.")))
    for path, text, message in (
        ("given_name", person.given_name, say("Geben Sie den Vornamen der Person ein.")),
        ("family_name", person.family_name, say("Geben Sie den Familiennamen der Person ein.")),
    ):
        if not text.strip() or len(text) > _LONGEST_NAME:
            found.append(Problem(path, message))
    if person.birth_date is None or person.birth_date > today:
        found.append(Problem("birth_date", say("Geben Sie das Geburtsdatum der Person ein, zum Beispiel 04.05.2015.")))
    elif person.kind == "child" and _age(person.birth_date, today) >= 18:
        found.append(Problem("birth_date", say("Die Person ist volljährig. Eltern vertreten minderjährige Kinder.")))
    if person.valid_until and person.valid_until < today:
        found.append(Problem("valid_until", say("Dieses Datum ist schon vorbei.")))
    return tuple(found)


def _age(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def for_person(person: Represented) -> dict[str, Any]:
    """Return how a draft and a submission hold that somebody acts for a person."""
    return {
        "for": "person",
        "kind": person.kind,
        "given_name": person.given_name,
        "family_name": person.family_name,
        "birth_date": person.birth_date.isoformat() if person.birth_date else "",
        "valid_until": person.valid_until.isoformat() if person.valid_until else "",
    }


def for_company(*, company_id: str, name: str, register_number: str, is_verified: bool) -> dict[str, Any]:
    """Return how a draft and a submission hold that somebody acts for a company."""
    return {
        "for": "company",
        "company": company_id,
        "name": name,
        "register_number": register_number,
        "is_verified": is_verified,
    }


def check_acting(acting: Mapping[str, Any], *, applicants: Collection[str], today: date) -> None:
    """Raise `Refused` when a service is not for such applicants, or when a mandate has ended by this day."""
    kind = acting.get("for", "self")
    if kind not in applicants:
        if kind == "self":
            raise Refused(say("Diese Leistung ist nicht für Privatpersonen. Beginnen Sie für Ihre Organisation."))
        raise Refused(say("Diese Leistung kann jede Person nur für sich selbst beantragen."))
    if kind == "person" and represented_problems(_represented(acting), today=today):
        raise Refused(say("Die Vertretung gilt nicht mehr. Sagen Sie noch einmal, für wen Sie handeln dürfen."))


def _represented(acting: Mapping[str, Any]) -> Represented:
    born, until = acting["birth_date"], acting["valid_until"]
    return Represented(
        kind=acting["kind"],
        given_name=acting["given_name"],
        family_name=acting["family_name"],
        birth_date=date.fromisoformat(born) if born else None,
        valid_until=date.fromisoformat(until) if until else None,
    )


def known_facts(account: Mapping[str, Any] | None, acting: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return what is known for filling in a form: the names are those of the person it is about."""
    if acting.get("for") != "person":
        return dict(account) if account else None
    born = acting["birth_date"]
    person = {"given_name": acting["given_name"], "family_name": acting["family_name"]}
    return {**(account or {}), **person, "birth_date": date.fromisoformat(born) if born else None}


def needs_evidence(acting: Mapping[str, Any]) -> bool:
    """Say whether proof of the mandate should be handed in: for care and power of attorney; parents only when asked."""
    return acting.get("for") == "person" and acting.get("kind") != "child"


def acting_rows(acting: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return labels and values that tell for whom somebody applies; nothing when it is for themselves."""
    if acting.get("for") == "person":
        rows = [
            (say("Antrag für"), f"{acting['given_name']} {acting['family_name']}"),
            (say("Geboren am"), _german(acting["birth_date"])),
            (say("Vertreten aufgrund von"), say(KINDS[acting["kind"]])),
            (say("Vertretung gilt bis"), _german(acting["valid_until"])),
        ]
        return tuple(row for row in rows if row[1])
    if acting.get("for") == "company":
        proof = say("bestätigt") if acting["is_verified"] else say("eigene Angabe, nicht geprüft")
        return (
            (say("Antrag für"), acting["name"]),
            (say("Registernummer"), acting["register_number"] or say("keine")),
            (say("Nachweis der Organisation"), proof),
        )
    return ()


def _german(iso: str) -> str:
    return f"{date.fromisoformat(iso):%d.%m.%Y}" if iso else ""
