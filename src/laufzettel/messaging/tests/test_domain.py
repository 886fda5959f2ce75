"""The rules of messages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laufzettel.kernel.errors import Invalid
from laufzettel.messaging import domain


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("anna@example.org", "anna@example.org"),
        (" anna.weber+amt@post.example.org ", "anna.weber+amt@post.example.org"),
        ("anna@müller.example", "anna@xn--mller-kva.example"),
        ("anna@example.org\r\nBcc: alle@example.org", None),
        ("anna@example.org, boris@example.org", None),
        ("Anna <anna@example.org>", None),
        ('"a b"@example.org', None),
        ("anna@localhost", None),
        ("anna@@example.org", None),
        ("anna@example..org", None),
        ("@example.org", None),
        ("anna", None),
        ("", None),
        (None, None),
        ("a" * 250 + "@example.org", None),
    ],
)
def test_mail_address_is_usable_or_nothing(written: str | None, expected: str | None) -> None:
    assert expected == domain.mail_address(written)


@given(st.text())
def test_mail_address_never_holds_anything_that_ends_a_header(text: str) -> None:
    address = domain.mail_address(text + "@example.org") or ""

    assert not any(sign in address for sign in '\r\n\0 ,;<>"')


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"key": ""}, "key"),
        ({"title": ""}, "title"),
        ({"text": "\n"}, "text"),
    ],
)
def test_message_that_lacks_something_is_refused(changes: dict[str, str], path: str) -> None:
    with pytest.raises(Invalid) as refused:
        domain.check_message(**{"key": "k", "title": "Titel", "text": "Text", **changes})

    assert [path] == [problem.path for problem in refused.value.problems]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("  Ihr   Bescheid ", "Ihr Bescheid"),
        ("Bescheid\r\nBcc: alle@example.org", "Bescheid Bcc: alle@example.org"),
        ("a\0b\u202ec", "a b c"),
        ("\n", ""),
        ("x" * 201, "x" * 200),
    ],
)
def test_title_is_one_clean_line(written: str, expected: str) -> None:
    assert expected == domain.one_line(written)


def test_message_id_depends_on_nothing_but_the_message() -> None:
    given = {"municipality": "mainz", "subject": "case:1", "key": "notice:1", "host": "example.org"}

    first = domain.mail_message_id(**given)

    assert first == domain.mail_message_id(**given)
    assert domain.mail_message_id(**{**given, "key": "notice:2"}) != first
    assert domain.mail_message_id(**{**given, "municipality": "musterstadt"}) != first


def test_message_id_reveals_neither_subject_nor_key() -> None:
    message_id = domain.mail_message_id(municipality="mainz", subject="case:X1", key="notice:1", host="example.org")

    assert message_id.endswith("@example.org>")
    assert "X1" not in message_id
    assert "notice" not in message_id
