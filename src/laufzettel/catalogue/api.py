"""The door of `catalogue`: what a town offers."""

from laufzettel.catalogue.actions.load_service_list import load_service_list
from laufzettel.catalogue.actions.note_miss import note_miss
from laufzettel.catalogue.actions.publish import publish, publish_all
from laufzettel.catalogue.directory import find_card, list_by_short, list_services, search
from laufzettel.catalogue.domain import PublishedService, PublishedVersion, SearchMiss, SearchResult, ServiceCard
from laufzettel.catalogue.queries import get_package, get_published, list_misses, list_versions

__all__ = [
    "PublishedService",
    "PublishedVersion",
    "SearchMiss",
    "SearchResult",
    "ServiceCard",
    "find_card",
    "list_by_short",
    "get_package",
    "get_published",
    "list_misses",
    "list_services",
    "list_versions",
    "load_service_list",
    "note_miss",
    "publish",
    "publish_all",
    "search",
]
