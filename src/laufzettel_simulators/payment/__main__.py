"""Start the payment simulator: `python -m laufzettel_simulators.payment --port 8010 --state DIR`."""

import os

from laufzettel_simulators.payment.access import Client
from laufzettel_simulators.payment.app import PaymentService
from laufzettel_simulators.store import Store
from laufzettel_simulators.web import arguments, serve


def main() -> None:
    """Read the command line and serve."""
    parser = arguments(name="payment", port=8010)
    parser.add_argument("--client-id", default=os.environ.get("SIMULATOR_PAYMENT_CLIENT_ID", "laufzettel"))
    parser.add_argument("--client-secret", default=os.environ.get("SIMULATOR_PAYMENT_CLIENT_SECRET", "demo-zahlung"))
    given = parser.parse_args()
    client = Client(id=given.client_id, secret=given.client_secret)
    serve(PaymentService(Store(given.state / "payment.sqlite3"), client=client), host=given.host, port=given.port)


if __name__ == "__main__":
    main()
