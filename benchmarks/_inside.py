"""Requests through the whole stack of the product without a network: server time and SQL statements."""

import io
import secrets
import statistics
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import uuid4

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

from benchmarks._bare import Environ, Wsgi

HOST = "127.0.0.1"
PROTECTION = "a" * 32
_TRANSACTION = ("BEGIN", "COMMIT", "ROLLBACK")


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came back, how long it took, and which statements were run (without BEGIN and COMMIT)."""

    status: str
    location: str
    body: bytes
    milliseconds: float
    cpu_milliseconds: float
    statements: tuple[str, ...] = ()


def request(
    application: Wsgi,
    path: str,
    fields: Mapping[str, str | list[str]] | None = None,
    *,
    session: str = "",
    counts_statements: bool = False,
) -> Answer:
    """Send one request (POST when there are fields) and read the whole answer."""
    environ, seen = _environ(path, fields, session), {}

    def start_response(status: str, headers: Iterable[tuple[str, str]], *_: object) -> None:
        seen.update({"status": status, **dict(headers)})

    connection.force_debug_cursor = counts_statements
    began, cpu_began = time.perf_counter(), time.thread_time()
    answer = application(environ, start_response)
    body = b"".join(answer)
    answer.close()  # type: ignore[attr-defined]
    milliseconds, cpu = (time.perf_counter() - began) * 1000, (time.thread_time() - cpu_began) * 1000
    statements = tuple(entry["sql"] for entry in connection.queries_log if entry["sql"] not in _TRANSACTION)
    connection.force_debug_cursor = False
    return Answer(
        status=seen["status"][:3],
        location=seen.get("Location", ""),
        body=body,
        milliseconds=milliseconds,
        cpu_milliseconds=cpu,
        statements=statements if counts_statements else (),
    )


def cookies(session: str) -> dict[str, str]:
    """Give the cookies of a browser with this session."""
    return {settings.SESSION_COOKIE_NAME: session, settings.CSRF_COOKIE_NAME: PROTECTION}


def new_session(content: Mapping[str, object]) -> str:
    """Store a session and return its key."""
    store = SessionStore()
    store.update(content)
    store.create()
    return str(store.session_key)


def new_guest() -> str:
    """Store the session of a guest and return its key with the secret that opens the drafts of this browser."""
    return f"{new_session({'gast': str(uuid4())})}.{secrets.token_urlsafe(32)}"


@dataclass(frozen=True, kw_only=True)
class Took:
    """Middle server time and middle time on the processor, in milliseconds; waiting for others is only in the first."""

    wall: float
    cpu: float

    def __str__(self) -> str:
        return f"{self.wall:.1f} ms ({self.cpu:.1f} ms CPU)"


def median(answers: Iterable[Answer]) -> Took:
    """Return the middle times of answers."""
    found = list(answers)
    return Took(
        wall=statistics.median(answer.milliseconds for answer in found),
        cpu=statistics.median(answer.cpu_milliseconds for answer in found),
    )


def best_of(calls: Mapping[str, Callable[[], Answer]], *, rounds: int, requests: int) -> dict[str, Took]:
    """Call each so often in turns and return its best round: whatever else the machine does hits all alike."""
    found: dict[str, list[Took]] = {name: [] for name in calls}
    for _ in range(rounds):
        for name, call in calls.items():
            found[name].append(median(call() for _ in range(requests)))
    return {name: min(times, key=lambda one: one.wall) for name, times in found.items()}


def expect(answer: Answer, status: str) -> Answer:
    """Refuse to measure something that did not work."""
    if answer.status != status:
        raise RuntimeError(f"{answer.status} instead of {status}: {answer.body[:2000]!r}")
    return answer


def _environ(path: str, fields: Mapping[str, str | list[str]] | None, session: str) -> Environ:
    body = urlencode({**fields, "csrfmiddlewaretoken": PROTECTION}, doseq=True).encode() if fields is not None else b""
    place, _, query = path.partition("?")
    return {
        "REQUEST_METHOD": "GET" if fields is None else "POST",
        "PATH_INFO": place,
        "QUERY_STRING": query,
        "SERVER_NAME": HOST,
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": HOST,
        "HTTP_HOST": f"{HOST}:8000",
        "HTTP_COOKIE": "; ".join(f"{key}={value}" for key, value in cookies(session).items()) if session else "",
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
