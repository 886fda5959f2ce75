"""One citizen who registers a dog as a guest, for locust: reads the pages, thinks, fills in, sends.

`LAUFZETTEL_BENCH_THINK` gives the shortest and longest pause between two pages in seconds.
"""

import os
import re
from datetime import date

from locust import HttpUser, between, task
from locust.exception import StopUser

SERVICE = "hundesteuer-anmeldung"
_THINK = [float(part) for part in os.environ.get("LAUFZETTEL_BENCH_THINK", "5 15").split()]
_HIDDEN = re.compile(r'<input type="hidden" name="(?P<name>[^"]+)" value="(?P<value>[^"]*)"')
_TODAY = date.today()  # noqa: DTZ011 - any day that lies in nobody's future does
_DATE = {"tag": str(_TODAY.day), "monat": str(_TODAY.month), "jahr": str(_TODAY.year)}
PAGES = {
    "halter": {
        "halter.vorname": "Erika",
        "halter.familienname": "Beispiel",
        "halter.geburtsdatum.tag": "12",
        "halter.geburtsdatum.monat": "3",
        "halter.geburtsdatum.jahr": "1984",
        "halter.anschrift.strasse": "Musterweg",
        "halter.anschrift.hausnummer": "1",
        "halter.anschrift.plz": "55116",
        "halter.anschrift.ort": "Mainz",
    },
    "haushalt": {"haushalt.hat_hunde": "nein"},
    "hunde": {
        "hunde.anzahl": "1",
        "hunde.0.name": "Bello",
        "hunde.0.rasse": "labrador",
        "hunde.0.gefaehrlich": "nein",
        "hunde.0.herkunft": "aufgenommen",
        **{f"hunde.0.seit.{part}": text for part, text in _DATE.items()},
        "hunde.0.verguenstigung": "keine",
    },
    "zahlung": {"zahlung.lastschrift": "nein"},
}


class Citizen(HttpUser):
    """Somebody at a browser: the session and the pauses are their own."""

    wait_time = between(*_THINK)

    @task
    def register_a_dog(self) -> None:
        """Go the whole way from the search to the confirmation."""
        self.client.cookies.clear()
        self._show("/", "start")
        self._show("/leistungen/?suche=hund", "search")
        self._show(f"/leistungen/{SERVICE}/", "service")
        text, address = self._show(f"/leistungen/{SERVICE}/beginnen/", "begin")
        text, address = self._send(f"/leistungen/{SERVICE}/entwurf/", text, {}, "begin: press")
        while "/frage/" in address:
            page = address.split("/frage/")[1].strip("/")
            self._type(address, text, page)
            text, after = self._send(address, text, {**PAGES[page], "weiter": "1"}, "question: save, show the next")
            if after == address:
                raise StopUser(f"no way on from {address}")
            address = after
        self._send(address, text, {"erklaerung.richtig": "ja"}, "send")

    def _type(self, address: str, text: str, page: str) -> None:
        """While somebody types, the page asks what follows from it."""
        data = {**_hidden(text), **PAGES[page]}
        self.client.post(f"{address}live/", data=data, headers=self._headers(), name="while typing")
        self.wait()

    def _show(self, address: str, name: str) -> tuple[str, str]:
        with self.client.get(address, name=name, catch_response=True) as answer:
            if answer.status_code != 200:
                answer.failure(f"status {answer.status_code}")
        self.wait()
        return answer.text, _path(answer.url)

    def _send(self, address: str, text: str, fields: dict[str, str], name: str) -> tuple[str, str]:
        data = {**_hidden(text), **fields}
        with self.client.post(address, data=data, headers=self._headers(), name=name, catch_response=True) as answer:
            if answer.status_code != 200:
                answer.failure(f"status {answer.status_code}")
        self.wait()
        return answer.text, _path(answer.url)

    def _headers(self) -> dict[str, str]:
        return {"Origin": str(self.host), "Referer": f"{self.host}/"}


def _hidden(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in _HIDDEN.finditer(text.partition("<main")[2]):
        found.setdefault(one["name"], []).append(one["value"])
    return found


def _path(url: str) -> str:
    return "/" + url.split("/", 3)[3].split("?")[0]
