"""`laufzettel service check` and `laufzettel service test`: without Django, without a database."""

from pathlib import Path

from laufzettel.console.conf import read_conf
from laufzettel.packages import commands


def check(*, keys: list[str], is_all: bool, town: str) -> int:
    """Check packages, bare and with each town's overlay, and print every problem; 1 when one is an error."""
    home = read_conf().home
    return commands.check(_named(home, keys, is_all), home / "services", home / "municipalities", town=town)


def test(*, keys: list[str], is_all: bool, town: str) -> int:
    """Play the scenarios of packages, bare and with each town's overlay, one line each; 1 when one fails."""
    home = read_conf().home
    return commands.test(_named(home, keys, is_all), home / "services", home / "municipalities", town=town)


def _named(home: Path, keys: list[str], is_all: bool) -> list[str]:
    known = sorted(path.parent.name for path in (home / "services").glob("[!_]*/manifest.yaml"))
    unknown = [key for key in keys if key not in known]
    if unknown or not (keys or is_all):
        wanted = ", ".join(unknown) or "KEY oder/or --all"
        raise FileNotFoundError(f"{wanted}: es gibt / known: {', '.join(known) or '-'}")
    return known if is_all else keys
