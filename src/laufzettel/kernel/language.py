"""The language of the reader, for sentences that are made where no page is near.

Sentences stand in the code in German. Whoever answers a reader says in which language (`read_in`); without that
everything stays German, as in jobs and on the desk. The catalogue is the one that pages use (ADR 0013).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from gettext import NullTranslations

SOURCE = "de"
_reader: ContextVar[str] = ContextVar("reader", default=SOURCE)
_catalogues: dict[str, NullTranslations] = {}


def offer(language: str, catalogue: NullTranslations) -> None:
    """Make a translation known, once at the start; `language` is a code such as `en`."""
    _catalogues[language] = catalogue


def reader() -> str:
    """Return the language of the one who will read what is made now (`de` unless somebody said otherwise)."""
    return _reader.get()


def read_in(language: str) -> None:
    """Say in which language is read from now on, in this thread or task."""
    _reader.set(language)


@contextmanager
def reading(language: str) -> Iterator[None]:
    """Say in which language is read inside the block."""
    token = _reader.set(language)
    try:
        yield
    finally:
        _reader.reset(token)


def say(text: str, /, **values: object) -> str:
    """Return the German `text` in the reader's language, German where there is no translation.

    With `values` the text is a format string (`say("Höchstens {count} Zeichen.", count=5)`). The text must be a
    literal: `python -m tools.texts` collects it from the source.
    """
    found = _found(text)
    return found.format(**values) if values else found


def say_count(one: str, many: str, count: int, /, **values: object) -> str:
    """Return `one` for a count of 1, else `many`, in the reader's language; both may use `{count}`."""
    catalogue = _catalogues.get(_reader.get())
    found = catalogue.ngettext(one, many, count) if catalogue else one if count == 1 else many
    return found.format(count=count, **values)


def phrase(text: str) -> str:
    """Return the text unchanged: it stands in a table of constants and goes through `say` where it is used."""
    return text


def _found(text: str) -> str:
    catalogue = _catalogues.get(_reader.get())
    return catalogue.gettext(text) if catalogue and text else text
