"""The door of `catalogue`: what a town offers."""

from laufzettel.catalogue.actions.load_service_list import load_service_list
from laufzettel.catalogue.actions.publish import publish, publish_all
from laufzettel.catalogue.domain import PublishedService, ServiceCard
from laufzettel.catalogue.queries import get_package, get_published, list_services, search

__all__ = [
    "PublishedService",
    "ServiceCard",
    "get_package",
    "get_published",
    "list_services",
    "load_service_list",
    "publish",
    "publish_all",
    "search",
]
