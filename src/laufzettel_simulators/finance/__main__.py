"""Start the finance simulator: `python -m laufzettel_simulators.finance --port 8012 --state DIR`."""

import os

from laufzettel_simulators.finance.app import FinanceSystem
from laufzettel_simulators.store import Store
from laufzettel_simulators.web import arguments, serve


def main() -> None:
    """Read the command line and serve."""
    parser = arguments(name="finance", port=8012)
    parser.add_argument("--api-key", default=os.environ.get("SIMULATOR_FINANCE_API_KEY", "demo-finanzen"))
    given = parser.parse_args()
    app = FinanceSystem(Store(given.state / "finance.sqlite3"), api_key=given.api_key)
    serve(app, host=given.host, port=given.port)


if __name__ == "__main__":
    main()
