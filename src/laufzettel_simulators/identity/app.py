"""The identity provider: OpenID Connect code flow with PKCE, and the page on which one picks a person."""

import hmac
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

from markupsafe import Markup
from werkzeug.exceptions import NotFound
from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from laufzettel_simulators import pages
from laufzettel_simulators.control import MODE, SECONDS
from laufzettel_simulators.identity import tokens
from laufzettel_simulators.store import Record, Store
from laufzettel_simulators.web import Simulator, json_answer

_ASKED = ("client_id", "redirect_uri", "state", "nonce", "code_challenge", "acr_values")


@dataclass(frozen=True, kw_only=True)
class RelyingParty:
    """The only client: its name, its secret and where it may be sent back to."""

    client_id: str
    secret: str
    redirect_prefixes: tuple[str, ...]

    def may_return_to(self, uri: str) -> bool:
        """Say whether an address begins with a known prefix; each prefix ends with a slash."""
        return any(uri.startswith(prefix) for prefix in self.redirect_prefixes if prefix.endswith("/"))

    def matches(self, client_id: str | None, secret: str | None) -> bool:
        """Say whether name and secret are right."""
        return hmac.compare_digest((client_id or "").encode(), self.client_id.encode()) and hmac.compare_digest(
            (secret or "").encode(), self.secret.encode()
        )


