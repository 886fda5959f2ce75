"""What happens to a file before anybody looks into it: the virus scanner, and the quarantine for what it finds."""

import hashlib
import logging
from datetime import datetime

from laufzettel.kernel.errors import Refused
from laufzettel.kernel.language import say
from laufzettel.submissions import clamav, models, vault
from laufzettel.submissions.actions.opening import store
from laufzettel.submissions.conf import read_conf

_log = logging.getLogger(__name__)


def scanned(content: bytes, *, title: str, municipality: str, now: datetime) -> str:
    """Have a file scanned where a scanner is set; return `clean`, `unscanned`, or an empty text without a scanner.

    Raises `Refused` for a file with a virus, which goes into quarantine, and when the scanner does not answer, unless
    the operator wants such files with a mark. Call outside of a transaction.
    """
    conf = read_conf()
    if not conf.scanner:
        return ""
    verdict = clamav.scan(content, address=conf.scanner, seconds=conf.scan_seconds)
    if verdict.state == "infected":
        _quarantine(content, virus=verdict.name, municipality=municipality, now=now)
        raise Refused(
            say(
                "In der Datei „{title}“ hat der Virenscanner Schadsoftware gefunden. Wir haben die Datei nicht "
                "angenommen. Niemand öffnet sie. Prüfen Sie Ihr Gerät und wählen Sie eine andere Datei.",
                title=title,
            )
        )
    if verdict.state == "no_answer":
        _log.warning("the virus scanner gave no answer: %s", verdict.reason)
        if conf.is_scan_needed:
            raise Refused(
                say(
                    "Die Datei „{title}“ können wir gerade nicht auf Viren prüfen und deshalb nicht annehmen. "
                    "Versuchen Sie es in einigen Minuten noch einmal. Ihre anderen Angaben sind gespeichert.",
                    title=title,
                )
            )
        return "unscanned"
    return "clean"


def _quarantine(content: bytes, *, virus: str, municipality: str, now: datetime) -> None:
    """Keep a file where nothing reaches it: sealed, of no draft; its name and its sender are not kept."""
    sha = hashlib.sha256(content).hexdigest()
    models.Quarantined.objects.create(
        municipality=municipality,
        virus=virus,
        sha256=sha,
        size=len(content),
        blob=store(vault.seal_bytes(content, about=f"quarantine:{sha}"), now),
        found_at=now,
    )
    _log.warning("a file with %s (SHA-256 %s) went into quarantine", virus, sha)
