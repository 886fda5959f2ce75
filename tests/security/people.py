"""A town with things in it and people of every kind who look at them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.journeys import files, stories
from tests.journeys.http_driver import Browser, Citizen, Clerk, wait_for
from tests.live import LiveDemo

MARKER = "GEHEIM-7Q4"
OTHER_TOWN = "musterstadt.localhost"


@dataclass(kw_only=True)
class Things:
    """What belongs to one citizen: the values that stand in addresses."""

    citizen: Citizen
    ids: Mapping[str, object] = field(default_factory=dict)


@dataclass(kw_only=True)
class World:
    """Browsers by the role of who sits in front of them, and what belongs to whom."""

    demo: LiveDemo
    browsers: dict[str, Browser]
    guest: Things
    account: Things

    def things(self, owner: str) -> Mapping[str, object]:
        """What stands in addresses of the matter and the draft of the guest or of the account."""
        return (self.guest if owner == "guest" else self.account).ids


def build(demo: LiveDemo, clerks: stories.Clerks) -> World:
    """Let a guest and an account apply, let a clerk decide and ask, sign everybody in."""
    url = demo.url
    clerk = clerks.window("boris")
    guest = _things(demo, Citizen(browser=Browser(url)), clerk)
    owner = Citizen(browser=Browser(url))
    owner.log_in(person="demo-erika", level="substantial")
    account = _things(demo, owner, clerk)
    return World(
        demo=demo,
        guest=guest,
        account=account,
        browsers={
            "nobody": Browser(url),
            "guest owner": guest.citizen.browser,
            "other guest": _other_guest(url),
            "account owner": owner.browser,
            "other account": _other_account(url),
            "clerk": clerk.browser,
            "clerk of another unit": clerks.window("anke").browser,
            "clerk of another town": stories.log_in(url, "falk", town="musterstadt", host=OTHER_TOWN).browser,
            "clerk without second factor": _half_clerk(url),
        },
    )


def _things(demo: LiveDemo, citizen: Citizen, clerk: Clerk) -> Things:
    answers = stories.dog(verguenstigung="ermaessigung", grund_ermaessigung="wachhund", name=MARKER)
    proof = [("nachweis.pdf", files.pdf(marker=MARKER))]
    citizen.apply(stories.DOG, answers, {"hunde.0.nachweis": proof})
    stories.finish(citizen, clerk, outcome="verguenstigen")
    done = citizen.reference
    citizen.reference = ""
    # A second matter stays open, with a task and a question; a third is only a draft with a file.
    citizen.apply(stories.DOG, answers)
    wait_for(lambda: clerk.open_tasks(citizen.reference))
    _ask(clerk, citizen.reference)
    open_one, citizen.reference = citizen.reference, done
    page = citizen.start(stories.DOG)
    return Things(citizen=citizen, ids=_ids(demo, done, open_one, citizen.draft, page.path.split("/")[4]))


def _ask(clerk: Clerk, reference: str) -> None:
    page = clerk.browser.get(f"/desk/vorgang/{reference}/frage/")
    form = page.form("/frage/")
    form.put("text", "Wie heißt der Hund?")
    page = clerk.browser.send(form)
    assert page.path == f"/desk/vorgang/{reference}/", page.errors()


def _ids(demo: LiveDemo, done: str, open_one: str, draft: str, page_key: str) -> dict[str, object]:
    def one(statement: str, value: str) -> object:
        rows = demo.query(statement, value)
        assert rows, f"nothing for {value}: {statement}"
        return rows[0][0]

    return {
        # Nobody here has an account with a second way to sign in; any number is foreign.
        "method_id": 1,
        # Companies and mandates of others: nobody here has any.
        "company_id": "00000000-0000-4000-8000-000000000000",
        "member_id": 1,
        "mandate_id": "00000000-0000-4000-8000-000000000000",
        "token": "unbekannt",
        "reference": done,
        "open reference": open_one,
        "draft_id": draft,
        "page_key": page_key,
        "notice_id": one("SELECT id FROM notices_notice WHERE subject = 'case:' || %s", done),
        "document_id": one("SELECT id FROM records_document WHERE subject = 'case:' || %s AND public LIMIT 1", done),
        "message_id": one("SELECT id FROM messaging_message WHERE subject = 'case:' || %s", done),
        "query_id": one(
            "SELECT q.id FROM cases_query q JOIN cases_case c ON c.id = q.case_id WHERE c.reference = %s", open_one
        ),
        "task_id": one(
            "SELECT t.id FROM cases_task t JOIN cases_case c ON c.id = t.case_id"
            " WHERE c.reference = %s AND t.state = 'open'",
            open_one,
        ),
    }


def _other_guest(url: str) -> Browser:
    citizen = Citizen(browser=Browser(url))
    citizen.apply(stories.DOG, stories.dog())
    return citizen.browser


def _other_account(url: str) -> Browser:
    citizen = Citizen(browser=Browser(url))
    citizen.log_in(person="demo-ayse", level="high")
    return citizen.browser


def _half_clerk(url: str) -> Browser:
    browser = Browser(url)
    person = stories.demo_clerk("carla")
    form = browser.get("/desk/anmelden/").form()
    form.put("email", person["email"])
    form.put("passwort", person["password"])
    assert browser.send(form).path.endswith("/code/")
    return browser
