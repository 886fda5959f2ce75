import io
import random
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageCms

from laufzettel.kernel.errors import NotFound, Refused
from laufzettel.submissions import api as submissions
from laufzettel.submissions import inspection, inspector
from laufzettel.submissions.conf import read_conf
from laufzettel.submissions.domain import safe_title, say_size
from laufzettel.submissions.tests.conftest import ANSWERS, GUEST, NOW, STRANGER, filled, image, pdf, started
from laufzettel.submissions.tests.pictures import (
    TELLING,
    lively_pdf,
    pdf_with_hidden_programs,
    pdf_with_places_and_layout,
    photograph,
    see_through,
)

PATH = "raeder.0.anzeige"
STOLEN = {**ANSWERS, "raeder": [{"marke": "Hollandrad", "wert": "500.00", "gestohlen": True}]}


def _add(draft_id: str, content: bytes, filename: str = "anzeige.pdf", path: str = PATH, actor=GUEST):  # type: ignore[no-untyped-def]
    return submissions.add_attachment(
        actor=actor, draft_id=draft_id, path=path, filename=filename, content=content, now=NOW
    )


def _read(draft_id: str, file: submissions.AttachmentView, *, is_original: bool = False) -> bytes:
    return submissions.read_attachment(GUEST, draft_id, file.id, is_original=is_original)[1]


@pytest.fixture
def draft_id(ref: str) -> str:
    return filled(ref, answers=STOLEN)


@pytest.mark.parametrize(
    "content",
    [pdf(3), b"\xef\xbb\xbf\n" + pdf(1)],
    ids=["pdf", "pdf-after-blanks"],
)
def test_pdf_that_does_nothing_is_taken_as_it_is(draft_id: str, content: bytes) -> None:
    added = _add(draft_id, content)

    draft = submissions.access_draft(GUEST, draft_id)
    assert ((added,), [added.id]) == (draft.attachments, draft.answers["raeder"][0]["anzeige"])
    assert ("application/pdf", "pdf", len(content)) == (added.media_type, added.filename.rsplit(".")[-1], added.size)
    assert ("unchanged", "", content) == (added.treatment, added.original, _read(draft_id, added))


@pytest.mark.parametrize(
    ("content", "media_type", "suffix"),
    [
        (image("PNG"), "image/png", "png"),
        (image("JPEG"), "image/jpeg", "jpg"),
        (image("HEIF"), "image/heic", "heic"),
        (see_through(), "image/png", "png"),
    ],
    ids=["png", "jpeg", "heic", "see-through"],
)
def test_picture_becomes_a_pdf_and_its_original_stays(
    draft_id: str, content: bytes, media_type: str, suffix: str
) -> None:
    added = _add(draft_id, content, "IMG_0815.bild")

    assert ("pdf_a", "application/pdf", media_type) == (added.treatment, added.media_type, added.original_type)
    assert (len(content), f"anlage-{added.id[:8]}-original.{suffix}") == (added.sent_size, added.original_name)
    assert content == _read(draft_id, added, is_original=True)
    with pikepdf.open(io.BytesIO(_read(draft_id, added))) as copy:
        assert ("2B", 1) == (copy.open_metadata().pdfa_status, len(copy.pages))
        assert ("/GTS_PDFA1", 3) == (str(copy.Root.OutputIntents[0].S), copy.Root.OutputIntents[0].DestOutputProfile.N)
        assert (True, False) == ("/ID" in copy.trailer, "/Info" in copy.trailer)


def test_copy_of_a_photograph_tells_neither_place_nor_camera_nor_time(draft_id: str) -> None:
    content = photograph()
    assert all(secret in content for secret in TELLING)

    added = _add(draft_id, content, "foto.jpg")

    copy = _read(draft_id, added)
    with pikepdf.open(io.BytesIO(copy)) as pdf_copy:
        drawn = pdf_copy.pages[0].obj.Resources.XObject.Bild
        inside = drawn.read_raw_bytes()
    assert [] == [secret for secret in (*TELLING, b"Exif") if secret in copy or secret in inside]
    assert {} == dict(Image.open(io.BytesIO(inside)).getexif())


def test_photograph_taken_on_its_side_is_upright_in_the_copy(draft_id: str) -> None:
    added = _add(draft_id, photograph(size=(80, 40), orientation=6), "foto.jpg")

    with pikepdf.open(io.BytesIO(_read(draft_id, added))) as copy:
        box = [float(value) for value in copy.pages[0].MediaBox]
    assert box[3] > box[2]


def test_colours_of_a_wide_profile_are_kept_as_srgb(draft_id: str) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    out = io.BytesIO()
    Image.new("RGB", (20, 20), (200, 30, 30)).save(out, "JPEG", icc_profile=profile)

    assert "pdf_a" == _add(draft_id, out.getvalue(), "foto.jpg").treatment


