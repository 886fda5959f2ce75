"""Letters: accessible, archivable, the same for the same data, with the data inside."""

import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import get_args

import pikepdf
import pytest

from laufzettel.engine.documents import Attachment, BuiltIn, DemoAuthority, DocumentError, render, render_built_in, seal
from laufzettel.engine.documents.tests.conftest import NOW

LETTER = '#import "/laufzettel/letter.typ": *\n#show: letter\n'
DATA = Attachment(name="antrag.json", content='{"name": "Müller"}'.encode())
Failures = Callable[[bytes], list[str]]


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def bookmarks(pdf: bytes) -> list[str]:
    with opened(pdf) as document, document.open_outline() as outline:
        return [item.title for item in outline.root]


def page_contents(pdf: bytes) -> list[bytes]:
    """Return what is drawn on each page."""
    with opened(pdf) as document:
        return [b"".join(item.read_bytes() for item in _streams(page.obj.Contents)) for page in document.pages]


def _streams(contents: pikepdf.Object) -> list[pikepdf.Object]:
    return list(contents) if isinstance(contents, pikepdf.Array) else [contents]


@pytest.mark.parametrize("name", get_args(BuiltIn))
def test_built_in_document_conforms_before_and_after_sealing(
    name: BuiltIn, letter: dict[str, object], authority: DemoAuthority, failures: Failures
) -> None:
    pdf = render_built_in(name=name, data=letter, attachment=DATA, title="Dokument")

    sealed = seal(
        pdf=pdf, signer=authority.seal_key, tsa=authority.time_stamper, reason="Bescheid", location="Mainz", now=NOW
    )

    assert [] == failures(pdf)
    assert [] == failures(sealed)


def test_built_in_document_with_the_least_data_conforms(failures: Failures) -> None:
    data = {"town": {"name": "Mainz"}, "date": "2026-11-21", "notice": {"title": "Mitteilung"}}

    for name in get_args(BuiltIn):
        assert [] == failures(render_built_in(name=name, data=data, attachment=None, title="Dokument")), name


def test_measure_of_conformance_finds_a_missing_mark(letter: dict[str, object], failures: Failures) -> None:
    with opened(render_built_in(name="note", data=letter, attachment=None, title="Vermerk")) as document:
        del document.Root.MarkInfo
        target = io.BytesIO()
        document.save(target)

    assert [] != failures(target.getvalue())


def test_package_template_with_all_parts_of_the_library_conforms(letter: dict[str, object], failures: Failures) -> None:
    letter["decision"] = {"reasons": "Weil.\n\nUnd darum.", "conditions": ["Erstens", {"text": "Zweitens"}]}
    letter["appeal"] = {"text": "Widerspruch ist möglich."}
    template = (
        LETTER
        + '= Bescheid\n#salutation()\n#fees()\n#reasons()\n#conditions()\n#appeal()\n#example\n#hash("abc")\n'
        + '#qr(data.verify_url, alt: "Prüfseite")\n#date-long("2026-03-01") #euro("-1234567.5")\n#closing()'
    )

    pdf = render(template=template, data=letter, attachment=DATA, title="Bescheid")

    assert [] == failures(pdf)


def test_list_of_a_draft_may_run_over_the_end_of_a_page(letter: dict[str, object]) -> None:
    items = ["Bitte melden Sie Änderungen innerhalb von zwei Wochen."] * 60
    letter |= {"draft": True, "notice": {"title": "Bescheid", "blocks": [{"kind": "conditions", "items": items}]}}

    with opened(render_built_in(name="notice", data=letter, attachment=None, title="Bescheid")) as document:
        assert len(document.pages) > 1


def test_package_template_reads_files_of_its_own_package(letter: dict[str, object]) -> None:
    template = LETTER + '#import "teile/titel.typ": titel\n= #titel'
    files = {"teile/titel.typ": "#let titel = [Über Ärzte]".encode()}

    pdf = render(template=template, files=files, data=letter, attachment=None, title="Bescheid")

    assert ["Über Ärzte"] == bookmarks(pdf)


def test_first_heading_is_the_bookmark_with_umlauts_and_rare_letters(letter: dict[str, object]) -> None:
    letter["notice"] = {"title": "Größe für Ağaoğlu, Łukasz und Ẁẍḝ"}

    pdf = render_built_in(name="notice", data=letter, attachment=None, title="Bescheid")

    assert ["Größe für Ağaoğlu, Łukasz und Ẁẍḝ"] == bookmarks(pdf)


def test_characters_without_glyph_do_not_stop_a_letter(letter: dict[str, object], failures: Failures) -> None:
    letter["notice"] = {"title": "Gruß 😀 \ue000 \u202eabc\x07"}

    pdf = render_built_in(name="notice", data=letter, attachment=None, title="Gruß 😀")

    assert ["Gruß � � abc"] == bookmarks(pdf)
    assert [] == failures(pdf)


def test_data_that_looks_like_markup_stays_text(letter: dict[str, object]) -> None:
    letter["notice"] = {"title": '#panic("x") *fett* $1$ <a> @b'}

    pdf = render_built_in(name="notice", data=letter, attachment=None, title="#1 *x*")

    assert ['#panic("x") *fett* $1$ <a> @b'] == bookmarks(pdf)
    with opened(pdf) as document:
        assert "#1 *x*" == str(document.docinfo.Title)


def test_very_long_names_and_addresses_stay_on_one_page(letter: dict[str, object]) -> None:
    letter["recipient"] = ["Freifrau " + "Maximiliane-Henriette " * 6 + "von und zu Beispiel"] * 9
    letter["notice"] = {"title": "Mitteilung"}

    pdf = render_built_in(name="notice", data=letter, attachment=None, title="Mitteilung")

    with opened(pdf) as document:
        assert 1 == len(document.pages)


