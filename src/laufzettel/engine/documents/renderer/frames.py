"""Messages between the worker and the typesetting process: a length, then that many bytes."""

import struct
from typing import IO

_HEAD = struct.Struct(">I")


def write_frame(stream: IO[bytes], content: bytes) -> None:
    """Write one message and flush it."""
    stream.write(_HEAD.pack(len(content)) + content)
    stream.flush()


def read_frame(stream: IO[bytes], *, most: int) -> bytes | None:
    """Read one message of at most `most` bytes; None when the other side is gone or says too much."""
    head = stream.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    (length,) = _HEAD.unpack(head)
    if length > most:
        return None
    content = stream.read(length)
    return content if len(content) == length else None
