"""XBezahldienste 1.0: our orders in the words of the standard, its answers in ours."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import httpx

from laufzettel.payments.conf import Conf
from laufzettel.payments.provider import (
    NoAnswer,
    OrderRefused,
    PaymentOrder,
    TransactionAnswer,
    TransactionState,
)
from laufzettel.payments.providers.xbezahldienste.client import Client, Connection, Reply

_ID = re.compile(r"[\w-]{1,100}", re.ASCII)
_STATES: Mapping[str, TransactionState] = {
    "INITIAL": "open",
    "PAYED": "paid",
    "CANCELED": "cancelled",
    "FAILED": "failed",
}
# Checks of the order itself: they fail the same way at any time. FORBIDDEN is not among them.
_FINAL = frozenset({"VALIDATION_ERROR", "CALCULATION_ERROR", "BOOKING_DATA_MISSING"})
_PURPOSE, _DESCRIPTION = 27, 250


class XBezahldienste:
    """A payment service that speaks XBezahldienste 1.0."""

    def __init__(self, *, client: Client, originator: str, end_points: Mapping[str, str]) -> None:
        self._client = client
        self._originator = originator
        self._end_points = end_points

    def hand_over(self, order: PaymentOrder) -> TransactionAnswer:
        """Create the payment transaction, or find the one that the same request has created before."""
        reply = self._client.post(f"paymenttransaction/{self._place(order.municipality)}", _request(order))
        if reply.status in (httpx.codes.OK, httpx.codes.CREATED):
            return _answer(reply)
        code = str(reply.content.get("functionalCode", ""))
        if code == "PAYMENT_EXISTS":
            return self.ask(municipality=order.municipality, transaction_id=_existing(reply))
        if code in ("", "UNSPECIFIED"):
            raise NoAnswer(f"HTTP {reply.status} {code}")
        raise OrderRefused(code, is_final=code in _FINAL)

    def ask(self, *, municipality: str, transaction_id: str) -> TransactionAnswer:
        """Return the state of a transaction."""
        reply = self._client.get(f"paymenttransaction/{self._place(municipality)}/{transaction_id}")
        if reply.status != httpx.codes.OK:
            raise NoAnswer(f"HTTP {reply.status}")
        return _answer(reply)

    def is_available(self, *, municipality: str) -> bool:
        """Ask for the status of the connection."""
        try:
            return self._client.get(f"status/{self._place(municipality)}").status == httpx.codes.OK
        except NoAnswer:
            return False

    def _place(self, municipality: str) -> str:
        return f"{self._originator}/{self._end_points.get(municipality, municipality)}"


def build(conf: Conf) -> XBezahldienste:
    """Make the provider from the settings."""
    connection = Connection(
        url=conf.url,
        authentication=conf.authentication,
        client_id=conf.client_id,
        client_secret=conf.client_secret,
        token_url=conf.token_url,
        certificate=conf.certificate,
        timeout_s=conf.timeout_s,
    )
    return XBezahldienste(client=Client(connection), originator=conf.originator, end_points=conf.end_points)


def _request(order: PaymentOrder) -> dict[str, object]:
    """Return the PaymentRequest; sovereign fees carry no value added tax."""
    items = [
        {
            "id": str(number),
            "reference": order.payment_reference,
            "description": _plain(item.label, _DESCRIPTION),
            "taxRate": 0,
            "quantity": 1,
            "totalNetAmount": item.amount,
            "totalTaxAmount": 0,
            "singleNetAmount": item.amount,
            "singleTaxAmount": 0,
            "bookingData": {"kassenzeichen": order.payment_reference},
        }
        for number, item in enumerate(order.items, start=1)
    ]
    return {
        "requestId": order.request_id,
        "requestTimestamp": order.requested_at.isoformat(),
        "currency": order.currency,
        "grosAmount": order.amount,
        "purpose": _plain(order.payment_reference, _PURPOSE),
        "description": _plain(order.purpose, _DESCRIPTION) or order.payment_reference,
        "redirectUrl": order.return_url,
        "items": items,
    }


def _plain(text: str, length: int) -> str:
    """Leave the characters that the standard allows in texts."""
    return " ".join(re.sub(r"[^\w\s,.-]", " ", text).split())[:length]


def _existing(reply: Reply) -> str:
    """Return the id of the transaction that exists already; only the id is taken from the address, never the host."""
    transaction_id = str(reply.content.get("instance", "")).rstrip("/").rpartition("/")[2]
    if not _ID.fullmatch(transaction_id):
        raise NoAnswer("PAYMENT_EXISTS without address")
    return transaction_id


def _answer(reply: Reply) -> TransactionAnswer:
    information, request = reply.content.get("paymentInformation"), reply.content.get("paymentRequest")
    if not isinstance(information, dict) or not isinstance(request, dict):
        raise NoAnswer("no PaymentTransaction")
    state = _STATES.get(str(information.get("status")))
    if state is None:
        raise NoAnswer(f"unknown status {information.get('status')!r:.40}")
    return TransactionAnswer(
        state=state,
        transaction_id=_text(information, "transactionId", _ID),
        reference=str(information.get("transactionReference") or "")[:100],
        redirect_url=_url(information),
        amount=_amount(request.get("grosAmount")),
        currency=str(request.get("currency")),
        request_id=str(request.get("requestId") or ""),
        method=str(information.get("paymentMethod") or "")[:20],
        message_hash=reply.message_hash,
    )


def _text(content: Mapping[str, Any], key: str, pattern: re.Pattern[str]) -> str:
    value = content.get(key)
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise NoAnswer(f"{key} does not fit")
    return value


def _url(information: Mapping[str, Any]) -> str:
    url = str(information.get("transactionRedirectUrl") or "")
    if url and not url.startswith(("https://", "http://")):
        raise NoAnswer("transactionRedirectUrl is no web address")
    return url[:2000]


def _amount(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, Decimal | int):
        raise NoAnswer("grosAmount is no number")
    amount = Decimal(value)
    if not amount.is_finite() or amount <= 0 or amount != amount.quantize(Decimal("0.01")):
        raise NoAnswer("grosAmount is no amount in cents")
    return amount
