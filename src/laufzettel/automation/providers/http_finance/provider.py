"""Hand data over by HTTP: JSON with the header `Idempotency-Key`; 201 is yes, 409 and 422 are no with a reason."""

from collections.abc import Mapping

import httpx

from laufzettel.automation.conf import Endpoint
from laufzettel.automation.http import JsonHttp
from laufzettel.automation.provider import NoAnswer, SystemAnswer

_YES = (httpx.codes.OK, httpx.codes.CREATED)
_NO = (httpx.codes.BAD_REQUEST, httpx.codes.CONFLICT, httpx.codes.UNPROCESSABLE_ENTITY)


class HttpFinance:
    """One finance system at one address."""

    def __init__(self, *, url: str, http: JsonHttp) -> None:
        self._url = url
        self._http = http

    def hand_over(self, *, key: str, data: Mapping[str, object], timeout_s: float) -> SystemAnswer:
        """Hand over once."""
        headers = {"Idempotency-Key": key}
        status, content = self._http.exchange("POST", self._url, json=dict(data), headers=headers, timeout_s=timeout_s)
        if status in _YES and isinstance(content.get("reference"), str):
            return SystemAnswer(state="acknowledged", external_reference=content["reference"][:100])
        if status in _NO:
            reason = str(content.get("reason") or content.get("error") or "ohne Angabe von Gründen")
            return SystemAnswer(state="refused", reason=reason[:500])
        raise NoAnswer(f"HTTP {status}")


def build(endpoint: Endpoint, transport: httpx.BaseTransport | None = None) -> HttpFinance:
    """Make the provider from its settings."""
    return HttpFinance(url=endpoint.url, http=JsonHttp(key=endpoint.key, transport=transport))
