"""What is known about a citizen who signed in; no Django."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from typing import Any, Literal

from laufzettel.kernel.actor import Actor
from laufzettel.kernel.errors import Refused
from laufzettel.kernel.language import phrase, say
from laufzettel.kernel.levels import LEVELS, Level, at_least, level_name

# The provider of accounts that live here: an address and a password, no foreign identity behind it.
EMAIL = "email"


@dataclass(frozen=True, kw_only=True)
class LoginStart:
    """Where to send the browser, and what the browser's session must keep until it comes back."""

    redirect_url: str
    kept: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Offer:
    """One way to sign in: `key` of the provider, what people read, and the highest level it reaches."""

    key: str
    label: str
    highest: Level


@dataclass(frozen=True, kw_only=True)
class PostalAddress:
    """A German address."""

    strasse: str = ""
    hausnummer: str = ""
    plz: str = ""
    ort: str = ""


@dataclass(frozen=True, kw_only=True)
class Identity:
    """Who signed in and how sure the provider is; `subject_key` never changes for one person at one provider."""

    subject_key: str
    level: Level
    given_name: str = ""
    family_name: str = ""
    birth_date: date | None = None
    address: PostalAddress = field(default_factory=PostalAddress)
    email: str = ""


@dataclass(frozen=True, kw_only=True)
class AccountInfo:
    """An account with what its identity provider said; `level` belongs to one login, not to the person."""

    id: str
    provider: str
    subject_key: str
    level: Level
    given_name: str = ""
    family_name: str = ""
    birth_date: date | None = None
    address: PostalAddress = field(default_factory=PostalAddress)
    email: str = ""
    epoch: int = 0
    reads: frozenset[str] = frozenset()
    applies: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """Return the name as people say it."""
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def label(self) -> str:
        """Return what the owner recognises the account by: the name, or else the address."""
        return self.name or self.email

    @property
    def is_by_email(self) -> bool:
        """Say whether this is an account of our own, with address and password."""
        return self.provider == EMAIL


@dataclass(frozen=True, kw_only=True)
class MethodView:
    """One way to sign in beside the password: `kind` is totp or passkey."""

    id: int
    kind: str
    title: str
    created_at: datetime
    used_at: datetime | None


Role = Literal["manage", "apply", "read"]
ROLES: Mapping[Role, str] = {
    "manage": phrase("Verwalten: Mitglieder einladen und entfernen, Anträge stellen"),
    "apply": phrase("Beantragen: Anträge stellen und bearbeiten"),
    "read": phrase("Lesen: Vorgänge und Nachrichten ansehen"),
}


@dataclass(frozen=True, kw_only=True)
class CompanyView:
    """A company with what the one who asks may do for it; `is_verified` when an identity provider vouched for it."""

    id: str
    name: str
    register_number: str
    is_verified: bool
    role: Role

    @property
    def may_apply(self) -> bool:
        """Say whether this member may apply in the name of the company."""
        return self.role in ("manage", "apply")


@dataclass(frozen=True, kw_only=True)
class MemberView:
    """A member of a company as the other members see them."""

    id: int
    label: str
    role: Role
    is_self: bool


@dataclass(frozen=True, kw_only=True)
class MandateView:
    """For whom an account says it may act, why (`kind`), and until when."""

    id: str
    kind: str
    given_name: str
    family_name: str
    birth_date: date | None
    valid_until: date | None

    @property
    def name(self) -> str:
        """Return the name as people say it."""
        return f"{self.given_name} {self.family_name}"


def actor_of_account(info: AccountInfo, municipality: str) -> Actor:
    """Return the actor that a citizen with an account is towards a town."""
    return Actor(
        kind="account",
        key=info.id,
        municipality=municipality,
        level=info.level,
        name=info.name,
        reads=info.reads,
        applies=info.applies,
    )


def attributes_of(identity: Identity) -> dict[str, Any]:
    """Return the identity attributes as JSON values."""
    return {
        "given_name": identity.given_name,
        "family_name": identity.family_name,
        "birth_date": identity.birth_date.isoformat() if identity.birth_date else "",
        "address": asdict(identity.address),
        "email": identity.email,
    }


def info_from(
    *, id: str, provider: str, subject_key: str, level: str, attributes: Mapping[str, Any], epoch: int = 0
) -> AccountInfo:
    """Build an account from its stored parts."""
    birth = attributes.get("birth_date", "")
    return AccountInfo(
        id=id,
        provider=provider,
        subject_key=subject_key,
        level=read_level(level),
        given_name=attributes.get("given_name", ""),
        family_name=attributes.get("family_name", ""),
        birth_date=date.fromisoformat(birth) if birth else None,
        address=PostalAddress(**attributes.get("address", {})),
        email=attributes.get("email", ""),
        epoch=epoch,
    )


def read_level(text: str) -> Level:
    """Read a stored level; anything unknown is `none`."""
    return next((level for level in LEVELS if level == text), "none")


def with_level(info: AccountInfo, level: str) -> AccountInfo:
    """Return the account as seen by a session that signed in with this level."""
    return replace(info, level=read_level(level))


def require_level(*, have: Level, need: Level) -> None:
    """Raise `Refused` when a login is not sure enough for what the person wants."""
    if not at_least(have=have, need=need):
        raise Refused(
            say(
                "Für diesen Antrag brauchen Sie das Vertrauensniveau „{need}“. Angemeldet sind Sie mit „{have}“.",
                need=level_name(need),
                have=level_name(have),
            )
        )


def token_hash(token: str) -> str:
    """Return what is stored of the secret in a mailed link; it has 256 random bits, so one fast hash is enough."""
    return hashlib.sha256(f"laufzettel invitation:{token}".encode()).hexdigest()


def safe_return(target: str) -> str:
    """Return `target` when it stays on this site, otherwise the start page (open redirects)."""
    is_local = target.startswith("/") and not target.startswith(("//", "/\\")) and "\\" not in target
    return target if is_local and target.isprintable() else "/"
