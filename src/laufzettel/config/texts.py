"""Compile the catalogue of translations into the state folder, and give it to the pure layers."""

import hashlib
import os
from gettext import GNUTranslations
from pathlib import Path

from laufzettel.kernel import language

CATALOGUES = Path(__file__).resolve().parents[1] / "locale"


def compiled(state_dir: Path) -> Path:
    """Return the folder with the compiled catalogues, named after their content; compile what is missing.

    Several processes may start at once: a file appears whole or not at all.
    """
    sources = sorted(CATALOGUES.glob("*/LC_MESSAGES/django.po"))
    stamp = hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()[:16]
    folder = state_dir / "locale" / stamp
    for source in sources:
        target = folder / source.relative_to(CATALOGUES).with_suffix(".mo")
        if not target.is_file():
            _compile(source, target)
    return folder


def _compile(source: Path, target: Path) -> None:
    import polib  # only needed when the texts have changed

    target.parent.mkdir(parents=True, exist_ok=True)
    passing = target.with_suffix(f".{os.getpid()}")
    polib.pofile(str(source)).save_as_mofile(str(passing))
    passing.replace(target)


def offer(folder: Path) -> None:
    """Give the compiled catalogues to the layers that do not know Django."""
    for path in sorted(folder.glob("*/LC_MESSAGES/django.mo")):
        with path.open("rb") as file:
            language.offer(path.parents[1].name, GNUTranslations(file))
