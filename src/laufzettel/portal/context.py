"""What the header of every page of the portal shows about the session."""

from typing import Any

from django.http import HttpRequest

from laufzettel.portal.session import account_of, seconds_left


def signed_in(request: HttpRequest) -> dict[str, Any]:
    """Return the account of the session, where there is a session, and how many seconds its login lasts."""
    is_ours = request.resolver_match is not None and request.resolver_match.namespace == "portal"
    info = account_of(request) if is_ours and hasattr(request, "session") else None
    return {"signed_in": info, "session_left": seconds_left(request) if info else 0}
