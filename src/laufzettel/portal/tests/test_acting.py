"""Apply for somebody else: for a child, by power of attorney, for a company with members and roles."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from laufzettel.accounts.models import Invitation, Mandate, Membership
from laufzettel.portal.tests.conftest import BICYCLE, PERSON
from laufzettel.portal.tests.test_email_account import sign_in, sign_up
from laufzettel.submissions.models import Draft, Submission

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bicycle")]
SERVICE = "/leistungen/fahrrad-registrieren/"
MOTHER_OF = {
    "kind": "child",
    "given_name": "Mia",
    "family_name": "Beispiel",
    "birth_date.tag": "4",
    "birth_date.monat": "5",
    "birth_date.jahr": "2019",
}
ATTORNEY_OF = {**MOTHER_OF, "kind": "power_of_attorney", "given_name": "Otto", "birth_date.jahr": "1939"}


def account(email: str) -> Client:
    browser = Client(headers={"host": "mainz.localhost"})
    sign_up(browser, email=email)
    sign_in(browser, email=email)
    return browser


@pytest.fixture
def erika() -> Client:
    """Give the browser of Erika, who is signed in."""
    return account("erika@beispiel.example")


@pytest.fixture
def max_() -> Client:
    """Give the browser of Max, who is signed in."""
    return account("max@beispiel.example")


@pytest.fixture
def company(erika: Client) -> str:
    """Give the id of a company that Erika manages."""
    answer = erika.post("/konto/organisation/", {"name": "Radladen GmbH", "registernummer": "HRB 12345"})
    return str(answer.headers["Location"]).split("/")[3]


def begin(browser: Client, choice: str = "") -> str:
    answer = browser.post(f"{SERVICE}entwurf/", {"fuer": choice})
    return str(answer.headers["Location"]).partition("frage/")[0]


def send(browser: Client, address: str) -> str:
    browser.post(f"{address}frage/person/", PERSON)
    browser.post(f"{address}frage/raeder/", BICYCLE)
    answer = browser.post(f"{address}pruefen/", {"fassung": "3", "erklaerung.richtig": "ja"})
    return str(answer.headers["Location"]).split("/")[2]


def invite(browser: Client, company: str, role: str, email: str = "max@beispiel.example") -> str:
    """Invite somebody and return the path of the link in the mail."""
    answer = browser.post(f"/konto/organisation/{company}/", {"email": email, "rolle": role})
    assert 302 == answer.status_code, answer.content.decode()
    found = re.search(r"/einladung/[\w-]+/", mail.outbox[-1].body)
    assert found
    return found[0]


def test_beginning_asks_for_whom(citizen: Client) -> None:
    page = citizen.get(f"{SERVICE}beginnen/").content.decode()

    assert "Für mich selbst" in page
    assert "Für jemand anderen" in page


@pytest.mark.parametrize("who", ["guest", "account"])
def test_parent_applies_for_a_child(citizen: Client, erika: Client, who: str) -> None:
    browser = citizen if who == "guest" else erika
    asked = browser.post(f"{SERVICE}entwurf/", {"fuer": "andere"})
    began = browser.post(f"{SERVICE}vertretung/", MOTHER_OF)
    address = str(began.headers["Location"]).partition("frage/")[0]
    reference = send(browser, address)

    document = Submission.objects.get(reference=reference).document
    matter = browser.get(f"/vorgang/{reference}/").content.decode()
    assert f"{SERVICE}vertretung/" == asked.headers["Location"]
    assert ("person", "child", "Mia") == tuple(document["acting"][key] for key in ("for", "kind", "given_name"))
    assert "Mia Beispiel" in matter
    assert "§§ 1626, 1629 BGB" in matter
    assert [] == document["missing_evidence"]


def test_check_page_says_for_whom(citizen: Client) -> None:
    began = citizen.post(f"{SERVICE}vertretung/", MOTHER_OF)
    address = str(began.headers["Location"]).partition("frage/")[0]
    citizen.post(f"{address}frage/person/", PERSON)
    citizen.post(f"{address}frage/raeder/", BICYCLE)

    assert "Mia Beispiel" in citizen.get(f"{address}pruefen/").content.decode()


def test_power_of_attorney_is_to_be_proved_later(citizen: Client) -> None:
    began = citizen.post(f"{SERVICE}vertretung/", ATTORNEY_OF)
    reference = send(citizen, str(began.headers["Location"]).partition("frage/")[0])

    assert "Nachweis der Vertretung" in citizen.get(f"/vorgang/{reference}/eingang/").content.decode()


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"kind": ""}, "warum Sie für die Person handeln"),
        ({"given_name": ""}, "Vornamen der Person"),
        ({"family_name": ""}, "Familiennamen der Person"),
        ({"birth_date.jahr": "1990"}, "volljährig"),
        ({"birth_date.jahr": "", "birth_date.monat": "", "birth_date.tag": ""}, "Geburtsdatum der Person"),
        ({"birth_date.tag": "31", "birth_date.monat": "2"}, "Geburtsdatum der Person"),
        ({"valid_until.tag": "1", "valid_until.monat": "1", "valid_until.jahr": "2020"}, "schon vorbei"),
        ({"valid_until.tag": "x", "valid_until.monat": "1", "valid_until.jahr": "2020"}, "gibt es nicht"),
    ],
)
def test_what_cannot_be_is_said_and_begins_nothing(citizen: Client, wrong: dict[str, str], message: str) -> None:
    answer = citizen.post(f"{SERVICE}vertretung/", {**MOTHER_OF, **wrong})

    assert 422 == answer.status_code
    assert message in answer.content.decode()
    assert 'value="Mia"' in answer.content.decode() or "given_name" in wrong


def test_whole_date_may_stand_in_the_first_input(citizen: Client) -> None:
    typed = {"birth_date.tag": "4.5.2019", "birth_date.monat": "", "birth_date.jahr": ""}

    answer = citizen.post(f"{SERVICE}vertretung/", {**MOTHER_OF, **typed})

    assert (302, 1) == (answer.status_code, Draft.objects.count())


def test_account_keeps_its_mandates_and_ends_them(erika: Client) -> None:
    erika.post(f"{SERVICE}vertretung/", MOTHER_OF)
    erika.post(f"{SERVICE}vertretung/", MOTHER_OF)
    mandate = Mandate.objects.get()
    offered = erika.get(f"{SERVICE}beginnen/").content.decode()

    erika.post(f"/konto/vertretung/{mandate.pk}/beenden/")

    assert f"vollmacht:{mandate.pk}" in offered
    assert "Mia Beispiel" not in erika.get(f"{SERVICE}beginnen/").content.decode()
    assert 404 == erika.post(f"{SERVICE}entwurf/", {"fuer": f"vollmacht:{mandate.pk}"}).status_code


def test_mandates_of_others_cannot_be_used_or_ended(erika: Client, max_: Client, citizen: Client) -> None:
    erika.post(f"{SERVICE}vertretung/", MOTHER_OF)
    mandate = Mandate.objects.get().pk

    for browser in (max_, citizen):
        assert 404 == browser.post(f"{SERVICE}entwurf/", {"fuer": f"vollmacht:{mandate}"}).status_code
    assert 404 == max_.post(f"/konto/vertretung/{mandate}/beenden/").status_code
    assert Mandate.objects.get().revoked_at is None


def test_company_applies_through_a_member(erika: Client, company: str) -> None:
    reference = send(erika, begin(erika, f"organisation:{company}"))

    row = Submission.objects.get(reference=reference)
    matter = erika.get(f"/vorgang/{reference}/").content.decode()
    assert ("company", company) == (row.owner_kind, row.owner_key)
    assert "Radladen GmbH" in matter
    assert "nicht geprüft" in matter
    assert reference in erika.get("/meine/").content.decode()


def test_strangers_see_nothing_of_a_company(erika: Client, company: str, max_: Client) -> None:
    address = begin(erika, f"organisation:{company}")
    draft = max_.get(f"{address}frage/person/").status_code
    reference = send(erika, address)

    answers = [max_.get(path).status_code for path in (f"/vorgang/{reference}/", f"/konto/organisation/{company}/")]
    assert [404, 404, 404] == [draft, *answers]
    assert 404 == max_.post(f"{SERVICE}entwurf/", {"fuer": f"organisation:{company}"}).status_code
    assert 404 == max_.post(f"/konto/organisation/{company}/", {"email": "x@y.example", "rolle": "manage"}).status_code


def test_invited_member_works_on_the_same_draft(erika: Client, company: str, max_: Client) -> None:
    address = begin(erika, f"organisation:{company}")
    erika.post(f"{address}frage/person/", PERSON)
    link = invite(erika, company, "apply")
    shown = max_.get(link).content.decode()
    max_.post(link)

    page = max_.get(f"{address}frage/person/").content.decode()
    max_.post(f"{address}frage/raeder/", BICYCLE)
    sent = max_.post(f"{address}pruefen/", {"fassung": "3", "erklaerung.richtig": "ja"})

    assert "Radladen GmbH" in shown
    assert "Erika Beispiel" in page
    assert "/eingang/" in sent.headers["Location"]
    assert 200 == erika.get(sent.headers["Location"]).status_code


def test_invitation_counts_once_and_needs_an_account(
    erika: Client, company: str, max_: Client, citizen: Client
) -> None:
    link = invite(erika, company, "apply")
    anonymous = citizen.get(link)
    max_.post(link)

    assert "/anmelden/" in anonymous.headers["Location"]
    assert 404 == max_.post(link).status_code
    assert 404 == account("dritte@beispiel.example").post(link).status_code
    assert 2 == Membership.objects.count()


def test_link_itself_is_not_in_the_database(erika: Client, company: str) -> None:
    token = invite(erika, company, "apply").split("/")[2]

    assert token not in str(list(Invitation.objects.values()))


def test_reader_sees_matters_but_changes_nothing(erika: Client, company: str, max_: Client) -> None:
    address = begin(erika, f"organisation:{company}")
    max_.post(invite(erika, company, "read"))
    hidden = max_.get(f"{address}frage/person/").status_code
    reference = send(erika, address)

    seen = max_.get(f"/vorgang/{reference}/").status_code
    max_.post(f"/vorgang/{reference}/zuruecknehmen/", {"grund": "weg damit"})

    assert (404, 200) == (hidden, seen)
    assert "zurückgenommen" not in erika.get(f"/vorgang/{reference}/").content.decode()
    assert 404 == max_.post(f"{SERVICE}entwurf/", {"fuer": f"organisation:{company}"}).status_code
    assert 403 == _invite_directly(max_, company)


def _invite_directly(browser: Client, company: str) -> int:
    answer = browser.post(f"/konto/organisation/{company}/", {"email": "x@y.example", "rolle": "manage"})
    return 403 if "nur, wer die Organisation verwaltet" in answer.content.decode() else answer.status_code


def test_removed_member_is_out_at_once(erika: Client, company: str, max_: Client) -> None:
    max_.post(invite(erika, company, "apply"))
    address = begin(max_, f"organisation:{company}")
    reference = send(max_, address)
    draft = begin(max_, f"organisation:{company}")
    member = Membership.objects.get(role="apply").pk

    erika.post(f"/konto/organisation/{company}/mitglied/{member}/", {"entfernen": "1"})

    paths = (f"/vorgang/{reference}/", f"{draft}frage/person/", f"/konto/organisation/{company}/")
    assert [404, 404, 404] == [max_.get(path).status_code for path in paths]
    assert reference not in max_.get("/meine/").content.decode()
    assert 200 == erika.get(f"/vorgang/{reference}/").status_code


def test_member_cannot_give_themselves_another_role(erika: Client, company: str, max_: Client) -> None:
    max_.post(invite(erika, company, "read"))
    member = Membership.objects.get(role="read").pk

    max_.post(f"/konto/organisation/{company}/mitglied/{member}/", {"rolle": "manage"})

    assert "read" == Membership.objects.get(pk=member).role


def test_last_one_who_manages_cannot_leave(erika: Client, company: str, max_: Client) -> None:
    max_.post(invite(erika, company, "apply"))
    own, other = (Membership.objects.get(role=role).pk for role in ("manage", "apply"))
    leave = f"/konto/organisation/{company}/mitglied/{own}/"
    erika.post(leave, {"entfernen": "1"})
    stays = Membership.objects.filter(pk=own).exists()

    erika.post(f"/konto/organisation/{company}/mitglied/{other}/", {"rolle": "manage"})
    erika.post(leave, {"entfernen": "1"})

    assert stays
    assert not Membership.objects.filter(pk=own).exists()


def test_members_of_one_company_cannot_be_changed_through_another(erika: Client, company: str, max_: Client) -> None:
    other = max_.post("/konto/organisation/", {"name": "Fremde GmbH"}).headers["Location"].split("/")[3]
    member = Membership.objects.get(company_id=company).pk

    max_.post(f"/konto/organisation/{other}/mitglied/{member}/", {"entfernen": "1"})

    assert Membership.objects.filter(pk=member).exists()


@pytest.mark.parametrize("data", [{"name": ""}, {"name": "x"}, {"name": "y" * 300}])
def test_company_needs_a_name(erika: Client, data: dict[str, Any]) -> None:
    assert 422 == erika.post("/konto/organisation/", data).status_code


def test_manager_who_leaves_cannot_come_back_by_a_link_kept_back(erika: Client, max_: Client, company: str) -> None:
    max_.post(invite(erika, company, "manage"))
    kept_back = invite(max_, company, "manage", "zweitadresse@beispiel.example")
    row = Membership.objects.get(company_id=company, account__attributes__email="max@beispiel.example")

    erika.post(f"/konto/organisation/{company}/mitglied/{row.pk}/", {"entfernen": "1"})

    assert 404 == max_.get(kept_back).status_code
    assert 1 == Membership.objects.filter(company_id=company).count()


def test_many_companies_do_not_make_many_mails(erika: Client) -> None:
    refused = 0
    for number in range(3):
        founded = erika.post("/konto/organisation/", {"name": f"Firma {number}"}).headers["Location"]
        answers = [erika.post(founded, {"email": f"m{one}@beispiel.example", "rolle": "read"}) for one in range(20)]
        refused += sum(answer.status_code == 422 for answer in answers)

    assert 20 == refused
