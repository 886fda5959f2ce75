"""A reader who knows one language: notices every German text on a page that does not say it is German."""

import re
from typing import Any

from lxml import html

from tests.journeys.http_driver import Browser, Page

# Words that hardly a German sentence does without, and letters that English does not have.
_GERMAN = re.compile(
    r"[äöüßÄÖÜ„]|\b(?:der|die|das|dem|den|und|oder|nicht|Sie|Ihre?[mnrs]?|wir|bitte|für|von|mit|ist|wird|wurde|eine?[mnrs]?"
    r"|zum|zur|bei|auf|Antrag|Bescheid|Vorgang|Gebühr|Angaben|Datei|Ja|Nein|Uhr|Anschrift|Hausnummer|Ort|Tag|Monat|Jahr)\b"
)
_SPOKEN = ("aria-label", "title", "alt", "placeholder")


class EnglishBrowser(Browser):
    """A browser whose reader chose English; `german` is what they could not read, with its place."""

    def __init__(self, url: str, *, known: tuple[str, ...] = (), **given: Any) -> None:
        super().__init__(url, **given)
        self.known = known
        self.german: dict[str, str] = {}
        self.pages: set[str] = set()
        self.get("/?sprache=en")

    def _go(self, method: str, address: str, **given: Any) -> Page:
        page = super()._go(method, address, **given)
        if str(page.url).startswith(self.url) and "html" in page.response.headers["content-type"]:
            assert page.root.get("lang") == "en", f"{page.url} is not in English"
            self.pages.add(page.path)
            for text in german_texts(page.root, self.known):
                self.german.setdefault(text, page.path)
        return page


def german_texts(root: Any, known: tuple[str, ...] = ()) -> list[str]:
    """Return the texts of a page that look German but are not marked as German; `known` are answers and names."""
    found = []
    for element in root.iter():
        if not isinstance(element.tag, str) or element.tag in ("script", "style") or _language(element) != "en":
            continue
        texts = [element.text, *(child.tail for child in element), *(element.get(name) for name in _SPOKEN)]
        found += [" ".join(text.split()) for text in texts if text and _GERMAN.search(_without(text, known))]
    return list(dict.fromkeys(found))


def _language(element: Any) -> str:
    while element is not None and element.get("lang") is None:
        element = element.getparent()
    return str(element.get("lang")) if element is not None else ""


def _without(text: str, known: tuple[str, ...]) -> str:
    for word in known:
        text = text.replace(word, "")
    return text


def parsed(page: str) -> Any:
    """Return a page as `german_texts` takes it."""
    return html.document_fromstring(page)
