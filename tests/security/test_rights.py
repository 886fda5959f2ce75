"""S-01, S-02: every address, every kind of person; what belongs to somebody else does not exist.

A new address without a line here is red. A line says what the one may see to whom it belongs, everybody else gets
what their column of the kind says.
"""

import httpx
import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.security.people import MARKER, World

CITIZENS = ("nobody", "guest owner", "other guest", "account owner", "other account")
CLERKS = ("clerk", "clerk of another unit", "clerk of another town", "clerk without second factor")
ROLES = CITIZENS + CLERKS
NOT_CLERKS = (*CITIZENS, "clerk without second factor")

# Everybody gets the same.
PUBLIC = {
    "theme": 200, "health": 200,
    "portal:start": 200, "portal:services": 200, "portal:service": 200, "portal:login": 200, "portal:status": 200,
    "portal:a_to_z": 200, "portal:situations": 200, "portal:situation": 200, "portal:offices": 200,
    "portal:office": 200, "portal:short": 302, "portal:robots": 200, "portal:sitemap": 200,
    "portal:easy_start": 200, "portal:easy_service": 200,
    "portal:poster": 200, "portal:qr": 200, "portal:paper_form": 200,
    "portal:begin": 200, "portal:matters": 200, "portal:login_done": 302,
    "portal:email_login": 200, "portal:confirm_address": 200, "portal:email_code": 302, "portal:confirm_code": 302,
    "portal:new_password": 302, "portal:passkey_login": 405, "portal:sign_out_everywhere": 405,
    # Only for accounts that are kept here: the others, also accounts of identity providers, are led on.
    "portal:add_app": 302, "portal:add_passkey": 302, "portal:paper_codes": 302, "portal:remove_method": 302,
    "portal:mandate": 200, "portal:company_member": 405, "portal:revoke_mandate": 405, "portal:invitation": 404,
    "portal:accessibility": 200, "portal:accessibility_data": 200, "portal:feedback": 200,
    "portal:privacy": 200, "portal:service_privacy": 200,
    "portal:imprint": 200, "portal:help": 200,
    "portal:session_left": 200, "portal:forget": 200, "portal:resume": 200, "portal:phone": 404,
    "portal:verify": 404, "portal:co_sign": 404,
    "portal:start_draft": 405, "portal:start_login": 405, "portal:logout": 405,
    "desk:logout": 405,
    "rest:openapi": 200, "rest:services": 200, "rest:service": 200, "rest:schema": 200,
    "rest:token": 405, "rest:submit": 405,
    # Programs show a token; no browser has one, whoever sits in front of it.
    "rest:submission": 401, "rest:receipt": 401,
}  # fmt: skip
# The owner gets this, for everybody else it does not exist.
OWNED = {
    "portal:later": 200, "portal:draft": 302, "portal:check": 200, "portal:step_up": 200, "portal:page": 200,
    "portal:matter": 200, "portal:received": 200, "portal:copy": 200, "portal:withdraw": 200,
    "portal:evidence": 200, "portal:notice": 200, "portal:notice_pdf": 200, "portal:document": 200,
    "portal:everything": 200, "portal:question": 200, "portal:write": 200, "portal:calendar": 200,
    "portal:renew": 200, "portal:access_log": 200, "portal:pay": 404, "portal:paid": 404, "portal:task": 404,
}  # fmt: skip
# Accounts see what is about themselves, everybody else is led on.
OWN_ACCOUNT = {
    "portal:login_data": 200, "portal:account": 200, "portal:my_data": 200,
    "portal:delete_account": 200, "portal:data_archive": 404,
    "portal:found_company": 200, "portal:company": 404,
}  # fmt: skip
# Only sending is possible; looking is refused before anything is looked up.
SENT_ONLY = {"portal:live": 405, "portal:ask_co_signature": 405, "portal:delete_draft": 405}
# Messages are in the mailboxes of accounts only.
ACCOUNTS_ONLY = {"portal:message": 200}
# The clerk of the unit gets this, a clerk of another unit or town does not find it, everybody else must sign in.
CASES = {
    "desk:case": 200, "desk:ask": 200, "desk:note": 200, "desk:forward": 200, "desk:everything": 200,
    "desk:document": 200, "desk:notice": 200, "desk:task": 200, "desk:decide": 409, "desk:preview": 409,
    "desk:release": 409, "desk:draft_pdf": 404, "desk:message": 200,
}  # fmt: skip
DESK_SENT_ONLY = {"desk:assign": 405, "desk:payment": 405}
# Any clerk of the town gets this, everybody else must sign in.
DESK = {"desk:inbox": 200, "desk:find": 302}
SIGNING_IN = {"desk:login", "desk:code", "desk:set_up"}
# Of the decided matter of the owner; the rest lives at the open one.
AT_DECIDED = {"notice_id", "document_id", "message_id"}


