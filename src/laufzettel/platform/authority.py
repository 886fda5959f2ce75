"""The keys of this installation: with what it seals, who stamps the time, whom it trusts."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from laufzettel.engine import documents
from laufzettel.engine.documents import DemoAuthority, HttpTimeStamper, SealKey, TimeStamper
from laufzettel.platform import clock
from laufzettel.platform.conf import conf


@dataclass(frozen=True, kw_only=True)
class Keys:
    """What only those who seal and stamp may hold."""

    seal_key: SealKey
    time_stamper: TimeStamper


@dataclass(frozen=True, kw_only=True)
class Authority:
    """Trusted roots (PEM) of this installation and whether it only plays; its keys are read when it first seals.

    So the web process, which only verifies, runs without being able to read the key.
    """

    read_keys: Callable[[], Keys]
    trust: tuple[bytes, ...]
    is_demo: bool

    def seal(self, *, pdf: bytes, reason: str, place: str, now: datetime) -> bytes:
        """Seal a PDF (PAdES B-T); raises `DocumentError` when the key or the time-stamp authority fails."""
        keys = self.read_keys()
        return documents.seal(
            pdf=pdf, signer=keys.seal_key, tsa=keys.time_stamper, reason=reason, location=place, now=now
        )

    def stamp(self, *, digest: bytes, now: datetime) -> bytes:
        """Return a time-stamp token over a SHA-256 digest; raises `DocumentError`."""
        return documents.timestamp_token(digest=digest, tsa=_time_stamper(self), now=now)

    def stamp_problem(self, *, token: bytes, digest: bytes) -> str:
        """Say in German what is wrong with a time-stamp token, or return an empty text."""
        report = documents.verify_timestamp_token(token=token, digest=digest, trust=self.trust)
        return "" if report.intact and report.trusted else "; ".join(report.problems) or "der Zeitstempel gilt nicht"


@cache
def authority() -> Authority:
    """Return the keys that the operator has set; a demonstration makes its own once and keeps them."""
    given = conf()
    if not given.seal_key_file:
        return _demo_authority()
    trust = tuple(Path(name).read_bytes() for name in given.trust_files)
    return Authority(read_keys=_operator_keys, trust=trust, is_demo=False)


@cache
def _operator_keys() -> Keys:
    given = conf()
    seal_key = SealKey.load(
        pem_key=Path(given.seal_key_file).read_bytes(),
        pem_cert=Path(given.seal_certificate_file).read_bytes(),
        chain=tuple(Path(name).read_bytes() for name in given.seal_chain_files),
        password=given.seal_passphrase.encode() or None,
    )
    return Keys(seal_key=seal_key, time_stamper=HttpTimeStamper(given.time_stamp_url))


def _time_stamper(known: Authority) -> TimeStamper:
    # A stamp needs no seal key: anchoring also works where that cannot be read.
    return known.read_keys().time_stamper if known.is_demo else HttpTimeStamper(conf().time_stamp_url)


def _demo_authority() -> Authority:
    if settings.LAUFZETTEL_IS_PRODUCTION:
        raise ImproperlyConfigured(
            "LAUFZETTEL_SEAL_KEY fehlt: ohne Siegelschlüssel keine Bescheide / is missing: no notices without a seal"
        )
    folder = Path(settings.STATE_DIR) / "authority"
    if not folder.is_dir():
        _keep(documents.demo_authority(town="Musterverwaltung", now=clock.now()), folder)
    kept = DemoAuthority.from_files({path.name: path.read_bytes() for path in folder.iterdir()})
    keys = Keys(seal_key=kept.seal_key, time_stamper=kept.time_stamper)
    return Authority(read_keys=lambda: keys, trust=kept.trust, is_demo=True)


def _keep(made: DemoAuthority, folder: Path) -> None:
    # Written aside and renamed, so that of two processes starting at once one wins whole.
    aside = folder.with_name(f"authority-{os.getpid()}")
    aside.mkdir(mode=0o700, parents=True)
    for name, content in made.files().items():
        (aside / name).write_bytes(content)
        (aside / name).chmod(0o600)
    try:
        aside.rename(folder)
    except OSError:
        for path in aside.iterdir():
            path.unlink()
        aside.rmdir()
