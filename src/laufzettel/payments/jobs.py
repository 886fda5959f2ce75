"""Background work of `payments`, gathered where the worker looks for it."""

from laufzettel.payments.actions.ask import ask_again, ask_overdue
from laufzettel.payments.actions.expire import expire_when_due

__all__ = ["ask_again", "ask_overdue", "expire_when_due"]
