"""What an operator sets for payments."""

from dataclasses import dataclass
from functools import cache

from laufzettel.payments.domain import Schedule
from laufzettel.platform.environment import SettingError, env

DEMO_SECRET = "demo-zahlung"  # noqa: S105 - known to everybody, refused in production


@dataclass(frozen=True, kw_only=True)
class Conf:
    """Settings of `payments`."""

    provider: str
    url: str
    authentication: str
    client_id: str
    client_secret: str
    token_url: str
    certificate: str
    originator: str
    end_points: dict[str, str]
    timeout_s: int
    pay_within_minutes: int
    schedule: Schedule


@cache
def conf() -> Conf:
    """Read the settings of `payments` once per process."""
    return Conf(
        provider=env.str(
            "LAUFZETTEL_PAYMENT_PROVIDER", default="xbezahldienste", help="folder under payments/providers that is used"
        ),
        url=env.str(
            "LAUFZETTEL_PAYMENT_URL",
            default="http://127.0.0.1:8010",
            help="address of the payment service, without a slash at the end",
        ).rstrip("/"),
        authentication=env.choice(
            "LAUFZETTEL_PAYMENT_AUTHENTICATION",
            choices=("oauth2", "basic", "certificate"),
            default="oauth2",
            help="how we prove who we are: OAuth2 client credentials, HTTP Basic, or a client certificate",
        ),
        client_id=env.str("LAUFZETTEL_PAYMENT_CLIENT_ID", default="laufzettel", help="our name at the payment service"),
        client_secret=env.str(
            "LAUFZETTEL_PAYMENT_CLIENT_SECRET",
            default=DEMO_SECRET,
            help="our secret at the payment service",
            secret=True,
        ),
        token_url=env.str(
            "LAUFZETTEL_PAYMENT_TOKEN_URL", help="where tokens are fetched; empty: <address>/oauth/token"
        ),
        certificate=env.str("LAUFZETTEL_PAYMENT_CERTIFICATE", help="PEM file with client certificate and key"),
        originator=env.str(
            "LAUFZETTEL_PAYMENT_ORIGINATOR", default="laufzettel", help="originatorId agreed with the payment service"
        ),
        end_points=_pairs(
            "LAUFZETTEL_PAYMENT_END_POINTS",
            env.list("LAUFZETTEL_PAYMENT_END_POINTS", help="town=endPointId, …; a town not named uses its own key"),
        ),
        timeout_s=env.int("LAUFZETTEL_PAYMENT_TIMEOUT", default=5, minimum=1, help="seconds to wait for an answer"),
        pay_within_minutes=env.int(
            "LAUFZETTEL_PAYMENT_WITHIN", default=60, minimum=1, help="minutes in which a started payment must be made"
        ),
        schedule=Schedule(
            after_return=_numbers("LAUFZETTEL_PAYMENT_ASK_AFTER_RETURN", "2,3,5,5,10,15,30", "seconds"),
            minutes=_numbers("LAUFZETTEL_PAYMENT_ASK_MINUTES", "1,2,5,15,60", "minutes"),
        ),
    )


def _numbers(name: str, default: str, unit: str) -> tuple[int, ...]:
    help_text = f"{unit} between questions about an open payment, one after the other, separated by commas"
    texts = env.list(name, default=tuple(default.split(",")), help=help_text)
    if not all(text.isdecimal() and int(text) > 0 for text in texts):
        raise SettingError(f"{name}: Zahlen ab 1, mit Komma getrennt / numbers from 1, separated by commas")
    return tuple(int(text) for text in texts)


def _pairs(name: str, texts: tuple[str, ...]) -> dict[str, str]:
    pairs = [text.partition("=") for text in texts]
    if not all(equals and value.strip() for _, equals, value in pairs):
        raise SettingError(f"{name}: Stadt=Kennung, mit Komma getrennt / town=id, separated by commas")
    return {key.strip(): value.strip() for key, _, value in pairs}
