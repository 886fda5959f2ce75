"""Background work of `messaging`, gathered where the worker looks for it."""

from laufzettel.messaging.actions.deliver import notify
from laufzettel.messaging.actions.feedback import pass_on

__all__ = ["notify", "pass_on"]
