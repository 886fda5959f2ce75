"""What people call the thing they hand in."""

from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from laufzettel import packages
from laufzettel.catalogue.tests.conftest import BICYCLE
from laufzettel.packages.nouns import noun_of


@pytest.mark.parametrize(
    ("kind", "key", "yours", "of_the"),
    [
        ("application", "wohngeld-beantragen", "Ihr Antrag", "des Antrags"),
        ("certificate", "meldebescheinigung-beantragen", "Ihr Antrag", "des Antrags"),
        ("notification", "hundesteuer-anmeldung", "Ihre Anmeldung", "der Anmeldung"),
        ("notification", "hundesteuer-abmeldung", "Ihre Abmeldung", "der Abmeldung"),
        ("notification", "fahrrad-registrieren", "Ihre Meldung", "der Meldung"),
        ("report", "strassenschaden", "Ihre Meldung", "der Meldung"),
    ],
)
def test_noun_follows_the_kind_of_the_service(kind: str, key: str, yours: str, of_the: str) -> None:
    package = packages.load(Path(BICYCLE))
    manifest = msgspec.structs.replace(package.manifest, kind=kind, key=key)

    noun = noun_of(replace(package, manifest=manifest))

    assert (yours, of_the) == (noun.yours, noun.of_the)
