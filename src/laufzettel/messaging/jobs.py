"""Background work of `messaging`, gathered where the worker looks for it."""

from laufzettel.messaging.actions.deliver import notify

__all__ = ["notify"]
