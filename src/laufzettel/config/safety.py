"""What must not serve real people, seen over the settings of all apps."""

from django.conf import settings

from laufzettel.config.conf import refuse
from laufzettel.console.settings_list import read_all_settings
from laufzettel.platform.conf import Conf as PlatformConf
from laufzettel.platform.conf import conf as platform_conf
from laufzettel.platform.environment import Environment, env
from laufzettel.submissions.conf import LEAST_KEY_LENGTH
from laufzettel.submissions.conf import Conf as DraftConf
from laufzettel.submissions.conf import read_conf as draft_conf


def refuse_unsafe_settings() -> None:
    """Raise `ImproperlyConfigured` when a production installation still has a secret, a seal or a clock of the demo."""
    if not settings.CONF.is_production:
        return
    read_all_settings()
    refuse((*unsafe_values(env), *seal_problems(platform_conf()), *draft_key_problems(draft_conf())))


def unsafe_values(environment: Environment) -> tuple[str, ...]:
    """Name every secret that is still that of the demo and every setting that only tests may use (German / English)."""
    secrets = (
        f"{name} ist noch das Demo-Geheimnis / is still the demo secret" for name in environment.unchanged_secrets()
    )
    tests = (
        f"{name} ist nur für Tests / is for tests only"
        for name in environment.changed()
        if name == "LAUFZETTEL_CLOCK_OFFSET" or name.startswith("LAUFZETTEL_CRASH_")
    )
    return (*secrets, *tests)


def seal_problems(given: PlatformConf) -> tuple[str, ...]:
    """Name everything that is missing for seals that are worth something (German / English)."""
    if not given.seal_key_file:
        return ("LAUFZETTEL_SEAL_KEY fehlt, das Demo-Siegel gilt nichts / is missing, the demo seal is worth nothing",)
    needed = {
        "LAUFZETTEL_SEAL_CERTIFICATE": given.seal_certificate_file,
        "LAUFZETTEL_TIME_STAMP_URL": given.time_stamp_url,
        "LAUFZETTEL_TRUST": given.trust_files,
    }
    return tuple(
        f"{name} fehlt neben LAUFZETTEL_SEAL_KEY / is missing next to it" for name, value in needed.items() if not value
    )


def draft_key_problems(given: DraftConf) -> tuple[str, ...]:
    """Name what is wrong with the key of drafts: it must be long, and no other secret may open them too."""
    if given.draft_key == settings.SECRET_KEY:
        return ("LAUFZETTEL_DRAFT_KEY ist LAUFZETTEL_SECRET_KEY / is LAUFZETTEL_SECRET_KEY",)
    if len(given.draft_key) < LEAST_KEY_LENGTH:
        return (
            f"LAUFZETTEL_DRAFT_KEY ist kürzer als {LEAST_KEY_LENGTH} Zeichen"
            f" / is shorter than {LEAST_KEY_LENGTH} characters",
        )
    return ()
