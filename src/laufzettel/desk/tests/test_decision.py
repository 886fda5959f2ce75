"""Deciding: nothing is released unseen, and with four eyes never by one person alone."""

import pytest

from laufzettel.cases.models import Query, Task
from laufzettel.cases.tests.conftest import ANSWERS, World, open_steps, open_task, pay, submit, work
from laufzettel.desk.tests.conftest import Desk, now
from laufzettel.notices import api as notices

GRANT = {"ergebnis": "genehmigen", "gruende": "Der Baum ist krank.", "nebenbestimmungen": "Nur im Winter.\n\nLeise."}


def _address(reference: str, page: str) -> str:
    return f"/desk/vorgang/{reference}/aufgabe/{open_task(reference, 'entscheiden').pk}/{page}"


def _seen(desk: Desk, reference: str) -> dict[str, str]:
    """Return what the release button of the preview sends."""
    preview = desk.client.get(_address(reference, "vorschau/")).context
    return {"ergebnis": preview["draft"].outcome, "gesehen": preview["preview"].fingerprint}


def test_typed_decision_leads_to_the_preview_and_decides_nothing(falk: Desk, to_decide: str) -> None:
    answer = falk.client.post(_address(to_decide, "entscheiden/"), GRANT, follow=True)

    page = answer.content.decode()
    for word in ("Entwurf", "Der Baum ist krank.", "Nur im Winter.", "Genehmigen und Schreiben freigeben"):
        assert word in page
    assert ["entscheiden"] == open_steps(to_decide)


def test_preview_shows_the_pdf_in_a_frame_of_ours(falk: Desk, to_decide: str) -> None:
    falk.client.post(_address(to_decide, "entscheiden/"), GRANT)

    answer = falk.client.get(_address(to_decide, "entwurf.pdf"))

    assert answer.content.startswith(b"%PDF")
    assert "SAMEORIGIN" == answer.headers["X-Frame-Options"]


def test_released_decision_is_sealed_and_served(falk: Desk, to_decide: str) -> None:
    falk.client.post(_address(to_decide, "entscheiden/"), GRANT)

    answer = falk.client.post(_address(to_decide, "vorschau/"), _seen(falk, to_decide), follow=True)
    work(now())

    assert "Die Entscheidung ist getroffen." in answer.content.decode()
    decision = notices.find_decision("musterstadt", f"case:{to_decide}")
    assert decision is not None
    assert ("genehmigen", "Falk Sommer", ("Nur im Winter.", "Leise.")) == (
        decision.outcome,
        decision.decided_by_name,
        decision.conditions,
    )
    assert [True] == [notice.is_sealed for notice in notices.list_notices("musterstadt", f"case:{to_decide}")]
    assert "gesiegelt" in falk.client.get(f"/desk/vorgang/{to_decide}/").content.decode()


def test_refusal_without_reasons_is_not_previewed(falk: Desk, to_decide: str) -> None:
    answer = falk.client.post(_address(to_decide, "entscheiden/"), {"ergebnis": "ablehnen", "gruende": ""})

    assert 422 == answer.status_code
    assert 'href="#gruende"' in answer.content.decode()


@pytest.mark.parametrize("outcome", ["", "verschenken"])
def test_unknown_outcome_is_not_previewed(falk: Desk, to_decide: str, outcome: str) -> None:
    assert 422 == falk.client.post(_address(to_decide, "entscheiden/"), {"ergebnis": outcome}).status_code


def test_typed_text_is_there_after_going_back(falk: Desk, to_decide: str) -> None:
    falk.client.post(_address(to_decide, "entscheiden/"), GRANT)

    page = falk.client.get(_address(to_decide, "entscheiden/")).content.decode()

    assert "Der Baum ist krank." in page


def test_preview_without_a_draft_leads_to_the_form(falk: Desk, to_decide: str) -> None:
    assert falk.client.get(_address(to_decide, "vorschau/")).url.endswith("/entscheiden/")


