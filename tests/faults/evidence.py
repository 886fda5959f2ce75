"""What an installation has done, counted from outside: database, mails, and the books of the other systems."""

import email
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from laufzettel_simulators.store import Store
from tests.live import LiveDemo

_ONCE = {
    "submission": "SELECT count(*) FROM submissions_submission WHERE reference = %s",
    "case": "SELECT count(*) FROM cases_case WHERE reference = %s",
    "sealed notice": "SELECT count(*) FROM notices_notice WHERE subject = 'case:' || %s AND sealed_blob <> ''",
    "copy": "SELECT count(*) FROM submissions_copy c JOIN submissions_submission s ON s.id = c.submission_id"
    " WHERE s.reference = %s",
    "message of the notice": "SELECT count(*) FROM messaging_message WHERE subject = 'case:' || %s",
}
_TWICE = """
    SELECT kind, count(*) FROM platform_event WHERE subject = 'case:' || %s
       AND kind IN ('SubmissionReceived', 'SubmissionCopyMade', 'DecisionMade', 'NoticeOrdered', 'NoticeIssued',
                    'PaymentRequested', 'PaymentSettled', 'HandOverStarted', 'HandOverEnded')
     GROUP BY kind HAVING count(*) > 1
"""


def wrongs(demo: LiveDemo, reference: str, *, paid: bool) -> list[str]:
    """List what is lost or doubled about one matter; empty when everything happened exactly once."""
    found = [
        f"{name}: {count}"
        for name, statement in _ONCE.items()
        if (count := demo.query(statement, reference)[0][0]) != 1
    ]
    found += [f"event {kind}: {count}" for kind, count in demo.query(_TWICE, reference)]
    found += [
        f"document {key}: {count}"
        for key, count in demo.query(
            "SELECT key, count(*) FROM records_document WHERE subject = 'case:' || %s GROUP BY key HAVING count(*) > 1",
            reference,
        )
    ]
    return found + (_wrong_money(demo, reference) if paid else [])


def _wrong_money(demo: LiveDemo, reference: str) -> list[str]:
    claims = demo.query(
        "SELECT id, amount_cents, settled_cents FROM payments_claim WHERE subject = 'case:' || %s", reference
    )
    postings = demo.query(
        "SELECT kind, p.cents FROM payments_posting p JOIN payments_claim c ON c.id = p.claim_id"
        " WHERE c.subject = 'case:' || %s AND kind LIKE 'payment%%'",
        reference,
    )
    attempts = {
        row[0]
        for row in demo.query(
            "SELECT a.id FROM payments_attempt a JOIN payments_claim c ON c.id = a.claim_id"
            " WHERE c.subject = 'case:' || %s",
            reference,
        )
    }
    at_service = [one for one in payments(demo) if one["request"]["requestId"] in attempts and one["status"] == "PAYED"]
    found = [] if len(claims) == 1 and claims[0][1] == claims[0][2] else [f"claims: {claims}"]
    found += [] if len(postings) == 1 else [f"payments booked: {postings}"]
    return found + ([] if len(at_service) == 1 else [f"payments at the service: {len(at_service)}"])


def payments(demo: LiveDemo) -> list[dict[str, object]]:
    """The books of the payment service."""
    return Store(demo.folder / "simulators" / "payment.sqlite3").list("transaction")


def handed_over(demo: LiveDemo) -> list[dict[str, object]]:
    """The books of the finance system."""
    return Store(demo.folder / "simulators" / "finance.sqlite3").list("assessment")


def mails(demo: LiveDemo) -> Counter[str]:
    """How often each e-mail went out, by its Message-ID."""
    return Counter(_message_ids((demo.folder / "mails").glob("*.log")))


def _message_ids(files: Iterable[Path]) -> Iterable[str]:
    for file in files:
        for text in file.read_text(encoding="utf-8").split("-" * 79):
            if found := email.message_from_string(text.lstrip())["Message-ID"]:
                yield str(found)


def audit_is_intact(demo: LiveDemo) -> bool:
    """Run `laufzettel audit verify` on the installation."""
    # With the settings of the installation, not of the tests: its anchors bear the stamps of its own authority.
    environment = {
        **os.environ,
        "DATABASE_URL": demo.database_url,
        "LAUFZETTEL_STATE_DIR": str(demo.folder),
        "DJANGO_SETTINGS_MODULE": "laufzettel.config.settings",
    }
    command = [sys.executable, "-m", "laufzettel.console.cli", "audit", "verify"]
    done = subprocess.run(command, cwd=demo.root, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stdout + done.stderr
    return done.returncode == 0
