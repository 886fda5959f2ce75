"""Ask a register by HTTP: the question as query parameters, the answer as JSON `{ergebnis, daten}`."""

from collections.abc import Mapping

import httpx

from laufzettel.automation.conf import Endpoint
from laufzettel.automation.http import JsonHttp
from laufzettel.automation.provider import NoAnswer, RegisterAnswer


class HttpRegister:
    """One register at one address."""

    def __init__(self, *, url: str, http: JsonHttp) -> None:
        self._url = url
        self._http = http

    def look_up(self, *, query: Mapping[str, str], timeout_s: float) -> RegisterAnswer:
        """Ask once."""
        status, content = self._http.exchange("GET", self._url, params=dict(query), timeout_s=timeout_s)
        if status == httpx.codes.NOT_FOUND and content.get("ergebnis") == "nicht_gefunden":
            return RegisterAnswer(state="not_found")
        data = content.get("daten")
        if status != httpx.codes.OK or content.get("ergebnis") != "gefunden" or not isinstance(data, dict):
            raise NoAnswer(f"HTTP {status}")
        return RegisterAnswer(state="found", data=data)


def build(endpoint: Endpoint, transport: httpx.BaseTransport | None = None) -> HttpRegister:
    """Make the provider from its settings."""
    return HttpRegister(url=endpoint.url, http=JsonHttp(key=endpoint.key, transport=transport))
