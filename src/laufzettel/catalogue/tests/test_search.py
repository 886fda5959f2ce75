import pytest

from laufzettel.catalogue.domain import ServiceCard, search


def _card(title: str, *, synonyms: tuple[str, ...] = (), summary: str = "", online: bool = False) -> ServiceCard:
    return ServiceCard(
        key=title.lower(),
        title=title,
        summary=summary,
        online=online,
        fee_text="",
        minutes=0,
        unit="",
        synonyms=synonyms,
    )


CARDS = (
    _card("Hund anmelden", synonyms=("hundesteuer", "welpe"), online=True),
    _card("Hund abmelden"),
    _card("Bewohnerparkausweis beantragen", synonyms=("anwohnerparken",), online=True),
    _card("Bewohnerparkausweis verlängern"),
    _card("Führungszeugnis beantragen", summary="Auskunft für Arbeitgeber"),
    _card("Wohngeld beantragen"),
    _card("Großraum- und Schwertransport"),
)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Führungszeugnis", "Führungszeugnis beantragen"),
        ("fuehrungszeugnis", "Führungszeugnis beantragen"),
        ("fuhrungszeugnis", "Führungszeugnis beantragen"),
        ("FÜHRUNGS", "Führungszeugnis beantragen"),
        ("hunde anmelden", "Hund anmelden"),
        ("Ich möchte meinen Hund anmelden", "Hund anmelden"),
        ("welpen", "Hund anmelden"),
        ("parken", "Bewohnerparkausweis beantragen"),
        ("parkausweise", "Bewohnerparkausweis beantragen"),
        ("grossraum", "Großraum- und Schwertransport"),
        ("arbeitgeber", "Führungszeugnis beantragen"),
    ],
)
def test_search_finds_what_people_mean(typed: str, expected: str) -> None:
    found = search(CARDS, typed)

    assert expected == found[0].title


def test_search_wants_every_word() -> None:
    assert ["Hund abmelden"] == [card.title for card in search(CARDS, "hund abmelden")]


def test_search_offers_parts_when_nothing_has_every_word() -> None:
    assert "Wohngeld beantragen" in [card.title for card in search(CARDS, "wohngeld raketenstart")]


def test_search_shows_online_services_first_among_equals() -> None:
    assert [True, False] == [card.online for card in search(CARDS, "bewohnerparkausweis")]


@pytest.mark.parametrize("typed", ["", "   ", "ich möchte", "!!!", "xyzzy", "'; DROP TABLE"])
def test_search_finds_nothing_for_nothing(typed: str) -> None:
    assert () == search(CARDS, typed)
