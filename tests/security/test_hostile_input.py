"""S-06, S-13: what people type and how they name files stays text; names are ours; uploads are what they say."""

import io
import re
import zipfile
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from lxml import html

from tests import live
from tests.journeys import files, stories
from tests.journeys.http_driver import Browser, Citizen, Page
from tests.security.payloads import PATHS, SCRIPTS
from tests.security.people import World

CSP = (
    "default-src 'self'; frame-ancestors 'none'; form-action 'self' {targets}; base-uri 'none'; object-src 'none'; "
    "img-src 'self' data:; frame-src 'self'"
)


def _directives(text: str) -> dict[str, set[str]]:
    parts = [part.split() for part in text.split(";") if part.strip()]
    return {name: set(values) for name, *values in parts}


def _active_parts(page: str) -> list[str]:
    """List what a browser would run: scripts of strangers, event attributes, script addresses."""
    root = html.document_fromstring(page)
    found = [str(one.get("src")) for one in root.xpath("//script") if not str(one.get("src")).startswith("/static/")]
    found += [str(one.get("src")) for one in root.xpath("//iframe") if not str(one.get("src")).startswith("/desk/")]
    found += [one.tag for one in root.xpath("//object|//embed|//base|//svg//script|//marquee|//*[@style]")]
    found += root.xpath("//@*[starts-with(name(), 'on') or contains(name(), 'hx-on')]")
    found += root.xpath("//*/@*[starts-with(normalize-space(.), 'javascript:') and name() != 'value']")
    return found


def _page_with(demo: live.LiveDemo, answers: dict[str, object], where: str) -> tuple[Citizen, Page]:
    citizen = Citizen(browser=Browser(demo.url))
    page = citizen.start(stories.DOG)
    while where not in page.path:
        page = citizen._answer(page, answers, {}, set())
    return citizen, page


def test_typed_scripts_stay_text_on_every_page_of_the_matter(world: World) -> None:
    found = []

    for start in range(0, len(SCRIPTS), 10):
        some = SCRIPTS[start : start + 10]
        answers = stories.dog()
        answers["hunde"] = [
            {**answers["hunde"][0], "name": one[:60], "rasse": "andere", "rasse_text": one[:100]} for one in some
        ]
        citizen = Citizen(browser=Browser(world.demo.url))
        page = citizen.fill(citizen.start(stories.DOG), answers)
        shown = [page.response.text]
        draft = citizen.draft
        shown.append(citizen.browser.get(f"/antrag/{draft}/frage/hunde/").response.text)
        shown += [citizen.submit(page).response.text, citizen.matter().response.text]
        shown.append(world.browsers["clerk"].get(f"/desk/vorgang/{citizen.reference}/").response.text)
        found += [active for text in shown for active in _active_parts(text)]
        missing = [one for one in some if " ".join(one[:60].split()) not in " ".join(_text(shown[-1]).split())]
        assert [] == [one for one in missing if "\x00" not in one and "\u202e" not in one]

    assert [] == found


def _text(page: str) -> str:
    return str(html.document_fromstring(page).text_content())


def test_scripts_in_addresses_and_searches_stay_text(world: World) -> None:
    found = []

    for one in SCRIPTS:
        for address in (f"/leistungen/?suche={quote(one)}", f"/pruefen/{quote(one, safe='')}/"):
            response = world.browsers["nobody"].client.get(world.demo.url + address)
            found += [f"{address}: {active}" for active in _active_parts(response.text)]
            assert response.status_code in (200, 404, 409)
        status = world.browsers["nobody"].client.get(f"{world.demo.url}/desk/anmelden/?weiter={quote(one)}")
        found += _active_parts(status.text)

    assert [] == found


def test_scripts_typed_at_the_desk_stay_text(world: World) -> None:
    reference = world.things("account")["open reference"]
    clerk = world.browsers["clerk"]
    text = "\n".join(SCRIPTS)
    form = clerk.get(f"/desk/vorgang/{reference}/vermerk/").form("/vermerk/")
    form.put("text", text[:3500])

    clerk.send(form)

    assert [] == _active_parts(clerk.get(f"/desk/vorgang/{reference}/").response.text)


