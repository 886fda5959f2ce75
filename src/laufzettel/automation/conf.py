"""What an operator sets for registers and specialist systems."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from laufzettel.platform.environment import SettingError, env

DEMO_REGISTER_KEY = "demo-register"
DEMO_SYSTEM_KEY = "demo-finanzen"
_DEMO_REGISTERS = {
    "vehicles": {"provider": "http_register", "url": "http://127.0.0.1:8011/vehicles", "key": DEMO_REGISTER_KEY},
    "population": {"provider": "http_register", "url": "http://127.0.0.1:8011/population", "key": DEMO_REGISTER_KEY},
}
_DEMO_SYSTEMS = {
    "finance": {"provider": "http_finance", "url": "http://127.0.0.1:8012/assessments", "key": DEMO_SYSTEM_KEY},
}
_HELP = (
    'JSON: {{"name": {{"provider": folder, "url": address, "key": secret}}}}; '
    'a name "town/name" is for one town only. Names of {what} are those the service packages use'
)


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """Where a register or system answers: folder of the provider, address, key."""

    provider: str
    url: str
    key: str


@dataclass(frozen=True, kw_only=True)
class Conf:
    """Settings of `automation`."""

    registers: Mapping[str, Endpoint]
    systems: Mapping[str, Endpoint]
    timeout_s: int


@cache
def conf() -> Conf:
    """Read the settings of `automation` once per process."""
    return Conf(
        registers=_endpoints("LAUFZETTEL_REGISTERS", _DEMO_REGISTERS, "registers"),
        systems=_endpoints("LAUFZETTEL_SYSTEMS", _DEMO_SYSTEMS, "specialist systems"),
        timeout_s=env.int(
            "LAUFZETTEL_AUTOMATION_TIMEOUT", default=10, minimum=1, help="seconds a background job waits for an answer"
        ),
    )


def find_endpoint(endpoints: Mapping[str, Endpoint], *, name: str, municipality: str) -> Endpoint | None:
    """Return who serves a name for a town: the town's own, else the one for all, else nobody."""
    return endpoints.get(f"{municipality}/{name}") or endpoints.get(name)


def _endpoints(name: str, demo: Mapping[str, Mapping[str, str]], what: str) -> dict[str, Endpoint]:
    text = env.str(name, default=json.dumps(demo), help=_HELP.format(what=what), secret=True)
    try:
        return {key: Endpoint(**given) for key, given in json.loads(text).items()}
    except (ValueError, TypeError, AttributeError):
        raise SettingError(f"{name}: JSON mit provider, url und key wird erwartet / JSON is expected") from None
