"""What an operator sets for logins: identity provider of citizens, limits for clerks."""

from dataclasses import dataclass
from functools import cache

from laufzettel.platform.environment import env

DEMO_CLIENT_SECRET = "demo-geheimnis-des-portals"  # noqa: S105 - public on purpose


@dataclass(frozen=True, kw_only=True)
class Conf:
    """Settings of `accounts`."""

    issuer: str
    client_id: str
    client_secret: str
    identity_label: str
    timeout_s: int
    clerk_tries: int
    address_tries: int
    window_s: int
    email_accounts: bool
    mails: int
    mails_per_address: int


@cache
def read_conf() -> Conf:
    """Read the settings of `accounts` from the environment, once per process."""
    return Conf(
        issuer=env.str(
            "LAUFZETTEL_IDENTITY_ISSUER",
            default="http://127.0.0.1:8013",
            help="issuer of the OpenID Connect provider for citizens, without a slash at the end",
        ).rstrip("/"),
        client_id=env.str("LAUFZETTEL_IDENTITY_CLIENT_ID", default="laufzettel", help="our name at the provider"),
        client_secret=env.str(
            "LAUFZETTEL_IDENTITY_CLIENT_SECRET",
            default=DEMO_CLIENT_SECRET,
            help="our secret at the provider",
            secret=True,
        ),
        identity_label=env.str(
            "LAUFZETTEL_IDENTITY_LABEL",
            default="Nutzerkonto",
            help="what people call the account at the provider, on buttons: BundID, DeutschlandID, Nutzerkonto",
        ),
        timeout_s=env.int(
            "LAUFZETTEL_IDENTITY_TIMEOUT", default=5, minimum=1, help="seconds to wait for the identity provider"
        ),
        clerk_tries=env.int(
            "LAUFZETTEL_LOGIN_TRIES",
            default=8,
            minimum=1,
            help="logins tried for one clerk from one address within the window",
        ),
        address_tries=env.int(
            "LAUFZETTEL_LOGIN_TRIES_PER_ADDRESS",
            default=60,
            minimum=1,
            help="logins tried from one address within the window, whoever they are for",
        ),
        window_s=env.int("LAUFZETTEL_LOGIN_WINDOW", default=300, minimum=10, help="seconds of the window for logins"),
        email_accounts=env.bool(
            "LAUFZETTEL_EMAIL_ACCOUNTS",
            default=True,
            help="whether people may have an account with e-mail address and password (level of assurance low)",
        ),
        mails=env.int(
            "LAUFZETTEL_CONFIRMATION_MAILS", default=4, minimum=1, help="codes mailed to one address within an hour"
        ),
        mails_per_address=env.int(
            "LAUFZETTEL_CONFIRMATION_MAILS_PER_BROWSER",
            default=20,
            minimum=1,
            help="codes mailed on behalf of one browser address within an hour",
        ),
    )
