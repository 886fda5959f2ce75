"""Sessions whose cookie holds one thing that the server does not keep: the secret that opens a guest's drafts.

The cookie reads `key.secret`. The key finds the session in the database, the secret is nowhere else: with a copy of
the database somebody has keys of sessions, but not what guests typed.
"""

import secrets

from django.conf import settings
from django.contrib.sessions.backends import db
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse

_SECRET_BYTES = 32


class SessionStore(db.SessionStore):
    """A session in the database; `browser_secret` came with the cookie and goes back with it, empty where none is."""

    def __init__(self, session_key: str | None = None) -> None:
        key, _, secret = (session_key or "").partition(".")
        super().__init__(key or None)
        self.browser_secret = secret

    def new_browser_secret(self) -> str:
        """Give the browser another secret and return it; what the old one opened stays closed from now on."""
        self.browser_secret = secrets.token_urlsafe(_SECRET_BYTES)
        self.modified = True
        return self.browser_secret

    def flush(self) -> None:
        """Forget everything about the session, the secret too."""
        super().flush()
        self.browser_secret = ""


class BrowserSessionMiddleware(SessionMiddleware):
    """Django's sessions with the secret of the browser in the same cookie."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Put the secret behind the key wherever the cookie is set."""
        response = super().process_response(request, response)
        cookie = response.cookies.get(settings.SESSION_COOKIE_NAME)
        secret = getattr(request.session, "browser_secret", "")
        if cookie is not None and cookie.value and secret:
            value = f"{cookie.value}.{secret}"
            cookie.set(settings.SESSION_COOKIE_NAME, value, value)
        return response
