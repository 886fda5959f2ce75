"""Everything a page of a draft needs, put together once per request."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.http import HttpRequest

from laufzettel import packages
from laufzettel.accounts import api as accounts
from laufzettel.automation import api as automation
from laufzettel.catalogue import api as catalogue
from laufzettel.engine import forms
from laufzettel.engine.forms import FormState, LookUpWish, PageInput, PageState
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.dates import local_date
from laufzettel.kernel.levels import at_least, highest
from laufzettel.look.controls import Phone
from laufzettel.packages import Package
from laufzettel.platform import api as platform
from laufzettel.portal.durations import kept_words
from laufzettel.portal.session import account_of, actor_of
from laufzettel.submissions import api as submissions
from laufzettel.submissions.api import AttachmentView, DraftView

# So many questions to registers one draft, and one address, may cause within a quarter of an hour.
_LOOK_UPS, _LOOK_UPS_PER_ADDRESS, _LOOK_UP_WINDOW_S = 8, 40, 900


@dataclass(frozen=True, kw_only=True)
class Drafting:
    """A draft with its package and the person who fills it in."""

    actor: Actor
    draft: DraftView
    package: Package
    account: Mapping[str, object]
    client: str
    now: datetime
    phone: Phone | None = None
    phone_path: str = ""

    @classmethod
    def of(cls, request: HttpRequest, draft_id: str, *, now: datetime) -> "Drafting":
        """Load the draft of the person in front of the screen; raises `NotFound` for anything else."""
        actor = actor_of(request)
        draft = submissions.access_draft(actor, draft_id)
        package = catalogue.get_package(actor.municipality, draft.package_ref)
        account = submissions.account_facts(actor) if account_of(request) else {"level_of_assurance": actor.level}
        return cls(
            actor=actor, draft=draft, package=package, account=account, client=accounts.client_address(request), now=now
        )

    @property
    def today(self) -> date:
        """Return the day in Germany."""
        return local_date(self.now)

    def may_see(self, page_key: str) -> bool:
        """Say whether the person is known surely enough for a page."""
        needed = highest(page.level for page in self.package.form.pages if page.key == page_key)
        return at_least(have=self.actor.level, need=needed)

    @cached_property
    def has_examples(self) -> bool:
        """Say whether amounts of this service are only examples."""
        return packages.has_examples(self.package, today=self.today)

    @cached_property
    def kept(self) -> str:
        """Say how long the answers are kept once the matter is closed."""
        records = self.package.manifest.records
        return kept_words(records.retention, records.starts)

    @cached_property
    def attachments(self) -> dict[str, AttachmentView]:
        """Return the files of the draft by id."""
        return {attachment.id: attachment for attachment in self.draft.attachments}

    def state(
        self,
        page_input: PageInput | None = None,
        *,
        only_page: str = "",
        look_ups: Mapping[str, object] | None = None,
    ) -> FormState:
        """Return what the form looks like now, or with what was just typed on the page `only_page`.

        With `only_page` the other pages are only known to be asked or not (see `forms.evaluate`). What was typed on
        other pages and could not be read stands there with its message: nothing is lost.
        """
        environment = packages.environment(
            self.package,
            today=self.today,
            account=self.account,
            look_ups=self.draft.look_ups if look_ups is None else look_ups,
        )
        here = only_page if page_input else ""
        unread = {key: texts for key, texts in self.draft.entered.items() if key != here}
        typed = page_input or PageInput(answers=self.answers, problems=())
        everything = forms.with_unread(self.package.form, typed, unread, today=self.today)
        return forms.evaluate(
            self.package.form, self.answers, environment=environment, page_input=everything, only_page=only_page
        )

    @cached_property
    def answers(self) -> dict[str, object]:
        """Return the answers so far; a repeated group begins with the fewest items it must have."""
        answers = dict(self.draft.answers)
        for key, group in self.package.form.groups.items():
            given = answers.get(key) or []
            if group.repeat and isinstance(given, list) and len(given) < group.repeat.min:
                answers[key] = [*given, *({} for _ in range(group.repeat.min - len(given)))]
        return answers

    def _ask(self, wish: LookUpWish) -> dict[str, object]:
        """Ask one register, but not so often that somebody could try out plates or names."""
        limits = ((f"look-up:draft:{self.draft.id}", _LOOK_UPS), (f"look-up:{self.client}", _LOOK_UPS_PER_ADDRESS))
        hits = [
            platform.hit_limit(key, limit=limit, per_seconds=_LOOK_UP_WINDOW_S, now=self.now) for key, limit in limits
        ]
        if any(hits):
            return _no_answer()
        answer = automation.look_up(
            register=wish.register, municipality=self.actor.municipality, query=dict(wish.query)
        )
        return {"state": answer.state, "data": dict(answer.data or {})}

    def ask_registers(self, state: FormState, *, page_key: str) -> dict[str, object]:
        """Ask the registers that a page wants to know from and keep their answers; return all answers known now."""
        page = self.package.form.page(page_key)
        groups = {group.key for group in page.groups}
        known = dict(self.draft.look_ups)
        for wish in state.look_ups:
            if wish.answered or wish.path.partition(".")[0] not in groups:
                continue
            kept = {**self._ask(wish), "query": dict(wish.query)}
            submissions.store_look_up(
                actor=self.actor, draft_id=self.draft.id, name=wish.name, answer=kept, now=self.now
            )
            known[wish.name] = forms.dump_answers(kept)
        return known


def _no_answer() -> dict[str, object]:
    return {"state": "unavailable", "data": {}}


def visible_pages(state: FormState) -> tuple[PageState, ...]:
    """Return the pages that are asked with these answers."""
    return tuple(page for page in state.pages if page.visible)


def next_page(state: FormState, page_key: str) -> PageState | None:
    """Return the page after this one, or None before the check page."""
    keys = [page.key for page in state.pages]
    later = state.pages[keys.index(page_key) + 1 :] if page_key in keys else ()
    return next((page for page in later if page.visible), None)


def previous_page(state: FormState, page_key: str) -> PageState | None:
    """Return the page before this one, or None on the first."""
    keys = [page.key for page in state.pages]
    earlier = state.pages[: keys.index(page_key)] if page_key in keys else ()
    return next((page for page in reversed(earlier) if page.visible), None)
