"""The one XML parser of the product. Files come from strangers: no DOCTYPE, no entities, no network, bounded size."""

from __future__ import annotations

import re

from lxml import etree

from laufzettel.kernel.errors import LaufzettelError

MAX_BYTES = 5_000_000
MAX_DEPTH = 200
_ENCODING = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_ALLOWED = (
    b"utf-8",
    b"us-ascii",
    b"ascii",
    b"iso-8859-1",
    b"iso-8859-15",
    b"windows-1252",
    b"utf-16",
    b"utf-16le",
    b"utf-16be",
)


class UnsafeXml(LaufzettelError):
    """The XML is broken, too large, or contains what we never accept."""


def parse_xml(content: bytes, *, max_bytes: int = MAX_BYTES) -> etree._Element:
    """The root element of an XML document.

    Takes bytes; raises UnsafeXml for any DOCTYPE, unusual encodings, more than `max_bytes` bytes, too deep nesting
    or text that is no XML. Comments and processing instructions are dropped.
    """
    if len(content) > max_bytes:
        raise UnsafeXml(f"Die XML-Datei ist größer als {max_bytes} Bytes.")
    declared = _ENCODING.match(content.lstrip(b"\xef\xbb\xbf \t\r\n"))
    if declared is not None and declared.group(1).lower() not in _ALLOWED:
        raise UnsafeXml("Die XML-Datei nutzt eine Zeichenkodierung, die wir nicht annehmen.")
    try:
        root = etree.fromstring(content, _parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnsafeXml(f"Die XML-Datei ist nicht lesbar: {error}") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnsafeXml("XML-Dateien mit DOCTYPE nehmen wir nicht an.")
    return root


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
