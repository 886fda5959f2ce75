"""What XBezahldienste 1.0 demands of a payment request, and how errors are told (problem+json)."""

import json
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from http import HTTPStatus
from typing import Any

from werkzeug.wrappers import Response

_ID = re.compile(r"[\w-]{1,36}", re.ASCII)
_PURPOSE = re.compile(r"[\w\s-]{1,27}")
_MAX_AMOUNT = Decimal(999_999)
_REQUEST_KEYS = ("requestId", "requestTimestamp", "currency", "grosAmount", "purpose", "redirectUrl", "items")


class ProtocolError(Exception):
    """The request breaks the standard; carries the functional code of the answer."""

    def __init__(self, code: str, detail: str, *, status: int = 400, instance: str = "") -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail
        self.status = status
        self.instance = instance

    def response(self) -> Response:
        """Return the answer as problem+json (RFC 9457) with `functionalCode`."""
        body = {
            "type": "about:blank",
            "status": self.status,
            "title": HTTPStatus(self.status).phrase,
            "detail": self.detail,
            "functionalCode": self.code,
        }
        if self.instance:
            body["instance"] = self.instance
        return Response(json.dumps(body), status=self.status, mimetype="application/problem+json")


def check_ids(originator_id: str, end_point_id: str) -> None:
    """Raise when one of the two path ids does not fit the pattern of the standard."""
    if not (_ID.fullmatch(originator_id) and _ID.fullmatch(end_point_id)):
        raise ProtocolError("NO_VALID_ORIGINATOR_OR_ENDPOINT", "Online-Dienst oder Behörde unbekannt.", status=404)


def read_request(body: bytes) -> dict[str, Any]:
    """Return the payment request of a body; raises with VALIDATION_ERROR or CALCULATION_ERROR."""
    try:
        request = json.loads(body, parse_float=Decimal, parse_int=Decimal)
    except ValueError:
        raise ProtocolError("VALIDATION_ERROR", "Der Inhalt ist kein JSON.") from None
    if not isinstance(request, dict):
        raise ProtocolError("VALIDATION_ERROR", "Ein Objekt wird erwartet.")
    missing = [key for key in _REQUEST_KEYS if key not in request]
    if missing:
        raise ProtocolError("VALIDATION_ERROR", f"Es fehlt: {', '.join(missing)}.")
    _check_head(request)
    _check_items(request)
    return request


def _check_head(request: Mapping[str, Any]) -> None:
    _demand(_matches(_ID, request["requestId"]), "requestId")
    _demand(isinstance(request["requestTimestamp"], str), "requestTimestamp")
    _demand(request["currency"] == "EUR", "currency")
    _demand(0 < _amount(request["grosAmount"], "grosAmount") <= _MAX_AMOUNT, "grosAmount")
    _demand(_matches(_PURPOSE, request["purpose"]), "purpose")
    _demand(len(str(request.get("description", ""))) <= 250, "description")
    url = request["redirectUrl"]
    _demand(isinstance(url, str) and url.startswith(("http://", "https://")) and len(url) <= 2082, "redirectUrl")


def _check_items(request: Mapping[str, Any]) -> None:
    items = request["items"]
    _demand(isinstance(items, list) and 1 <= len(items) <= 99, "items")
    total = Decimal(0)
    for item in items:
        _demand(isinstance(item, dict) and _matches(_ID, item.get("id")), "items.id")
        total += _amount(item.get("totalNetAmount"), "totalNetAmount") + _amount(
            item.get("totalTaxAmount"), "totalTaxAmount"
        )
        if not isinstance(item.get("bookingData"), dict):
            raise ProtocolError("BOOKING_DATA_MISSING", "Zu einer Position fehlen die Buchungsdaten.")
    if total != request["grosAmount"]:
        raise ProtocolError("CALCULATION_ERROR", "Der Gesamtbetrag ist nicht die Summe der Positionen.")


def _amount(value: object, name: str) -> Decimal:
    try:
        amount = Decimal(value) if isinstance(value, Decimal) else Decimal("NaN")
    except InvalidOperation:
        amount = Decimal("NaN")
    _demand(amount.is_finite() and amount == amount.quantize(Decimal("0.01")), name)
    return amount


def _matches(pattern: re.Pattern[str], value: object) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None


def _demand(holds: bool, name: str) -> None:
    if not holds:
        raise ProtocolError("VALIDATION_ERROR", f"Ungültiger Wert: {name}.")


def to_json(value: object) -> str:
    """Return JSON in which exact amounts are numbers with cents."""
    return json.dumps(value, default=_number)


def _number(value: object) -> float:
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(type(value).__name__)
