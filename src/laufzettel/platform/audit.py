"""Anchor the chains of a town in time and prove that nothing was changed, removed or cut off."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db import connection, transaction

from laufzettel.platform import models
from laufzettel.platform.authority import Authority, authority
from laufzettel.platform.domain import EventRecord, Head, chain_problem, merkle_root
from laufzettel.platform.queries import as_record

BATCH = 2000


@dataclass(frozen=True, kw_only=True)
class AuditReport:
    """What a verification of the audit trail found; `problems` are German sentences, the first broken row first."""

    events: int
    chains: int
    anchors: int
    problems: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Say whether nothing is wrong."""
        return not self.problems


_NEW_HEADS = """
    SELECT DISTINCT ON (e.subject) e.subject, e.number, e.hash FROM platform_event e
     WHERE e.municipality = %s
       AND NOT EXISTS (SELECT 1 FROM platform_anchoredhead h
                        WHERE h.municipality = e.municipality AND h.subject = e.subject AND h.number >= e.number)
     ORDER BY e.subject, e.number DESC
"""


def towns() -> tuple[str, ...]:
    """Return the keys of all towns that have events."""
    return tuple(models.Event.objects.order_by("municipality").values_list("municipality", flat=True).distinct())


def anchor_heads(*, municipality: str, now: datetime) -> models.Anchor | None:
    """Put the new heads of all chains of a town under one time-stamped root; None when there is nothing new.

    The time stamp is fetched outside of the transaction; a second anchor made meanwhile wins and this one is dropped.
    """
    with connection.cursor() as cursor:
        cursor.execute(_NEW_HEADS, [municipality])
        heads = [Head(*row) for row in cursor.fetchall()]
    if not heads:
        return None
    last = models.Anchor.objects.filter(municipality=municipality).order_by("-number").first()
    root = merkle_root(heads=heads, previous=last.root if last else "")
    token = authority().stamp(digest=bytes.fromhex(root), now=now)
    with transaction.atomic():
        anchor, is_new = models.Anchor.objects.get_or_create(
            municipality=municipality,
            number=last.number + 1 if last else 1,
            defaults={"at": now, "previous": last.root if last else "", "root": root, "token": token},
        )
        if is_new:
            models.AnchoredHead.objects.bulk_create(
                (
                    models.AnchoredHead(
                        anchor=anchor,
                        municipality=municipality,
                        subject=head.subject,
                        number=head.number,
                        hash=head.hash,
                    )
                    for head in heads
                ),
                batch_size=BATCH,
            )
    return anchor if is_new else None


def verify_audit(municipality: str | None = None) -> AuditReport:
    """Recompute every chain and every anchor of one town or of all and report what does not fit."""
    events = chains = anchors = 0
    problems: list[str] = []
    for town in (municipality,) if municipality else towns():
        for _, records in groupby(_records(town), key=lambda record: record.subject):
            chains += 1
            count, found = _verify_chain(records)
            events += count
            problems.extend(found)
        count, found = _verify_anchors(town)
        anchors += count
        problems.extend(found)
    return AuditReport(events=events, chains=chains, anchors=anchors, problems=tuple(problems))


def _records(town: str) -> Iterator[EventRecord]:
    rows = models.Event.objects.filter(municipality=town).order_by("subject", "number")
    return (as_record(row) for row in rows.iterator(chunk_size=BATCH))


def _verify_chain(records: Iterator[EventRecord]) -> tuple[int, list[str]]:
    before: EventRecord | None = None
    problems: list[str] = []
    count = 0
    for record in records:
        count += 1
        problem = chain_problem(record=record, before=before)
        if problem and not problems:
            problems.append(f"{record.municipality}, {record.subject}: {problem} (Zeile {record.id})")
        before = record
    return count, problems


def _verify_anchors(town: str) -> tuple[int, list[str]]:
    problems: list[str] = []
    count = 0
    previous = ""
    keys = authority()
    for anchor in models.Anchor.objects.filter(municipality=town).order_by("number"):
        count += 1
        found = _anchor_problem(anchor, number=count, previous=previous, keys=keys)
        if found:
            problems.append(f"{town}, Anker {anchor.number}: {found}")
        previous = anchor.root
    problems.extend(_missing_heads(town))
    return count, problems


def _anchor_problem(anchor: models.Anchor, *, number: int, previous: str, keys: Authority) -> str:
    heads = [Head(row.subject, row.number, row.hash) for row in anchor.heads.all()]
    if anchor.number != number or anchor.previous != previous:
        return "schließt nicht an den Anker davor an"
    if merkle_root(heads=heads, previous=anchor.previous) != anchor.root:
        return "die Wurzel passt nicht zu den Köpfen"
    return keys.stamp_problem(token=bytes(anchor.token), digest=bytes.fromhex(anchor.root))


_MISSING = """
    SELECT h.subject, h.number, h.anchor_id, e.hash IS NULL FROM platform_anchoredhead h
      LEFT JOIN platform_event e ON e.municipality = h.municipality AND e.subject = h.subject AND e.number = h.number
     WHERE h.municipality = %s AND (e.hash IS NULL OR e.hash <> h.hash) ORDER BY h.id LIMIT 100
"""


def _missing_heads(town: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(_MISSING, [town])
        return [
            f"{town}, {subject}: das verankerte Ereignis {number} "
            + ("fehlt" if is_missing else "stimmt nicht mit seinem Anker überein")
            for subject, number, _, is_missing in cursor.fetchall()
        ]
