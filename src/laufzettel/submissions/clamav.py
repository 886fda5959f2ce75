"""Ask clamd whether a file has a known virus (INSTREAM); nothing of it is written to a disk for that."""

import socket
import struct
from dataclasses import dataclass
from typing import Literal

_CHUNK_BYTES = 64 * 1024
_LONGEST_ANSWER = 4096


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What the scanner said; `name` is the virus it knows, `reason` why there is no answer."""

    state: Literal["clean", "infected", "no_answer"]
    name: str = ""
    reason: str = ""


def scan(content: bytes, *, address: str, seconds: float) -> Verdict:
    """Send a file to clamd at `unix:/path` or `tcp:host:port` and return its verdict; never raises.

    An answer that is anything but OK or FOUND counts as no answer: too large for the scanner, an unknown word, a
    connection that broke.
    """
    try:
        with _connected(address, seconds) as connection:
            connection.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), _CHUNK_BYTES):
                chunk = content[start : start + _CHUNK_BYTES]
                connection.sendall(struct.pack("!L", len(chunk)) + chunk)
            connection.sendall(struct.pack("!L", 0))
            answer = _answer(connection)
    except (OSError, ValueError) as problem:
        return Verdict(state="no_answer", reason=str(problem) or type(problem).__name__)
    return _verdict(answer)


def _connected(address: str, seconds: float) -> socket.socket:
    kind, _, place = address.partition(":")
    if kind == "unix":
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(seconds)
        try:
            connection.connect(place)
        except OSError:
            connection.close()
            raise
        return connection
    host, _, port = place.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=seconds)


def _answer(connection: socket.socket) -> str:
    received = b""
    while not received.endswith(b"\0") and len(received) < _LONGEST_ANSWER:
        part = connection.recv(_LONGEST_ANSWER)
        if not part:
            break
        received += part
    return received.rstrip(b"\0\n").decode("utf-8", "replace")


def _verdict(answer: str) -> Verdict:
    said = answer.removeprefix("stream: ")
    if said == "OK":
        return Verdict(state="clean")
    if said.endswith(" FOUND"):
        return Verdict(state="infected", name=said.removesuffix(" FOUND")[:200])
    return Verdict(state="no_answer", reason=answer[:200] or "no answer")
