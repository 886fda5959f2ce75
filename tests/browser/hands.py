"""How people work on a page: with nothing but a keyboard, or by tapping on a phone whose scripts do not run."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from playwright.sync_api import Locator, Page, Response

from tests.journeys.http_driver import Answers, typed

_MOST_STOPS = 250
_FOCUSED = """() => {
  const e = document.activeElement;
  if (!e || e === document.body || e === document.documentElement) return null;
  const box = e.getBoundingClientRect(), style = getComputedStyle(e);
  const ring = (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none';
  const places = [[.5, .5], [.1, .5], [.9, .5], [.5, .2], [.5, .8]].map(([x, y]) =>
    document.elementFromPoint(box.left + box.width * x, box.top + box.height * y));
  const shown = places.some((top) => top && (e.contains(top) || top.contains(e)));
  return {tag: e.tagName.toLowerCase(), type: e.type || '', name: e.name || '', id: e.id, checked: e.checked === true,
    value: e.value || '', text: (e.innerText || '').trim().replace(/\\s+/g, ' '),
    words: (e.getAttribute('aria-label') || e.innerText || '').trim().replace(/\\s+/g, ' '),
    provider: e.form && e.form.elements.anbieter ? e.form.elements.anbieter.value : '',
    ring, small: box.width < 4 || box.height < 4, shown}
}"""

_FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
_SETTLED = """() => new Promise((done) => { let before = -1, frames = 0; const look = () => {
  const now = document.activeElement.getBoundingClientRect().top;
  if ((now === before && frames > 3) || frames > 60) { done(); return; }
  before = now; frames += 1; requestAnimationFrame(look) }; look() })"""


class Hands(Protocol):
    """Somebody in front of a page."""

    page: Page

    def open(self, address: str) -> None:
        """Type an address."""

    def press(self, *words: str) -> None:
        """Press the link or button that bears one of these words, and wait for the next page."""

    def press_named(self, name: str, value: str = "") -> None:
        """Press the button with this name (and value), and wait for the next page."""

    def type_into(self, name: str, text: str) -> None:
        """Type a text into a field and confirm with Enter or the button beside it."""

    def choose(self, name: str, value: str) -> None:
        """Choose an answer."""

    def answer(self, answers: Answers) -> None:
        """Fill in everything on the page that the answers know."""

    def tick(self, beginning: str) -> None:
        """Tick every box whose name begins so."""


@dataclass(kw_only=True)
class Keyboard:
    """Nothing but Tab, arrows, Space, Enter and letters; what has the focus must be seen (2.4.7, 2.4.11)."""

    page: Page
    unseen: list[str] = field(default_factory=list)

    def open(self, address: str) -> None:
        self.page.goto(address)

    def press(self, *words: str) -> None:
        self._go_to(lambda stop: stop["tag"] in ("a", "button") and stop["words"] in words, f"{words}")
        self._enter()

    def press_named(self, name: str, value: str = "") -> None:
        def is_it(stop: dict[str, Any]) -> bool:
            return stop["tag"] == "button" and stop["name"] == name and value in ("", stop["value"])

        self._go_to(is_it, f"button {name}")
        self._enter()

    def type_into(self, name: str, text: str) -> None:
        self._go_to(lambda stop: stop["name"] == name, name)
        self.page.keyboard.type(text)
        self._enter()

    def choose(self, name: str, value: str) -> None:
        self._go_to(lambda stop: stop["name"] == name, name)
        self._move_to(value)

    def answer(self, answers: Answers) -> None:
        # An answer may make the page ask more, also further up: a second round takes what is new.
        for _ in range(3):
            self._once_around(answers)
            if not unanswered(self.page, answers):
                return
        raise AssertionError(f"not reached by keyboard: {unanswered(self.page, answers)}")

    def tick(self, beginning: str) -> None:
        for name in names(self.page, beginning):
            self._go_to(lambda stop, name=name: stop["name"] == name, name)  # type: ignore[misc]
            self.page.keyboard.press("Space")

    def _once_around(self, answers: Answers) -> None:
        for _ in range(_MOST_STOPS):
            stop = self._tab()
            if stop is None or stop["name"] == "weiter":
                return
            wanted = list(typed(answers, stop["name"])) if stop["name"] else []
            if not wanted or stop["tag"] == "button":
                continue
            if stop["type"] in ("radio", "select-one"):
                self._move_to(wanted[0])
            elif stop["type"] == "checkbox":
                if (stop["value"] in wanted) != stop["checked"]:
                    self._and_hear(lambda: self.page.keyboard.press("Space"))
            elif stop["value"] != wanted[0]:
                self.page.keyboard.press("Control+a")
                self.page.keyboard.type(wanted[0])
        raise AssertionError(f"no end of stops on {self.page.url}")

    def _move_to(self, value: str) -> None:
        """Move among the answers of a group or a list until the right one is chosen."""
        if (stop := self._look()) and stop["value"] == value and (stop["checked"] or stop["tag"] == "select"):
            return

        def move() -> None:
            if stop and stop["value"] == value:
                self.page.keyboard.press("Space")
                return
            for _ in range(_MOST_STOPS):
                self.page.keyboard.press("ArrowDown")
                if self._look()["value"] == value:
                    return
            raise AssertionError(f"no answer {value}")

        self._and_hear(move)

    def _and_hear(self, act: Callable[[], None]) -> None:
        """Do something; where the page asks the server what follows from it, wait for the answer."""
        if self.page.locator("form[hx-post]").count() == 0:
            act()
            return
        with self.page.expect_response(lambda answer: answer.url.endswith("/live/")) as heard:
            act()
        _finish(heard.value)
        self.page.evaluate(_FRAMES)

    def _enter(self) -> None:
        with self.page.expect_navigation(wait_until="load"):
            self.page.keyboard.press("Enter")

    def _go_to(self, is_it: Callable[[dict[str, Any]], bool], what: str) -> None:
        if (stop := self._look()) and is_it(stop):
            return
        leaves = 0
        for _ in range(_MOST_STOPS):
            stop = self._tab()
            if stop is None:
                leaves += 1
                assert leaves < 3, f"not reached by keyboard: {what} on {self.page.url}"
            elif is_it(stop):
                return
        raise AssertionError(f"not reached by keyboard: {what} on {self.page.url}")

    def _tab(self) -> dict[str, Any] | None:
        self.page.keyboard.press("Tab")
        stop = self._look()
        if stop and not stop["shown"]:
            # The page moves to what has the focus; it may take a moment.
            self.page.evaluate(_SETTLED)
            stop = self._look()
        if stop and (stop["small"] or not stop["ring"] or not stop["shown"]):
            self.unseen.append(f"{self.page.url}: {stop['tag']} {stop['name'] or stop['id']} {stop['text'][:30]}")
        return stop

    def _look(self) -> Any:
        return self.page.evaluate(_FOCUSED)


@dataclass(kw_only=True)
class Fingers:
    """Taps on what can be seen."""

    page: Page

    def open(self, address: str) -> None:
        self.page.goto(address)

    def press(self, *words: str) -> None:
        for role in ("link", "button"):
            for text in words:
                found = self.page.get_by_role(role, name=text, exact=True)  # type: ignore[arg-type]
                if found.count():
                    self._tap(found.first)
                    return
        raise AssertionError(f"nothing says {words} on {self.page.url}: {self.page.inner_text('main')[:600]}")

    def press_named(self, name: str, value: str = "") -> None:
        value_too = f"[value='{value}']" if value else ""
        self._tap(self.page.locator(f"button[name='{name}']{value_too}").first)

    def type_into(self, name: str, text: str) -> None:
        self.page.fill(f"[name='{name}']", text)
        self._tap(self.page.locator(f"form:has([name='{name}']) button").first)

    def choose(self, name: str, value: str) -> None:
        self.page.check(f"[name='{name}'][value='{value}']")

    def answer(self, answers: Answers) -> None:
        for name, value in unanswered(self.page, answers):
            found = self.page.locator(f"[name='{name}']:not([type=hidden])")
            kind = found.first.evaluate("(e) => e.type")
            if kind == "select-one":
                found.select_option(value)
            elif kind in ("radio", "checkbox"):
                self.page.check(f"[name='{name}'][value='{value}']")
            else:
                found.fill(value)

    def tick(self, beginning: str) -> None:
        for name in names(self.page, beginning):
            self.page.check(f"[name='{name}']")

    def _tap(self, found: Locator) -> None:
        found.scroll_into_view_if_needed()
        with self.page.expect_navigation(wait_until="load"):
            found.click()


def names(page: Page, beginning: str) -> Sequence[str]:
    """List the names of inputs on the page that begin so, each once."""
    return list(dict.fromkeys(name for name, _, _ in _inputs(page) if name.startswith(beginning)))


def unanswered(page: Page, answers: Answers) -> list[tuple[str, str]]:
    """List what the answers know and the page does not yet: name of the input, what to type or choose."""
    found: dict[tuple[str, str], bool] = {}
    for name, value, is_chosen in _inputs(page):
        for text in typed(answers, name):
            found[name, text] = found.get((name, text), False) or (is_chosen and value == text)
    return [wanted for wanted, is_there in found.items() if not is_there]


def _inputs(page: Page) -> list[tuple[str, str, bool]]:
    """Name and value of every input that people see, and whether the value counts."""
    found = page.locator("main input, main select, main textarea").evaluate_all(
        """(all) => all.filter((e) => e.name && !['hidden', 'file'].includes(e.type) && e.checkVisibility()).map((e) =>
            [e.name, e.value, !['radio', 'checkbox'].includes(e.type) || e.checked])"""
    )
    return [tuple(one) for one in found]


def _finish(answer: Response) -> None:
    assert answer.ok, f"{answer.status} {answer.url}"
    answer.finished()
