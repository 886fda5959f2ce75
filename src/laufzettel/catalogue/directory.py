"""Reading: the cards and the search index of a town, built once per process and state of what is published."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import lru_cache
from threading import Lock

import msgspec
from django.db import connection

from laufzettel.catalogue import domain, models, searching
from laufzettel.catalogue.domain import SearchResult, ServiceCard
from laufzettel.catalogue.queries import get_package, is_open
from laufzettel.kernel import language
from laufzettel.kernel.language import say

_DIRECTORIES_KEPT = 32
# Published packages are only added, a list is replaced as a whole: the newest rows name the state of both.
_STATE = """
    SELECT (SELECT max(id) FROM catalogue_publishedpackage WHERE municipality = %(town)s),
           (SELECT max(published_at) FROM catalogue_publishedpackage WHERE municipality = %(town)s),
           (SELECT max(id) FROM catalogue_listedservice WHERE municipality = %(town)s)
"""

State = tuple[object, ...]
_indexes: dict[str, tuple[tuple[date, State], searching.Index]] = {}
_building = Lock()


def list_services(municipality: str, *, on: date | None = None) -> tuple[ServiceCard, ...]:
    """Return all services of a town by title: those that work online, and those with only the paper way yet.

    `on` leaves out packages that are not in force on that day and gives fees and words of that day in the reader's
    language; without it, the last published ones count, in German.
    """
    return tuple(_cards(municipality, on, language.reader(), _state(municipality)).values())


def find_card(municipality: str, key: str, *, on: date | None = None) -> ServiceCard | None:
    """Return the card of one service of a town, or None."""
    return _cards(municipality, on, language.reader(), _state(municipality)).get(key)


def list_by_short(municipality: str, short: str, *, on: date) -> tuple[ServiceCard, ...]:
    """Return the services with a short address: one, or none, or in rare cases more."""
    return tuple(card for card in list_services(municipality, on=on) if short in (card.short, card.short_key))


def search(municipality: str, text: str, *, on: date) -> SearchResult:
    """Return the services of a town that fit what somebody typed, best first, in the reader's language."""
    state = _state(municipality)
    cards = _cards(municipality, on, language.reader(), state)
    return domain.result(searching.find(_index(municipality, on, state), text), cards)


def _state(municipality: str) -> State:
    with connection.cursor() as cursor:
        cursor.execute(_STATE, {"town": municipality})
        return tuple(cursor.fetchone())


@lru_cache(maxsize=_DIRECTORIES_KEPT)
def _cards(municipality: str, on: date | None, reader: str, state: State) -> dict[str, ServiceCard]:
    with language.reading(reader):
        cards = [_online_card(row, on) for row in _in_force(municipality, on)]
        online = {card.key: card for card in cards if card is not None}
        listed = [
            _listed_card(row)
            for row in models.ListedService.objects.filter(municipality=municipality)
            if row.package not in online
        ]
    ordered = sorted((*online.values(), *listed), key=lambda card: (card.title.lower(), card.key))
    return {card.key: card for card in ordered}


def _index(municipality: str, on: date, state: State) -> searching.Index:
    """Return the index of a town; while one thread builds a new one, the others go on with the former."""
    known = _indexes.get(municipality)
    if known is not None and known[0] == (on, state):
        return known[1]
    if not _building.acquire(blocking=known is None):
        assert known is not None
        return known[1]
    try:
        known = _indexes.get(municipality)
        if known is None or known[0] != (on, state):
            known = _indexes[municipality] = ((on, state), _build_index(municipality, on, state))
        return known[1]
    finally:
        _building.release()


def _build_index(municipality: str, on: date, state: State) -> searching.Index:
    refs = {row.key: row.ref for row in _in_force(municipality, on)}
    cards = _cards(municipality, on, language.SOURCE, state).values()
    with language.reading(language.SOURCE):
        entries = [
            domain.entry_of(card, get_package(municipality, refs[card.key]) if card.online else None) for card in cards
        ]
    return searching.build_index(entries, searching.base_words(), searching.everyday_words())


def _in_force(municipality: str, on: date | None) -> Iterable[models.PublishedPackage]:
    rows = models.PublishedPackage.objects.filter(municipality=municipality)
    if on is not None:
        rows = rows.filter(valid_from__lte=on)
    return rows.order_by("key", "-valid_from", "-pk").distinct("key").only("municipality", "key", "ref", "card")


def _online_card(row: models.PublishedPackage, on: date | None) -> ServiceCard | None:
    card = msgspec.convert(row.card, ServiceCard)
    if on is None:
        return card
    package = get_package(row.municipality, row.ref)
    if not is_open(package, on):
        return None
    return replace(domain.card_of(package, on), synonyms=card.synonyms)


def _listed_card(row: models.ListedService) -> ServiceCard:
    return ServiceCard(
        key=row.key,
        title=row.title,
        summary=say("Noch nicht online. Wir sagen Ihnen, an wen Sie sich wenden können."),
        online=False,
        fee_text="",
        minutes=0,
        unit=row.units[0] if row.units else "",
        units=tuple(row.units),
        group=row.group,
    )
