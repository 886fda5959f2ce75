"""The door of `machines`: programs of others that hand in for citizens."""

from laufzettel.machines.actions.clients import add_client, issue_token, revoke_client
from laufzettel.machines.actions.requests import begin_request, drop_request, finish_request, note_draft
from laufzettel.machines.conf import Conf, read_conf
from laufzettel.machines.domain import MachineClient, Repeated, Secret
from laufzettel.machines.queries import ListedClient, client_of_token, list_clients

__all__ = [
    "Conf",
    "ListedClient",
    "MachineClient",
    "Repeated",
    "Secret",
    "add_client",
    "begin_request",
    "client_of_token",
    "drop_request",
    "finish_request",
    "issue_token",
    "list_clients",
    "note_draft",
    "read_conf",
    "revoke_client",
]
