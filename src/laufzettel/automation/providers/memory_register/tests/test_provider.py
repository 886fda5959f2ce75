"""The twin keeps the contract of registers."""

import pytest

from laufzettel.automation.providers.memory_register.provider import MemoryRegister
from laufzettel.automation.tests.provider_contracts import RegisterContract, Steer


class TestMemoryRegister(RegisterContract):
    """The contract, kept by the twin."""

    @pytest.fixture
    def provider(self) -> MemoryRegister:
        twin = MemoryRegister()
        twin.put({"plate": "MZ-LZ 100"}, {"familienname": "Beispiel"})
        return twin

    @pytest.fixture
    def steer(self, provider: MemoryRegister) -> Steer:
        return lambda mode: setattr(provider, "mode", mode)
