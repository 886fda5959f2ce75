"""What an operator sets for submissions: limits on uploads, on guessing, on open drafts."""

from dataclasses import dataclass
from functools import cache

from laufzettel.platform.environment import SettingError, env

DEMO_DRAFT_KEY = "entwurfsschluessel-nur-fuer-die-demo-niemals-im-betrieb"
LEAST_KEY_LENGTH = 43


@dataclass(frozen=True, kw_only=True)
class Conf:
    """Settings of `submissions`."""

    upload_bytes: int
    upload_pages: int
    uploads_per_draft: int
    uploads_per_window: int
    guest_tries: int
    window_s: int
    open_drafts: int
    draft_key: str
    old_draft_keys: tuple[str, ...]
    scanner: str
    is_scan_needed: bool
    scan_seconds: int
    quarantine_days: int


@cache
def read_conf() -> Conf:
    """Read the settings of `submissions` from the environment, once per process."""
    megabytes = env.int("LAUFZETTEL_UPLOAD_MB", default=10, minimum=1, help="largest file people may upload, in MB")
    return Conf(
        upload_bytes=megabytes * 1024 * 1024,
        upload_pages=env.int("LAUFZETTEL_UPLOAD_PAGES", default=100, minimum=1, help="most pages of an uploaded PDF"),
        uploads_per_draft=env.int("LAUFZETTEL_UPLOADS", default=20, minimum=1, help="most files of one application"),
        uploads_per_window=env.int(
            "LAUFZETTEL_UPLOAD_TRIES", default=60, minimum=1, help="uploads tried by one person within the window"
        ),
        guest_tries=env.int(
            "LAUFZETTEL_GUEST_TRIES",
            default=10,
            minimum=1,
            help="tries from one address to open a matter with reference and code within the window",
        ),
        window_s=env.int("LAUFZETTEL_GUEST_WINDOW", default=900, minimum=10, help="seconds of the window for tries"),
        open_drafts=env.int("LAUFZETTEL_OPEN_DRAFTS", default=25, minimum=1, help="most open drafts of one person"),
        draft_key=env.str(
            "LAUFZETTEL_DRAFT_KEY",
            default=DEMO_DRAFT_KEY,
            help="at least 43 random characters, another secret than LAUFZETTEL_SECRET_KEY; opens drafts of accounts",
            secret=True,
        ),
        old_draft_keys=_old_keys(),
        scanner=_scanner(),
        is_scan_needed=env.choice(
            "LAUFZETTEL_CLAMAV_DOWN",
            choices=("refuse", "accept"),
            default="refuse",
            help="when the scanner does not answer: refuse files, or accept them and tell everybody they are unscanned",
        )
        == "refuse",
        scan_seconds=env.int(
            "LAUFZETTEL_CLAMAV_TIMEOUT", default=20, minimum=1, help="seconds to wait for the scanner"
        ),
        quarantine_days=env.int(
            "LAUFZETTEL_QUARANTINE_DAYS", default=14, minimum=1, help="days after which a file with a virus is deleted"
        ),
    )


def _old_keys() -> tuple[str, ...]:
    text = env.str(
        "LAUFZETTEL_DRAFT_KEYS_OLD",
        help="draft keys used before, separated by commas; may go once a night has passed since the change",
        secret=True,
    )
    return tuple(key.strip() for key in text.split(",") if key.strip())


def _scanner() -> str:
    text = env.str(
        "LAUFZETTEL_CLAMAV",
        help="where clamd listens: unix:/run/clamav/clamd.ctl or tcp:host:3310; empty: files are not scanned",
    )
    kind, _, place = text.partition(":")
    is_address = (kind == "unix" and place) or (kind == "tcp" and place.rpartition(":")[2].isdecimal())
    if text and not is_address:
        raise SettingError(
            f"LAUFZETTEL_CLAMAV={text!r}: unix:/Pfad oder tcp:Rechner:Port wird erwartet / "
            "unix:/path or tcp:host:port is expected"
        )
    return text
