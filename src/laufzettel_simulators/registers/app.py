"""The register service: vehicle holders and residents by HTTP with a key."""

import hmac

from markupsafe import Markup
from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from laufzettel_simulators import pages
from laufzettel_simulators.control import MODE, SECONDS
from laufzettel_simulators.registers.data import Population
from laufzettel_simulators.store import Store
from laufzettel_simulators.web import Simulator, json_answer


class RegisterService(Simulator):
    """Simulated registers."""

    title = "Register"

    def __init__(self, store: Store, *, api_key: str) -> None:
        super().__init__(store, (MODE, SECONDS))
        self._population = Population()
        self._api_key = api_key
        self.route("/vehicles", ("GET",), self._vehicles)
        self.route("/population", ("GET",), self._residents)
        self.route("/", ("GET",), lambda request: redirect("/steuerung"))

    def _vehicles(self, request: Request) -> Response:
        if refused := self._refuse(request):
            return refused
        return _answer(self._population.holder(request.args.get("plate", "")))

    def _residents(self, request: Request) -> Response:
        if refused := self._refuse(request):
            return refused
        given = {key: request.args.get(key, "") for key in ("given_name", "family_name", "birth_date")}
        return _answer(self._population.resident(**given))

    def _refuse(self, request: Request) -> Response | None:
        if disturbed := self.control.disturbance():
            return disturbed
        if not hmac.compare_digest(request.headers.get("X-Api-Key", "").encode(), self._api_key.encode()):
            return json_answer({"fehler": "Schlüssel fehlt oder ist falsch."}, status=401)
        self.store.next_number("asked")
        return None

    def more_control(self) -> Markup:
        """Return what can be found in the registers."""
        cars = pages.table(
            caption="Fahrzeuge",
            head=("Kennzeichen", "Halterin oder Halter"),
            rows=[(car["kennzeichen"], self._name(car["kennzeichen"])) for car in self._population.vehicles],
        )
        people = pages.table(
            caption="Gemeldete Personen (alle erfunden)",
            head=("Name", "Geboren am", "Anschrift"),
            rows=[
                (f"{person['vorname']} {person['familienname']}", person["geburtsdatum"], _address(person["anschrift"]))
                for person in self._population.persons
            ],
        )
        return Markup("<h2>Inhalt</h2>") + cars + people

    def _name(self, plate: str) -> str:
        holder = self._population.holder(plate) or {}
        return f"{holder['vorname']} {holder['familienname']}"


def _answer(found: dict[str, object] | None) -> Response:
    if found is None:
        return json_answer({"ergebnis": "nicht_gefunden"}, status=404)
    return json_answer({"ergebnis": "gefunden", "daten": found})


def _address(address: dict[str, str]) -> str:
    return f"{address['strasse']} {address['hausnummer']}, {address['plz']} {address['ort']}"
