"""HTTP for the providers of this app: time limit, size limit, JSON, no redirects."""

import json
import time
from typing import Any

import httpx

from laufzettel.automation.provider import NoAnswer

MAX_ANSWER_BYTES = 256 * 1024


class JsonHttp:
    """Exchanges JSON with one counterpart; takes a transport, so that tests need no network."""

    def __init__(self, *, key: str, transport: httpx.BaseTransport | None = None) -> None:
        headers = {"X-Api-Key": key, "Accept": "application/json"}
        self._http = httpx.Client(transport=transport, headers=headers, follow_redirects=False)

    def exchange(self, method: str, url: str, *, timeout_s: float, **given: Any) -> tuple[int, dict[str, Any]]:
        """Return status and JSON object of an answer; raises `NoAnswer` for everything else."""
        try:
            with self._http.stream(method, url, timeout=timeout_s, **given) as response:
                body = _read(response, end=time.monotonic() + timeout_s)
        except httpx.HTTPError as failure:
            raise NoAnswer(type(failure).__name__) from failure
        if response.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
            raise NoAnswer(f"HTTP {response.status_code}")
        try:
            content = json.loads(body)
        except ValueError:
            raise NoAnswer("no JSON") from None
        if not isinstance(content, dict):
            raise NoAnswer("no JSON object")
        return response.status_code, content


def _read(response: httpx.Response, *, end: float) -> bytes:
    body = b""
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) > MAX_ANSWER_BYTES or time.monotonic() > end:
            raise NoAnswer("answer too long")
    return body
