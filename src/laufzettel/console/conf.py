"""What an operator sets about places on this machine: folders, database, ports of the demo."""

from dataclasses import dataclass
from pathlib import Path

from laufzettel.platform.environment import env

_CHECKOUT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True, kw_only=True)
class Conf:
    """Places on this machine."""

    home: Path
    state_dir: Path
    database_url: str
    host: str
    port: int
    town: str
    web_processes: int
    web_threads: int
    worker_concurrency: int

    @property
    def postgres_dir(self) -> Path:
        """Folder of the embedded PostgreSQL."""
        return self.state_dir / "postgres"


def read_conf() -> Conf:
    """Read the places from the environment."""
    home = env.path(
        "LAUFZETTEL_HOME",
        default=_CHECKOUT if (_CHECKOUT / "pyproject.toml").is_file() else Path.cwd(),
        help="folder with services/, municipalities/ and robots/",
    )
    return Conf(
        home=home,
        state_dir=env.path("LAUFZETTEL_STATE_DIR", default=home / "var", help="folder for blobs and the own database"),
        database_url=env.str(
            "DATABASE_URL", help="postgresql://… (version 15 or later); empty: the embedded PostgreSQL", secret=True
        ),
        host=env.str("LAUFZETTEL_HOST", default="127.0.0.1", help="address the web process listens on"),
        port=env.int("LAUFZETTEL_PORT", default=8000, help="port the web process listens on"),
        town=env.str("LAUFZETTEL_TOWN", help="town that the demo loads; empty: the first in municipalities/"),
        web_processes=env.int("LAUFZETTEL_WEB_PROCESSES", default=1, minimum=1, help="processes that answer requests"),
        web_threads=env.int(
            "LAUFZETTEL_WEB_THREADS", default=4, minimum=1, help="requests a process answers at the same time"
        ),
        worker_concurrency=env.int(
            "LAUFZETTEL_WORKER_CONCURRENCY", default=2, minimum=1, help="jobs done at the same time"
        ),
    )
