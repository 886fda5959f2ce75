"""Guests: they come back with reference and access code, and only to their own matter."""

import hmac
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings

from laufzettel.kernel import ids
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.errors import NotFound, Refused
from laufzettel.kernel.language import phrase, say
from laufzettel.platform import api as platform
from laufzettel.submissions import domain, models
from laufzettel.submissions.conf import read_conf
from laufzettel.submissions.queries import access_submission, has_account

_NO_SUCH_MATTER = phrase("Vorgangsnummer und Zugangscode passen nicht zusammen. Prüfen Sie beide Angaben.")


def take_access_code(actor: Actor, reference: str) -> str | None:
    """Return the access code of a submission to the guest's session or the machine that submitted it, to nobody else.

    None for submissions of accounts and for guests who came in with the code. The page may ask again on reload.
    Raises `NotFound` for anything foreign.
    """
    row = (
        models.Submission.objects.filter(
            municipality=actor.municipality,
            owner_kind=actor.kind,
            owner_key=actor.key,
            code_salt__gt="",
        )
        .filter(reference=ids.tidy_reference(reference) or "")
        .first()
    )
    if row is None:
        access_submission(actor, reference)
        return None
    code = derive_code(row.code_salt)
    return code if hmac.compare_digest(domain.code_hash(code, salt=row.code_salt), row.code_hash) else None


def derive_code(salt: str) -> str:
    """Return the access code that belongs to a salt on this installation."""
    return domain.access_code(secret=settings.SECRET_KEY, salt=salt, alphabet=ids.ALPHABET)


def codes_after_account(actor: Actor, references: Sequence[str]) -> dict[str, str]:
    """Return the codes that open these own submissions once the account is deleted; before, they open nothing.

    Raises `NotFound` for anything foreign.
    """
    found = (access_submission(actor, reference) for reference in references)
    return {submission.reference: derive_code(_left_salt(submission.id)) for submission in found}


def _left_salt(submission_id: str) -> str:
    return f"left:{submission_id}"


def _expected(row: models.Submission | None) -> tuple[str, str]:
    """Return salt and hash of the code that opens a submission; a hash nothing has when no code does."""
    if row and row.owner_kind in domain.OPENED_BY_CODE:
        return row.code_salt, row.code_hash
    if row and row.owner_kind == "account" and not has_account(row.owner_key):
        salt = _left_salt(str(row.pk))
        return salt, domain.code_hash(derive_code(salt), salt=salt)
    return "unknown", "0" * 64


def open_as_guest(*, reference: str, code: str, municipality: str, client: str, now: datetime) -> Actor:
    """Return the guest who may see one matter, for the right reference with the right code.

    `client` is the address of the browser: tries are counted per address, so nobody can lock a stranger out. Unknown
    references, wrong codes and matters of living accounts get the same answer: `NotFound`. Raises `Refused` after too
    many tries. Call outside of a transaction, because a count must outlive the error.
    """
    conf = read_conf()
    key = f"guest:{municipality}:{client}"
    if platform.hit_limit(key, limit=conf.guest_tries, per_seconds=conf.window_s, now=now):
        raise Refused(say("Das waren zu viele Versuche. Bitte warten Sie eine Viertelstunde."))
    tidy = ids.tidy_reference(reference) or ""
    row = models.Submission.objects.filter(municipality=municipality, reference=tidy).first()
    salt, expected = _expected(row)
    given = domain.code_hash(ids.tidy_code(code), salt=salt)
    if not hmac.compare_digest(given, expected) or row is None:
        raise NotFound(say(_NO_SUCH_MATTER))
    return Actor(kind="guest", key=str(row.pk), municipality=municipality)