def test_nothing_is_released_that_was_not_seen(falk: Desk, to_decide: str) -> None:
    falk.client.post(_address(to_decide, "entscheiden/"), GRANT)
    seen = _seen(falk, to_decide)
    falk.client.post(_address(to_decide, "entscheiden/"), {**GRANT, "gruende": "Etwas ganz anderes."})

    answer = falk.client.post(_address(to_decide, "vorschau/"), seen)

    assert 409 == answer.status_code
    assert "Etwas ganz anderes." in answer.content.decode()
    assert ["entscheiden"] == open_steps(to_decide)


def test_second_clerk_cannot_decide_again_and_keeps_the_reasons(falk: Desk, ida: Desk, to_decide: str) -> None:
    form, preview = _address(to_decide, "entscheiden/"), _address(to_decide, "vorschau/")
    ida.client.post(form, {"ergebnis": "ablehnen", "gruende": "Der Baum ist gesund."})
    falk.client.post(form, GRANT)
    falk.client.post(preview, _seen(falk, to_decide))

    answer = ida.client.post(preview, {"ergebnis": "ablehnen", "gesehen": "x"})
    again = ida.client.post(form, {"ergebnis": "ablehnen", "gruende": "Wirklich gesund."})

    assert (409, 409) == (answer.status_code, again.status_code)
    assert "Der Baum ist gesund." in answer.content.decode()
    assert "Wirklich gesund." in again.content.decode()


@pytest.fixture
def big(world: World, falk: Desk) -> str:
    """Give the reference of an application that needs four eyes."""
    reference = submit(world, answers={**ANSWERS, "baum": {**ANSWERS["baum"], "baeume": "9"}}, now=now())
    work(now())
    task = open_task(reference, "pruefen").pk
    falk.client.post(f"/desk/vorgang/{reference}/aufgabe/{task}/", {"vollstaendig": "ja"})
    pay(world, reference, now=now())
    work(now())
    return reference


@pytest.fixture
def proposed(falk: Desk, big: str) -> str:
    """Give the reference of an application with a decision that waits for the second person."""
    falk.client.post(_address(big, "entscheiden/"), GRANT)
    falk.client.post(_address(big, "vorschau/"), _seen(falk, big))
    return big


def test_four_eyes_are_announced_and_the_draft_waits(falk: Desk, proposed: str) -> None:
    page = falk.client.get(f"/desk/vorgang/{proposed}/").content.decode()

    assert "Ihr Entwurf wartet auf die Freigabe durch eine zweite Person." in page
    assert ["entscheiden"] == open_steps(proposed)


def test_second_person_sees_the_draft_and_releases_it(ida: Desk, proposed: str) -> None:
    address = _address(proposed, "freigabe/")

    page = ida.client.get(address).content.decode()
    pdf = ida.client.get(_address(proposed, "entwurf.pdf") + "?vorlage=1")
    seen = ida.client.get(address).context["seen"]
    answer = ida.client.post(address, {"schritt": "freigeben", "gesehen": seen})

    assert f'name="gesehen" value="{seen}"' in page
    assert "Entworfen von Falk Sommer." in page
    assert pdf.content.startswith(b"%PDF")
    assert f"/desk/vorgang/{proposed}/" == answer.url
    assert "entscheiden" not in open_steps(proposed)


def test_nobody_releases_the_own_draft(falk: Desk, proposed: str) -> None:
    address = _address(proposed, "freigabe/")

    page = falk.client.get(address).content.decode()
    answer = falk.client.post(address, {"schritt": "freigeben"})

    assert 'value="freigeben"' not in page
    assert 409 == answer.status_code
    assert "Vier-Augen-Prinzip" in answer.content.decode()
    assert ["entscheiden"] == open_steps(proposed)


