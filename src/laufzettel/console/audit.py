"""`laufzettel audit verify`: recompute the audit trail and name the first broken row."""

import sys

from laufzettel.console.town import start_django


def verify(*, town: str) -> int:
    """Verify chains and anchors of one town, or of all; 1 when something is broken."""
    start_django()
    from laufzettel.platform import api as platform

    report = platform.verify_audit(town or None)
    for problem in report.problems:
        sys.stdout.write(f"GEBROCHEN / BROKEN  {problem}\n")
    state = "unversehrt / intact" if report.ok else "NICHT unversehrt / NOT intact"
    counts = f"{report.events} Ereignisse, {report.chains} Ketten, {report.anchors} Anker"
    sys.stdout.write(f"{state}: {counts} / events, chains, anchors\n")
    return 0 if report.ok else 1
