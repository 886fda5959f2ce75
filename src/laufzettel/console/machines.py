"""`laufzettel api-client …`: programs that may hand in applications for citizens."""

import sys

from laufzettel.console.town import start_django
from laufzettel.kernel.levels import Level


def add(*, name: str, town: str, services: list[str], level: Level) -> int:
    """Make a client for services of a town and print its id and its secret, which is shown only now."""
    start_django()
    from laufzettel.kernel.actor import Actor
    from laufzettel.machines import api as machines
    from laufzettel.organisation import api as organisation
    from laufzettel.platform import api as platform

    organisation.get_municipality(town)
    made = machines.add_client(actor=Actor.system(town), name=name, services=services, level=level, now=platform.now())
    sys.stdout.write(f"client_id      {made.client_id}\nclient_secret  {made.secret}\n")
    sys.stdout.write("Das Geheimnis wird nicht noch einmal gezeigt. / The secret is not shown again.\n")
    return 0


def revoke(*, name: str, town: str) -> int:
    """Take the access of a client away at once."""
    start_django()
    from laufzettel.kernel.actor import Actor
    from laufzettel.machines import api as machines
    from laufzettel.platform import api as platform

    machines.revoke_client(actor=Actor.system(town), name=name, now=platform.now())
    sys.stdout.write(f"entzogen / revoked: {name}\n")
    return 0


def show(*, town: str) -> int:
    """List the clients of a town or of all."""
    start_django()
    from laufzettel.machines import api as machines

    for item in machines.list_clients(town):
        client = item.client
        state = f"entzogen / revoked {item.revoked_at:%Y-%m-%d}" if item.revoked_at else "aktiv / active"
        services = ", ".join(sorted(client.services))
        sys.stdout.write(f"{client.municipality}  {client.id}  {client.name}  {client.level}  {services}  {state}\n")
    return 0
