"""Who does something: a person with an account, a guest, a program that hands in for people, a clerk or ourselves."""

from dataclasses import dataclass, field
from typing import Literal, Self

from laufzettel.kernel.levels import Level

ActorKind = Literal["account", "guest", "machine", "clerk", "system"]


@dataclass(frozen=True, kw_only=True)
class Actor:
    """The one who acts, as every verb and every question about rights sees it.

    `key` identifies the actor among its kind: account id, key of the guest's session or submission, id of the
    machine client, id of the clerk. `units` and `roles` are filled for clerks only. `reads` and `applies` are ids of
    companies: for accounts that may see what belongs to the company, and that may apply in its name. `secret` is what
    only the browser of a guest knows: it opens the guest's drafts, is stored nowhere and shown in no log.
    """

    kind: ActorKind
    key: str
    municipality: str
    units: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    level: Level = "none"
    name: str = ""
    reads: frozenset[str] = frozenset()
    applies: frozenset[str] = frozenset()
    secret: str = field(default="", repr=False, compare=False)

    @classmethod
    def system(cls, municipality: str) -> Self:
        """Make the actor for work that the machine does by itself for a town."""
        return cls(kind="system", key="laufzettel", municipality=municipality, name="Automatisch")

    @property
    def is_applicant(self) -> bool:
        """Say whether this is somebody from outside the town hall."""
        return self.kind in {"account", "guest", "machine"}
