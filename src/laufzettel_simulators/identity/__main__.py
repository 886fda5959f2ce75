"""Start the identity simulator: `python -m laufzettel_simulators.identity --port 8013 --state DIR`."""

import os

from laufzettel_simulators.identity.app import IdentityProvider, RelyingParty
from laufzettel_simulators.store import Store
from laufzettel_simulators.web import arguments, serve

_PREFIXES = "http://127.0.0.1:8000/,http://localhost:8000/"


def main() -> None:
    """Read the command line and serve."""
    parser = arguments(name="identity", port=8013)
    parser.add_argument("--client-id", default=os.environ.get("SIMULATOR_IDENTITY_CLIENT_ID", "laufzettel"))
    parser.add_argument(
        "--client-secret", default=os.environ.get("SIMULATOR_IDENTITY_CLIENT_SECRET", "demo-geheimnis-des-portals")
    )
    parser.add_argument(
        "--redirect-prefixes",
        default=os.environ.get("SIMULATOR_IDENTITY_REDIRECT_PREFIXES", _PREFIXES),
        help="wohin zurückgeleitet werden darf, mit Komma getrennt, jeder Eintrag endet mit /",
    )
    parser.add_argument("--issuer", default="", help="öffentliche Adresse dieses Dienstes")
    given = parser.parse_args()
    party = RelyingParty(
        client_id=given.client_id,
        secret=given.client_secret,
        redirect_prefixes=tuple(given.redirect_prefixes.split(",")),
    )
    issuer = given.issuer or f"http://{given.host}:{given.port}"
    app = IdentityProvider(Store(given.state / "identity.sqlite3"), party=party, issuer=issuer)
    serve(app, host=given.host, port=given.port)


if __name__ == "__main__":
    main()
