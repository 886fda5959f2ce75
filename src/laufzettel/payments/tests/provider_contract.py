"""What every payment provider promises; the twin and the real one inherit these tests."""

import dataclasses
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from laufzettel.kernel.ids import new_id
from laufzettel.payments.provider import NoAnswer, OrderItem, OrderRefused, PaymentOrder, PaymentProvider

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)


def order(**changed: object) -> PaymentOrder:
    given = PaymentOrder(
        request_id=new_id(),
        municipality="musterstadt",
        payment_reference="MU000000000197",
        amount=Decimal("30.70"),
        currency="EUR",
        purpose="Ausweis für „Bewohner“ & Gäste",
        items=(OrderItem(label="Gebühr", amount=Decimal("25.50")), OrderItem(label="Porto", amount=Decimal("5.20"))),
        return_url="https://portal.example.org/zurueck",
        requested_at=NOW,
    )
    return dataclasses.replace(given, **changed)  # type: ignore[arg-type]


class PaymentProviderContract:
    """Inherit, and give the fixtures `provider` and `world` (a steering wheel for the other side)."""

    def test_hand_over_opens_a_transaction_that_repeats_amount_and_request(self, provider: PaymentProvider) -> None:
        wanted = order()

        answer = provider.hand_over(wanted)

        assert ("open", Decimal("30.70"), "EUR", wanted.request_id) == (
            answer.state, answer.amount, answer.currency, answer.request_id,
        )  # fmt: skip
        assert answer.redirect_url.startswith("http")

    def test_hand_over_twice_leads_to_one_transaction(self, provider: PaymentProvider) -> None:
        wanted = order()

        first, second = provider.hand_over(wanted), provider.hand_over(wanted)

        assert (first.transaction_id, first.redirect_url) == (second.transaction_id, second.redirect_url)

    def test_hand_over_with_wrong_sum_is_refused_for_good(self, provider: PaymentProvider) -> None:
        with pytest.raises(OrderRefused) as caught:
            provider.hand_over(order(amount=Decimal("30.71")))

        assert caught.value.is_final

    @pytest.mark.parametrize("state", ["paid", "failed", "cancelled"])
    def test_ask_tells_how_it_ended(self, provider: PaymentProvider, world: "World", state: str) -> None:
        answer = provider.hand_over(order())

        world.finish(answer.transaction_id, answer.request_id, state)

        told = provider.ask(municipality="musterstadt", transaction_id=answer.transaction_id)
        assert (state, Decimal("30.70")) == (told.state, told.amount)

    def test_ask_tells_the_other_amount_that_was_paid(self, provider: PaymentProvider, world: "World") -> None:
        answer = provider.hand_over(order())

        world.report_less(answer.transaction_id)

        told = provider.ask(municipality="musterstadt", transaction_id=answer.transaction_id)
        assert Decimal("30.69") == told.amount

    def test_ask_for_an_unknown_transaction_gives_no_answer(self, provider: PaymentProvider) -> None:
        with pytest.raises(NoAnswer):
            provider.ask(municipality="musterstadt", transaction_id=new_id())

    def test_outage_gives_no_answer_and_no_error_of_another_kind(
        self, provider: PaymentProvider, world: "World"
    ) -> None:
        world.break_down()

        with pytest.raises(NoAnswer):
            provider.hand_over(order())
        assert provider.is_available(municipality="musterstadt") is False

    def test_lost_answer_still_leads_to_one_transaction(self, provider: PaymentProvider, world: "World") -> None:
        wanted = order()
        world.lose_answers()
        with pytest.raises(NoAnswer):
            provider.hand_over(wanted)
        world.recover()

        answer = provider.hand_over(wanted)

        assert (1, wanted.request_id) == (world.count(), answer.request_id)

    def test_refusal_for_now_is_not_final(self, provider: PaymentProvider, world: "World") -> None:
        world.refuse()

        with pytest.raises(OrderRefused) as caught:
            provider.hand_over(order())

        assert not caught.value.is_final


class World:
    """The other side of the seam, as the tests steer it."""

    def finish(self, transaction_id: str, request_id: str, state: str) -> None:
        """Let the person at the payment page decide."""
        raise NotImplementedError

    def report_less(self, transaction_id: str) -> None:
        """Let the service report one cent less."""
        raise NotImplementedError

    def break_down(self) -> None:
        """Take the service down."""
        raise NotImplementedError

    def lose_answers(self) -> None:
        """Let the service act but lose its answers."""
        raise NotImplementedError

    def refuse(self) -> None:
        """Let the service refuse for now."""
        raise NotImplementedError

    def recover(self) -> None:
        """Let everything work again."""
        raise NotImplementedError

    def count(self) -> int:
        """Say how many transactions there are."""
        raise NotImplementedError
