"""The door of `payments`: claims, paying, what came of it. Amounts are Decimal in EUR."""

from laufzettel.payments.actions.begin import begin, refresh
from laufzettel.payments.actions.clarify import clarify
from laufzettel.payments.actions.give_up import cancel, waive
from laufzettel.payments.actions.refund import approve_refund, finish_refund, reject_refund, request_refund
from laufzettel.payments.actions.request import request
from laufzettel.payments.domain import AttemptState, Position
from laufzettel.payments.queries import (
    AttemptView,
    ClaimView,
    ReceiptView,
    RefundView,
    access_claim,
    claim_of,
    get_claim,
    list_claims,
    list_unclear,
    receipt_data,
    trial_balance,
)

__all__ = [
    "AttemptState",
    "AttemptView",
    "ClaimView",
    "Position",
    "ReceiptView",
    "RefundView",
    "access_claim",
    "approve_refund",
    "begin",
    "cancel",
    "claim_of",
    "clarify",
    "finish_refund",
    "get_claim",
    "list_claims",
    "list_unclear",
    "receipt_data",
    "refresh",
    "reject_refund",
    "request",
    "request_refund",
    "trial_balance",
    "waive",
]
