"""Clients that only send prepared bytes, so that they take little of the machine from the server."""

import socket
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from queue import Empty, SimpleQueue
from urllib.parse import urlencode

HOST = "127.0.0.1"


@dataclass(frozen=True, kw_only=True)
class Shot:
    """How long a number of requests took together, and how often each status came."""

    seconds: float
    statuses: dict[str, int]

    @property
    def rate(self) -> float:
        """Requests per second."""
        return sum(self.statuses.values()) / self.seconds


def post(path: str, fields: Mapping[str, str], *, cookies: Mapping[str, str], port: int) -> bytes:
    """Write a POST as it goes over the wire."""
    body = urlencode(fields).encode()
    lines = [
        f"POST {path} HTTP/1.1",
        f"Host: {HOST}:{port}",
        f"Origin: http://{HOST}:{port}",
        f"Cookie: {'; '.join(f'{key}={value}' for key, value in cookies.items())}",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}",
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def fire(requests: Sequence[bytes], *, port: int, clients: int) -> Shot:
    """Send the requests with so many clients at once, each with one connection, from a process of their own."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(_fire, (list(requests), port, clients))


def _fire(requests: list[bytes], port: int, clients: int) -> Shot:
    waiting: SimpleQueue[bytes] = SimpleQueue()
    for request in requests:
        waiting.put(request)
    began = time.perf_counter()
    with ThreadPoolExecutor(clients) as threads:
        answers = [threads.submit(_one_client, waiting, port) for _ in range(clients)]
        statuses = [status for answer in answers for status in answer.result()]
    seconds = time.perf_counter() - began
    return Shot(seconds=seconds, statuses={status: statuses.count(status) for status in set(statuses)})


def _one_client(waiting: "SimpleQueue[bytes]", port: int) -> list[str]:
    statuses: list[str] = []
    with socket.create_connection((HOST, port)) as connection, connection.makefile("rb") as answers:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while True:
            try:
                connection.sendall(waiting.get_nowait())
            except Empty:
                return statuses
            statuses.append(answers.readline().split(b" ")[1].decode())
            length = 0
            while (line := answers.readline()) not in (b"\r\n", b""):
                if line[:15].lower() == b"content-length:":
                    length = int(line[15:])
            answers.read(length)