def _names() -> set[str]:
    def walk(patterns: list[URLPattern | URLResolver], space: str) -> set[str]:
        found: set[str] = set()
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                found |= walk(pattern.url_patterns, f"{pattern.app_name}:" if pattern.app_name else space)
            else:
                found.add(f"{space}{pattern.name}")
        return found

    return walk(get_resolver("laufzettel.config.urls").url_patterns, "")


def _address(name: str, things: dict[str, object]) -> str:
    wanted = _variables(name)
    at = "reference" if wanted & AT_DECIDED or name in ("portal:copy", "desk:everything") else "open reference"
    given = {
        **things,
        "reference": things[at],
        "key": "hundesteuer-anmeldung",
        "code": "AAAAA-BBBBB",
        "export_id": 0,
        "token": "x",
    }
    given |= {"word": "hund", "slug": "haustiere"} | ({"key": "steuern"} if name == "portal:office" else {})
    return reverse(name, urlconf="laufzettel.config.urls", kwargs={key: given[key] for key in wanted})


def _variables(name: str) -> set[str]:
    patterns = get_resolver("laufzettel.config.urls").reverse_dict
    space, _, local = name.rpartition(":")
    if space:
        patterns = get_resolver("laufzettel.config.urls").namespace_dict[space][1].reverse_dict
    return set(patterns.getlist(local)[0][0][0][1])


def _ask(world: World, role: str, address: str) -> httpx.Response:
    client = world.browsers[role].client
    return client.get(world.demo.url + address)


def _expected(name: str, role: str, owner: str) -> int | str:
    if name in PUBLIC:
        return PUBLIC[name]
    if name in OWNED:
        return OWNED[name] if role == f"{owner} owner" else 404
    if name in OWN_ACCOUNT:
        return OWN_ACCOUNT[name] if role in ("account owner", "other account") else 302
    if name in ACCOUNTS_ONLY:
        return ACCOUNTS_ONLY[name] if (role, owner) == ("account owner", "account") else 404
    if name in SENT_ONLY or name in DESK_SENT_ONLY:
        return 405
    if name in CASES:
        return CASES[name] if role == "clerk" else 404 if role in CLERKS[:3] else "sign in"
    return "sign in" if role in NOT_CLERKS else DESK[name]


def test_every_address_has_a_line() -> None:
    known = {*PUBLIC, *OWNED, *SENT_ONLY, *ACCOUNTS_ONLY, *OWN_ACCOUNT, *CASES, *DESK_SENT_ONLY, *DESK, *SIGNING_IN}

    assert known == _names()


@pytest.mark.parametrize("owner", ["guest", "account"])
def test_every_person_gets_what_is_theirs_and_nothing_else(world: World, owner: str) -> None:
    surprises = []

    for name in sorted(_names() - SIGNING_IN):
        address = _address(name, dict(world.things(owner)))
        for role in ROLES:
            response = _ask(world, role, address)
            to_login = response.headers.get("location", "").startswith("/desk/anmelden/")
            got: int | str = "sign in" if to_login else response.status_code
            if got != (expected := _expected(name, role, owner)):
                surprises.append(f"{role}: {address} → {got}, expected {expected}")
            is_theirs = role in (f"{owner} owner", "clerk") or (name == "portal:matters" and role.endswith(" owner"))
            if MARKER.encode() in response.content and not is_theirs:
                surprises.append(f"{role}: {address} shows what is not theirs")

    assert [] == surprises


def test_owners_see_the_marker_that_others_must_not_see(world: World) -> None:
    things = dict(world.things("guest"))

    shown = [role for role in ROLES if MARKER in _ask(world, role, _address("portal:matter", things)).text]
    at_desk = [role for role in ROLES if MARKER in _ask(world, role, _address("desk:case", things)).text]

    assert (["guest owner"], ["clerk"]) == (shown, at_desk)


def test_lists_of_others_do_not_name_the_matter(world: World) -> None:
    references = {str(world.things(owner)["reference"]) for owner in ("guest", "account")}
    found = []

    for role in ROLES:
        for address in ("/meine/", "/desk/", "/desk/?ansicht=alle", "/leistungen/?suche=MZ-26"):
            response = _ask(world, role, address)
            if role not in ("guest owner", "account owner", "clerk"):
                found += [f"{role}: {address}" for one in references if one in response.text]

    assert [] == found
