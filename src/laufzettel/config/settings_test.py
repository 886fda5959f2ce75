"""Settings for tests: own fast database, own folder, cheap password hashes, mails in memory."""

import os
import shutil

from laufzettel.console.conf import read_conf as _read_places
from laufzettel.console.embedded import ensure_database as _ensure_database

_places = _read_places()
_worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
_name = os.environ.get("LAUFZETTEL_TEST_DB", "test_laufzettel")
_state_dir = _places.state_dir / "test" / f"{_name}-{_worker}"
if not _places.database_url:
    os.environ["DATABASE_URL"] = _ensure_database(_places.state_dir / "postgres-test", is_durable=False)
shutil.rmtree(_state_dir, ignore_errors=True)
_state_dir.mkdir(parents=True)
os.environ["LAUFZETTEL_STATE_DIR"] = str(_state_dir)

from laufzettel.config.settings import *  # noqa: E402, F403

DATABASES["default"]["TEST"] = {"NAME": _name}  # noqa: F405
DATABASES["default"]["CONN_MAX_AGE"] = 0  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ALLOWED_HOSTS = ["*"]
