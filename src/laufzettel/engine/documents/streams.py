"""Streams that every reader measures alike.

A compressed stream may end in a carriage return; followed by the line feed before `endstream` that reads as one line
ending, and a checker of PDF/A (ISO 19005-3, 6.1.7.1) then counts one byte too few. The last bytes of a compressed
stream are a checksum of its content, so compressing again does not help: such a stream gets a second, textual coat.
"""

from __future__ import annotations

import base64
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pikepdf import Object, Pdf

_DOUBTFUL = b"\r\nendstream"


def settled(*, pdf: bytes) -> bytes:
    """Return `pdf` unchanged, or rewritten when one of its streams ends in a carriage return (about one in ten)."""
    import pikepdf

    if _DOUBTFUL not in pdf:
        return pdf
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return written(document)


def written(document: Pdf) -> bytes:
    """Return the bytes of `document`, the same for the same content, without object streams and doubtful streams."""
    import pikepdf

    for item in document.objects:
        if isinstance(item, pikepdf.Stream) and item.read_raw_bytes().endswith(b"\r"):
            _coat(item)
    target = io.BytesIO()
    document.save(
        target,
        deterministic_id=True,
        compress_streams=False,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
    )
    return target.getvalue()


def _coat(stream: Object) -> None:
    from pikepdf import Array, Name

    raw = stream.read_raw_bytes()
    before = stream.get("/Filter", Array())
    filters = list(before) if isinstance(before, Array) else [before]
    parameters = stream.get("/DecodeParms")
    stream.write(base64.a85encode(raw) + b"~>", filter=Array([Name.ASCII85Decode, *filters]))
    if parameters is not None:
        kept = list(parameters) if isinstance(parameters, Array) else [parameters]
        stream.DecodeParms = Array([None, *kept])
