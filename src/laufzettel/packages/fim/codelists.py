"""Code lists in Genericode 1.0, as the XRepository publishes them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from laufzettel.kernel.xml import UnsafeXml, parse_xml
from laufzettel.packages.fim.model import Code, CodeListRef, FimRefused

NAMESPACE = "http://docs.oasis-open.org/codelist/ns/genericode/1.0/"
MAX_BYTES = 20_000_000
MAX_ROWS = 2000
VALUE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,59}\Z")
_CODE_COLUMNS = ("code", "schluessel", "key", "codekey")
_NAME_COLUMNS = ("name", "bezeichnung", "beschreibung", "wert", "text")


@dataclass(frozen=True, kw_only=True)
class CodeList:
    """A code list with its identification."""

    uri: str
    version: str
    title: str
    codes: tuple[Code, ...]


def read_code_list(content: bytes) -> CodeList:
    """Return a code list from the bytes of a Genericode file; raises FimRefused when it cannot be read."""
    try:
        root = parse_xml(content, max_bytes=MAX_BYTES)
    except UnsafeXml as error:
        raise FimRefused(error.message) from None
    if root.tag != f"{{{NAMESPACE}}}CodeList":
        raise FimRefused("Das ist keine Codeliste in Genericode 1.0.")
    columns = [str(column.get("Id", "")) for column in root.iterfind("ColumnSet/Column")]
    rows = root.findall("SimpleCodeList/Row")
    if not columns or len(rows) > MAX_ROWS:
        raise FimRefused(f"Die Codeliste hat keine Spalten oder mehr als {MAX_ROWS} Zeilen.")
    code, name = _column(columns, _key_columns(root) + _CODE_COLUMNS, 0), _column(columns, _NAME_COLUMNS, 1)
    found = ((_cell(row, code), _cell(row, name)) for row in rows)
    return CodeList(
        uri=_said(root, "CanonicalUri"),
        version=_said(root, "Version"),
        title=_said(root, "LongName") or _said(root, "ShortName"),
        codes=tuple(Code(code=key, name=text or key) for key, text in found if key),
    )


def pick(reference: CodeListRef, known: Iterable[CodeList]) -> CodeList | None:
    """Return the code list that a field refers to, in its version where that is known, else any version of it."""
    fitting = [
        item for item in known if item.uri and item.uri in (reference.uri, reference.version_uri.rpartition("_")[0])
    ]
    exact = [item for item in fitting if item.version == reference.version]
    return next(iter([*exact, *fitting]), None)


def _key_columns(root: etree._Element) -> tuple[str, ...]:
    return tuple(str(item.get("Ref", "")).lower() for item in root.iterfind("ColumnSet/Key/ColumnRef"))


def _column(columns: list[str], wanted: tuple[str, ...], place: int) -> str:
    by_name = {column.lower(): column for column in reversed(columns)}
    found = next((by_name[name] for name in wanted if name in by_name), None)
    return found or columns[min(place, len(columns) - 1)]


def _cell(row: etree._Element, column: str) -> str:
    for value in row.iterfind("Value"):
        if value.get("ColumnRef") == column:
            return " ".join((value.findtext("SimpleValue") or "").split())
    return ""


def _said(root: etree._Element, name: str) -> str:
    return " ".join((root.findtext(f"Identification/{name}") or "").split())
