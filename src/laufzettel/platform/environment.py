"""Read what an operator sets: the only place that looks at environment variables."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TypeAlias

_YES = frozenset({"1", "true", "yes", "on", "ja"})
_NO = frozenset({"", "0", "false", "no", "off", "nein"})


# The readers are named like the types they read, which hides those names inside the class.
Text: TypeAlias = str
Whole: TypeAlias = int
Switch: TypeAlias = bool


class SettingError(Exception):
    """A setting has a value that cannot be used; the message says which and what is expected."""


@dataclass(frozen=True, kw_only=True)
class Setting:
    """One thing an operator can set: its name, kind, default (as text) and help."""

    name: str
    kind: str
    default: str
    help: str
    is_secret: bool


class Environment:
    """Typed reader of environment variables that remembers everything it was asked for.

    Every reading method returns the default when the variable is not set and raises `SettingError`
    when the value does not fit.
    """

    def __init__(self, values: Mapping[Text, Text]) -> None:
        self._values = values
        self._known: dict[Text, Setting] = {}

    def str(self, name: Text, *, default: Text = "", help: Text, secret: Switch = False) -> Text:
        """Read text."""
        return self._read(name, "text", default, help, secret=secret)

    def int(self, name: Text, *, default: Whole, help: Text, minimum: Whole = 0) -> Whole:
        """Read a whole number that is at least `minimum`."""
        text = self._read(name, "number", str(default), help)
        if not text.removeprefix("-").isdecimal() or int(text) < minimum:
            raise SettingError(f"{name}={text!r}: eine ganze Zahl ab {minimum} wird erwartet / "
                               f"a whole number from {minimum} is expected")  # fmt: skip
        return int(text)

    def decimal(self, name: Text, *, default: Decimal, help: Text) -> Decimal:
        """Read an exact decimal number, written with a point."""
        text = self._read(name, "decimal", str(default), help)
        try:
            return Decimal(text)
        except InvalidOperation:
            raise SettingError(f"{name}={text!r}: eine Dezimalzahl wird erwartet / a decimal is expected") from None

    def bool(self, name: Text, *, default: Switch, help: Text) -> Switch:
        """Read a switch: 1, true, yes, on, ja or 0, false, no, off, nein."""
        text = self._read(name, "switch", "1" if default else "0", help).strip().lower()
        if text not in _YES | _NO:
            raise SettingError(f"{name}={text!r}: ja oder nein wird erwartet / yes or no is expected")
        return text in _YES

    def choice(self, name: Text, *, choices: tuple[Text, ...], default: Text, help: Text) -> Text:
        """Read one of `choices`."""
        text = self._read(name, " | ".join(choices), default, help)
        if text not in choices:
            expected = ", ".join(choices)
            raise SettingError(f"{name}={text!r}: eines von {expected} wird erwartet / one of {expected} is expected")
        return text

    def list(self, name: Text, *, default: tuple[Text, ...] = (), help: Text) -> tuple[Text, ...]:
        """Read texts separated by commas."""
        text = self._read(name, "list, separated by commas", ",".join(default), help)
        return tuple(part.strip() for part in text.split(",") if part.strip())

    def path(self, name: Text, *, default: Path | Text, help: Text) -> Path:
        """Read a path; a relative one is taken from the current folder, `~` is the home."""
        return Path(self._read(name, "path", str(default), help)).expanduser().absolute()

    def known(self) -> tuple[Setting, ...]:
        """List every setting asked for so far, by name."""
        return tuple(self._known[name] for name in sorted(self._known))

    def changed(self) -> tuple[Text, ...]:
        """Name every setting that was asked for and has another value than its default."""
        return tuple(
            setting.name
            for setting in self.known()
            if self._values.get(setting.name, setting.default) != setting.default
        )

    def unchanged_secrets(self) -> tuple[Text, ...]:
        """Name every secret that was asked for, has a public default and still has it."""
        return tuple(
            setting.name
            for setting in self.known()
            if setting.is_secret
            and setting.default
            and self._values.get(setting.name, setting.default) == setting.default
        )

    def _read(self, name: Text, kind: Text, default: Text, help: Text, *, secret: Switch = False) -> Text:
        self._known[name] = Setting(name=name, kind=kind, default=default, help=help, is_secret=secret)
        return self._values.get(name, default)


env = Environment(os.environ)
