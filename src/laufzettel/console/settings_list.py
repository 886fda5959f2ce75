"""Everything an operator can set, collected from the `conf.py` of every app."""

import importlib
import importlib.util
import os
import pkgutil
import sys

import laufzettel
from laufzettel.platform.environment import Setting, env


def read_all_settings() -> tuple[Setting, ...]:
    """Read the settings of every app once and list what was asked for, by name.

    Raises `SettingError` when a value does not fit.
    """
    for module in pkgutil.iter_modules(laufzettel.__path__, "laufzettel."):
        name = f"{module.name}.conf"
        if module.ispkg and importlib.util.find_spec(name):
            found = importlib.import_module(name)
            read = getattr(found, "read_conf", None) or getattr(found, "conf", None)
            if read:
                read()
    return env.known()


def print_settings() -> int:
    """Print every setting with kind, default and help."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "laufzettel.config.settings")
    # Some defaults depend on Django settings; listing them must not start a database.
    os.environ.setdefault("DATABASE_URL", "postgresql:///")
    for setting in read_all_settings():
        default = "(demo secret)" if setting.is_secret and setting.default else setting.default or "(empty)"
        sys.stdout.write(f"{setting.name}\n    {setting.help}\n    {setting.kind}, default: {default}\n")
    return 0