def test_name_longer_than_the_window_breaks_instead_of_losing_its_end(letter: dict[str, object]) -> None:
    template = (
        LETTER
        + '= Bescheid\n#let tall(name) = measure(address-lines((name, "Musterweg 1"))).height\n'
        + '#context { assert(tall("m" * 90) > tall("m")); assert(tall("m" * 400) <= 28mm) }'
    )

    pdf = render(template=template, data=letter, attachment=None, title="Bescheid")

    assert ["Bescheid"] == bookmarks(pdf)


def test_first_page_of_a_permit_says_nothing_about_the_person(letter: dict[str, object]) -> None:
    mine = page_contents(render_built_in(name="permit", data=letter, attachment=None, title="Ausweis"))
    letter |= {"recipient": ["Max Mustermann", "Probengasse 7", "55116 Mainz"], "clerk": "Ada Andere"}
    other = page_contents(render_built_in(name="permit", data=letter, attachment=None, title="Ausweis"))

    assert mine[0] == other[0]
    assert mine[1] != other[1]


def test_facts_of_a_permit_stand_on_its_first_page_only(letter: dict[str, object]) -> None:
    def with_zone(zone: str) -> list[bytes]:
        facts = {"kind": "facts", "rows": [{"label": "Zone", "value": zone}]}
        notice = {"title": "Ausweis", "blocks": [facts, {"kind": "tenor", "text": "Parken in A1 und B2 erlaubt."}]}
        return page_contents(
            render_built_in(name="permit", data=letter | {"notice": notice}, attachment=None, title="Ausweis")
        )

    (first, covering), (other, same) = with_zone("A1"), with_zone("B2")

    assert first != other
    assert len(covering) == len(same)


def test_certificate_with_many_facts_keeps_its_end_together(letter: dict[str, object]) -> None:
    rows = [{"label": f"Angabe {number}", "value": "Ja"} for number in range(12)]
    letter["notice"] = {"title": "Bescheinigung", "blocks": [{"kind": "facts", "heading": "Daten", "rows": rows}]}

    assert 1 == len(page_contents(render_built_in(name="certificate", data=letter, attachment=None, title="Daten")))


def test_attached_data_can_be_taken_out_again(letter: dict[str, object], authority: DemoAuthority) -> None:
    pdf = render_built_in(name="notice", data=letter, attachment=DATA, title="Bescheid")
    sealed = seal(pdf=pdf, signer=authority.seal_key, tsa=None, reason="", location="Mainz", now=NOW)

    with opened(sealed) as document:
        (specification,) = document.Root.AF

        assert b'{"name": "M\xc3\xbcller"}' == document.attachments["antrag.json"].get_file().read_bytes()
        assert pikepdf.Name.Data == specification.AFRelationship
        assert pikepdf.Name("/application/json") == specification.EF.F.Subtype


def test_attachment_that_is_no_text_is_refused(letter: dict[str, object]) -> None:
    with pytest.raises(DocumentError) as caught:
        render_built_in(name="note", data=letter, attachment=Attachment(name="x.bin", content=b"\xff"), title="Vermerk")

    assert "data" == caught.value.reason


def test_same_data_gives_the_same_bytes(letter: dict[str, object]) -> None:
    first = render_built_in(name="notice", data=letter, attachment=DATA, title="Bescheid")
    second = render_built_in(name="notice", data=letter, attachment=DATA, title="Bescheid")

    assert first == second


@pytest.mark.parametrize(
    ("given", "made_at", "expected"),
    [
        ("2026-11-21", None, "20261121000000"),
        (date(2026, 11, 21), None, "20261121000000"),
        (datetime(2026, 11, 21, 8, 0, tzinfo=UTC), None, "20261121080000"),
        ("ohne Datum", None, "20000101000000"),
        ("2026-11-21", NOW, "20261121093000"),
    ],
)
def test_creation_date_is_that_of_the_letter(given: object, made_at: datetime | None, expected: str) -> None:
    data = {"town": {"name": "Mainz"}, "date": given, "notice": {"title": "Mitteilung"}}

    pdf = render_built_in(name="notice", data=data, attachment=None, title="Mitteilung", made_at=made_at)

    with opened(pdf) as document:
        assert str(document.docinfo.CreationDate).removeprefix("D:").startswith(expected)


def test_title_language_and_town_are_in_the_file(letter: dict[str, object]) -> None:
    pdf = render_built_in(name="notice", data=letter, attachment=None, title="Bescheid für Müller")

    with opened(pdf) as document:
        assert "Bescheid für Müller" == str(document.docinfo.Title)
        assert "de" == str(document.Root.Lang)
        assert "Landeshauptstadt Mainz" == str(document.docinfo.Author)


def test_amounts_and_dates_in_the_data_become_text(letter: dict[str, object]) -> None:
    letter["extra"] = {"betrag": Decimal("12.50"), "tag": date(2026, 1, 2), "liste": (1, None, True)}
    template = LETTER + "= #data.extra.betrag #data.extra.tag #data.extra.liste.len()"

    pdf = render(template=template, data=letter, attachment=None, title="x")

    assert ["12.50 2026-01-02 3"] == bookmarks(pdf)


def test_data_that_cannot_be_printed_is_refused(letter: dict[str, object]) -> None:
    letter["extra"] = {"ding": object()}

    with pytest.raises(DocumentError) as caught:
        render_built_in(name="note", data=letter, attachment=None, title="x")

    assert "data" == caught.value.reason


def test_strange_colour_of_a_town_is_not_used(letter: dict[str, object]) -> None:
    letter["town"] = {"name": "Mainz", "colour": "red; #panic()"}

    assert render_built_in(name="notice", data=letter, attachment=None, title="x").startswith(b"%PDF-1.7")
