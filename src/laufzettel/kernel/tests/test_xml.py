"""XML from strangers: what the one parser accepts, and what it never does."""

from __future__ import annotations

import pytest

from laufzettel.kernel.xml import UnsafeXml, parse_xml

LAUGHS = '<!DOCTYPE a [<!ENTITY l0 "ha">' + "".join(
    f'<!ENTITY l{place + 1} "{f"&l{place};" * 10}">' for place in range(12)
) + "]><a>&l12;</a>"  # fmt: skip


def test_a_plain_document_is_read() -> None:
    root = parse_xml('<a b="ä">text<!-- weg --><?weg damit?></a>'.encode())

    assert ("a", "ä", "text", 0) == (root.tag, root.get("b"), root.text, len(root))


@pytest.mark.parametrize(
    "content",
    [
        b"<!DOCTYPE a><a/>",
        b'<!DOCTYPE a SYSTEM "http://example.invalid/a.dtd"><a/>',
        b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
        LAUGHS.encode(),
        '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode("utf-16"),
    ],
    ids=["empty", "system", "external entity", "laughs", "utf-16"],
)
def test_a_doctype_is_refused(content: bytes) -> None:
    with pytest.raises(UnsafeXml):
        parse_xml(content)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"kein XML",
        b"<a>&unbekannt;</a>",
        b'<?xml version="1.0" encoding="UTF-7"?><a/>',
        b"<a>" * 100_000,
        b"<a>" * 1000 + b"</a>" * 1000,
    ],
    ids=["nothing", "text", "unknown entity", "utf-7", "unclosed", "too deep"],
)
def test_what_is_no_sound_xml_is_refused(content: bytes) -> None:
    with pytest.raises(UnsafeXml):
        parse_xml(content)


def test_more_bytes_than_allowed_are_refused() -> None:
    with pytest.raises(UnsafeXml, match="größer als 10 Bytes"):
        parse_xml(b"<a>1234567890</a>", max_bytes=10)


def test_an_inclusion_is_not_followed() -> None:
    root = parse_xml(b'<a xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="/etc/passwd" parse="text"/></a>')

    assert root[0].text in (None, "")
