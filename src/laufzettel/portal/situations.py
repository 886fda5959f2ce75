"""Life situations: groups of services that people meet together, for example when they move."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from laufzettel.catalogue.api import ServiceCard


@dataclass(frozen=True, kw_only=True)
class Situation:
    """A life situation and its services; `slug` stands in its address, the same in every language."""

    name: str
    slug: str
    cards: tuple[ServiceCard, ...]


def situations_of(cards: Iterable[ServiceCard]) -> list[Situation]:
    """Return the life situations that services name, by name."""
    found: dict[str, list[ServiceCard]] = defaultdict(list)
    names: dict[str, str] = {}
    for card in cards:
        for slug, name in zip(card.situation_keys, card.life_situations, strict=False):
            found[slug].append(card)
            names[slug] = name
    ordered = sorted(found, key=lambda slug: (names[slug].lower(), slug))
    return [Situation(name=names[slug], slug=slug, cards=tuple(found[slug])) for slug in ordered]
