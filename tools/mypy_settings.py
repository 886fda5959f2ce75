"""Settings for type checking: nothing is started, nothing is connected."""

import os

os.environ.setdefault("DATABASE_URL", "postgresql:///nowhere")

from laufzettel.config.settings import *  # noqa: F403
