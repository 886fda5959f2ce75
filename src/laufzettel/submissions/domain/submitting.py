"""Rules for submitting: level of assurance, declarations, the canonical document, the code of a guest."""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from typing import Any

from laufzettel.engine.forms import DeclarationDefinition, FormDefinition
from laufzettel.kernel.errors import Invalid, Problem, Refused
from laufzettel.kernel.language import say
from laufzettel.kernel.levels import Level, at_least, level_name

# Owners without an account: their matters are opened with reference and code.
OPENED_BY_CODE = ("guest", "machine")


def check_level(*, have: Level, need: Level, written_form: bool) -> None:
    """Raise `Refused` when the applicant is not identified surely enough.

    An application that replaces the written form needs an identified account (§ 9a OZG).
    """
    required: Level = "substantial" if written_form and not at_least(have=need, need="substantial") else need
    if not at_least(have=have, need=required):
        raise Refused(
            say(
                "Für diesen Antrag müssen Sie sich mit dem Vertrauensniveau „{level}“ anmelden. "
                "Ihr Entwurf bleibt dabei erhalten.",
                level=level_name(required),
            )
        )


def missing_declarations(declarations: Sequence[DeclarationDefinition], ticked: Sequence[str]) -> tuple[Problem, ...]:
    """Return one problem for every declaration that was not ticked."""
    return tuple(
        Problem(f"erklaerung.{declaration.key}", say("Bestätigen Sie diese Erklärung."))
        for declaration in declarations
        if declaration.key not in ticked
    )


def refuse_problems(problems: Sequence[Problem]) -> None:
    """Raise `Invalid` when there are problems."""
    if problems:
        raise Invalid(tuple(problems))


def canonical(document: Mapping[str, Any]) -> bytes:
    """Return a document as JSON in its one canonical form: keys sorted, no blanks, UTF-8."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def shown_computed(form: FormDefinition, computed: Mapping[str, Any]) -> dict[str, Any]:
    """Return the computed values that the form shows to the applicant; the others may rest on what a register said."""
    shown = {definition.key for definition in form.computed if definition.show}
    return {key: value for key, value in computed.items() if key in shown}


def for_applicant(form: FormDefinition, document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the part of a frozen submission that its applicant may have.

    Of a register only what was asked and whether there was an answer: whoever types a foreign number plate must not
    learn who holds it. `sha256` is that of the whole submission as the office keeps it.
    """
    asked = {
        name: {part: answer[part] for part in ("state", "query") if part in answer}
        for name, answer in document["look_ups"].items()
    }
    return {
        **document,
        "look_ups": asked,
        "computed": shown_computed(form, document["computed"]),
        "sha256": hashlib.sha256(canonical(document)).hexdigest(),
    }


def access_code(*, secret: str, salt: str, alphabet: str) -> str:
    """Derive the access code of a guest: 20 characters, made of the installation's secret and the row's own salt.

    Derived instead of stored, so that a crash between submitting and showing loses nothing and the database alone
    opens nothing.
    """
    digest = hmac.new(secret.encode(), f"guest access code:{salt}".encode(), hashlib.sha256).digest()
    number = int.from_bytes(digest, "big")
    signs = []
    for _ in range(20):
        number, place = divmod(number, len(alphabet))
        signs.append(alphabet[place])
    text = "".join(signs)
    return "-".join(text[start : start + 5] for start in range(0, 20, 5))


def code_hash(code: str, *, salt: str) -> str:
    """Return what is stored of an access code; it has 98 random bits, so one fast hash is enough."""
    return hashlib.sha256(f"{salt}:{code}".encode()).hexdigest()
