"""POST /api/v1/token: client credentials of OAuth 2.0 (RFC 6749, section 4.4)."""

import base64
import binascii
from urllib.parse import unquote_plus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from laufzettel.accounts import api as accounts
from laufzettel.kernel.errors import NotFound, Refused
from laufzettel.machines import api as machines
from laufzettel.platform import api as platform
from laufzettel.rest.access import town_of
from laufzettel.rest.problem import ApiProblem, endpoint


@endpoint("POST")
def token(request: HttpRequest) -> HttpResponse:
    """Give a client a token for its secret; errors are those of RFC 6749, section 5.2."""
    if request.content_type != "application/x-www-form-urlencoded":
        raise ApiProblem(415, "media-type", _("Senden Sie application/x-www-form-urlencoded."))
    if request.POST.get("grant_type") != "client_credentials":
        return _refused("unsupported_grant_type", 400)
    client_id, secret = _credentials(request)
    try:
        made, seconds = machines.issue_token(
            client_id=client_id,
            secret=secret,
            municipality=town_of(request).key,
            address=accounts.client_address(request),
            now=platform.now(),
        )
    except NotFound:
        return _refused("invalid_client", 401)
    except Refused as refused:
        raise ApiProblem(429, "too-many", refused.message, headers={"Retry-After": "900"}) from None
    return JsonResponse({"access_token": made, "token_type": "Bearer", "expires_in": seconds})


def _credentials(request: HttpRequest) -> tuple[str, str]:
    """Return id and secret from the Authorization header, or from the body."""
    scheme, _blank, encoded = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return request.POST.get("client_id", ""), request.POST.get("client_secret", "")
    try:
        name, _colon, secret = base64.b64decode(encoded[:1000], validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return unquote_plus(name), unquote_plus(secret)


def _refused(error: str, status: int) -> HttpResponse:
    headers = {"WWW-Authenticate": 'Basic realm="laufzettel"'} if status == 401 else {}
    return JsonResponse({"error": error}, status=status, headers=headers)
