"""What an operator sets for the installation as a whole."""

from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured

from laufzettel.platform.environment import env

LEAST_SECRET_LENGTH = 50
DEMO_SECRET = "nur-fuer-die-demo-niemals-im-betrieb-verwenden"  # noqa: S105 - public on purpose


@dataclass(frozen=True, kw_only=True)
class Conf:
    """Installation-wide settings."""

    mode: str
    is_debug: bool
    secret_key: str
    base_url: str
    allowed_hosts: tuple[str, ...]
    is_behind_proxy: bool
    form_targets: tuple[str, ...]
    database_pool: int
    mail_url: str
    mail_from: str

    @property
    def is_production(self) -> bool:
        """Say whether this installation serves real people."""
        return self.mode == "production"

    @property
    def is_https(self) -> bool:
        """Say whether people reach this installation by HTTPS."""
        return self.base_url.startswith("https://")


def read_conf() -> Conf:
    """Read the settings of the installation from the environment."""
    return Conf(
        mode=env.choice(
            "LAUFZETTEL_MODE",
            choices=("demo", "production"),
            default="demo",
            help="demo: everything works at once on one machine; production: insists on safe settings",
        ),
        is_debug=env.bool("LAUFZETTEL_DEBUG", default=False, help="show technical error pages (never in production)"),
        secret_key=env.str(
            "LAUFZETTEL_SECRET_KEY",
            default=DEMO_SECRET,
            help="at least 50 random characters; signs sessions and links",
            secret=True,
        ),
        base_url=env.str(
            "LAUFZETTEL_BASE_URL",
            default="http://127.0.0.1:8000",
            help="address under which people reach the portal, without a slash at the end",
        ).rstrip("/"),
        allowed_hosts=env.list("LAUFZETTEL_ALLOWED_HOSTS", help="further host names that are answered"),
        is_behind_proxy=env.bool(
            "LAUFZETTEL_BEHIND_PROXY",
            default=False,
            help="a reverse proxy terminates HTTPS and sets X-Forwarded-Proto itself",
        ),
        form_targets=env.list(
            "LAUFZETTEL_FORM_TARGETS",
            help="origins to which a form may lead after a redirect: payment service, identity provider",
        ),
        database_pool=env.int(
            "LAUFZETTEL_DATABASE_POOL", default=0, help="most connections a web process keeps open; 0: one per thread"
        ),
        mail_url=env.str("LAUFZETTEL_MAIL_URL", help="smtp+tls://user:password@host:port; empty: files", secret=True),
        mail_from=env.str("LAUFZETTEL_MAIL_FROM", default="portal@localhost", help="sender of mails"),
    )


def production_problems(conf: Conf, *, database_url: str, unchanged_secrets: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Name every reason why these settings must not serve real people (German / English)."""
    checks = (
        (
            len(conf.secret_key) < LEAST_SECRET_LENGTH,
            f"LAUFZETTEL_SECRET_KEY ist kürzer als {LEAST_SECRET_LENGTH} Zeichen"
            f" / is shorter than {LEAST_SECRET_LENGTH} characters",
        ),
        (conf.is_debug, "LAUFZETTEL_DEBUG ist eingeschaltet / is switched on"),
        (not conf.is_https, "LAUFZETTEL_BASE_URL beginnt nicht mit https:// / does not begin with https://"),
        (not database_url, "DATABASE_URL fehlt / is missing"),
        *((True, f"{name} ist noch das Demo-Geheimnis / is still the demo secret") for name in unchanged_secrets),
    )
    return tuple(reason for applies, reason in checks if applies)


def refuse(problems: tuple[str, ...]) -> None:
    """Raise `ImproperlyConfigured` with every problem, if there is one."""
    if problems:
        reasons = "\n- ".join(problems)
        raise ImproperlyConfigured(
            f"Laufzettel startet nicht im Modus production / refuses to start in production mode:\n- {reasons}"
        )
