"""What an operator sets for messaging."""

from dataclasses import dataclass
from functools import cache

from laufzettel.platform.environment import env


@dataclass(frozen=True, kw_only=True)
class Conf:
    """Settings of messaging; `channel` is the folder name under `providers/`."""

    channel: str
    claim_s: int


@cache
def conf() -> Conf:
    """Read the settings once."""
    return Conf(
        channel=env.choice(
            "LAUFZETTEL_NOTIFICATION_CHANNEL",
            choices=("email", "memory"),
            default="email",
            help="how recipients hear that there is a message",
        ),
        claim_s=env.int(
            "LAUFZETTEL_NOTIFICATION_CLAIM",
            default=120,
            minimum=5,
            help="seconds after which a notification whose sender was killed is sent again",
        ),
    )
