"""The twelve words of a process, and what may be written beside each."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["feel", "text", "template", "period", "key", "keys"]


@dataclass(frozen=True, kw_only=True)
class Word:
    """One word: which BPMN task carries it, its attributes with their kind, and which of them are needed."""

    element: Literal["userTask", "serviceTask"]
    attributes: dict[str, Kind]
    needs: frozenset[str] = frozenset()
    capability: str = ""
    has_fields: bool = False
    has_outcomes: bool = False


_HUMAN: dict[str, Kind] = {"unit": "key", "hint": "template", "legal_basis": "text", "due": "period"}

WORDS: dict[str, Word] = {
    "ask": Word(
        element="userTask",
        attributes={**_HUMAN, "fields": "keys", "text": "template"},
        needs=frozenset({"text"}),
        capability="messaging",
        has_fields=True,
    ),
    "review": Word(element="userTask", attributes=_HUMAN, has_fields=True),
    "decide": Word(
        element="userTask",
        attributes={**_HUMAN, "automatic": "feel", "four_eyes": "feel"},
        capability="notices",
        has_fields=True,
        has_outcomes=True,
    ),
    "issue_notice": Word(
        element="serviceTask", attributes={"notice": "key"}, needs=frozenset({"notice"}), capability="notices"
    ),
    "request_payment": Word(
        element="serviceTask",
        attributes={"amount": "feel", "purpose": "template", "positions": "feel", "due": "period"},
        needs=frozenset({"amount", "purpose"}),
        capability="payments",
    ),
    "send_message": Word(
        element="serviceTask",
        attributes={"title": "template", "text": "template"},
        needs=frozenset({"title", "text"}),
        capability="messaging",
    ),
    "file_document": Word(
        element="serviceTask", attributes={"title": "template"}, needs=frozenset({"title"}), capability="records"
    ),
    "look_up": Word(
        element="serviceTask",
        attributes={"register": "key", "with": "feel"},
        needs=frozenset({"register", "with"}),
        capability="automation",
    ),
    "hand_over": Word(
        element="serviceTask",
        attributes={"system": "key", "data": "feel"},
        needs=frozenset({"system", "data"}),
        capability="automation",
    ),
    "offer_appointment": Word(
        element="serviceTask",
        attributes={"unit": "key", "title": "template"},
        needs=frozenset({"title"}),
        capability="appointments",
    ),
    "order_robot": Word(
        element="serviceTask",
        attributes={"robot": "key", "data": "feel"},
        needs=frozenset({"robot"}),
        capability="automation",
    ),
    "wait_until": Word(element="serviceTask", attributes={"date": "feel"}, needs=frozenset({"date"})),
}

FIELD_TYPES = ("text", "number", "money", "date", "boolean", "choice")
OUTCOME_KINDS = ("grant", "refuse", "assess", "partial", "other")
