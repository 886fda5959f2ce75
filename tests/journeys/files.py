"""Files as people upload them: right ones, wrong ones, hostile ones."""

import io

import pikepdf
from PIL import Image


def pdf(*, pages: int = 1, marker: str = "", password: str = "") -> bytes:
    """Give a PDF; the marker stands in its title."""
    document = pikepdf.new()
    for _ in range(pages):
        document.add_blank_page()
    if marker:
        document.docinfo["/Title"] = marker
    out = io.BytesIO()
    encryption = pikepdf.Encryption(owner=password, user=password) if password else False
    document.save(out, encryption=encryption)
    return out.getvalue()


def image(kind: str = "PNG") -> bytes:
    """Give a small picture."""
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, kind)
    return out.getvalue()
