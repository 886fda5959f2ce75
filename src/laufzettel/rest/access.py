"""Which program is calling: the one place that turns a token into a client."""

from datetime import datetime

from django.http import HttpRequest
from django.utils.translation import gettext as _

from laufzettel.machines import api as machines
from laufzettel.machines.api import MachineClient
from laufzettel.organisation.api import Municipality
from laufzettel.platform import api as platform
from laufzettel.rest.problem import ApiProblem


def town_of(request: HttpRequest) -> Municipality:
    """Return the town of the address that was called."""
    return request.town  # type: ignore[attr-defined,no-any-return]


def client_of(request: HttpRequest, *, now: datetime) -> MachineClient:
    """Return the client whose token the request carries; raises ApiProblem with 401 or, too often, 429."""
    scheme, _blank, token = request.headers.get("Authorization", "").partition(" ")
    client = None
    if scheme.lower() == "bearer" and 0 < len(token) <= 200:
        client = machines.client_of_token(token.strip(), municipality=town_of(request).key, now=now)
    if client is None:
        raise ApiProblem(
            401,
            "token",
            _("Dafür brauchen Sie ein gültiges Zugriffstoken dieser Stadt."),
            headers={"WWW-Authenticate": 'Bearer realm="laufzettel"'},
        )
    limit = machines.read_conf().requests
    if platform.hit_limit(f"machine:{client.id}", limit=limit, per_seconds=60, now=now):
        raise ApiProblem(
            429, "too-many", _("Das waren zu viele Anfragen in einer Minute."), headers={"Retry-After": "60"}
        )
    return client
