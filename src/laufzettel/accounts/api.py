"""The door of `accounts`: citizens who sign in, logins of clerks."""

from laufzettel.accounts.actions.add_second_factor import add_second_factor
from laufzettel.accounts.actions.login import finish_login, start_login
from laufzettel.accounts.actions.provide_login import ensure_login
from laufzettel.accounts.clerk_login import client_address, is_second_factor_done
from laufzettel.accounts.domain import AccountInfo, Offer, actor_of_account, safe_return
from laufzettel.accounts.provider import PostalAddress
from laufzettel.accounts.queries import account_of_session, get_account, session_of_account
from laufzettel.accounts.registry import offers, provider_keys
from laufzettel.accounts.totp import totp_code

__all__ = [
    "AccountInfo",
    "Offer",
    "PostalAddress",
    "account_of_session",
    "actor_of_account",
    "add_second_factor",
    "client_address",
    "ensure_login",
    "finish_login",
    "get_account",
    "is_second_factor_done",
    "offers",
    "provider_keys",
    "safe_return",
    "session_of_account",
    "start_login",
    "totp_code",
]
