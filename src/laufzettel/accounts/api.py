"""The door of `accounts`: citizens who sign in, logins of clerks."""

from laufzettel.accounts.actions.add_second_factor import add_second_factor
from laufzettel.accounts.actions.companies import found_company, invite, join_company, remove_member, set_role
from laufzettel.accounts.actions.confirm_address import confirm_code, send_code
from laufzettel.accounts.actions.delete_account import delete_account
from laufzettel.accounts.actions.email_account import change_address, end_sessions, set_password, tell_owner
from laufzettel.accounts.actions.email_login import give_code, give_passkey, give_password
from laufzettel.accounts.actions.login import finish_login, start_login
from laufzettel.accounts.actions.mandates import add_mandate, revoke_mandate
from laufzettel.accounts.actions.methods import add_app, add_passkey, new_paper_codes, remove_method
from laufzettel.accounts.actions.provide_login import ensure_login
from laufzettel.accounts.clerk_login import client_address, is_second_factor_done
from laufzettel.accounts.domain import (
    ROLES,
    AccountInfo,
    CompanyView,
    MandateView,
    MemberView,
    MethodView,
    Offer,
    actor_of_account,
    safe_return,
)
from laufzettel.accounts.mail import send as send_mail
from laufzettel.accounts.passkeys import ask_for_new, ask_to_sign_in, read_new
from laufzettel.accounts.provider import PostalAddress
from laufzettel.accounts.queries import (
    access_company,
    account_of_session,
    count_paper_codes,
    find_invitation,
    get_account,
    has_email_account,
    known_passkeys,
    list_companies,
    list_mandates,
    list_members,
    list_methods,
    session_of_account,
)
from laufzettel.accounts.registry import offers, provider_keys
from laufzettel.accounts.totp import totp_code

__all__ = [
    "ROLES",
    "AccountInfo",
    "CompanyView",
    "MandateView",
    "MemberView",
    "MethodView",
    "Offer",
    "PostalAddress",
    "access_company",
    "account_of_session",
    "actor_of_account",
    "add_app",
    "add_mandate",
    "add_passkey",
    "add_second_factor",
    "ask_for_new",
    "ask_to_sign_in",
    "change_address",
    "client_address",
    "confirm_code",
    "count_paper_codes",
    "end_sessions",
    "delete_account",
    "ensure_login",
    "find_invitation",
    "finish_login",
    "found_company",
    "get_account",
    "give_code",
    "give_passkey",
    "give_password",
    "has_email_account",
    "invite",
    "is_second_factor_done",
    "join_company",
    "known_passkeys",
    "list_companies",
    "list_mandates",
    "list_members",
    "list_methods",
    "new_paper_codes",
    "offers",
    "provider_keys",
    "read_new",
    "remove_member",
    "remove_method",
    "revoke_mandate",
    "safe_return",
    "send_code",
    "send_mail",
    "session_of_account",
    "set_password",
    "set_role",
    "start_login",
    "tell_owner",
    "totp_code",
]
