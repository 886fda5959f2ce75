"""Which provider answers for a register or a system of a town: chosen by settings, built once per process."""

from functools import cache
from importlib import import_module
from typing import Any

from laufzettel.automation.conf import Endpoint, conf, find_endpoint
from laufzettel.automation.provider import NoAnswer, Register, SpecialistSystem


def register_of(*, name: str, municipality: str) -> Register:
    """Return the register; raises `NoAnswer` when nobody serves this name."""
    register: Register = _provider(_known(find_endpoint(conf().registers, name=name, municipality=municipality), name))
    return register


def system_of(*, name: str, municipality: str) -> SpecialistSystem:
    """Return the specialist system; raises `NoAnswer` when nobody serves this name."""
    system: SpecialistSystem = _provider(
        _known(find_endpoint(conf().systems, name=name, municipality=municipality), name)
    )
    return system


def _known(endpoint: Endpoint | None, name: str) -> Endpoint:
    if endpoint is None:
        raise NoAnswer(f"nobody serves {name!r:.60}")
    return endpoint


@cache
def _provider(endpoint: Endpoint) -> Any:
    # By name, because providers stand above this floor and are chosen by a setting.
    return import_module(f"laufzettel.automation.providers.{endpoint.provider}.provider").build(endpoint)


def forget_providers() -> None:
    """Read settings and build providers anew (tests)."""
    conf.cache_clear()
    _provider.cache_clear()
