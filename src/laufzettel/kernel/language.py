"""The language of the reader, for sentences that are made where no page is near.

Sentences stand in the code in German. Whoever answers a reader says in which language (`read_in`); without that
everything stays German, as in jobs, in verbs (what they write lies in German files) and on the desk. The catalogue is
the one that pages use (ADR 0013).
"""

from collections.abc import Callable, Iterator
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


class Sentence(str):
    """A sentence in the language of the moment, which can be said `again` in another: errors leave German verbs."""

    _anew: Callable[[], str]

    @classmethod
    def made(cls, anew: Callable[[], str]) -> "Sentence":
        """Return the sentence that `anew` makes now."""
        sentence = cls(anew())
        sentence._anew = anew
        return sentence

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        """Be stored as the plain text that it is."""
        return str, (str(self),)


def say(text: str, /, **values: object) -> str:
    """Return the German `text` in the reader's language, German where there is no translation.

    With `values` the text is a format string (`say("Höchstens {count} Zeichen.", count=5)`). The text must be a
    literal: `python -m tools.texts` collects it from the source.
    """
    return Sentence.made(lambda: _filled(_found(text), values))


def say_count(one: str, many: str, count: int, /, **values: object) -> str:
    """Return `one` for a count of 1, else `many`, in the reader's language; both may use `{count}`."""
    return Sentence.made(lambda: _filled(_found_for(one, many, count), {"count": count, **values}))


def again(text: str) -> str:
    """Return a sentence in the language of the one who reads it now; any other text unchanged."""
    return text._anew() if isinstance(text, Sentence) else text


def phrase(text: str) -> str:
    """Return the text unchanged: it stands in a table of constants and goes through `say` where it is used."""
    return text


def _found(text: str) -> str:
    catalogue = _catalogues.get(_reader.get())
    return catalogue.gettext(text) if catalogue and text else text


def _found_for(one: str, many: str, count: int) -> str:
    catalogue = _catalogues.get(_reader.get())
    return catalogue.ngettext(one, many, count) if catalogue else one if count == 1 else many


def _filled(text: str, values: dict[str, object]) -> str:
    parts = {name: again(value) if isinstance(value, str) else value for name, value in values.items()}
    return text.format(**parts) if values else text