def test_control_an_unescaped_payload_is_found() -> None:
    found = {one for one in SCRIPTS if _active_parts(f"<html><body><p>{one}</p></body></html>")}

    assert len(found) > 30


@pytest.mark.parametrize(
    "address", ["/", "/leistungen/", "/status/", "/anmelden/", "/desk/anmelden/", "/gibt-es-nicht/"]
)
def test_every_page_carries_the_strict_policy(world: World, address: str) -> None:
    response = httpx.get(world.demo.url + address)

    targets = f"{world.demo.simulator('payment')} {world.demo.simulator('identity')}"
    assert _directives(CSP.format(targets=targets)) == _directives(response.headers["content-security-policy"])
    assert ("DENY", "nosniff", "same-origin") == tuple(
        response.headers[name] for name in ("x-frame-options", "x-content-type-options", "referrer-policy")
    )


def test_pages_of_a_matter_carry_the_strict_policy_or_a_stricter_one(world: World) -> None:
    things = world.things("account")
    base = f"/vorgang/{things['reference']}/"
    owner = world.browsers["account owner"]

    for address in (
        base,
        f"{base}eingang/",
        f"{base}schreiben/{things['notice_id']}/",
        f"/antrag/{things['draft_id']}/",
    ):
        policy = _directives(owner.get(address).response.headers["content-security-policy"])
        assert ({"'self'"}, {"'none'"}) == (policy["default-src"], policy["object-src"])
    download = owner.get(f"{base}dokument/{things['document_id']}/").response.headers
    assert "default-src 'none'; sandbox" == download["content-security-policy"]
    assert download["content-disposition"].startswith("attachment;")


# --- names of files ---------------------------------------------------------------------------------------------


def _draft_with_upload(world: World) -> tuple[Citizen, Page]:
    answers = stories.dog(verguenstigung="ermaessigung", grund_ermaessigung="wachhund")
    citizen, page = _page_with(world.demo, answers, "/hunde/")
    page = citizen._answer(page, answers, {}, set())
    while "hunde.0.nachweis" not in page.form("/frage/").files:
        page = citizen.browser.get(f"/antrag/{citizen.draft}/frage/hunde/")
        page = citizen._answer(page, answers, {}, set())
        page = citizen.browser.get(f"/antrag/{citizen.draft}/frage/hunde/")
    return citizen, page


def _upload(citizen: Citizen, name: str, content: bytes) -> Page:
    form = citizen.browser.get(f"/antrag/{citizen.draft}/frage/hunde/").form("/frage/")
    page = citizen.browser.send(form, press=("weiter", "1"), files=[("hunde.0.nachweis", (name, content))])
    return page if "/frage/hunde/" in page.path else citizen.browser.get(f"/antrag/{citizen.draft}/frage/hunde/")


def _remove_all(citizen: Citizen) -> None:
    while True:
        page = citizen.browser.get(f"/antrag/{citizen.draft}/frage/hunde/")
        buttons = page.root.xpath("//button[@name='entfernen']/@value")
        if not buttons:
            return
        citizen.browser.send(page.form("/frage/"), press=("entfernen", buttons[0]))


def test_names_of_uploads_never_leave_their_folder(world: World) -> None:
    citizen, _ = _draft_with_upload(world)
    before = set(Path("/tmp").glob("x*"))

    for name in PATHS:
        page = _upload(citizen, name, files.pdf(marker=name[:20].encode("ascii", "replace").decode()))
        assert [] == _active_parts(page.response.text)
        assert "set-cookie: a=b" not in str(page.response.headers).lower()
        _remove_all(citizen)

    blobs = world.demo.folder / "blobs"
    names = {path.name for path in blobs.rglob("*") if path.is_file()}
    assert [] == [name for name in names if not re.fullmatch(r"(gone-)?[0-9a-f]{64}|new-\w+", name)]
    assert before == set(Path("/tmp").glob("x*"))


def test_scripts_in_names_of_files_stay_text(world: World) -> None:
    citizen, _ = _draft_with_upload(world)

    for number, one in enumerate(SCRIPTS[::6]):
        page = _upload(citizen, f"{one}.pdf", files.pdf(marker=str(number)))
        assert [] == _active_parts(page.response.text)
        _remove_all(citizen)


