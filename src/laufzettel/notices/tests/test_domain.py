"""When a notice counts as served: rules from `serving_rules.yaml`, computed by hand in the tests."""

from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml

from laufzettel.notices.domain import Delivery, ServingRules, read_rules, serve

TUESDAY = date(2026, 11, 3)


@pytest.fixture(scope="module")
def rules() -> ServingRules:
    return read_rules(yaml.safe_load((Path(__file__).parents[1] / "serving_rules.yaml").read_text("utf-8")))


def test_mailbox_of_an_account_counts_four_days_from_provision(rules: ServingRules) -> None:
    delivery = Delivery(channel="user_account", law="general", provided_on=TUESDAY)

    serving = serve(rules, delivery, land="RP")

    assert date(2026, 11, 7) == serving.served_on  # a Saturday: a fiction does not move
    assert date(2026, 12, 7) == serving.appeal_ends_on
    assert (
        "Bereitgestellt am Dienstag, 03.11.2026.",
        "Gilt am Samstag, 07.11.2026 als bekannt gegeben (am vierten Tag danach, § 9 Abs. 1 OZG).",
        "Die Frist für einen Widerspruch von einem Monat endet am Montag, 07.12.2026"
        " (§ 70 Abs. 1 VwGO, § 57 Abs. 2 VwGO mit § 222 Abs. 2 ZPO).",
    ) == serving.derivation


def test_tax_act_moves_to_the_next_working_day(rules: ServingRules) -> None:
    serving = serve(rules, Delivery(channel="user_account", law="tax", provided_on=TUESDAY), land="RP")

    assert date(2026, 11, 9) == serving.served_on


def test_own_portal_is_not_served_before_retrieval(rules: ServingRules) -> None:
    serving = serve(rules, Delivery(channel="own_portal", law="general", provided_on=TUESDAY), land="RP")

    assert serving.served_on is None
    assert date(2026, 11, 13) == serving.provision_ends_on


def test_own_portal_is_served_on_the_day_after_retrieval(rules: ServingRules) -> None:
    delivery = Delivery(channel="own_portal", law="general", provided_on=TUESDAY, retrieved_on=date(2026, 11, 5))

    serving = serve(rules, delivery, land="RP")

    assert date(2026, 11, 6) == serving.served_on
    assert serving.provision_ends_on is None


def test_own_portal_is_served_when_retrieved_on_the_tenth_day(rules: ServingRules) -> None:
    delivery = Delivery(
        channel="own_portal", law="general", provided_on=TUESDAY, retrieved_on=TUESDAY + timedelta(days=10)
    )

    assert date(2026, 11, 14) == serve(rules, delivery, land="RP").served_on


def test_own_portal_is_not_served_when_retrieved_on_the_eleventh_day(rules: ServingRules) -> None:
    delivery = Delivery(
        channel="own_portal", law="general", provided_on=TUESDAY, retrieved_on=TUESDAY + timedelta(days=11)
    )

    serving = serve(rules, delivery, land="RP")

    assert (None, None, date(2026, 11, 13)) == (serving.served_on, serving.appeal_ends_on, serving.provision_ends_on)
    assert serving.derivation[1].startswith("Erst am Samstag, 14.11.2026 abgerufen, nach dem Freitag, 13.11.2026")


@pytest.mark.parametrize(
    ("posted_on", "served_on"),
    [(date(2024, 12, 31), date(2025, 1, 3)), (date(2025, 1, 1), date(2025, 1, 5))],
)
def test_letter_counts_three_days_until_2024_and_four_since(
    rules: ServingRules, posted_on: date, served_on: date
) -> None:
    delivery = Delivery(channel="post", law="general", provided_on=posted_on, posted_on=posted_on)

    assert served_on == serve(rules, delivery, land="RP").served_on


def test_end_of_objection_moves_over_holidays(rules: ServingRules) -> None:
    # Served on 26 November 2026 would end on 26 December: second Christmas Day, a Saturday, then a Sunday.
    delivery = Delivery(channel="user_account", law="general", provided_on=date(2026, 11, 22))

    assert date(2026, 12, 28) == serve(rules, delivery, land="RP").appeal_ends_on


def test_month_without_the_day_ends_on_its_last_day(rules: ServingRules) -> None:
    delivery = Delivery(channel="user_account", law="general", provided_on=date(2027, 1, 27))

    serving = serve(rules, delivery, land="RP")

    assert date(2027, 1, 31) == serving.served_on
    assert date(2027, 3, 1) == serving.appeal_ends_on  # 28 February 2027 is a Sunday


def test_day_without_a_rule_is_refused(rules: ServingRules) -> None:
    with pytest.raises(LookupError):
        serve(rules, Delivery(channel="user_account", law="general", provided_on=date(2020, 1, 1)), land="RP")
