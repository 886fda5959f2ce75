"""What a town offers, as values; no Django."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from laufzettel import packages
from laufzettel.catalogue.searching import Entry, Found, words_of
from laufzettel.packages import Package

_CONSONANTS, _VOWELS = "bdfgklmnprstvwz", "aeiou"
_SYLLABLES = 4
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


@dataclass(frozen=True, kw_only=True)
class ServiceCard:
    """A service as a list shows it; `online` is false where only the paper way is open yet."""

    key: str
    title: str
    summary: str
    online: bool
    fee_text: str
    minutes: int
    unit: str
    units: tuple[str, ...] = ()
    life_situations: tuple[str, ...] = ()
    situation_keys: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    group: str = ""
    duration: str = ""
    appointment: bool = False
    short: str = ""

    @property
    def short_key(self) -> str:
        """Return what the short address of the service ends in: chosen by the package, else syllables of its key."""
        return self.short or speakable(self.key)


@dataclass(frozen=True, kw_only=True)
class PublishedVersion:
    """A package that a town has published: its reference, from which day on, and when it was published."""

    ref: str
    version: str
    valid_from: date
    published_at: datetime


@dataclass(frozen=True, kw_only=True)
class PublishedService:
    """A service package in force in a town."""

    package: Package
    ref: str
    published_at: datetime


@dataclass(frozen=True, kw_only=True)
class SearchResult:
    """The services that fit a question, best first; `meant` and `suggestions` as in `searching.Found`."""

    cards: tuple[ServiceCard, ...]
    meant: str = ""
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SearchMiss:
    """Words that were asked for on several days without a hit."""

    words: str
    days: int
    last_on: date


def card_of(package: Package, today: date) -> ServiceCard:
    """Return the card of a service package, in its own language, with the fees of a day."""
    manifest = package.manifest
    return ServiceCard(
        key=manifest.key,
        title=manifest.title,
        summary=manifest.summary,
        online=True,
        fee_text=packages.fee_text(package, today=today),
        minutes=manifest.page.minutes,
        unit=manifest.responsibility.unit,
        units=(manifest.responsibility.unit,),
        life_situations=tuple(manifest.page.life_situations),
        situation_keys=tuple(map(address_of, package.raw_manifest["page"].get("life_situations", ()))),
        synonyms=tuple(manifest.page.synonyms),
        duration=manifest.page.duration,
        appointment="appointments" in manifest.uses,
        short=manifest.page.short,
    )


def entry_of(card: ServiceCard, package: Package | None) -> Entry:
    """Return what the search knows of a service: its card, and with a package what it says in every language."""
    if package is None:
        return Entry(
            key=card.key, title=card.title, online=card.online, synonyms=card.synonyms, situations=(card.group,)
        )
    told = [packages.localized(package, language).manifest for language in sorted(package.texts)]
    page = package.manifest.page
    return Entry(
        key=card.key,
        title=package.manifest.title,
        online=True,
        synonyms=page.synonyms,
        also=tuple(dict.fromkeys(manifest.title for manifest in told)),
        situations=(*page.life_situations, package.manifest.catalogue.ozg_service),
        text=" ".join(
            (package.manifest.summary, page.for_whom, *page.needs, *(f"{m.summary} {m.page.for_whom}" for m in told))
        ),
    )


def result(found: Found, cards: dict[str, ServiceCard]) -> SearchResult:
    """Return the cards of what the search found."""
    return SearchResult(
        cards=tuple(cards[key] for key in found.keys if key in cards),
        meant=found.meant,
        suggestions=found.suggestions,
    )


def address_of(name: str) -> str:
    """Return a name as it stands in an address: `Auto und Verkehr` is `auto-und-verkehr`."""
    return "-".join(words_of(name.lower().translate(_UMLAUTS)))


def speakable(key: str) -> str:
    """Return a short word that can be said on the phone, always the same for a key, for example `kaluremi`."""
    number = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8])
    word = ""
    for _ in range(_SYLLABLES):
        number, vowel = divmod(number, len(_VOWELS))
        number, consonant = divmod(number, len(_CONSONANTS))
        word += _CONSONANTS[consonant] + _VOWELS[vowel]
    return word
