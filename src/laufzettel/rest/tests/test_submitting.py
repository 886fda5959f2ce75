"""Handing in by machine: the same checks, the same submission, once."""

import base64
import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from laufzettel.machines import api as machines
from laufzettel.machines.models import KeyedRequest
from laufzettel.platform import api as platform
from laufzettel.platform.models import Event
from laufzettel.rest.tests.conftest import APPLICATION, SUBMIT, client_of, program, send, token_of
from laufzettel.submissions import api as submissions
from laufzettel.submissions import models
from laufzettel.submissions.tests.conftest import ANSWERS, NOW, pdf, started

pytestmark = pytest.mark.django_db


STOLEN = {**ANSWERS, "raeder": [{**ANSWERS["raeder"][0], "gestohlen": True}]}


def _with(**changed: Any) -> dict[str, Any]:
    return {**APPLICATION, **changed}


def _attachment(content: bytes, path: str = "/raeder/0/anzeige") -> dict[str, str]:
    return {"path": path, "filename": "beleg.pdf", "content": base64.b64encode(content).decode()}


def test_an_application_is_received_and_its_person_can_follow_it_with_the_code(caller: Client) -> None:
    answer = send(caller, APPLICATION)

    assert 201 == answer.status_code, answer.content
    told = answer.json()
    opened = submissions.open_as_guest(
        reference=told["reference"], code=told["access_code"], municipality="mainz", client="10.0.0.1", now=NOW
    )
    assert (
        ANSWERS["person"]["name"] == submissions.access_submission(opened, told["reference"]).answers["person"]["name"]
    )
    assert answer.headers["Location"] == told["links"]["status"]


def test_the_trail_says_that_a_machine_did_it(caller: Client) -> None:
    told = send(caller, APPLICATION).json()

    received = Event.objects.get(subject=f"case:{told['reference']}", kind="SubmissionReceived")
    assert "machine" == received.actor_kind


def test_problems_come_with_their_place_in_german_and_english(caller: Client) -> None:
    faulty = _with(answers={"person": {}, "raeder": [{"marke": "Hollandrad", "wert": "viel"}]}, declarations=[])

    german, english = (send(caller, faulty, **{"accept-language": code}).json() for code in ("de", "en;q=0.9"))

    pointers = {item["pointer"] for item in german["problems"]}
    assert {"/answers/person/name", "/answers/raeder/0/wert", "/declarations"} <= pointers
    assert pointers == {item["pointer"] for item in english["problems"]}
    assert ("Die Angaben stimmen noch nicht.", "The answers are not right yet.") == (german["title"], english["title"])


def test_what_is_not_accepted_leaves_nothing_behind(caller: Client) -> None:
    send(caller, _with(answers={}))
    send(caller, _with(answers=STOLEN, attachments=[_attachment(b"kein PDF")]))

    assert 0 == models.Draft.objects.count() == models.Attachment.objects.count() == models.Submission.objects.count()


def test_names_that_the_form_does_not_have_are_refused_so_that_nothing_is_lost(caller: Client) -> None:
    unknown = {**ANSWERS, "hunde": [], "person": {**ANSWERS["person"], "spitzname": "Rika"}}

    answer = send(caller, _with(answers=unknown))

    assert 422 == answer.status_code
    assert ["/answers/person/spitzname", "/answers/hunde"] == [item["pointer"] for item in answer.json()["problems"]]


def test_files_in_the_body_and_in_parts_arrive_the_same(caller: Client) -> None:
    inside = send(caller, _with(answers=STOLEN, attachments=[_attachment(pdf())]))
    parts = caller.post(
        SUBMIT,
        {
            "application": json.dumps(_with(answers=STOLEN)),
            "raeder.0.anzeige": SimpleUploadedFile("beleg.pdf", pdf(), content_type="text/plain"),
        },
    )

    assert [201, 201] == [inside.status_code, parts.status_code], (inside.content, parts.content)
    hashes = set()
    for told in (inside.json(), parts.json()):
        row = models.Submission.objects.get(reference=told["reference"])
        [file] = row.document["attachments"]
        hashes.add((file["path"], file["title"], file["blob"]))
    assert 1 == len(hashes)


@pytest.mark.parametrize(
    ("attachment", "pointer"),
    [
        (_attachment(b"nur Text"), "/attachments/0"),
        (_attachment(b""), "/attachments/0"),
        (_attachment(pdf(), "/person/name"), "/attachments/0/path"),
        (_attachment(pdf(), "/raeder/7/beleg"), "/attachments/0/path"),
        (_attachment(pdf(), "../../etc/passwd"), "/attachments/0/path"),
    ],
)
def test_files_are_inspected_like_uploads(caller: Client, attachment: dict[str, str], pointer: str) -> None:
    answer = send(caller, _with(answers=STOLEN, attachments=[attachment]))

    assert (422, pointer) == (answer.status_code, answer.json()["problems"][0]["pointer"])


