"""For tests: let registers and specialist systems be twins in memory."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from laufzettel.automation import registry

_REGISTERS, _SYSTEMS = "LAUFZETTEL_REGISTERS", "LAUFZETTEL_SYSTEMS"


@dataclass(frozen=True, kw_only=True)
class Twins:
    """The twins by name, for steering: registers `vehicles` and `population`, system `finance`."""

    registers: dict[str, Any]
    systems: dict[str, Any]


@contextmanager
def automation_in_memory() -> Iterator[Twins]:
    """Use fresh twins until the end of the block."""
    before = {name: os.environ.get(name) for name in (_REGISTERS, _SYSTEMS)}
    names = ("vehicles", "population")
    os.environ[_REGISTERS] = json.dumps({name: _endpoint("memory_register", name) for name in names})
    os.environ[_SYSTEMS] = json.dumps({"finance": _endpoint("memory_system", "finance")})
    registry.forget_providers()
    try:
        yield Twins(
            registers={name: registry.register_of(name=name, municipality="") for name in names},
            systems={"finance": registry.system_of(name="finance", municipality="")},
        )
    finally:
        for name, value in before.items():
            os.environ.pop(name)
            if value is not None:
                os.environ[name] = value
        registry.forget_providers()


def _endpoint(provider: str, name: str) -> dict[str, str]:
    return {"provider": provider, "url": f"memory:{name}", "key": ""}
