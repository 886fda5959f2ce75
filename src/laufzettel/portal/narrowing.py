"""Narrow down a long list of hits: what works online, by life situation, by office."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from laufzettel.catalogue.api import ServiceCard
from laufzettel.organisation.api import Unit
from laufzettel.portal.situations import situations_of

# Up to here a list is read faster than it is narrowed down.
READABLE = 20


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A value to narrow down by, how many services it leaves, and whether it is chosen."""

    value: str
    name: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, kw_only=True)
class Narrowed:
    """The services that are left; without choices the list was short enough."""

    cards: tuple[ServiceCard, ...]
    offers: bool = False
    online_only: bool = False
    online_count: int = 0
    situations: tuple[Choice, ...] = ()
    offices: tuple[Choice, ...] = ()


def narrow(cards: tuple[ServiceCard, ...], chosen: Mapping[str, str], units: Iterable[Unit]) -> Narrowed:
    """Return the cards that fit `online`, `lage` and `amt` of an address, and what else can be chosen.

    Choices are offered for more than `READABLE` hits only; values that nothing has are ignored.
    """
    if len(cards) <= READABLE:
        return Narrowed(cards=cards)
    situation, office = chosen.get("lage", ""), chosen.get("amt", "")
    situations = tuple(
        Choice(value=one.slug, name=one.name, count=len(one.cards), is_chosen=one.slug == situation)
        for one in situations_of(cards)
    )
    counted = [(unit, sum(unit.key in card.units for card in cards)) for unit in units]
    offices = tuple(
        Choice(value=unit.key, name=unit.name, count=count, is_chosen=unit.key == office)
        for unit, count in counted
        if count
    )
    online_only = bool(chosen.get("online"))
    left = tuple(
        card
        for card in cards
        if (card.online or not online_only)
        and (not any(one.is_chosen for one in situations) or situation in card.situation_keys)
        and (not any(one.is_chosen for one in offices) or office in card.units)
    )
    return Narrowed(
        cards=left,
        offers=True,
        online_only=online_only,
        online_count=sum(card.online for card in cards),
        situations=situations,
        offices=offices,
    )