def test_copy_of_a_pdf_has_lost_what_could_act_and_its_original_stays(draft_id: str) -> None:
    content = lively_pdf()

    added = _add(draft_id, content)

    assert ("cleaned", content) == (added.treatment, _read(draft_id, added, is_original=True))
    with pikepdf.open(io.BytesIO(_read(draft_id, added))) as copy:
        assert ["/Link"] == [str(one.Subtype) for one in copy.pages[0].Annots]
    raw = _read(draft_id, added)
    assert [] == [word for word in (b"/Launch", b"/EmbeddedFile", b"/JavaScript", b"evil.exe", b"/AA") if word in raw]


def test_programs_hidden_inside_other_objects_are_not_in_the_copy(draft_id: str) -> None:
    added = _add(draft_id, pdf_with_hidden_programs())

    assert "cleaned" == added.treatment
    with pikepdf.open(io.BytesIO(_read(draft_id, added))) as copy:
        plain = io.BytesIO()
        copy.save(plain, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    assert b"JavaScript" not in plain.getvalue()


def test_places_and_layout_of_a_pdf_are_no_actions(draft_id: str) -> None:
    assert "unchanged" == _add(draft_id, pdf_with_places_and_layout()).treatment


def test_pages_of_a_pdf_are_counted(draft_id: str) -> None:
    assert 7 == _add(draft_id, pdf(7)).page_count


@pytest.mark.parametrize(
    ("content", "filename", "says"),
    [
        (b"", "", "keine Datei ausgewählt"),
        (b"", "leer.pdf", "ist leer"),
        (b"MZ\x90\x00" + b"\0" * 200, "rechnung.pdf", "nicht das richtige Format. Möglich ist PDF oder JPEG oder PNG"),
        (b"<html><script>alert(1)</script>", "bild.png", "nicht das richtige Format"),
        (b"PK\x03\x04" + b"\0" * 100, "brief.docx", "nicht das richtige Format"),
        (b"GIF89a" + b"\0" * 100, "bild.gif", "nicht das richtige Format"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "bild.png", "nicht das richtige Format"),
        (pdf(1, encryption=pikepdf.Encryption(owner="o", user="geheim")), "a.pdf", "mit einem Passwort geschützt"),
        (pdf(1)[:300], "a.pdf", "beschädigt"),
        (pdf(3)[: len(pdf(3)) // 2], "a.pdf", "beschädigt"),
        (b"%PDF-1.7\n%%EOF", "a.pdf", "beschädigt"),
        (b"%PDF-1.7\n" + b"\xff" * 2000 + b"%%EOF", "a.pdf", "beschädigt"),
        (image("JPEG")[:200], "a.jpg", "beschädigt"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "a.png", "beschädigt"),
        (pdf(101), "a.pdf", "hat 101 Seiten. Höchstens 100 Seiten"),
        (image("PNG", (12_000, 12_000)), "bombe.png", "zu viele Bildpunkte"),
    ],
    ids=[
        *("none", "empty", "program", "html", "docx", "gif", "svg", "encrypted", "cut-short", "half", "only-header"),
        *("rubbish", "half-jpeg", "fake-png", "too-many-pages", "decompression-bomb"),
    ],
)
def test_bad_file_is_refused_with_a_reason(draft_id: str, content: bytes, filename: str, says: str) -> None:
    with pytest.raises(Refused, match=says):
        _add(draft_id, content, filename)

    assert () == submissions.access_draft(GUEST, draft_id).attachments


def test_file_larger_than_allowed_is_refused(draft_id: str) -> None:
    with pytest.raises(Refused, match=r"mit 10,5 MB zu groß. Höchstens 10 MB"):
        _add(draft_id, b"%PDF-1.7" + b"\0" * (read_conf().upload_bytes + 512 * 1024))


def test_pdf_with_a_program_inside_is_refused(draft_id: str) -> None:
    import io

    document = pikepdf.new()
    document.add_blank_page()
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    out = io.BytesIO()
    document.save(out)

    with pytest.raises(Refused, match="enthält ein Programm"):
        _add(draft_id, out.getvalue())


def test_one_file_too_many_for_a_question_is_refused(draft_id: str) -> None:
    for _ in range(2):
        _add(draft_id, image())

    with pytest.raises(Refused, match="höchstens 2 Dateien"):
        _add(draft_id, image())


def test_uploads_in_quick_succession_are_stopped(draft_id: str) -> None:
    for _ in range(read_conf().uploads_per_window):
        with pytest.raises(Refused, match="ist leer"):
            _add(draft_id, b"")

    with pytest.raises(Refused, match="zu viele Dateien in kurzer Zeit"):
        _add(draft_id, pdf())


@pytest.mark.parametrize(
    "path",
    [
        "raeder.anzeige",
        "raeder.3.anzeige",
        "raeder.0.marke",
        "person.name",
        "person.0.name",
        "nix.x",
        "",
        "../x",
        "raeder.-1.anzeige",
    ],
)
def test_file_for_something_that_asks_for_none_is_not_found(draft_id: str, path: str) -> None:
    with pytest.raises(NotFound):
        _add(draft_id, pdf(), path=path)


def test_file_for_a_foreign_draft_is_not_found(draft_id: str) -> None:
    with pytest.raises(NotFound):
        _add(draft_id, pdf(), actor=STRANGER)


def test_file_may_come_before_the_other_answers(ref: str) -> None:
    draft_id = started(ref)

    added = _add(draft_id, pdf(), path="raeder.1.anzeige")

    assert {"raeder": [{}, {"anzeige": [added.id]}]} == submissions.access_draft(GUEST, draft_id).answers


def test_removed_file_is_gone_wherever_it_moved(draft_id: str) -> None:
    added = _add(draft_id, pdf())
    moved = {"raeder": [{"marke": "Neu"}, {"marke": "Hollandrad", "anzeige": [added.id]}]}
    submissions.save_page(actor=GUEST, draft_id=draft_id, page_key="raeder", answers=moved, version=3, now=NOW)

    submissions.remove_attachment(actor=GUEST, draft_id=draft_id, attachment_id=added.id, now=NOW)

    draft = submissions.access_draft(GUEST, draft_id)
    assert ((), []) == (draft.attachments, draft.answers["raeder"][1]["anzeige"])


def test_foreign_file_cannot_be_removed_or_read(ref: str, draft_id: str) -> None:
    added = _add(draft_id, pdf())
    theirs = filled(ref, STRANGER)

    with pytest.raises(NotFound):
        submissions.remove_attachment(actor=STRANGER, draft_id=theirs, attachment_id=added.id, now=NOW)
    with pytest.raises(NotFound):
        submissions.access_attachment(STRANGER, theirs, added.id)
    assert added == submissions.access_attachment(GUEST, draft_id, added.id)


def test_upload_counts_as_a_change_for_other_windows(draft_id: str) -> None:
    before = submissions.access_draft(GUEST, draft_id).version

    _add(draft_id, pdf())

    assert before + 1 == submissions.access_draft(GUEST, draft_id).version


@pytest.mark.parametrize(
    ("sent", "title"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Windows\\böse.pdf", "böse.pdf"),
        ("a\x00b\r\nSet-Cookie: x.pdf", "a b Set-Cookie: x.pdf"),
        ("\u202egnp.exe", "gnp.exe"),
        ("...", ""),
        ("Ausweis.pdf", "Ausweis.pdf"),
    ],
)
def test_sent_name_becomes_harmless(sent: str, title: str) -> None:
    assert title == safe_title(sent)


def test_long_name_keeps_its_ending() -> None:
    title = safe_title("x" * 500 + ".pdf")

    assert (True, True) == (len(title) <= 120, title.endswith(".pdf"))


def test_stored_name_has_nothing_of_the_sender(draft_id: str) -> None:
    added = _add(draft_id, pdf(), "../../<script>.exe")

    assert f"anlage-{added.id[:8]}.pdf" == added.filename


@pytest.mark.parametrize(("size", "text"), [(1, "1 KB"), (2048, "2 KB"), (1_572_864, "1,5 MB"), (10_485_760, "10 MB")])
def test_sizes_are_written_the_german_way(size: int, text: str) -> None:
    assert text == say_size(size)


def test_inspection_that_takes_too_long_is_ended() -> None:
    found = inspection.inspect(pdf(), media_type="application/pdf", seconds=0.001)

    assert "slow" == found.problem


def test_inspection_cannot_write_files(tmp_path: Path) -> None:
    target = tmp_path / "x"
    script = (
        "import sys; sys.path.insert(0, sys.argv[1]); import inspector\n"
        "if sys.argv[3] == 'confined': inspector.confine()\n"
        "with open(sys.argv[2], 'wb') as file: file.write(b'x' * 10)"
    )

    written = []
    for mode in ("free", "confined"):
        command = [sys.executable, "-c", script, str(inspection._INSPECTOR.parent), str(target), mode]
        subprocess.run(command, capture_output=True, check=False)
        written.append(target.read_bytes())

    assert [b"x" * 10, b""] == written


def test_no_damaged_file_makes_the_inspector_stumble() -> None:
    chance = random.Random(20261121)
    looks = (
        (inspector.look_into_pdf, pdf(3)),
        (inspector.look_into_image, image("PNG")),
        (inspector.look_into_image, image("JPEG")),
        (inspector.look_into_image, image("HEIF")),
        (inspector.look_into_pdf, lively_pdf()),
    )

    found = []
    for look, content in looks:
        for _ in range(200):
            damaged = bytearray(content)
            for _ in range(chance.randint(1, 40)):
                damaged[chance.randrange(len(damaged))] = chance.randrange(256)
            found.append(look(bytes(damaged[: chance.randint(1, len(damaged))]))[0]["problem"])

    assert {"", "broken", "encrypted", "huge", "active"} >= set(found)
    assert found.count("broken") > 100
