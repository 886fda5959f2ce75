"""The empty, invisible and tagged signature field that a document needs before it is sealed."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from laufzettel.engine.documents.errors import DocumentError
from laufzettel.engine.documents.streams import written

if TYPE_CHECKING:
    from pikepdf import Object, Pdf

_PRINT_AND_LOCKED = 132


def with_signature_field(*, pdf: bytes, name: str, label: str) -> bytes:
    """Return `pdf` with an empty signature field `name` that PDF/UA accepts: described by `label`, tagged.

    pyHanko would add an untagged field and so break PDF/UA-1 (7.18.1). Raises DocumentError for an unusable PDF.
    """
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            _add_field(document, name, label)
            return written(document)
    except (pikepdf.PdfError, KeyError, AttributeError) as error:
        raise DocumentError("Dieses Dokument kann nicht gesiegelt werden.", reason="seal") from error


def _add_field(document: Pdf, name: str, label: str) -> None:
    from pikepdf import Array, Dictionary, Name, String

    page = document.pages[0].obj
    tree = document.Root.StructTreeRoot
    number = _next_number(tree.ParentTree)
    widget = document.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T=String(name), TU=String(label), F=_PRINT_AND_LOCKED,
            Rect=Array([0, 0, 0, 0]), P=page, StructParent=number,
        )
    )  # fmt: skip
    above = _document_element(tree)
    element = document.make_indirect(
        Dictionary(
            Type=Name.StructElem, S=Name.Form, P=above, Pg=page, Alt=String(label),
            K=Dictionary(Type=Name.OBJR, Obj=widget, Pg=page),
        )
    )  # fmt: skip
    above.K = Array([*_children(above), element])
    _remember_parent(document, tree, number, element)
    _append(page, "/Annots", widget)
    page.Tabs = Name.S
    document.Root.AcroForm = document.make_indirect(Dictionary(Fields=Array([widget]), SigFlags=1))


def _append(holder: Object, key: str, item: Object) -> None:
    from pikepdf import Array

    holder[key] = Array([*holder.get(key, Array()), item])


def _document_element(tree: Object) -> Object:
    """Return the element right under the root of the structure (typst writes exactly one, `Document`)."""
    return _children(tree)[0]


def _children(element: Object) -> list[Object]:
    from pikepdf import Array

    kids = element.K
    return list(kids) if isinstance(kids, Array) else [kids]


def _next_number(node: Object) -> int:
    """Return the first free key of a number tree."""
    if "/Kids" in node:
        return max(_next_number(kid) for kid in node.Kids)
    return max((int(key) for key in list(node.Nums)[::2]), default=-1) + 1


def _remember_parent(document: Pdf, tree: Object, number: int, element: Object) -> None:
    """Add `number` → `element` to the parent tree, whichever of the two shapes of a number tree it has."""
    from pikepdf import Array, Dictionary

    root = tree.ParentTree
    if "/Nums" in root:
        root.Nums = Array([*root.Nums, number, element])
    else:
        leaf = document.make_indirect(Dictionary(Limits=Array([number, number]), Nums=Array([number, element])))
        root.Kids = Array([*root.Kids, leaf])
    tree.ParentTreeNextKey = number + 1
