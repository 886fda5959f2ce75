"""Prepare an installation: database up to date, town loaded, packages published, demo logins present."""

import os
import sys
from datetime import datetime
from pathlib import Path

from laufzettel.console.conf import Conf, read_conf


def start_django() -> None:
    """Load settings and apps; starts the embedded database when no other is set."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "laufzettel.config.settings")
    django.setup()


def migrate() -> int:
    """Bring the database up to date, and in production the static files too."""
    start_django()
    from django.conf import settings
    from django.core.management import call_command

    bring_database_up_to_date()
    if settings.CONF.is_production:
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    return 0


def load_town(*, key: str) -> int:
    """Load or refresh the town in `municipalities/<key>`."""
    start_django()
    from laufzettel.organisation import api as organisation
    from laufzettel.platform import api as platform

    organisation.load_municipality(folder=_town_folder(read_conf(), key), now=platform.now())
    sys.stdout.write(f"geladen / loaded: {key}\n")
    return 0


def publish(*, is_all: bool, town: str) -> int:
    """Publish every package that each town (or only `town`) offers."""
    start_django()
    from laufzettel.platform import api as platform

    for key in [town] if town else list_towns(read_conf()):
        publish_packages(read_conf(), key, now=platform.now())
    return 0


def prepare_demo(conf: Conf) -> None:
    """Make database, every town, packages and demo logins ready."""
    start_django()
    from django.db import connections

    from laufzettel.platform import api as platform

    try:
        bring_database_up_to_date()
        for key in list_towns(conf):
            prepare_town(conf, key, now=platform.now())
    finally:
        connections.close_all()


def prepare_town(conf: Conf, key: str, *, now: datetime) -> None:
    """Load one town, publish its packages, let its demo clerks sign in."""
    from laufzettel.organisation import api as organisation

    organisation.load_municipality(folder=_town_folder(conf, key), now=now)
    publish_packages(conf, key, now=now)
    _let_demo_clerks_in(_town_folder(conf, key), key, now=now)


def print_demo_codes() -> int:
    """Print the second factor of every demo clerk, as an authenticator app would show it now."""
    start_django()
    from laufzettel.accounts import api as accounts
    from laufzettel.organisation import api as organisation
    from laufzettel.platform import api as platform

    conf = read_conf()
    for key in list_towns(conf):
        for clerk in organisation.read_demo_clerks(folder=_town_folder(conf, key)):
            code = accounts.totp_code(clerk.totp_secret, now=platform.now())
            sys.stdout.write(f"{code}  {clerk.email}\n")
    return 0


def bring_database_up_to_date() -> None:
    """Migrate when something is missing, and make sure the cache table exists."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)


def publish_packages(conf: Conf, key: str, *, now: datetime) -> None:
    """Publish the packages that a town offers, and the list of what it does not offer online yet."""
    from laufzettel.catalogue import api as catalogue
    from laufzettel.kernel.actor import Actor

    folder = _town_folder(conf, key)
    catalogue.load_service_list(municipality=key, path=folder / "services.csv", now=now)
    published = catalogue.publish_all(
        municipality=key,
        services=conf.home / "services",
        overlays=folder / "services",
        actor=Actor.system(key),
        now=now,
    )
    for event in published:
        sys.stdout.write(f"veröffentlicht / published: {key} {event.ref}\n")


def list_towns(conf: Conf) -> tuple[str, ...]:
    """List the keys of the towns in `municipalities/`, the one to show first."""
    keys = sorted(path.parent.name for path in (conf.home / "municipalities").glob("*/town.yaml"))
    return tuple(sorted(keys, key=lambda key: key != conf.town))


def _let_demo_clerks_in(folder: Path, key: str, *, now: datetime) -> None:
    from laufzettel.accounts import api as accounts
    from laufzettel.kernel.actor import Actor
    from laufzettel.organisation import api as organisation

    actor = Actor.system(key)
    for clerk in organisation.read_demo_clerks(folder=folder):
        login_id = accounts.ensure_login(
            email=clerk.email, password=clerk.password, totp_secret=clerk.totp_secret, actor=actor, now=now
        )
        organisation.appoint_clerk(
            login_id=login_id, name=clerk.name, units=clerk.units, roles=clerk.roles, phone=clerk.phone,
            email=clerk.email, actor=actor, now=now,
        )  # fmt: skip


def _town_folder(conf: Conf, key: str) -> Path:
    folder = conf.home / "municipalities" / key
    if not (folder / "town.yaml").is_file():
        raise FileNotFoundError(f"{folder}/town.yaml fehlt / is missing")
    return folder
