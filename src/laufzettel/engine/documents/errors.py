"""What can go wrong with a document, in words for the person in front of the screen."""

from typing import Literal

from laufzettel.kernel.errors import LaufzettelError

Reason = Literal["template", "refused", "time", "memory", "size", "data", "seal", "stamp"]


class DocumentError(LaufzettelError):
    """A document could not be made, sealed or stamped; `reason` says which limit or rule stopped it."""

    def __init__(self, message: str, *, reason: Reason) -> None:
        super().__init__(message)
        self.reason = reason
