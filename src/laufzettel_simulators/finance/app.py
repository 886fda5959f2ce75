"""The finance system: assessments with an idempotency key, and a page that shows what arrived."""

import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import UTC, datetime

from markupsafe import Markup
from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from laufzettel_simulators import pages
from laufzettel_simulators.control import MODE, SECONDS, Option, Switch
from laufzettel_simulators.store import Record, Store
from laufzettel_simulators.web import Simulator, json_answer

VERDICT = Switch(
    key="verdict",
    label="Was geschieht mit neuen Datensätzen?",
    default="acknowledge",
    options=(
        Option(value="acknowledge", label="Annehmen"),
        Option(value="refuse", label="Ablehnen (Sachkonto gesperrt)"),
        Option(value="lost", label="Annehmen, aber die Antwort geht verloren (500)"),
    ),
)
REASON = "Das Sachkonto ist gesperrt."


class FinanceSystem(Simulator):
    """Simulated finance system."""

    title = "Finanzverfahren"

    def __init__(
        self, store: Store, *, api_key: str, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        super().__init__(store, (MODE, VERDICT, SECONDS))
        self._api_key = api_key
        self._clock = clock
        self.route("/assessments", ("POST",), self._take)
        self.route("/", ("GET",), self._list)
        self.route("/eingang", ("GET",), lambda request: redirect("/"))

    def _take(self, request: Request) -> Response:
        if disturbed := self.control.disturbance():
            return disturbed
        if not hmac.compare_digest(request.headers.get("X-Api-Key", "").encode(), self._api_key.encode()):
            return json_answer({"error": "Schlüssel fehlt oder ist falsch."}, status=401)
        key = request.headers.get("Idempotency-Key", "")
        try:
            body = json.loads(request.get_data())
        except ValueError:
            return json_answer({"error": "Der Inhalt ist kein JSON."}, status=400)
        if not 1 <= len(key) <= 100 or not isinstance(body, dict):
            return json_answer({"error": "Idempotency-Key oder Datensatz fehlt."}, status=400)
        return self._keep(key, body)

    def _keep(self, key: str, body: Record) -> Response:
        verdict = self.control.get("verdict")
        record = {
            "key": key,
            "body": body,
            "hash": hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest(),
            "at": self._clock().isoformat(),
            "state": "refused" if verdict == "refuse" else "acknowledged",
            "reason": REASON if verdict == "refuse" else "",
        }
        is_new = self.store.add("assessment", key, record)
        kept = self.store.get("assessment", key) or record
        if kept["hash"] != record["hash"]:
            return json_answer({"error": "Unter diesem Schlüssel kam schon ein anderer Datensatz."}, status=409)
        if is_new and verdict == "lost":
            return json_answer({"error": "Interner Fehler."}, status=500)
        return self._verdict(kept)

    def _verdict(self, kept: Record) -> Response:
        if kept["state"] == "refused":
            return json_answer({"state": "refused", "reason": kept["reason"]}, status=422)
        return json_answer({"state": "acknowledged", "reference": self._reference(kept["key"])}, status=201)

    def _reference(self, key: str) -> str:
        """Return the number of a record in this system; the same record always has the same number."""
        numbers = {kept["key"]: number for number, kept in enumerate(self.store.list("assessment"), start=1)}
        return f"FIN-{numbers[key]:06d}"

    def _list(self, request: Request) -> Response:
        rows = [
            (
                self._reference(kept["key"]),
                "angenommen" if kept["state"] == "acknowledged" else f"abgelehnt: {kept['reason']}",
                Markup("<pre>{}</pre>").format(json.dumps(kept["body"], indent=1, ensure_ascii=False)),
            )
            for kept in self.store.list("assessment")[::-1][:100]
        ]
        head = ("Nummer", "Ergebnis", "Datensatz")
        body = pages.table(caption=f"{len(rows)} Datensätze, neueste zuerst", head=head, rows=rows)
        return pages.page(title="Eingang", service=self.title, body=body)
