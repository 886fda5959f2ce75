"""Settings are read with their type, refused with a reason, and remembered."""

from decimal import Decimal
from pathlib import Path

import pytest

from laufzettel.platform.environment import Environment, Setting, SettingError


def test_setting_that_is_missing_has_its_default() -> None:
    env = Environment({})

    read = (
        env.str("TEXT", default="abc", help="h"),
        env.int("NUMBER", default=3, help="h"),
        env.bool("SWITCH", default=True, help="h"),
        env.decimal("SHARE", default=Decimal("0.25"), help="h"),
        env.list("LIST", default=("a", "b"), help="h"),
        env.choice("CHOICE", choices=("x", "y"), default="y", help="h"),
        env.path("PLACE", default="/srv", help="h"),
    )

    assert ("abc", 3, True, Decimal("0.25"), ("a", "b"), "y", Path("/srv")) == read


def test_setting_that_is_given_is_read_with_its_type() -> None:
    env = Environment({"NUMBER": "7", "SWITCH": "nein", "SHARE": "0.5", "LIST": "a, b,", "CHOICE": "x"})

    read = (
        env.int("NUMBER", default=3, help="h"),
        env.bool("SWITCH", default=True, help="h"),
        env.decimal("SHARE", default=Decimal(0), help="h"),
        env.list("LIST", help="h"),
        env.choice("CHOICE", choices=("x", "y"), default="y", help="h"),
    )

    assert (7, False, Decimal("0.5"), ("a", "b"), "x") == read


@pytest.mark.parametrize("text", ["seven", "1.5", "", "1", "-4"])
def test_number_that_is_none_or_too_small_is_refused(text: str) -> None:
    env = Environment({"NUMBER": text})

    with pytest.raises(SettingError, match=f"NUMBER='{text}'.*ab 2.*from 2"):
        env.int("NUMBER", default=3, help="h", minimum=2)


def test_switch_that_is_neither_yes_nor_no_is_refused() -> None:
    env = Environment({"SWITCH": "vielleicht"})

    with pytest.raises(SettingError, match="SWITCH='vielleicht'"):
        env.bool("SWITCH", default=True, help="h")


def test_choice_outside_the_choices_is_refused() -> None:
    env = Environment({"CHOICE": "z"})

    with pytest.raises(SettingError, match="x, y"):
        env.choice("CHOICE", choices=("x", "y"), default="y", help="h")


def test_settings_that_were_read_are_listed_by_name() -> None:
    env = Environment({"B": "given"})
    env.str("B", default="", help="second", secret=True)
    env.int("A", default=1, help="first")

    known = env.known()

    expected = (
        Setting(name="A", kind="number", default="1", help="first", is_secret=False),
        Setting(name="B", kind="text", default="", help="second", is_secret=True),
    )
    assert expected == known


def test_secret_with_its_public_default_is_named_and_a_changed_one_is_not() -> None:
    env = Environment({"CHANGED": "own", "COPIED": "public"})
    for name in ("KEPT", "CHANGED", "COPIED"):
        env.str(name, default="public", help="h", secret=True)
    env.str("WITHOUT_DEFAULT", default="", help="h", secret=True)

    assert ("COPIED", "KEPT") == env.unchanged_secrets()
