"""The twin keeps the contract of specialist systems."""

from collections.abc import Callable

import pytest

from laufzettel.automation.providers.memory_system.provider import MemorySystem
from laufzettel.automation.tests.provider_contracts import SpecialistSystemContract, Steer


class TestMemorySystem(SpecialistSystemContract):
    """The contract, kept by the twin."""

    @pytest.fixture
    def provider(self) -> MemorySystem:
        return MemorySystem()

    @pytest.fixture
    def steer(self, provider: MemorySystem) -> Steer:
        return lambda mode: setattr(provider, "mode", mode)

    @pytest.fixture
    def count(self, provider: MemorySystem) -> Callable[[], int]:
        return lambda: len(provider.received)
