"""What people call the thing they hand in: an Antrag, an Anmeldung, a Meldung, in the cases that sentences need."""

from dataclasses import dataclass

from laufzettel.kernel.language import SOURCE, phrase, reader, say
from laufzettel.packages.model import Package

# A notification is called as its service is (`…-anmeldung`); all of these are feminine.
_CALLED = ("anmeldung", "abmeldung", "ummeldung", "anzeige", "meldung")
# Collected here for the translation.
_SAID = (
    phrase("Antrag"), phrase("Anmeldung"), phrase("Abmeldung"), phrase("Ummeldung"), phrase("Anzeige"),
    phrase("Meldung"),
)  # fmt: skip
_APPLIED_FOR = frozenset({"application", "certificate"})


@dataclass(frozen=True, kw_only=True)
class Noun:
    """A German noun in the forms that sentences need; the forms for applicants come in their language."""

    word: str
    is_masculine: bool

    @property
    def said(self) -> str:
        """The noun alone in the reader's language."""
        return say(self.word)

    @property
    def yours(self) -> str:
        """`Ihr Antrag`, `Ihre Anmeldung` (nominative, begins a sentence)."""
        return say("Ihr {word}", word=self.said) if self.is_masculine else say("Ihre {word}", word=self.said)

    @property
    def yours_acting_on(self) -> str:
        """`Ihren Antrag`, `Ihre Anmeldung` (accusative)."""
        is_one_form = not self.is_masculine and reader() == SOURCE
        return self.yours if is_one_form else say("Ihren {word}", word=self.said)

    @property
    def your_own(self) -> str:
        """`Ihrem Antrag`, `Ihrer Anmeldung` (dative)."""
        return say("Ihrem {word}", word=self.said) if self.is_masculine else say("Ihrer {word}", word=self.said)

    @property
    def to_yours(self) -> str:
        """`zu Ihrem Antrag`, `zu Ihrer Anmeldung`."""
        return say("zu {what}", what=self.your_own)

    @property
    def the(self) -> str:
        """`der Antrag`, `die Anmeldung` (nominative)."""
        return f"{'der' if self.is_masculine else 'die'} {self.word}"

    @property
    def the_acting_on(self) -> str:
        """`den Antrag`, `die Anmeldung` (accusative)."""
        return f"{'den' if self.is_masculine else 'die'} {self.word}"

    @property
    def of_the(self) -> str:
        """`des Antrags`, `der Anmeldung`."""
        return f"des {self.word}s" if self.is_masculine else f"der {self.word}"

    @property
    def this(self) -> str:
        """`dieser Antrag`, `diese Anmeldung` (nominative)."""
        return f"{'dieser' if self.is_masculine else 'diese'} {self.word}"

    @property
    def it(self) -> str:
        """`ihn`, `sie` (accusative)."""
        return say("ihn") if self.is_masculine else say("sie")


APPLICATION = Noun(word="Antrag", is_masculine=True)


def noun_of(package: Package) -> Noun:
    """Return what people call a submission of this service, from the kind in its manifest."""
    manifest = package.manifest
    if manifest.kind in _APPLIED_FOR:
        return APPLICATION
    called = manifest.key.rpartition("-")[2]
    return Noun(word=(called if called in _CALLED else "meldung").capitalize(), is_masculine=False)
