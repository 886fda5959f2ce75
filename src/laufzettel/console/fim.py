"""`laufzettel fim …`: schemas of the national form catalogue in and out, without Django, without a database."""

from datetime import UTC, datetime
from pathlib import Path

from laufzettel.console.conf import read_conf
from laufzettel.packages.fim import commands


def import_schema(*, file: Path, key: str, to: Path | None, code_lists: list[Path]) -> int:
    """Make the draft of a package from an XDatenfelder file, and say what is left to do."""
    services = to or read_conf().home / "services"
    today = datetime.now(UTC).date()
    return commands.import_schema(file, services=services, code_lists=code_lists, key=key, today=today)


def lint(*, file: Path) -> int:
    """Print the quality findings of an XDatenfelder file by their numbers; 1 when one is critical."""
    return commands.lint_schema(file)


def export_schema(*, key: str, output: Path | None) -> int:
    """Write the form of a package as XDatenfelder 3."""
    folder = read_conf().home / "services" / key
    if not (folder / "manifest.yaml").is_file():
        raise FileNotFoundError(f"{folder}/manifest.yaml fehlt / is missing")
    return commands.export_schema(folder, output=output, now=datetime.now(UTC))
