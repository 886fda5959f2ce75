"""HTTP to a payment service by XBezahldienste: authentication, time limit, size limit, JSON with exact numbers."""

import hashlib
import json
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import httpx
import msgspec

from laufzettel.payments.provider import NoAnswer

MAX_ANSWER_BYTES = 256 * 1024
_ENCODER = msgspec.json.Encoder(decimal_format="number")
_SPARE_SECONDS = 30


@dataclass(frozen=True, kw_only=True)
class Connection:
    """How to reach the payment service and prove who we are."""

    url: str
    authentication: str
    client_id: str = ""
    client_secret: str = ""
    token_url: str = ""
    certificate: str = ""
    timeout_s: float = 5


@dataclass(frozen=True, kw_only=True)
class Reply:
    """One answer: HTTP status, content, and the SHA-256 of the content as it came."""

    status: int
    content: Mapping[str, Any]
    message_hash: str


class Client:
    """Talks to one payment service; takes a transport, so that tests need no network."""

    def __init__(self, connection: Connection, *, transport: httpx.BaseTransport | None = None) -> None:
        self._connection = connection
        self._http = httpx.Client(
            timeout=connection.timeout_s,
            transport=transport,
            verify=_tls(connection.certificate),
            follow_redirects=False,
            headers={"Accept": "application/json"},
        )
        self._token: tuple[str, float] | None = None

    def post(self, path: str, content: object) -> Reply:
        """Send JSON and return the answer; raises `NoAnswer` when nothing usable comes back in time."""
        return self._send("POST", path, content=_ENCODER.encode(content), headers={"Content-Type": "application/json"})

    def get(self, path: str) -> Reply:
        """Return what is at a path; raises `NoAnswer`."""
        return self._send("GET", path)

    def _send(self, method: str, path: str, *, headers: Mapping[str, str] | None = None, **given: Any) -> Reply:
        url = f"{self._connection.url}/{path}"
        reply = self._exchange(method, url, headers=dict(headers or {}) | self._authorization(), **given)
        if reply.status == httpx.codes.UNAUTHORIZED and self._token:
            self._token = None
            reply = self._exchange(method, url, headers=dict(headers or {}) | self._authorization(), **given)
        return reply

    def _authorization(self) -> dict[str, str]:
        connection = self._connection
        if connection.authentication == "certificate":
            return {}
        if connection.authentication == "basic":
            request = httpx.Request("GET", connection.url)
            login = httpx.BasicAuth(connection.client_id, connection.client_secret)
            return {"Authorization": next(login.auth_flow(request)).headers["Authorization"]}
        return {"Authorization": f"Bearer {self._valid_token()}"}

    def _valid_token(self) -> str:
        if self._token and time.monotonic() < self._token[1]:
            return self._token[0]
        connection = self._connection
        form = {
            "grant_type": "client_credentials",
            "client_id": connection.client_id,
            "client_secret": connection.client_secret,
        }
        reply = self._exchange("POST", connection.token_url or f"{connection.url}/oauth/token", data=form)
        token, life = reply.content.get("access_token"), reply.content.get("expires_in", 0)
        if reply.status != httpx.codes.OK or not isinstance(token, str) or not isinstance(life, int):
            raise NoAnswer(f"no token: HTTP {reply.status}")
        self._token = (token, time.monotonic() + max(life - _SPARE_SECONDS, 0))
        return token

    def _exchange(self, method: str, url: str, **given: Any) -> Reply:
        try:
            with self._http.stream(method, url, **given) as response:
                body = self._read(response)
        except httpx.HTTPError as failure:
            raise NoAnswer(type(failure).__name__) from failure
        if response.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
            raise NoAnswer(f"HTTP {response.status_code}")
        return Reply(status=response.status_code, content=_parse(body), message_hash=hashlib.sha256(body).hexdigest())

    def _read(self, response: httpx.Response) -> bytes:
        # The time limit of httpx is per chunk: a drip feed must not hold a request for ever.
        end = time.monotonic() + self._connection.timeout_s
        body = b""
        for chunk in response.iter_bytes():
            body += chunk
            if len(body) > MAX_ANSWER_BYTES or time.monotonic() > end:
                raise NoAnswer("answer too long")
        return body


def _parse(body: bytes) -> Mapping[str, Any]:
    try:
        content = json.loads(body, parse_float=Decimal)
    except ValueError:
        raise NoAnswer("no JSON") from None
    if not isinstance(content, dict):
        raise NoAnswer("no JSON object")
    return content


def _tls(certificate: str) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if certificate:
        context.load_cert_chain(certificate)
    return context
