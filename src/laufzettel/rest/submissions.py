"""POST /api/v1/services/KEY/submissions, and what becomes of it. The checks and the verbs are those of the pages."""

import hashlib
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from laufzettel.cases import api as cases
from laufzettel.catalogue import api as catalogue
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.dates import local_date
from laufzettel.kernel.errors import LaufzettelError, NotFound
from laufzettel.machines import api as machines
from laufzettel.machines.api import MachineClient
from laufzettel.platform import api as platform
from laufzettel.rest.access import client_of, town_of
from laufzettel.rest.application import Application, dropped, read_application
from laufzettel.rest.handing_in import hand_in
from laufzettel.rest.problem import ApiProblem, endpoint
from laufzettel.rest.services import absolute
from laufzettel.submissions import api as submissions
from laufzettel.submissions.api import SubmissionView

MOST_KEY = 120


@endpoint("POST")
def submit(request: HttpRequest, key: str) -> HttpResponse:
    """Hand in an application for somebody; answers 201 with reference and access code, or says what is not right."""
    now = platform.now()
    client = client_of(request, now=now)
    if not client.may(key):
        raise ApiProblem(403, "scope", _("Ihr Zugang gilt nicht für diese Leistung."))
    published = catalogue.get_published(town_of(request).key, key, local_date(now))
    sent = read_application(request)
    request_key = request.headers.get("Idempotency-Key", "")
    if len(request_key) > MOST_KEY or not request_key.isprintable():
        raise ApiProblem(400, "idempotency-key", _("Der Idempotency-Key ist zu lang oder enthält Steuerzeichen."))
    if not request_key:
        return _created(request, client, sent, hand_in(client=client, published=published, sent=sent, now=now))
    return _once(request, client, published, sent, _kept_key(key, request_key), now)


def _kept_key(service: str, request_key: str) -> str:
    """Return under what a key is kept: one key may be used for two services, and all keys are stored equally long."""
    return hashlib.sha256(f"{service} {request_key}".encode()).hexdigest()


def _once(
    request: HttpRequest,
    client: MachineClient,
    published: catalogue.PublishedService,
    sent: Application,
    key: str,
    now: datetime,
) -> HttpResponse:
    """Do a request with a key once, and answer the same however often it comes."""
    known = machines.begin_request(client_id=client.id, key=key, fingerprint=sent.fingerprint, now=now)
    if known.state == "other":
        raise ApiProblem(422, "idempotency-key", _("Diesen Idempotency-Key haben Sie schon für etwas anderes benutzt."))
    if known.state == "running":
        say = _("Dieselbe Anfrage läuft gerade. Fragen Sie gleich noch einmal.")
        raise ApiProblem(409, "running", say, headers={"Retry-After": "5"})
    earlier = _what_became_of(client.actor, known.draft_id, now) if known.draft_id else None
    if earlier is not None:
        machines.finish_request(client_id=client.id, key=key)
        return _created(request, client, sent, earlier)
    try:
        done = hand_in(
            client=client,
            published=published,
            sent=sent,
            now=now,
            begun=lambda draft_id: machines.note_draft(client_id=client.id, key=key, draft_id=draft_id),
        )
    except (ApiProblem, LaufzettelError):
        # Nothing came of it. After any other end the key stays, and who comes back looks for the draft first.
        machines.drop_request(client_id=client.id, key=key)
        raise
    machines.finish_request(client_id=client.id, key=key)
    return _created(request, client, sent, done)


def _what_became_of(actor: Actor, draft_id: str, now: datetime) -> SubmissionView | None:
    """Return the submission that an earlier request led to; a draft that it left behind is deleted."""
    try:
        submissions.delete_draft(actor=actor, draft_id=draft_id, now=now)
    except NotFound:
        return submissions.find_submission_of_draft(actor, draft_id)
    return None


def _created(
    request: HttpRequest, client: MachineClient, sent: Application, submission: SubmissionView
) -> HttpResponse:
    files = {file.path for file in submission.attachments}
    status_url = absolute(request, "rest:submission", submission.reference)
    body = {
        "reference": submission.reference,
        "access_code": submissions.take_access_code(client.actor, submission.reference),
        "received_at": submission.received_at.isoformat(),
        "package": submission.package_ref,
        "sha256": submission.hash,
        "dropped": dropped(sent, answers=submission.answers, files=files),
        "missing_evidence": list(submission.missing_evidence),
        "links": {
            "status": status_url,
            "receipt": absolute(request, "rest:receipt", submission.reference),
            "citizen": absolute(request, "portal:status"),
        },
    }
    return JsonResponse(body, status=201, headers={"Location": status_url})


@endpoint("GET")
def status(request: HttpRequest, reference: str) -> HttpResponse:
    """Say how far a submission of the calling client is; those of others do not exist."""
    now = platform.now()
    client = client_of(request, now=now)
    submission = submissions.access_submission(client.actor, reference)
    return JsonResponse(_status(submission, now))


def _status(submission: SubmissionView, now: datetime) -> dict[str, Any]:
    # Who handed in holds the access code too: the client sees the state that the code would show, and nothing else.
    opened = Actor(kind="guest", key=submission.id, municipality=submission.municipality)
    case = cases.access_own_case(opened, submission.reference, today=local_date(now))
    return {
        "reference": submission.reference,
        "service": submission.service_key,
        "package": submission.package_ref,
        "received_at": submission.received_at.isoformat(),
        "sha256": submission.hash,
        "state": case.state,
        "state_label": case.state_label,
        "opened_at": case.opened_at.isoformat(),
        "closed_at": case.closed_at.isoformat() if case.closed_at else None,
        "missing_evidence": list(case.missing_evidence),
    }


@endpoint("GET")
def receipt(request: HttpRequest, reference: str) -> HttpResponse:
    """Return the sealed copy of a submission (§ 9a OZG) as PDF; 404 with Retry-After while it is being made."""
    client = client_of(request, now=platform.now())
    copy = submissions.find_copy(client.actor, reference)
    if copy is None:
        raise ApiProblem(404, "not-yet", _("Die Bestätigung wird gerade erstellt."), headers={"Retry-After": "5"})
    return HttpResponse(platform.read_blob(copy.pdf), content_type="application/pdf")
