"""What `accounts` tells."""

from dataclasses import dataclass

from laufzettel.kernel.event import Event


@dataclass(frozen=True, kw_only=True)
class AccountSignedIn(Event):
    """Somebody signed in with an account; `level` is the level of assurance of this login."""

    provider: str
    level: str


@dataclass(frozen=True, kw_only=True)
class AccountDeleted(Event):
    """A person deleted their account; what was known about them is gone."""


@dataclass(frozen=True, kw_only=True)
class LoginProvided(Event):
    """A login for a clerk was created or its secrets were set anew."""

    login_id: int


@dataclass(frozen=True, kw_only=True)
class AccountChanged(Event):
    """Ways to sign in to an account changed: `what` is password, address, app, passkey, paper, removed or sessions."""

    what: str


@dataclass(frozen=True, kw_only=True)
class MembershipChanged(Event):
    """Somebody joined or left a company or got another role there: `what` is founded, invited, joined, role or left."""

    what: str
    role: str = ""


@dataclass(frozen=True, kw_only=True)
class MandateChanged(Event):
    """An account said for whom it acts, or ended that."""

    mandate_id: str