def test_archive_holds_only_plain_names(world: World) -> None:
    reference = world.things("guest")["reference"]

    archive = world.browsers["guest owner"].get(f"/vorgang/{reference}/alles.zip").response.content

    names = zipfile.ZipFile(io.BytesIO(archive)).namelist()
    assert names
    assert [] == [name for name in names if name.startswith("/") or ".." in name or "\\" in name]


@pytest.mark.parametrize(
    "path",
    ["/static/../pyproject.toml", "/static/..%2f..%2fpyproject.toml", "/static/%2e%2e/%2e%2e/pyproject.toml",
     "/static/....//pyproject.toml", "/static//etc/passwd"],
)  # fmt: skip
def test_downloads_never_leave_their_folder(world: World, path: str) -> None:
    port = world.demo.ports.web
    with httpx.Client() as client:
        request = client.build_request("GET", f"http://127.0.0.1:{port}/")
        request.url = request.url.copy_with(raw_path=path.encode())
        response = client.send(request)

    assert 404 == response.status_code
    assert "[project]" not in response.text


# --- what uploads are -------------------------------------------------------------------------------------------

WRONG = {
    "Text als PDF": ("nachweis.pdf", b"Hallo", "nicht das richtige Format"),
    "Programm als PDF": ("nachweis.pdf", b"MZ\x90\x00" + bytes(200), "nicht das richtige Format"),
    "Seite als Bild": ("bild.png", b"<html><script>alert(1)</script>", "nicht das richtige Format"),
    "SVG": ("bild.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "nicht das richtige Format"),
    "doppelte Endung": ("nachweis.pdf.exe", b"MZ\x90\x00" + bytes(200), "nicht das richtige Format"),
    "leer": ("nachweis.pdf", b"", "leer"),
    "beschädigt": ("nachweis.pdf", b"%PDF-1.7\nkaputt", "beschädigt"),
    "halbes Bild": ("bild.png", files.image()[:40], "beschädigt"),
    "mit Passwort": ("nachweis.pdf", files.pdf(password="geheim"), "Passwort"),
    "zu viele Seiten": ("nachweis.pdf", files.pdf(pages=101), "101 Seiten"),
    "zu groß": ("nachweis.pdf", files.pdf() + bytes(10 * 1024 * 1024), "zu groß"),
}


def test_wrong_uploads_get_a_reason_and_nothing_is_lost(world: World) -> None:
    citizen, _ = _draft_with_upload(world)
    said = {}

    for name, (filename, content, expected) in WRONG.items():
        page = _upload(citizen, filename, content)
        said[name] = expected in page.text
        assert "Bello" in page.response.text, name

    assert {} == {name: found for name, found in said.items() if not found}
    statement = "SELECT count(*) FROM submissions_attachment WHERE draft_id = %s"
    assert 0 == world.demo.query(statement, citizen.draft)[0][0]


def test_right_uploads_are_taken_whatever_their_name_says(world: World) -> None:
    citizen, _ = _draft_with_upload(world)

    _upload(citizen, "scan.pdf.exe", files.pdf())
    _upload(citizen, "foto.pdf", files.image("JPEG"))

    statement = "SELECT media_type, original_type FROM submissions_attachment WHERE draft_id = %s"
    found = {tuple(row) for row in world.demo.query(statement, citizen.draft)}
    assert {("application/pdf", ""), ("application/pdf", "image/jpeg")} == found


def test_uploads_without_end_are_slowed_down_for_the_sender_alone(world: World) -> None:
    citizen, _ = _draft_with_upload(world)
    other, _ = _draft_with_upload(world)

    texts = []
    for _number in range(62):
        texts.append(_upload(citizen, "x.pdf", b"Hallo").text)
        if "zu viele" in texts[-1]:
            break

    assert "zu viele" in texts[-1]
    assert "nicht das richtige Format" in _upload(other, "x.pdf", b"Hallo").text


def test_body_without_end_is_refused(world: World) -> None:
    response = world.browsers["nobody"].client.post(
        f"{world.demo.url}/status/", data={"vorgangsnummer": "x" * (3 * 1024 * 1024)}
    )

    assert response.status_code in (400, 403, 413)
