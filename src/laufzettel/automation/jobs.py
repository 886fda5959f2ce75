"""Background work of `automation`, gathered where the worker looks for it."""

from laufzettel.automation.actions.hand_over import deliver, deliver_overdue
from laufzettel.automation.actions.order_look_up import ask_register

__all__ = ["ask_register", "deliver", "deliver_overdue"]
