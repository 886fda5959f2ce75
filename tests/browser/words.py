"""What stands on the pages in a language: from the catalogue of the program and from the texts of the packages."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polib

from laufzettel import packages
from laufzettel.engine.forms import FieldDefinition
from laufzettel.packages import Package

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = {"de": "Deutsch", "en": "English"}


@dataclass(frozen=True, kw_only=True)
class Words:
    """One service in the language of the reader."""

    language: str
    package: Package

    def ui(self, german: str, **values: str) -> str:
        """Give a text of the program, found by the German one; fails when it has no translation."""
        text = _catalogue(self.language).get(german, "") if self.language != "de" else german
        assert text, f"{self.language}: {german}"
        return text % values if values else text

    @property
    def title(self) -> str:
        """Title of the service."""
        return self.package.manifest.title

    @property
    def key(self) -> str:
        """Key of the service, as it stands in addresses."""
        return self.package.manifest.key

    def label(self, name: str) -> str:
        """Give the label of the field behind the name of an input (`hunde.0.seit.tag`); empty for anything else."""
        keys = [part for part in name.split(".") if not part.isdigit()]
        found = self._fields().get(".".join(keys[:2]))
        return found.label if found else ""

    def _fields(self) -> dict[str, FieldDefinition]:
        groups = [group for page in self.package.form.pages for group in page.groups]
        return {f"{group.key}.{field.key}": field for group in groups for field in group.fields}


@cache
def words(service: str, language: str, *, town: str = "mainz") -> Words:
    """Load the words of a service of the product as a town offers it."""
    overlay = ROOT / "municipalities" / town / "services" / f"{service}.yaml"
    package = packages.load(ROOT / "services" / service, overlay)
    return Words(language=language, package=packages.localized(package, language))


@cache
def _catalogue(language: str) -> dict[str, str]:
    path = ROOT / "src" / "laufzettel" / "locale" / language / "LC_MESSAGES" / "django.po"
    return {entry.msgid: entry.msgstr or entry.msgstr_plural.get(0, "") for entry in polib.pofile(str(path))}
