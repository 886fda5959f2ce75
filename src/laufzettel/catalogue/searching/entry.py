"""What the search knows of a service."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Entry:
    """The words of one service, by how much they say; `also` holds its title in other languages."""

    key: str
    title: str
    online: bool = False
    synonyms: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    situations: tuple[str, ...] = ()
    text: str = ""
