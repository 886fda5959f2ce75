"""People at a browser without JavaScript: they read pages, fill in forms, press buttons, follow links."""

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
from lxml import html

from laufzettel.accounts.totp import totp_code
from tests.live import SLOWNESS

Answers = Mapping[str, Any]
File = tuple[str, bytes]
_MOST_TRIES = 15
_SKIPPED = ("csrfmiddlewaretoken", "fassung", "aendern", "gezeigt", "fehler")


@dataclass(kw_only=True)
class Form:
    """A form of a page with what is in its fields now; `files` are its file inputs."""

    action: str
    fields: dict[str, list[str]]
    names: tuple[str, ...]
    files: tuple[str, ...]

    def put(self, name: str, *values: str) -> None:
        """Type or choose something."""
        self.fields[name] = list(values)


@dataclass(kw_only=True)
class Page:
    """What the browser shows."""

    response: httpx.Response

    @property
    def status(self) -> int:
        """Status of the answer."""
        return self.response.status_code

    @property
    def url(self) -> str:
        """Address in the address bar."""
        return str(self.response.url)

    @property
    def path(self) -> str:
        """Path of the address."""
        return self.response.url.path

    @property
    def root(self) -> Any:
        """The parsed page."""
        return html.document_fromstring(self.response.content)

    @property
    def text(self) -> str:
        """What can be read on the page, without markup."""
        body = self.root
        for unread in body.xpath("//script|//style|//noscript"):
            unread.drop_tree()
        return " ".join(body.text_content().split())

    def links(self, part: str) -> list[str]:
        """Addresses of the links that contain a text."""
        return [address for address in self.root.xpath("//main//a/@href") if part in address]

    def form(self, part: str = "") -> Form:
        """The first form inside the main part whose address contains a text; fails with the page's text."""
        for found in self.root.xpath("//main//form") or self.root.xpath("//form"):
            action = found.get("action") or self.url
            if part in action:
                return _read_form(found, str(self.response.url.join(action)))
        raise AssertionError(f"no form {part!r} on {self.url}: {self.text[:800]}")

    def errors(self) -> str:
        """What the page complains about."""
        return " | ".join(" ".join(one.text_content().split()) for one in self.root.find_class("kern-error"))


def _read_form(found: Any, action: str) -> Form:
    fields: dict[str, list[str]] = {}
    names: list[str] = []
    files: list[str] = []
    for element in found.xpath(".//input[@name]|.//textarea[@name]|.//select[@name]"):
        name, kind = element.get("name"), element.get("type", "text")
        if kind == "file":
            files.append(name)
            continue
        names.append(name)
        if kind in ("checkbox", "radio") and element.get("checked") is None:
            continue
        value = element.value if element.tag != "input" else element.get("value", "on" if kind == "checkbox" else "")
        fields.setdefault(name, []).append(value or "")
    return Form(action=action, fields=fields, names=tuple(dict.fromkeys(names)), files=tuple(files))


class Browser:
    """One browser with its cookies. Requests that meet a server that is just starting again are repeated."""

    def __init__(self, url: str, *, host: str = "", patience_s: float = 0, address: str = "127.0.0.1") -> None:
        headers = {"Host": host} if host else {}
        # No connection stays open: a server that is killed would break it in the middle of the next request.
        single = httpx.Limits(max_keepalive_connections=0)
        self.url = url
        self.patience_s = patience_s
        self.client = httpx.Client(
            headers=headers, timeout=30 * SLOWNESS, transport=httpx.HTTPTransport(local_address=address, limits=single)
        )

    def get(self, address: str) -> Page:
        """Open an address and follow redirects."""
        return self._go("GET", address)

    def send(self, form: Form, *, press: Sequence[str] = (), files: Sequence[tuple[str, File]] = ()) -> Page:
        """Send a form, pressing a button (`name`, `value`), with files."""
        data = dict(form.fields)
        if press:
            data[press[0]] = [press[1]]
        uploads = [(name, (filename, content)) for name, (filename, content) in files]
        return self._go("POST", form.action, data=data, files=uploads or None)

    def post(self, address: str, **data: str) -> Page:
        """Send a form that is on no page, with the token of this browser."""
        return self._go("POST", address, data={"csrfmiddlewaretoken": self.token(), **data})

    def token(self) -> str:
        """The token against forged requests that this browser would find in any form."""
        if "laufzettel_schutz" not in self.client.cookies:
            self.get("/status/")
        return str(self.client.cookies["laufzettel_schutz"])

    def _go(self, method: str, address: str, **given: Any) -> Page:
        target = httpx.URL(self.url).join(address)
        for _ in range(20):
            response = self._patiently(method, target, **given)
            if not response.is_redirect:
                assert response.status_code != 500, f"{method} {target} broke: {response.text[:300]}"
                return Page(response=response)
            assert response.next_request is not None
            target = response.next_request.url
            if response.status_code not in (307, 308):
                method, given = "GET", {}
        raise AssertionError(f"endless redirects at {target}")

    def _patiently(self, method: str, target: httpx.URL, **given: Any) -> httpx.Response:
        last_moment = time.monotonic() + self.patience_s
        while True:
            try:
                response = self.client.request(method, target, **given)
                if response.status_code != 503 or time.monotonic() > last_moment:
                    return response
            except httpx.TransportError:
                # What people do: the page does not come, so they press again.
                if time.monotonic() > last_moment:
                    raise
            time.sleep(0.2)