class IdentityProvider(Simulator):
    """Simulated identity provider."""

    title = "Demo-Konto"

    def __init__(
        self,
        store: Store,
        *,
        party: RelyingParty,
        issuer: str,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        super().__init__(store, (MODE, SECONDS))
        self._party = party
        self._issuer = issuer.rstrip("/")
        self._clock = clock
        self.route("/.well-known/openid-configuration", ("GET",), self._discovery)
        self.route("/jwks.json", ("GET",), lambda request: json_answer(tokens.public_keys(self.store)))
        self.route("/authorize", ("GET",), self._ask)
        self.route("/authorize/<number>", ("POST",), self._choose)
        self.route("/token", ("POST",), self._token)
        self.route("/userinfo", ("GET",), self._userinfo)
        self.route("/", ("GET",), lambda request: redirect("/steuerung"))

    def _discovery(self, request: Request) -> Response:
        if disturbed := self.control.disturbance():
            return disturbed
        root = self._issuer
        return json_answer(
            {
                "issuer": root,
                "authorization_endpoint": f"{root}/authorize",
                "token_endpoint": f"{root}/token",
                "userinfo_endpoint": f"{root}/userinfo",
                "jwks_uri": f"{root}/jwks.json",
                "response_types_supported": ["code"],
                "grant_types_supported": ["authorization_code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "scopes_supported": ["openid", "profile", "email", "address"],
                "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
                "code_challenge_methods_supported": ["S256"],
                "acr_values_supported": list(tokens.LEVELS),
                "claims_supported": ["sub", "given_name", "family_name", "birthdate", "email", "address", "acr"],
            }
        )

    def _ask(self, request: Request) -> Response:
        asked = {key: request.args.get(key, "") for key in _ASKED}
        if asked["client_id"] != self._party.client_id or not self._party.may_return_to(asked["redirect_uri"]):
            text = "Der Onlinedienst ist hier nicht bekannt oder die Rücksprung-Adresse stimmt nicht."
            return pages.message(title="Anmeldung nicht möglich", service=self.title, text=text, status=400)
        if request.args.get("response_type") != "code" or "openid" not in request.args.get("scope", "").split():
            return _back(asked, {"error": "invalid_request"})
        if not asked["code_challenge"] or request.args.get("code_challenge_method") != "S256":
            return _back(asked, {"error": "invalid_request", "error_description": "PKCE S256 fehlt"})
        number = secrets.token_urlsafe(24)
        self.store.put("asked", number, asked)
        return self._people_page(number, asked)

    def _people_page(self, number: str, asked: Record) -> Response:
        wanted = tokens.LEVELS.get(asked["acr_values"].split(" ")[0])
        hint = Markup("<p>Verlangt wird mindestens das Vertrauensniveau <strong>{}</strong>.</p>").format(wanted)
        people = Markup("").join(
            Markup('<label><input type="radio" name="person" value="{}" required> {} {} – {}</label>').format(
                one["sub"], one["given_name"], one["family_name"], tokens.LEVELS[one["level"]]
            )
            for one in tokens.PEOPLE
        )
        levels = Markup(
            '<label><input type="radio" name="niveau" value="" checked> wie bei der Person angegeben</label>'
        )
        levels += Markup("").join(
            Markup('<label><input type="radio" name="niveau" value="{}"> {}</label>').format(value, label)
            for value, label in tokens.LEVELS.items()
        )
        form = Markup(
            '<form method="post" action="/authorize/{}"><fieldset><legend>Als wen möchten Sie sich anmelden?</legend>{}'
            "</fieldset><fieldset><legend>Mit welchem Vertrauensniveau?</legend>{}</fieldset>"
            '<button name="wahl" value="anmelden">Anmelden</button>'
            '<button class="quiet" name="wahl" value="abbrechen" formnovalidate>Abbrechen</button></form>'
        ).format(number, people, levels)
        return pages.page(title="Anmelden", service=self.title, body=(hint if wanted else Markup("")) + form)

    def _choose(self, request: Request, *, number: str) -> Response:
        asked = self.store.get("asked", number)
        if asked is None:
            raise NotFound
        if request.form.get("wahl") == "abbrechen":
            return _back(asked, {"error": "access_denied"})
        one = tokens.person(request.form.get("person", ""))
        if one is None:
            return self._people_page(number, asked)
        level = request.form.get("niveau") or one["level"]
        if level not in tokens.LEVELS:
            raise NotFound
        grant = asked | {"sub": one["sub"], "level": level}
        return _back(asked, {"code": tokens.new_code(self.store, grant=grant, now=self._clock())})

    def _token(self, request: Request) -> Response:
        if disturbed := self.control.disturbance():
            return disturbed
        given, form = request.authorization, request.form
        basic = given is not None and given.type == "basic" and self._party.matches(given.username, given.password)
        if not (basic or self._party.matches(form.get("client_id"), form.get("client_secret"))):
            return json_answer({"error": "invalid_client"}, status=401)
        grant = tokens.spend_code(self.store, form.get("code", ""), now=self._clock())
        if form.get("grant_type") != "authorization_code" or grant is None or not _fits(grant, form):
            return json_answer({"error": "invalid_grant"}, status=400)
        access = secrets.token_urlsafe(32)
        self.store.put("access", access, {"sub": grant["sub"]})
        life = int(tokens.TOKEN_LIFE.total_seconds())
        token = tokens.id_token(self.store, issuer=self._issuer, grant=grant, now=self._clock())
        return json_answer({"access_token": access, "token_type": "Bearer", "expires_in": life, "id_token": token})

    def _userinfo(self, request: Request) -> Response:
        given = request.authorization
        kept = self.store.get("access", (given.token or "") if given and given.type == "bearer" else "")
        if kept is None:
            return json_answer({"error": "invalid_token"}, status=401)
        return json_answer(tokens.claims(kept["sub"]))


def _fits(grant: Record, form: Mapping[str, str]) -> bool:
    verifier = form.get("code_verifier", "")
    return form.get("redirect_uri") == grant["redirect_uri"] and tokens.verifier_fits(grant["code_challenge"], verifier)


def _back(asked: Record, answer: dict[str, str]) -> Response:
    """Send the browser back to the online service."""
    joint = "&" if "?" in asked["redirect_uri"] else "?"
    state = {"state": asked["state"]} if asked["state"] else {}
    return redirect(asked["redirect_uri"] + joint + urlencode(answer | state), code=303)
