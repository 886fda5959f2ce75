"""The payment transactions: created once per request id, paid or not, asked for as often as one likes."""

import hmac
import secrets
import uuid
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from laufzettel_simulators.store import Record, Store

KIND = "transaction"
FINAL = ("PAYED", "CANCELED", "FAILED")


class Transactions:
    """All payment transactions in the store; times are passed in."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def create(self, *, owner: str, request: dict[str, Any], now: datetime) -> tuple[Record, bool]:
        """Create the transaction of a request id; returns it and whether it is new."""
        transaction_id = self._id_of(owner, request["requestId"])
        if known := self._store.get(KIND, transaction_id):
            return known, False
        record = {
            "id": transaction_id,
            "owner": owner,
            "reference": f"ZD-{self._store.next_number('reference'):08d}",
            "request": _plain(request),
            "created_at": now.isoformat(),
            "status": "INITIAL",
            "visible_at": now.isoformat(),
            "method": "",
            "reported": "",
            "detail": "",
        }
        is_new = self._store.add(KIND, transaction_id, record)
        return (record if is_new else self._store.get(KIND, transaction_id) or record), is_new

    def _id_of(self, owner: str, request_id: str) -> str:
        """Derive the id from the request, so that one request can never make two; unguessable by a kept secret."""
        self._store.add("secret", "ids", {"value": secrets.token_hex(32)})
        secret = (self._store.get("secret", "ids") or {})["value"]
        digest = hmac.digest(bytes.fromhex(secret), f"{owner}/{request_id}".encode(), "sha256")
        return str(uuid.UUID(bytes=digest[:16], version=4))

    def get(self, transaction_id: str) -> Record | None:
        """Return one transaction, or nothing."""
        return self._store.get(KIND, transaction_id)

    def list(self) -> list[Record]:
        """Return all transactions, newest first."""
        return self._store.list(KIND)[::-1]

    def finish(self, transaction_id: str, *, status: str, method: str, at: datetime, reported: str = "") -> bool:
        """End an open transaction, visible from `at` on; False when it had ended before."""
        done = False

        def change(record: Record) -> Record:
            nonlocal done
            done = record["status"] == "INITIAL"
            if not done:
                return record
            return record | {"status": status, "method": method, "visible_at": at.isoformat(), "reported": reported}

        self._store.change(KIND, transaction_id, change)
        return done

    def force(self, transaction_id: str, *, status: str, now: datetime) -> None:
        """Set the status whatever it was: real services contradict themselves too."""
        self._store.change(
            KIND, transaction_id, lambda record: record | {"status": status, "visible_at": now.isoformat()}
        )


def shown_status(record: Record, *, now: datetime, time_out: timedelta) -> str:
    """Return the status that the online service sees now: late answers stay hidden, idle ones time out."""
    if record["status"] in FINAL:
        return str(record["status"]) if datetime.fromisoformat(record["visible_at"]) <= now else "INITIAL"
    return "FAILED" if datetime.fromisoformat(record["created_at"]) + time_out <= now else "INITIAL"


def describe(record: Record, *, status: str, root: str) -> dict[str, Any]:
    """Return a transaction in the words of the standard (PaymentTransaction)."""
    request = dict(record["request"])
    request["grosAmount"] = Decimal(record["reported"] or request["grosAmount"])
    request["items"] = [_item(item) for item in request["items"]]
    information = {
        "transactionUrl": f"{root}paymenttransaction/{record['owner']}/{record['id']}",
        "transactionRedirectUrl": f"{root}bezahlen/{record['id']}",
        "transactionId": record["id"],
        "transactionReference": record["reference"],
        "transactionTimestamp": record["created_at"],
        "paymentMethod": record["method"] or "OTHER",
        "paymentMethodDetail": "",
        "status": status,
        "statusDetail": record["detail"],
    }
    return {"paymentInformation": information, "paymentRequest": request}


def _item(item: dict[str, Any]) -> dict[str, Any]:
    return {key: Decimal(value) if key.endswith("Amount") else value for key, value in item.items()}


def _plain(value: Any) -> Any:
    """Keep exact numbers as text, so that they survive the store."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return str(value) if isinstance(value, Decimal) else value