def test_returned_draft_can_be_drafted_again(ida: Desk, proposed: str) -> None:
    ida.client.post(_address(proposed, "freigabe/"), {"schritt": "zurueckgeben"})

    assert Task.objects.get(case__reference=proposed, state="open").proposal is None


def test_own_draft_can_be_changed(falk: Desk, proposed: str) -> None:
    page = falk.client.get(_address(proposed, "entscheiden/")).content.decode()

    assert "Der Baum ist krank." in page
    assert "Nur im Winter.\nLeise." in page


def test_decision_page_of_a_review_does_not_exist(falk: Desk, arrived: str) -> None:
    task = open_task(arrived, "pruefen").pk

    assert 409 == falk.client.get(f"/desk/vorgang/{arrived}/aufgabe/{task}/entscheiden/").status_code


def test_notice_page_shows_twin_serving_and_takes_the_day_of_posting(falk: Desk, to_decide: str) -> None:
    falk.client.post(_address(to_decide, "entscheiden/"), GRANT)
    falk.client.post(_address(to_decide, "vorschau/"), _seen(falk, to_decide))
    work(now())
    (notice,) = notices.list_notices("musterstadt", f"case:{to_decide}")
    address = f"/desk/vorgang/{to_decide}/schreiben/{notice.id}/"

    page = falk.client.get(address).content.decode()
    wrong = falk.client.post(address, {"am": "gestern"})

    assert "Genehmigung: Hof hinter dem Haus" in page
    assert "Zur Post gegeben am" in page
    assert 422 == wrong.status_code


def test_decision_page_shows_the_answers_of_the_reviews_above_the_outcomes(falk: Desk, to_decide: str) -> None:
    page = falk.client.get(_address(to_decide, "entscheiden/")).content.decode()

    shown = [page.index(words) for words in ("Ergebnisse der Prüfschritte", "Angaben vollständig?", "Wie entscheiden")]
    assert sorted(shown) == shown
    assert "Falk Sommer, " in page


def test_open_question_must_be_passed_over_knowingly(falk: Desk, to_decide: str) -> None:
    falk.client.post(f"/desk/vorgang/{to_decide}/frage/", {"text": "Wo genau?", "frist": ""})

    page = falk.client.get(_address(to_decide, "entscheiden/")).content.decode()
    unseen = falk.client.post(_address(to_decide, "entscheiden/"), GRANT)
    ticked = falk.client.post(_address(to_decide, "entscheiden/"), {**GRANT, "trotz_rueckfrage": "ja"})
    falk.client.post(_address(to_decide, "vorschau/"), _seen(falk, to_decide))

    assert "Trotz offener Rückfrage entscheiden" in page
    assert (422, 302) == (unseen.status_code, ticked.status_code)
    assert ["cancelled"] == list(Query.objects.values_list("state", flat=True))
    assert notices.find_decision("musterstadt", f"case:{to_decide}") is not None


def test_question_asked_after_the_preview_stops_the_decision(falk: Desk, to_decide: str) -> None:
    falk.client.post(_address(to_decide, "entscheiden/"), GRANT)
    seen = _seen(falk, to_decide)
    falk.client.post(f"/desk/vorgang/{to_decide}/frage/", {"text": "Wo genau?", "frist": ""})

    answer = falk.client.post(_address(to_decide, "vorschau/"), seen)

    assert f"/aufgabe/{open_task(to_decide, 'entscheiden').pk}/entscheiden/" in answer.url
    assert notices.find_decision("musterstadt", f"case:{to_decide}") is None


def test_condition_that_no_notice_would_hold_is_refused_and_kept(falk: Desk, to_decide: str) -> None:
    refusal = {"ergebnis": "ablehnen", "gruende": "Geschützt.", "nebenbestimmungen": "Nur im Winter."}

    answer = falk.client.post(_address(to_decide, "entscheiden/"), refusal)

    assert 422 == answer.status_code
    assert "kann keine Nebenbestimmungen enthalten" in answer.content.decode()
    assert "Nur im Winter." in answer.content.decode()
