"""Sentences from places without a page: German, unless the reader chose another language."""

from gettext import NullTranslations

import pytest

from laufzettel.kernel import language
from laufzettel.kernel.language import reading, say, say_count


class Pretended(NullTranslations):
    """A catalogue with three entries."""

    def gettext(self, message: str) -> str:
        return {"Ja": "Yes", "Höchstens {count} Zeichen.": "At most {count} characters."}.get(message, message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return "{count} day" if n == 1 else "{count} days"


@pytest.fixture(autouse=True)
def catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language, "_catalogues", {"xx": Pretended()})


def test_without_a_reader_everything_is_german() -> None:
    assert say("Ja") == "Ja"
    assert say("Höchstens {count} Zeichen.", count=5) == "Höchstens 5 Zeichen."
    assert say_count("{count} Tag", "{count} Tage", 2) == "2 Tage"


def test_a_reader_of_another_language_gets_it_until_the_end_of_the_block() -> None:
    with reading("xx"):
        assert say("Ja") == "Yes"
        assert say("Höchstens {count} Zeichen.", count=5) == "At most 5 characters."
        assert (say_count("{count} Tag", "{count} Tage", 1), say_count("{count} Tag", "{count} Tage", 2)) == (
            "1 day",
            "2 days",
        )
    assert say("Ja") == "Ja"


def test_what_has_no_translation_and_what_has_no_catalogue_stays_german() -> None:
    with reading("xx"):
        assert say("Nein") == "Nein"
    with reading("yy"):
        assert say("Ja") == "Ja"


def test_braces_in_a_sentence_without_values_are_left_alone() -> None:
    assert say("Die Angabe {x} fehlt.") == "Die Angabe {x} fehlt."
