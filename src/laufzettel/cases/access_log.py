"""Who in the town hall looked at a case, in words for its applicant.

Applicants see moment, purpose, unit and role of each look (Art. 15 DSGVO). They do not see names, unless the town
switches that on: who acts under the authority of the town is not a recipient whose identity Art. 15 (1) c gives
(ECJ, 22 June 2023, C-579/21), and clerks have rights of their own. The chain of events holds who it was, so that the
town can find out about every single look.
"""

from dataclasses import dataclass
from datetime import datetime

from laufzettel.cases import access
from laufzettel.cases.events import CaseViewed
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.errors import Forbidden, NotFound
from laufzettel.kernel.language import say
from laufzettel.organisation import api as organisation
from laufzettel.platform import api as platform
from laufzettel.platform.api import EventRecord


@dataclass(frozen=True, kw_only=True)
class AccessEntry:
    """One look at a case; `name` is empty unless the town shows names."""

    at: datetime
    unit: str
    role: str
    name: str
    what: str
    purpose: str


def access_log(actor: Actor, reference: str) -> tuple[AccessEntry, ...]:
    """Return who looked at an own case, the latest first; raises `NotFound` for everything foreign."""
    if not actor.is_applicant:
        raise Forbidden
    case = access.access_row(actor, reference)
    looks = [event for event in platform.timeline(case.municipality, case.subject) if event.kind == CaseViewed.kind]
    shows_names = organisation.get_municipality(case.municipality).names_in_access_log
    return tuple(_entry(event, shows_names=shows_names) for event in reversed(looks))


def _entry(event: EventRecord, *, shows_names: bool) -> AccessEntry:
    said = event.payload
    return AccessEntry(
        at=event.at,
        unit=_unit(event.municipality, str(said["unit"])),
        role=say("Leitung") if said["role"] == "lead" else say("Sachbearbeitung"),
        name=_name(event) if shows_names else "",
        what={
            "case": say("Vorgang angesehen"),
            "document": say("Dokumente angesehen"),
            "file": say("Ganze Akte heruntergeladen"),
        }.get(str(said["what"]), ""),
        purpose={
            "work": say("um Ihren Vorgang zu bearbeiten"),
            "running": say("um nachzusehen, wie es steht"),
            "closed": say("um nach dem Abschluss etwas nachzusehen"),
        }.get(str(said["purpose"]), ""),
    )


def _unit(municipality: str, key: str) -> str:
    try:
        return organisation.get_unit(municipality, key).name
    except NotFound:
        return say("eine frühere Stelle")


def _name(event: EventRecord) -> str:
    try:
        return organisation.get_clerk(event.municipality, int(event.actor_key)).name
    except (NotFound, ValueError):
        return say("nicht mehr bei der Stadt")
