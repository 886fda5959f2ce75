"""What the header of every page of the portal shows about the session."""

from typing import Any

from django.http import HttpRequest

from laufzettel.portal.session import account_of


def signed_in(request: HttpRequest) -> dict[str, Any]:
    """Return the account of the session, where there is a session."""
    is_ours = request.resolver_match is not None and request.resolver_match.namespace == "portal"
    return {"signed_in": account_of(request) if is_ours and hasattr(request, "session") else None}