@dataclass(kw_only=True)
class Citizen:
    """Somebody who applies for something."""

    browser: Browser
    reference: str = ""
    access_code: str = ""
    draft: str = ""
    seen: list[str] = field(default_factory=list)

    def log_in(self, *, person: str = "demo-erika", level: str = "substantial") -> Page:
        """Sign in with the demo account of a person."""
        form = self.browser.get("/anmelden/").form("/anmelden/los/")
        form.put("stufe", level)
        asked = self.browser.send(form)
        choice = asked.form("/authorize/")
        choice.put("person", person)
        choice.put("niveau", level)
        return self.browser.send(choice, press=("wahl", "anmelden"))

    def start(self, service: str) -> Page:
        """Begin a draft and show its first question."""
        page = self.browser.get(f"/leistungen/{service}/beginnen/")
        page = self.browser.send(page.form("/entwurf/"))
        assert "/antrag/" in page.path, f"{page.url}: {page.text[:600]}"
        self.draft = page.path.split("/")[2]
        return page

    def fill(self, page: Page, answers: Answers, files: Mapping[str, Sequence[File]] | None = None) -> Page:
        """Answer page after page until the check page."""
        tries: dict[str, int] = {}
        sent: set[str] = set()
        while "/frage/" in page.path:
            tries[page.path] = tries.get(page.path, 0) + 1
            assert tries[page.path] <= _MOST_TRIES, f"no way on from {page.path}: {page.errors()}"
            page = self._answer(page, answers, dict(files or {}), sent)
        assert page.status == 200, page.text[:800]
        return page

    def _answer(self, page: Page, answers: Answers, files: dict[str, Sequence[File]], sent: set[str]) -> Page:
        form = page.form("/frage/")
        for name in form.names:
            if (values := list(typed(answers, name))) and name not in _SKIPPED:
                form.put(name, *values)
        for name in form.names:
            group = name.removesuffix(".anzahl")
            if group != name and len(answers.get(group, ())) > int(form.fields[name][0]):
                return self.browser.send(form, press=("hinzufuegen", group))
        uploads = [(name, file) for name in form.files if name not in sent for file in files.get(name, ())]
        sent.update(name for name, _ in uploads)
        return self.browser.send(form, press=("weiter", "1"), files=uploads)

    def submit(self, page: Page) -> Page:
        """Tick the declarations and send the application bindingly."""
        form = page.form("/pruefen/")
        for name in form.names:
            if name.startswith("erklaerung."):
                form.put(name, "ja")
        page = self.browser.send(form)
        assert page.path.endswith("/eingang/"), f"{page.url}: {page.text[:800]}"
        self.reference = page.path.split("/")[2]
        codes = page.root.find_class("lz-code")
        self.access_code = codes[1].text_content().strip() if len(codes) > 1 else ""
        return page

    def apply(self, service: str, answers: Answers, files: Mapping[str, Sequence[File]] | None = None) -> Page:
        """Go the whole way from the service to the confirmation."""
        return self.submit(self.fill(self.start(service), answers, files))

    def pay(self, choice: str = "CREDITCARD") -> Page:
        """Pay at the payment service, pressing one of its buttons, and come back."""
        page = self.browser.send(self._pay_form())
        if "/bezahlt/" in page.path:
            return page
        return self.browser.send(page.form("/bezahlen/"), press=("wahl", choice))

    def _pay_form(self) -> Form:
        """While the town clears up an earlier try there is nothing to press; looking at the result makes it ask."""

        def offered() -> Page | None:
            page = self.browser.get(f"/vorgang/{self.reference}/bezahlen/")
            if page.root.xpath("//main//form"):
                return page
            self.browser.get(f"/vorgang/{self.reference}/bezahlt/")
            return None

        page: Page = wait_for(offered, seconds=30)
        return page.form("/bezahlen/")

    def matter(self) -> Page:
        """Look where the matter stands."""
        return self.browser.get(f"/vorgang/{self.reference}/")

    def open_notice(self) -> Page:
        """Open the first notice."""
        address = self.matter().links("/schreiben/")[0]
        page = self.browser.get(address)
        return self.browser.send(page.form("/schreiben/")) if page.root.xpath("//main//form[@method='post']") else page

    def come_back(self) -> Page:
        """Open the matter with reference and access code."""
        form = self.browser.get("/status/").form()
        form.put("vorgangsnummer", self.reference)
        form.put("zugangscode", self.access_code)
        return self.browser.send(form)


