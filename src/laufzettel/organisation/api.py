"""The door of `organisation`: towns, offices, clerks."""

from laufzettel.organisation.actions.appoint_clerk import appoint_clerk
from laufzettel.organisation.actions.load_municipality import load_municipality
from laufzettel.organisation.actions.reading import read_demo_clerks
from laufzettel.organisation.domain import (
    Clerk,
    Contact,
    DemoClerk,
    FilingPlanEntry,
    Municipality,
    OpeningHours,
    Unit,
    actor_of_clerk,
)
from laufzettel.organisation.queries import (
    clerk_of_login,
    forget_offices,
    get_clerk,
    get_municipality,
    get_unit,
    list_clerks,
    list_municipalities,
    list_units,
    municipality_for_host,
)

__all__ = [
    "Clerk",
    "Contact",
    "DemoClerk",
    "FilingPlanEntry",
    "Municipality",
    "OpeningHours",
    "Unit",
    "actor_of_clerk",
    "appoint_clerk",
    "clerk_of_login",
    "forget_offices",
    "get_clerk",
    "get_municipality",
    "get_unit",
    "list_clerks",
    "list_municipalities",
    "list_units",
    "load_municipality",
    "municipality_for_host",
    "read_demo_clerks",
]
