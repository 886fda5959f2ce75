"""What can go wrong, in words for the person in front of the screen."""

from dataclasses import dataclass

from laufzettel.kernel.language import again, say


@dataclass(frozen=True)
class Problem:
    """One thing that is not right yet: where (`halter.familienname`, `hunde.0.rasse`) and what to do about it."""

    path: str
    message: str


class LaufzettelError(Exception):
    """Base of all errors that people see; `message` says what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self._message = message

    @property
    def message(self) -> str:
        """Return the message in the language of the one who reads it now."""
        return again(self._message)


class NotFound(LaufzettelError):
    """The thing does not exist for this person: missing or not theirs, deliberately the same answer."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message or say("Das haben wir nicht gefunden."))


class Forbidden(LaufzettelError):
    """This kind of person must not do this at all."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message or say("Dafür haben Sie keine Berechtigung."))


class Conflict(LaufzettelError):
    """Somebody, perhaps the same person in a second window, was faster."""


class Refused(LaufzettelError):
    """The thing asked for is against a rule; nothing was changed."""


class Unavailable(LaufzettelError):
    """A counterpart does not answer at the moment; trying again later makes sense."""


class Invalid(LaufzettelError):
    """Answers are not right yet; `problems` names each place."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(
            "; ".join(problem.message for problem in problems) or say("Die Angaben sind nicht vollständig.")
        )
        self._problems = problems

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Return the problems in the language of the one who reads them now."""
        return tuple(Problem(problem.path, again(problem.message)) for problem in self._problems)
