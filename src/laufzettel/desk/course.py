"""The course of a case with the names of the people who acted."""

from dataclasses import dataclass

from laufzettel.cases import api as cases
from laufzettel.cases.api import CaseView, TimelineEntry
from laufzettel.kernel.errors import NotFound
from laufzettel.organisation import api as organisation
from laufzettel.platform import api as platform


@dataclass(frozen=True, kw_only=True)
class CourseEntry:
    """One line of the course, newest first on the page; `who` names a clerk, the applicant or the machine."""

    entry: TimelineEntry
    who: str


def course_of(case: CaseView) -> tuple[CourseEntry, ...]:
    """Return the course of a case, newest first."""
    events = cases.without_looks(platform.timeline(case.municipality, case.subject))
    clerks = {event.actor_key for event in events if event.actor_kind == "clerk"}
    names = {key: clerk_name(case.municipality, key) for key in clerks}
    entries = [
        CourseEntry(
            entry=entry, who=names.get(event.actor_key, entry.actor) if event.actor_kind == "clerk" else entry.actor
        )
        for entry, event in zip(case.timeline, events, strict=False)
    ]
    return tuple(reversed(entries))


def clerk_name(municipality: str, key: str) -> str:
    """Return the name of a clerk by the key that events hold; somebody who has left stays a clerk without a name."""
    try:
        return organisation.get_clerk(municipality, int(key)).name
    except (NotFound, ValueError):
        return "Sachbearbeitung"
