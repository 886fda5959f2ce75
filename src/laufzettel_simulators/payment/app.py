"""The payment service: interface by XBezahldienste 1.0 and the pages on which people pay."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import httpx
from markupsafe import Markup
from werkzeug.exceptions import NotFound
from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from laufzettel_simulators import pages
from laufzettel_simulators.control import MODE, SECONDS, Option, Switch
from laufzettel_simulators.payment.access import TOKEN_LIFE, Access, Client
from laufzettel_simulators.payment.protocol import ProtocolError, check_ids, read_request, to_json
from laufzettel_simulators.payment.transactions import Transactions, describe, shown_status
from laufzettel_simulators.store import Record, Store
from laufzettel_simulators.web import Simulator

SWITCHES = (
    MODE,
    Switch(
        key="create",
        label="Was passiert, wenn ein Online-Dienst eine Zahlung anlegt?",
        default="normal",
        options=(
            Option(value="normal", label="Die Zahlung wird angelegt"),
            Option(value="lost", label="Die Zahlung wird angelegt, aber die Antwort geht verloren (500)"),
            Option(value="refused", label="Die Zahlung wird abgelehnt (FORBIDDEN)"),
        ),
    ),
    Switch(
        key="exists",
        label="Wie wird eine schon angelegte Zahlung gemeldet (PAYMENT_EXISTS)?",
        default="with_address",
        options=(
            Option(value="with_address", label="Mit der Adresse der Zahlung (instance)"),
            Option(value="bare", label="Ohne Adresse"),
        ),
    ),
    Switch(
        key="amount",
        label="Welcher Betrag wird gemeldet?",
        default="right",
        options=(
            Option(value="right", label="Der richtige"),
            Option(value="less", label="1 Cent weniger"),
            Option(value="more", label="1 Cent mehr"),
        ),
    ),
    SECONDS,
    Switch(key="time_out", label="Nach wie vielen Sekunden gilt eine offene Zahlung als gescheitert?", default="1800"),
)

_PAY = {
    "CREDITCARD": "Mit Kreditkarte bezahlen",
    "PAYPAL": "Mit PayPal bezahlen",
    "GIROPAY": "Mit giropay bezahlen",
}
_OTHERWISE = {
    "cancel": "Abbrechen",
    "fail": "Fehlschlagen lassen",
    "late": "Bezahlen, aber die Antwort kommt verspätet",
    "twice": "Bezahlen und zweimal zurückmelden",
    "other_amount": "Bezahlen, aber einen anderen Betrag melden",
}
_FORCE = {"PAYED": "bezahlt", "CANCELED": "abgebrochen", "FAILED": "gescheitert", "INITIAL": "wieder offen"}
_STATUS = {"INITIAL": "offen", "PAYED": "bezahlt", "CANCELED": "abgebrochen", "FAILED": "gescheitert"}
_CENT = Decimal("0.01")

Clock = Callable[[], datetime]


class PaymentService(Simulator):
    """Simulated payment service."""

    title = "Zahlungsdienst"

    def __init__(self, store: Store, *, client: Client, clock: Clock = lambda: datetime.now(UTC)) -> None:
        super().__init__(store, SWITCHES)
        self.transactions = Transactions(store)
        self._access = Access(store, client)
        self._clock = clock
        self.route("/oauth/token", ("POST",), self._token)
        self.route("/paymenttransaction/<originator>/<end_point>", ("POST",), self._guarded(self._create))
        self.route("/paymenttransaction/<originator>/<end_point>/<number>", ("GET",), self._guarded(self._show))
        self.route("/status/<originator>/<end_point>", ("GET",), self._guarded(self._status))
        self.route("/bezahlen/<number>", ("GET", "POST"), self._pay)
        self.route("/steuerung/zahlung/<number>", ("POST",), self._force)
        self.route("/", ("GET",), lambda request: redirect("/steuerung"))

    # --- the interface ---

    def _guarded(self, handler: Callable[..., Response]) -> Callable[..., Response]:
        def answer(request: Request, *, originator: str, end_point: str, **given: str) -> Response:
            if disturbed := self.control.disturbance():
                return disturbed
            try:
                if not self._access.allows(request, now=self._clock()):
                    raise ProtocolError("FORBIDDEN", "Anmeldung fehlt oder ist falsch.", status=401)
                check_ids(originator, end_point)
                return handler(request, owner=f"{originator}/{end_point}", **given)
            except ProtocolError as problem:
                return problem.response()

        return answer

    def _token(self, request: Request) -> Response:
        token = self._access.token(request, now=self._clock())
        if token is None:
            return _json({"error": "invalid_client"}, status=401)
        life = int(TOKEN_LIFE.total_seconds())
        return _json({"access_token": token, "token_type": "Bearer", "expires_in": life})

    def _create(self, request: Request, *, owner: str) -> Response:
        if self.control.get("create") == "refused":
            raise ProtocolError("FORBIDDEN", "Für diesen Online-Dienst ist das Bezahlen gesperrt.", status=403)
        wanted = read_request(request.get_data())
        record, is_new = self.transactions.create(owner=owner, request=wanted, now=self._clock())
        if self.control.get("create") == "lost":
            raise ProtocolError("UNSPECIFIED", "Interner Fehler.", status=500)
        if not is_new:
            raise self._exists(record, request)
        return _json(self._described(record, request), status=201)

    def _exists(self, record: Record, request: Request) -> ProtocolError:
        address = f"{request.url_root}paymenttransaction/{record['owner']}/{record['id']}"
        return ProtocolError(
            "PAYMENT_EXISTS",
            "Zu dieser requestId gibt es schon eine Zahlung.",
            status=409,
            instance=address if self.control.get("exists") == "with_address" else "",
        )

    def _show(self, request: Request, *, owner: str, number: str) -> Response:
        record = self.transactions.get(number)
        if record is None or record["owner"] != owner:
            raise ProtocolError("VALIDATION_ERROR", "Diese Zahlung gibt es nicht.", status=404)
        return _json(self._described(record, request))

    def _status(self, request: Request, *, owner: str) -> Response:
        return _json({"status": "OK"})

    def _described(self, record: Record, request: Request) -> dict[str, object]:
        shown = dict(record)
        if (difference := {"less": -_CENT, "more": _CENT}.get(self.control.get("amount"))) and not shown["reported"]:
            shown["reported"] = str(Decimal(record["request"]["grosAmount"]) + difference)
        return describe(shown, status=self._shown(record), root=request.url_root)

    def _shown(self, record: Record) -> str:
        time_out = timedelta(seconds=int(self.control.get("time_out")))
        return shown_status(record, now=self._clock(), time_out=time_out)

    # --- the pages ---

    def _pay(self, request: Request, *, number: str) -> Response:
        record = self.transactions.get(number)
        if record is None:
            raise NotFound
        if request.method == "POST" and self._shown(record) == "INITIAL":
            self._decide(record, request.form.get("wahl", ""))
            return redirect(record["request"]["redirectUrl"], code=303)
        return self._pay_page(record)

    def _decide(self, record: Record, choice: str) -> None:
        now, late = self._clock(), timedelta(seconds=int(self.control.get("seconds")))
        status, method, at, reported = "PAYED", "CREDITCARD", now, ""
        if choice in ("cancel", "fail"):
            status, method = ("CANCELED" if choice == "cancel" else "FAILED"), ""
        elif choice in ("PAYPAL", "GIROPAY"):
            method = choice
        elif choice == "late":
            at = now + late
        elif choice == "other_amount":
            reported = str(Decimal(record["request"]["grosAmount"]) - _CENT)
        elif choice not in ("CREDITCARD", "twice"):
            raise NotFound
        self.transactions.finish(record["id"], status=status, method=method, at=at, reported=reported)
        if choice == "twice":
            threading.Thread(target=_knock, args=(record["request"]["redirectUrl"],), daemon=True).start()

    def _pay_page(self, record: Record) -> Response:
        wanted = record["request"]
        details = pages.facts(
            {
                "Betrag": _euro(wanted["grosAmount"]),
                "Verwendungszweck": wanted["purpose"],
                "Beschreibung": wanted.get("description", ""),
                "Positionen": ", ".join(str(item.get("description", "")) for item in wanted["items"]),
            }
        )
        if self._shown(record) != "INITIAL" or record["status"] != "INITIAL":
            back = Markup('<p>Diese Zahlung ist abgeschlossen.</p><p><a class="button" href="{}">Zurück</a></p>')
            return pages.page(title="Bezahlen", service=self.title, body=details + back.format(wanted["redirectUrl"]))
        trouble = Markup("<h2>Etwas anderes nachstellen</h2>") + pages.buttons(_OTHERWISE, name="wahl", quiet=True)
        body = details + pages.buttons(_PAY, name="wahl") + trouble
        return pages.page(title="Bezahlen", service=self.title, body=body)

    def _force(self, request: Request, *, number: str) -> Response:
        status = request.form.get("status", "")
        if self.transactions.get(number) is None or status not in _FORCE:
            raise NotFound
        self.transactions.force(number, status=status, now=self._clock())
        return redirect("/steuerung?gespeichert=1", code=303)

    def more_control(self) -> Markup:
        """Return the list of payments with buttons that set a state against all rules."""
        rows = [
            (
                Markup('<a href="/bezahlen/{}">{}</a>').format(record["id"], record["reference"]),
                record["request"]["purpose"],
                _euro(record["request"]["grosAmount"]),
                _STATUS[self._shown(record)],
                pages.buttons(_FORCE, name="status", action=f"/steuerung/zahlung/{record['id']}", quiet=True),
            )
            for record in self.transactions.list()[:50]
        ]
        head = ("Zahlung", "Verwendungszweck", "Betrag", "Zustand", "Zustand setzen")
        return Markup("<h2>Zahlungen</h2>") + pages.table(caption="Die letzten 50 Zahlungen", head=head, rows=rows)


def _knock(url: str) -> None:
    """Call the return address once more without a browser; whoever listens must not believe it."""
    try:
        httpx.get(url, timeout=5)
    except httpx.HTTPError:
        return


def _euro(amount: str) -> str:
    return f"{Decimal(amount):,.2f} €".translate(str.maketrans(",.", ".,"))


def _json(value: object, *, status: int = 200) -> Response:
    return Response(to_json(value), status=status, mimetype="application/json", headers={"Cache-Control": "no-store"})
