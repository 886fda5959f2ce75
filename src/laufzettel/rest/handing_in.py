"""Hand in for somebody: check first, then draft, files, registers and the binding submission, all through the verbs."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from laufzettel import packages
from laufzettel.automation import api as automation
from laufzettel.catalogue.api import PublishedService
from laufzettel.engine import forms
from laufzettel.engine.forms import FormDefinition, FormState
from laufzettel.kernel import language
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.dates import local_date
from laufzettel.kernel.errors import Invalid, NotFound, Problem, Refused
from laufzettel.machines.api import MachineClient
from laufzettel.packages import Package
from laufzettel.platform import api as platform
from laufzettel.rest.application import Application, SentFile, unknown_names
from laufzettel.rest.problem import ApiProblem, PointedProblem, pointed
from laufzettel.submissions import api as submissions
from laufzettel.submissions.api import SubmissionView

_ROUNDS = 6
# So many questions to registers one client may cause within a quarter of an hour: nobody tries out plates.
_LOOK_UPS, _LOOK_UP_WINDOW_S = 200, 900


def hand_in(
    *,
    client: MachineClient,
    published: PublishedService,
    sent: Application,
    now: datetime,
    begun: Callable[[str], None] = lambda draft_id: None,
) -> SubmissionView:
    """Submit an application for somebody and return it; `begun` is told the draft before anything else happens.

    Raises ApiProblem: 403 when the client is not trusted enough for the service, 422 with every problem of the
    answers, declarations and files.
    """
    actor = client.actor
    _check_level(client, published.package)
    look_ups = _checked(actor, published.package, sent, now)
    draft_id = submissions.start_draft(
        actor=actor,
        service_key=published.package.key,
        package_ref=published.ref,
        level=actor.level,
        answers=sent.answers,
        now=now,
    ).draft_id
    begun(draft_id)
    try:
        _add_files(actor, draft_id, sent.files, now)
        for name, answer in look_ups.items():
            submissions.store_look_up(actor=actor, draft_id=draft_id, name=name, answer=answer, now=now)
        version = submissions.access_draft(actor, draft_id).version
        told = submissions.submit(
            actor=actor, draft_id=draft_id, declarations=sent.declarations, version=version, now=now
        )
    except Invalid as invalid:
        _forget(actor, draft_id, now)
        raise _invalid(invalid.problems, sent) from None
    except (ApiProblem, Refused):
        _forget(actor, draft_id, now)
        raise
    return submissions.access_submission(actor, told.reference)


def _forget(actor: Actor, draft_id: str, now: datetime) -> None:
    submissions.delete_draft(actor=actor, draft_id=draft_id, now=now)


def _check_level(client: MachineClient, package: Package) -> None:
    """Refuse a client that is not trusted to know people as surely as the service needs; say which level that is."""
    manifest = package.manifest
    try:
        submissions.check_level(have=client.level, need=manifest.level_of_assurance, written_form=manifest.written_form)
    except Refused:
        raise ApiProblem(
            403,
            "level",
            _("Für diese Leistung muss sich die Person selbst anmelden. Ihr Zugang darf sie nicht einreichen."),
            extra={"needed": manifest.level_of_assurance, "level": client.level},
        ) from None


def _checked(actor: Actor, package: Package, sent: Application, now: datetime) -> Mapping[str, Mapping[str, Any]]:
    """Return what registers say to what was sent; raises ApiProblem when it could not be submitted."""
    form = packages.localized(package, language.reader()).form
    unknown = unknown_names(form, sent.answers)
    if unknown:
        raise ApiProblem(422, "invalid", _("Die Angaben stimmen noch nicht."), problems=unknown)
    answers = _with_files(form, sent)
    look_ups: dict[str, Mapping[str, Any]] = {}
    state = _state(form, package, answers, look_ups, actor, now)
    for _round in range(_ROUNDS):
        wishes = [wish for wish in state.look_ups if not wish.answered]
        if not wishes or state.problems:
            break
        for wish in wishes:
            look_ups[wish.name] = _ask(actor, wish, now)
        state = _state(form, package, answers, look_ups, actor, now)
    problems = (*state.problems, *submissions.missing_declarations(state.declarations, sent.declarations))
    if problems:
        raise _invalid(problems, sent)
    return look_ups


def _state(
    form: FormDefinition,
    package: Package,
    answers: Mapping[str, Any],
    look_ups: Mapping[str, Mapping[str, Any]],
    actor: Actor,
    now: datetime,
) -> FormState:
    account = submissions.account_facts(actor)
    environment = packages.environment(package, today=local_date(now), account=account, look_ups=look_ups)
    return forms.evaluate(form, answers, environment=environment)


def _ask(actor: Actor, wish: forms.LookUpWish, now: datetime) -> Mapping[str, Any]:
    query = dict(wish.query)
    key = f"look-up:machine:{actor.key}"
    if platform.hit_limit(key, limit=_LOOK_UPS, per_seconds=_LOOK_UP_WINDOW_S, now=now):
        return {"state": "unavailable", "data": {}, "query": query}
    answer = automation.look_up(register=wish.register, municipality=actor.municipality, query=query)
    return {"state": answer.state, "data": dict(answer.data or {}), "query": query}


def _with_files(form: FormDefinition, sent: Application) -> dict[str, Any]:
    """Return the answers as if the files were there already; raises ApiProblem for a path that asks for no file."""
    answers: dict[str, Any] = {key: _copied(value) for key, value in sent.answers.items()}
    for index, file in enumerate(sent.files):
        group_key, *place, key = file.path.split(".") if file.path.count(".") in (1, 2) else ("", "")
        field, group = form.field(group_key, key), form.groups.get(group_key)
        item = _item(answers.setdefault(group_key, [] if place else {}), place) if field and group else None
        if item is None or field is None or field.type != "file":
            say = _("An dieser Stelle fragt das Formular nach keiner Datei.")
            problem = PointedProblem(pointer=f"/attachments/{index}/path", message=say)
            raise ApiProblem(422, "invalid", say, problems=(problem,))
        item[key] = [*item.get(key, ()), f"anlage-{index}"]
    return answers


def _copied(value: Any) -> Any:
    if isinstance(value, list):
        return [dict(item) if isinstance(item, dict) else item for item in value]
    return dict(value) if isinstance(value, dict) else value


def _item(given: Any, place: Sequence[str]) -> dict[str, Any] | None:
    if not place:
        return given if isinstance(given, dict) else None
    index = int(place[0]) if place[0].isascii() and place[0].isdigit() and len(place[0]) < 4 else -1
    is_there = isinstance(given, list) and 0 <= index < len(given) and isinstance(given[index], dict)
    return given[index] if is_there else None


def _add_files(actor: Actor, draft_id: str, files: Sequence[SentFile], now: datetime) -> None:
    for index, file in enumerate(files):
        try:
            submissions.add_attachment(
                actor=actor,
                draft_id=draft_id,
                path=file.path,
                filename=file.filename,
                content=file.content,
                now=now,
            )
        except (Refused, NotFound) as refused:
            problem = PointedProblem(pointer=f"/attachments/{index}", message=refused.message)
            raise ApiProblem(422, "attachment", refused.message, problems=(problem,)) from None


def _invalid(problems: Sequence[Problem], sent: Application) -> ApiProblem:
    places = {file.path: index for index, file in enumerate(sent.files)}
    found = pointed(problems, attachments=places)
    return ApiProblem(422, "invalid", _("Die Angaben stimmen noch nicht."), problems=found)
