"""What every register and every specialist system promises; twins and real ones inherit these tests."""

from collections.abc import Callable

import pytest

from laufzettel.automation.provider import NoAnswer, Register, SpecialistSystem
from laufzettel.kernel.ids import new_id

Steer = Callable[[str], None]


class RegisterContract:
    """Inherit, and give `provider`, and `steer` with the words normal and down."""

    def test_known_plate_is_found_with_its_holder(self, provider: Register) -> None:
        answer = provider.look_up(query={"plate": "MZ-LZ 100"}, timeout_s=2)

        assert ("found", "Beispiel") == (answer.state, answer.data["familienname"])

    def test_unknown_plate_is_not_found(self, provider: Register) -> None:
        answer = provider.look_up(query={"plate": "XX-YY 1"}, timeout_s=2)

        assert ("not_found", {}) == (answer.state, answer.data)

    def test_outage_gives_no_answer(self, provider: Register, steer: Steer) -> None:
        steer("down")

        with pytest.raises(NoAnswer):
            provider.look_up(query={"plate": "MZ-LZ 100"}, timeout_s=2)


class SpecialistSystemContract:
    """Inherit, and give `provider`, `steer` with normal, refuse, down, lost, and `count` of what arrived."""

    def test_acknowledgement_carries_a_reference(self, provider: SpecialistSystem) -> None:
        answer = provider.hand_over(key=new_id(), data={"betrag": "186.00"}, timeout_s=2)

        assert ("acknowledged", True) == (answer.state, bool(answer.external_reference))

    def test_same_key_has_one_effect_and_one_answer(self, provider: SpecialistSystem, count: Callable[[], int]) -> None:
        key = new_id()

        answers = [provider.hand_over(key=key, data={"betrag": "186.00"}, timeout_s=2) for _ in range(3)]

        assert (1, [answers[0]] * 3) == (count(), answers)

    def test_same_key_with_other_data_is_refused(self, provider: SpecialistSystem) -> None:
        key = new_id()
        provider.hand_over(key=key, data={"betrag": "186.00"}, timeout_s=2)

        assert "refused" == provider.hand_over(key=key, data={"betrag": "1.00"}, timeout_s=2).state

    def test_refusal_names_its_reason(self, provider: SpecialistSystem, steer: Steer) -> None:
        steer("refuse")

        answer = provider.hand_over(key=new_id(), data={}, timeout_s=2)

        assert ("refused", "Das Sachkonto ist gesperrt.") == (answer.state, answer.reason)

    def test_outage_gives_no_answer(self, provider: SpecialistSystem, steer: Steer) -> None:
        steer("down")

        with pytest.raises(NoAnswer):
            provider.hand_over(key=new_id(), data={}, timeout_s=2)

    def test_lost_answer_has_one_effect(
        self, provider: SpecialistSystem, steer: Steer, count: Callable[[], int]
    ) -> None:
        key = new_id()
        steer("lost")
        with pytest.raises(NoAnswer):
            provider.hand_over(key=key, data={}, timeout_s=2)
        steer("normal")

        answer = provider.hand_over(key=key, data={}, timeout_s=2)

        assert (1, "acknowledged") == (count(), answer.state)
