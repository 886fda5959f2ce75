"""Rules for machine clients: secrets, rights, repeated requests. No Django."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from laufzettel.kernel.actor import Actor
from laufzettel.kernel.levels import Level

MOST_SECONDS_RUNNING = 120
KEPT_DAYS = 30


@dataclass(frozen=True, kw_only=True)
class MachineClient:
    """A program that may hand in for citizens; `services` are the keys of the services it may hand in."""

    id: str
    municipality: str
    name: str
    services: frozenset[str]
    level: Level

    @property
    def actor(self) -> Actor:
        """Return the client as verbs see it."""
        return Actor(kind="machine", key=self.id, municipality=self.municipality, level=self.level, name=self.name)

    def may(self, service: str) -> bool:
        """Say whether the client may hand in this service."""
        return service in self.services


@dataclass(frozen=True, kw_only=True)
class Secret:
    """What is shown once when a client is made."""

    client_id: str
    secret: str


@dataclass(frozen=True, kw_only=True)
class Repeated:
    """What is known of a request with a key.

    new: do it. running: somebody is doing it at this moment. known: it was begun before with `draft_id`, see what came
    of it. other: the key was used for another request.
    """

    state: Literal["new", "running", "known", "other"]
    draft_id: str = ""


def hash_of(secret: str) -> str:
    """Return what is stored of a secret or token; both have 256 random bits, so one fast hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def is_same(given: str, stored_hash: str) -> bool:
    """Compare a secret with a stored hash in constant time."""
    return hmac.compare_digest(hash_of(given), stored_hash)


def repeated(
    *, fingerprint: str, known: str, draft_id: str, is_done: bool, began_at: datetime, now: datetime
) -> Repeated:
    """Return what a request with a known key means."""
    if known != fingerprint:
        return Repeated(state="other")
    if not is_done and now - began_at < timedelta(seconds=MOST_SECONDS_RUNNING):
        return Repeated(state="running")
    return Repeated(state="known", draft_id=draft_id)
