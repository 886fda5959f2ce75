"""The door of `automation`: ask registers, hand data over to specialist systems."""

from laufzettel.automation.actions.hand_over import hand_over
from laufzettel.automation.actions.look_up import look_up
from laufzettel.automation.actions.order_look_up import order_look_up
from laufzettel.automation.queries import HandOverView, LookUpAnswer, get_answer, list_hand_overs

__all__ = [
    "HandOverView",
    "LookUpAnswer",
    "get_answer",
    "hand_over",
    "list_hand_overs",
    "look_up",
    "order_look_up",
]
