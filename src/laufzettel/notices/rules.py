"""Rules of serving as data, and the address under which a notice can be checked."""

from functools import cache
from pathlib import Path

import yaml
from django.conf import settings

from laufzettel.notices.domain import ServingRules, read_rules

RULES = Path(__file__).parent / "serving_rules.yaml"


@cache
def serving_rules() -> ServingRules:
    """Read the rules of serving once."""
    return read_rules(yaml.load(RULES.read_text("utf-8"), Loader=yaml.CSafeLoader))


def verification_url(code: str) -> str:
    """Return the public address under which anybody can check a notice."""
    return f"{settings.BASE_URL}/pruefen/{code}/"
