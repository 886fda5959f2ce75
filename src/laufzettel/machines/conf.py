"""What an operator sets for machine clients."""

from dataclasses import dataclass
from functools import cache

from laufzettel.platform.environment import env


@dataclass(frozen=True, kw_only=True)
class Conf:
    """Settings of `machines`."""

    token_s: int
    token_tries: int
    requests: int
    body_bytes: int


@cache
def read_conf() -> Conf:
    """Read the settings of `machines` from the environment, once per process."""
    return Conf(
        token_s=env.int("LAUFZETTEL_API_TOKEN_SECONDS", default=900, minimum=60, help="life of a machine's token"),
        token_tries=env.int(
            "LAUFZETTEL_API_TOKEN_TRIES", default=30, minimum=1, help="tokens asked for from one address in 15 minutes"
        ),
        requests=env.int("LAUFZETTEL_API_REQUESTS", default=120, minimum=1, help="requests of a machine per minute"),
        body_bytes=env.int(
            "LAUFZETTEL_API_BODY_KB", default=1536, minimum=16, help="largest JSON body of a request, in KB"
        )
        * 1024,
    )
