"""Start the register simulator: `python -m laufzettel_simulators.registers --port 8011 --state DIR`."""

import os

from laufzettel_simulators.registers.app import RegisterService
from laufzettel_simulators.store import Store
from laufzettel_simulators.web import arguments, serve


def main() -> None:
    """Read the command line and serve."""
    parser = arguments(name="registers", port=8011)
    parser.add_argument("--api-key", default=os.environ.get("SIMULATOR_REGISTERS_API_KEY", "demo-register"))
    given = parser.parse_args()
    app = RegisterService(Store(given.state / "registers.sqlite3"), api_key=given.api_key)
    serve(app, host=given.host, port=given.port)


if __name__ == "__main__":
    main()