@dataclass(kw_only=True)
class Clerk:
    """Somebody who works at the town hall."""

    browser: Browser

    def log_in(self, *, email: str, totp_secret: str, password: str = "Laufzettel-Demo-2026") -> Page:
        """Sign in with password and second factor; a code that was used already is waited out."""
        last_moment = time.monotonic() + 65
        while True:
            form = self.browser.get("/desk/anmelden/").form()
            form.put("email", email)
            form.put("passwort", password)
            page = self.browser.send(form)
            assert page.path.endswith("/code/"), f"{page.status} {page.url}: {page.text[:600]}"
            form = page.form()
            form.put("code", totp_code(totp_secret, now=datetime.now(UTC)))
            page = self.browser.send(form)
            if page.status == 200 and "/anmelden/" not in page.path:
                return page
            assert time.monotonic() < last_moment, page.text[:600]
            # Until the next code: trying again and again would look like guessing.
            time.sleep(30.5 - time.time() % 30)

    def case(self, reference: str) -> Page:
        """Open a case."""
        return self.browser.get(f"/desk/vorgang/{reference}/")

    def open_tasks(self, reference: str) -> list[str]:
        """Addresses of the tasks that can be worked on."""
        page = self.case(reference)
        found = re.findall(rf"/desk/vorgang/{reference}/aufgabe/\d+/", page.response.text)
        return list(dict.fromkeys(found))

    def complete(self, task: str, **values: str) -> Page:
        """Fill in the fields of a task and complete it."""
        form = self.browser.get(task).form("/aufgabe/")
        for name, value in values.items():
            form.put(name, value)
        return self.browser.send(form)

    def decide(self, task: str, *, outcome: str, reasons: str = "", **values: str) -> Page:
        """Decide, look at the preview, release."""
        for _ in range(3):
            form = self.browser.get(f"{task}entscheiden/").form("/entscheiden/")
            form.put("ergebnis", outcome)
            form.put("gruende", reasons)
            for name, value in values.items():
                form.put(name, value)
            page = self.browser.send(form)
            # Another window of the same clerk may have written its own notes over those of this one.
            if page.path.endswith("/vorschau/") or page.errors():
                break
        assert page.path.endswith("/vorschau/"), f"{page.status} {page.url}: {page.text[:800]}"
        return self.browser.send(page.form("/vorschau/"))


def typed(answers: Answers, name: str) -> Iterator[str]:
    """Give what somebody types or ticks in the field of this name, as German pages want it."""
    value, rest = _find(answers, name.split("."))
    if value is None or isinstance(value, Mapping) or rest == "anzahl":
        return
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        value = date.fromisoformat(value)
    if isinstance(value, date):
        parts = {"tag": str(value.day), "monat": str(value.month), "jahr": str(value.year)}
        yield parts.get(rest, f"{value.day}.{value.month}.{value.year}")
    elif isinstance(value, bool):
        yield "ja" if value else "nein"
    elif isinstance(value, list):
        yield from (str(one) for one in value)
    else:
        yield str(value) if isinstance(value, str | int) else str(value).replace(".", ",")


def _find(answers: Any, parts: list[str]) -> tuple[Any, str]:
    value: Any = answers
    for index, part in enumerate(parts):
        if isinstance(value, list) and part.isdecimal():
            value = value[int(part)] if int(part) < len(value) else None
        elif isinstance(value, Mapping):
            value = value.get(part)
        else:
            return value, ".".join(parts[index:])
    return value, ""


def wait_for(found: Any, *, seconds: float = 60, every: float = 0.3) -> Any:
    """Ask again and again until there is something; fails after a while, later on a busy machine."""
    last_moment = datetime.now(UTC) + timedelta(seconds=seconds * SLOWNESS)
    while datetime.now(UTC) < last_moment:
        if result := found():
            return result
        time.sleep(every)
    raise AssertionError(f"did not happen within {seconds} s")
