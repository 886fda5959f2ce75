"""Everything about me in one archive, and the end of an account."""

import io
import json
import re
import zipfile
from datetime import timedelta

import pytest
from django.test import Client

from laufzettel.accounts.models import Account, Company, Membership
from laufzettel.accounts.providers.memory.provider import MemoryProvider
from laufzettel.cases import api as cases
from laufzettel.platform import api as platform
from laufzettel.platform.testing import clock_at, run_jobs
from laufzettel.portal.tests.conftest import begin, sent
from laufzettel.portal.tests.test_step_up import sign_in, twin
from laufzettel.submissions.models import Draft

__all__ = ["twin"]


@pytest.fixture
def erika(bicycle: str, twin: MemoryProvider, citizen: Client) -> Client:
    """Give the browser of somebody who signed in."""
    sign_in(citizen, twin, level="low", return_to="/meine/")
    return citizen


def ordered(browser: Client) -> zipfile.ZipFile:
    """Order an archive, let the worker make it and download it."""
    browser.post("/meine/daten/")
    run_jobs(platform.now())
    found = re.search(r'href="(/meine/daten/\d+/daten.zip)"', browser.get("/meine/daten/").text)
    assert found is not None
    return zipfile.ZipFile(io.BytesIO(browser.get(found[1]).content))


def test_archive_holds_account_matters_drafts_and_documents(erika: Client) -> None:
    reference = sent(erika)
    begin(erika)
    run_jobs(platform.now())

    archive = ordered(erika)

    data = json.loads(archive.read("daten.json"))
    assert "Erika" == data["konto"]["vorname"]
    assert [reference] == [matter["vorgangsnummer"] for matter in data["vorgaenge"]]
    assert "Erika Beispiel" == data["vorgaenge"][0]["angaben"]["person"]["name"]
    assert ["fahrrad-registrieren"] == [draft["leistung"] for draft in data["entwuerfe"]]
    assert {"index.html", *(document["datei"] for document in data["vorgaenge"][0]["dokumente"])} < {
        *archive.namelist()
    }
    assert reference in archive.read("index.html").decode()


def test_message_says_that_the_archive_lies_ready(erika: Client) -> None:
    ordered(erika)

    mailbox = erika.get("/meine/").text
    address = re.search(r'href="(/meine/nachricht/\d+/)">Ihre Daten liegen bereit', mailbox)

    assert address is not None
    assert "bis zum" in erika.get(address[1]).text


def test_archive_is_gone_after_a_week_and_nobody_else_gets_it(erika: Client, stranger: Client) -> None:
    ordered(erika)
    address = re.search(r'href="(/meine/daten/\d+/daten.zip)"', erika.get("/meine/daten/").text)[1]  # type: ignore[index]
    foreign = stranger.get(address)

    gone = cases.delete_data_exports(now=platform.now() + timedelta(days=7))

    assert (302, 1, 404) == (foreign.status_code, gone, erika.get(address).status_code)


def test_second_order_waits_for_the_first(erika: Client) -> None:
    erika.post("/meine/daten/")
    erika.post("/meine/daten/")

    assert 1 == run_jobs(platform.now()).count("cases.make_data_export")


def test_deleting_the_account_says_what_stays_and_wants_to_be_sure(erika: Client) -> None:
    reference = sent(erika)

    page = erika.get("/meine/konto-loeschen/").text
    unsure = erika.post("/meine/konto-loeschen/", {})

    assert reference in page
    assert "Das bleibt" in page
    assert 422 == unsure.status_code
    assert Account.objects.exists()


def test_open_matter_outlives_the_account_with_reference_and_code(erika: Client, stranger: Client) -> None:
    reference = sent(erika)
    begin(erika)
    code = re.search(r'<dd class="lz-code">([^<]+)</dd>', erika.get("/meine/konto-loeschen/").text)[1]  # type: ignore[index]
    typed = {"vorgangsnummer": reference, "zugangscode": code}
    too_early = stranger.post("/status/", typed)

    erika.post("/meine/konto-loeschen/", {"verstanden": "ja"})

    assert 422 == too_early.status_code
    assert not Account.objects.exists()
    assert not Draft.objects.filter(state="open").exists()
    assert 404 == erika.get(f"/vorgang/{reference}/").status_code
    assert 200 == stranger.post("/status/", typed, follow=True).status_code
    assert reference in stranger.get(f"/vorgang/{reference}/").text


def test_wrong_code_opens_nothing_after_the_account_is_gone(erika: Client, stranger: Client) -> None:
    reference = sent(erika)
    erika.post("/meine/konto-loeschen/", {"verstanden": "ja"})

    answer = stranger.post("/status/", {"vorgangsnummer": reference, "zugangscode": "AAAAA-AAAAA-AAAAA-AAAAA"})

    assert 422 == answer.status_code
    assert 404 == stranger.get(f"/vorgang/{reference}/").status_code


def test_only_manager_of_a_company_with_members_hands_it_over_first(erika: Client) -> None:
    account = Account.objects.get()
    colleague = Account.objects.create(
        provider="twin", subject_key="person-2", level="low", created_at=platform.now(), signed_in_at=platform.now()
    )
    company = Company.objects.create(name="Rad & Tat", created_at=platform.now())
    for member, role in ((account, "manage"), (colleague, "read")):
        Membership.objects.create(company=company, account=member, role=role, since=platform.now())

    answer = erika.post("/meine/konto-loeschen/", {"verstanden": "ja"}, follow=True)

    assert "Jemand muss die Organisation verwalten" in answer.text
    assert Account.objects.filter(pk=account.pk).exists()


def test_account_is_deleted_only_by_who_signed_in_a_short_while_ago(erika: Client) -> None:
    with clock_at(platform.now() + timedelta(minutes=16)):
        answer = erika.post("/meine/konto-loeschen/", {"verstanden": "ja"})

    assert "/anmelden/?weiter=%2Fmeine%2Fkonto-loeschen%2F" == answer.headers["Location"]
    assert Account.objects.exists()