def test_answers_that_a_condition_made_irrelevant_are_named(caller: Client) -> None:
    told = send(caller, _with(attachments=[_attachment(pdf())])).json()

    assert ["/attachments/0"] == told["dropped"]


def test_the_same_request_with_the_same_key_is_done_once(caller: Client) -> None:
    first, again = (send(caller, APPLICATION, **{"idempotency-key": "a-1"}).json() for _ in range(2))

    assert first == again
    assert 1 == models.Submission.objects.count()


def _died(at: datetime) -> None:
    """Let the only request with a key look as if its process had died at this moment."""
    assert 1 == KeyedRequest.objects.update(is_done=False, began_at=at)


def test_while_a_request_runs_the_same_one_must_wait(caller: Client) -> None:
    send(caller, APPLICATION, **{"idempotency-key": "a-1"})
    _died(platform.now())

    answer = send(caller, APPLICATION, **{"idempotency-key": "a-1"})

    assert (409, "5") == (answer.status_code, answer.headers["Retry-After"])


def test_a_submission_whose_answer_got_lost_is_found_and_not_made_again(caller: Client) -> None:
    first = send(caller, APPLICATION, **{"idempotency-key": "a-1"}).json()
    _died(platform.now() - timedelta(minutes=3))

    again = send(caller, APPLICATION, **{"idempotency-key": "a-1"}).json()

    assert first == again
    assert 1 == models.Submission.objects.count()


def test_a_draft_that_a_dead_request_left_is_removed_and_the_request_done_anew(caller: Client, bicycle: str) -> None:
    send(caller, APPLICATION, **{"idempotency-key": "a-1"})
    [known] = machines.list_clients("mainz")
    left = started(bicycle, known.client.actor)
    KeyedRequest.objects.update(draft_id=left)
    _died(platform.now() - timedelta(minutes=3))

    answer = send(caller, APPLICATION, **{"idempotency-key": "a-1"})

    assert 201 == answer.status_code
    assert not models.Draft.objects.filter(pk=left).exists()


def test_another_request_with_the_same_key_is_refused(caller: Client) -> None:
    send(caller, APPLICATION, **{"idempotency-key": "a-1"})
    other = {**ANSWERS, "person": {**ANSWERS["person"], "name": "Max Beispiel"}}

    answer = send(caller, _with(answers=other), **{"idempotency-key": "a-1"})

    assert (422, "urn:laufzettel:problem:idempotency-key") == (answer.status_code, answer.json()["type"])


def test_a_refused_request_gives_its_key_free(caller: Client) -> None:
    refused = send(caller, _with(answers={}), **{"idempotency-key": "a-1"})
    accepted = send(caller, APPLICATION, **{"idempotency-key": "a-1"})

    assert [422, 201] == [refused.status_code, accepted.status_code]


def test_the_client_sees_how_far_its_submission_is_and_no_other(caller: Client, bicycle: str) -> None:
    reference = send(caller, APPLICATION).json()["reference"]
    other = program(token_of(client_of(services=("anderes",))))

    mine = caller.get(f"/api/v1/submissions/{reference}").json()

    assert ("open", reference) == (mine["state"], mine["reference"])
    assert not set(mine) & {"answers", "documents", "access_code"}
    assert 404 == other.get(f"/api/v1/submissions/{reference}").status_code
    assert 404 == other.get(f"/api/v1/submissions/{reference}/receipt").status_code


def test_the_receipt_is_not_there_until_it_is_made(caller: Client) -> None:
    reference = send(caller, APPLICATION).json()["reference"]

    answer = caller.get(f"/api/v1/submissions/{reference}/receipt")

    assert (404, "5") == (answer.status_code, answer.headers["Retry-After"])
    submission = submissions.submission_of_subject("mainz", f"case:{reference}")
    submissions.make_copy(submission_id=submission.id)
    assert b"%PDF" == caller.get(f"/api/v1/submissions/{reference}/receipt").content[:4]


def test_the_longest_key_that_is_allowed_works(caller: Client) -> None:
    first, again = (send(caller, APPLICATION, **{"idempotency-key": "k" * 120}) for _ in range(2))

    assert (201, first.json()) == (again.status_code, again.json())
