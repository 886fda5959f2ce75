"""A citizen's way through a service, from search to receipt and status, whatever the language and the hands."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

from tests.browser.hands import Hands
from tests.browser.words import LANGUAGES, Words
from tests.journeys import stories
from tests.live import SLOWNESS

# What somebody sees: the page, and its state: as it comes, with errors, filled in.
Look = Callable[[Page, str, str], None]

ANSWERS: Mapping[str, Callable[[], Mapping[str, Any]]] = {
    stories.DOG: stories.dog,
    stories.PARKING: stories.parking,
    stories.CERTIFICATE: stories.certificate,
}
PERSON = "demo-erika"


@dataclass(frozen=True, kw_only=True)
class Way:
    """Somebody who goes through one service; `look` is called on every page and every state of it."""

    hands: Hands
    words: Words
    look: Look

    @property
    def page(self) -> Page:
        """The page in front of them."""
        return self.hands.page

    def go(self, url: str) -> str:
        """Go the whole way and return the reference."""
        self._find(url)
        self._begin()
        self._answer()
        reference = self._send()
        self._pay_if_asked()
        self._see("matter")
        return reference

    def _find(self, url: str) -> None:
        self.hands.open(f"{url}/")
        if self.words.language != "de":
            self.hands.press(LANGUAGES[self.words.language])
        self._see("start")
        self.hands.type_into("suche", self.words.title)
        self._see("search")
        self.hands.press(self.words.title)
        assert self.page.url.endswith(f"/leistungen/{self.words.key}/")
        self._see("service")
        self.hands.press(self.words.ui("Jetzt online beginnen"))
        self._see("begin")

    def _begin(self) -> None:
        if self.words.package.manifest.level_of_assurance == "none":
            self.hands.press(self.words.ui("Ohne Anmeldung beginnen"))
            return
        self.hands.press(self.words.ui("Mit %(label)s anmelden", label="Nutzerkonto"))
        self.hands.choose("person", PERSON)
        self.hands.press_named("wahl", "anmelden")
        self._see("data from the account")
        self.hands.press(self.words.ui("Weiter"))
        self._see("begin with account")
        self.hands.press(self.words.ui("Mit meinem Konto beginnen"))

    def _answer(self) -> None:
        answers = ANSWERS[self.words.key]()
        seen: set[str] = set()
        for _ in range(30):
            path = self.page.url.split("/")
            if "frage" not in path:
                return
            name = f"question {path[path.index('frage') + 1]}"
            if name not in seen:
                self._err(name)
            seen.add(name)
            self.hands.answer(answers)
            self._see(name, "filled")
            self.hands.press_named("weiter")
        raise AssertionError(f"no way on from {self.page.url}")

    def _err(self, name: str) -> None:
        """Press on at once: the page says what is missing."""
        self._see(name)
        before = self.page.url
        self.hands.press_named("weiter")
        if self.page.url.split("?")[0] == before.split("?")[0]:
            self._see(name, "errors")
        else:
            self.hands.open(before)

    def _send(self) -> str:
        send = [self.words.ui("%(word)s verbindlich absenden", word=word) for word in self._nouns()]
        self._see("check")
        self.hands.press(*send)
        self._see("check", "errors")
        self.hands.tick("erklaerung.")
        self.hands.press(*send)
        assert "/eingang/" in self.page.url, self.page.inner_text("main")[:800]
        self._see("received")
        return self.page.url.split("/")[4]

    def _nouns(self) -> tuple[str, ...]:
        return tuple(self.words.ui(word) for word in ("Antrag", "Anmeldung", "Anzeige"))

    def _pay_if_asked(self) -> None:
        pay = self.words.ui("Jetzt bezahlen")
        if self.page.get_by_role("link", name=pay).count() == 0:
            self.hands.press(self.words.ui("Stand dieses Vorgangs ansehen"))
            return
        self.hands.press(pay)
        self._see("pay")
        self.hands.press(self.words.ui("Weiter zum Bezahldienst"))
        self.hands.press_named("wahl", "CREDITCARD")
        self.page.get_by_text(self.words.ui("Bezahlt: %(paid)s", paid="").strip()).wait_for(timeout=10_000 * SLOWNESS)
        self._see("paid")
        self.hands.press(self.words.ui("Stand Ihres Vorgangs ansehen"))

    def _see(self, name: str, state: str = "start") -> None:
        self.look(self.page, name, state)
