"""Background work of the notices: print and seal, watch over serving."""

from datetime import datetime, timedelta

from laufzettel.kernel.actor import Actor
from laufzettel.kernel.dates import local_date
from laufzettel.notices import queries
from laufzettel.notices.actions.produce import record_rendered, record_sealed
from laufzettel.notices.actions.serve import end_provision, mark_served
from laufzettel.notices.domain import Serving
from laufzettel.notices.models import Notice
from laufzettel.notices.printing import print_notice
from laufzettel.platform.api import TWO_WEEKS, authority, defer, job, put_blob, read_blob


@job("notices.produce", attempts=TWO_WEEKS)
def produce(*, notice_id: str, now: datetime) -> None:
    """Print and seal an ordered notice; picks up where a crash left off, and does nothing when it is sealed."""
    notice = Notice.objects.get(pk=notice_id)
    actor = Actor.system(notice.municipality)
    if notice.state == Notice.State.ORDERED:
        pdf = print_notice(letter=notice.letter, application_data=notice.application_data, made_at=notice.ordered_at)
        record_rendered(notice_id=notice_id, blob=put_blob(pdf), actor=actor, now=now)
        notice.refresh_from_db()
    if notice.state == Notice.State.RENDERED:
        town = notice.letter["town"]
        sealed = authority().seal(
            pdf=read_blob(notice.rendered_blob),
            reason=f"Elektronisches Siegel der {town['name']}",
            place=town["city"],
            now=now,
        )
        record_sealed(notice_id=notice_id, blob=put_blob(sealed), actor=actor, now=now)


@job("notices.watch_production", attempts=1, every="29 * * * *")
def watch_production(*, now: datetime) -> None:
    """Come back to notices that nobody has sealed for an hour; normally their first job does it within seconds."""
    for notice_id in queries.unfinished_notices(before=now - timedelta(hours=1)):
        defer(produce, once_key=f"produce:{notice_id}", notice_id=notice_id)


@job("notices.watch_serving", attempts=1, every="*/10 * * * *")
def watch_serving(*, now: datetime) -> None:
    """Find every notice whose day of serving has come, and those that nobody retrieved in time."""
    today = local_date(now)
    for notice in queries.pending_servings():
        serving = queries.serving_of(notice)
        is_served = serving.served_on is not None and serving.served_on <= today
        is_over = serving.provision_ends_on is not None and serving.provision_ends_on < today
        if is_served or is_over:
            # One job each, so that a notice with which something is wrong does not hold up the others.
            defer(settle_serving, once_key=f"settle:{notice.id}", notice_id=notice.id)


@job("notices.settle_serving")
def settle_serving(*, notice_id: str, now: datetime) -> None:
    """Mark one notice served and file the proof, or end its provision; does nothing when neither day has come."""
    notice = Notice.objects.get(pk=notice_id)
    if notice.state != Notice.State.SEALED:
        return
    actor = Actor.system(notice.municipality)
    serving = queries.serving_of(notice)
    if serving.served_on is None:
        end_provision(notice_id=notice_id, actor=actor, now=now)
        return
    proof = put_blob(_proof(notice, serving).encode())
    mark_served(notice_id=notice_id, proof_blob=proof, actor=actor, now=now)


def _proof(notice: Notice, serving: Serving) -> str:
    lines = [
        f"Nachweis der Bekanntgabe: {notice.title}",
        f"Aktenzeichen: {notice.letter.get('reference', '')}",
        f"Prüfsumme des gesiegelten Dokuments (SHA-256): {notice.sealed_blob}",
        f"Zum Abruf bereitgestellt: {_moment(notice.provided_at)}",
        f"Zuerst abgerufen: {_moment(notice.retrieved_at)}",
        *([f"Zur Post gegeben: {notice.posted_on:%d.%m.%Y}"] if notice.posted_on else []),
        "",
        *serving.derivation,
    ]
    return "\n".join([*lines, ""])


def _moment(moment: datetime | None) -> str:
    return f"{moment.isoformat(timespec='seconds')}" if moment else "–"
