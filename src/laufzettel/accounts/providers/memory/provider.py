"""The twin: hands out identities it was given, with the same promises as a real provider."""

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import cache
from urllib.parse import urlencode

from laufzettel.accounts.conf import Conf
from laufzettel.accounts.provider import Identity, LoginStart
from laufzettel.kernel.errors import Refused, Unavailable
from laufzettel.kernel.language import say
from laufzettel.kernel.levels import LEVELS, Level


class MemoryProvider:
    """An identity provider without a network; the person is chosen with `sign_in_as`."""

    label = "Probekonto"
    highest: Level = "high"

    def __init__(self) -> None:
        self.is_down = False
        self._person: Identity | None = None
        self._codes: dict[str, Identity] = {}

    def sign_in_as(self, person: Identity | None) -> None:
        """Decide who signs in next; None gives up."""
        self._person = person

    def start(self, *, callback_url: str, level: Level) -> LoginStart:
        """Begin a login; see the contract."""
        self._answer()
        state = secrets.token_urlsafe(32)
        query = urlencode({"state": state, "callback": callback_url, "level": level})
        return LoginStart(redirect_url=f"https://konto.example/login?{query}", kept={"state": state, "level": level})

    def visit(self, start: LoginStart) -> dict[str, str]:
        """Play the browser at the provider and return the parameters it comes back with."""
        state = start.kept["state"]
        if self._person is None:
            return {"state": state, "error": "access_denied"}
        code = secrets.token_urlsafe(16)
        wanted: Level = start.kept["level"]  # type: ignore[assignment]
        reached = max(self._person.level, wanted, key=LEVELS.index)
        self._codes[code] = replace(self._person, level=reached)
        return {"state": state, "code": code}

    def finish(self, *, params: Mapping[str, str], kept: Mapping[str, str], now: datetime) -> Identity:
        """End a login; see the contract."""
        if not hmac.compare_digest(params.get("state", "").encode(), kept.get("state", "?").encode()):
            raise Refused(
                say("Die Anmeldung gehört nicht zu diesem Browserfenster. Bitte melden Sie sich noch einmal an.")
            )
        if "error" in params:
            raise Refused(say("Die Anmeldung wurde abgebrochen."))
        self._answer()
        identity = self._codes.pop(params.get("code", ""), None)
        if identity is None:
            raise Refused(say("Die Anmeldung ist nicht mehr gültig. Bitte melden Sie sich noch einmal an."))
        return identity

    def _answer(self) -> None:
        if self.is_down:
            raise Unavailable(
                say("Das Nutzerkonto ist gerade nicht erreichbar. Bitte versuchen Sie es später noch einmal.")
            )


@cache
def build(conf: Conf) -> MemoryProvider:
    """Return the one twin of this process, whatever the settings say."""
    return MemoryProvider()
