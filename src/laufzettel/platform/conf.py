"""What an operator sets for the platform."""

from dataclasses import dataclass
from functools import cache

from laufzettel.platform.environment import env


@dataclass(frozen=True, kw_only=True)
class Conf:
    """Settings of the platform."""

    worker_silence_seconds: int
    seal_key_file: str
    seal_certificate_file: str
    seal_chain_files: tuple[str, ...]
    seal_passphrase: str
    time_stamp_url: str
    trust_files: tuple[str, ...]


@cache
def conf() -> Conf:
    """Read the settings once."""
    return Conf(
        worker_silence_seconds=env.int(
            "LAUFZETTEL_WORKER_SILENCE",
            default=20,
            minimum=5,
            help="seconds without a sign of life after which another worker takes over a worker's jobs",
        ),
        seal_key_file=env.str("LAUFZETTEL_SEAL_KEY", help="PEM file with the key that seals notices; empty: demo key"),
        seal_certificate_file=env.str("LAUFZETTEL_SEAL_CERTIFICATE", help="PEM file with the certificate of that key"),
        seal_chain_files=env.list("LAUFZETTEL_SEAL_CHAIN", help="PEM files with the certificates above it"),
        seal_passphrase=env.str("LAUFZETTEL_SEAL_PASSPHRASE", help="passphrase of the seal key", secret=True),
        time_stamp_url=env.str("LAUFZETTEL_TIME_STAMP_URL", help="time-stamp authority (RFC 3161); empty: demo"),
        trust_files=env.list("LAUFZETTEL_TRUST", help="PEM files with roots that seals and stamps are checked against"),
    )
