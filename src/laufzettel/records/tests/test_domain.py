"""The rules of record keeping."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laufzettel.kernel.errors import Invalid
from laufzettel.records import domain
from laufzettel.records.domain import FilingRule

RULE = FilingRule(plan_key="22.41", retention="P10Y", starts="case_closed", disposal="destroy")


def test_file_reference_shows_plan_key_year_and_number() -> None:
    assert "22.41-2026/000123" == domain.file_reference(plan_key="22.41", year=2026, number=123)


@pytest.mark.parametrize(
    ("closed_on", "retention", "expected"),
    [
        (date(2026, 1, 1), "P10Y", date(2036, 12, 31)),
        (date(2026, 12, 31), "P10Y", date(2036, 12, 31)),
        (date(2027, 1, 1), "P10Y", date(2037, 12, 31)),
        (date(2028, 2, 29), "P1Y", date(2029, 12, 31)),
        (date(2026, 6, 15), "P6M", date(2027, 6, 30)),
    ],
)
def test_retention_counts_from_the_end_of_the_year(closed_on: date, retention: str, expected: date) -> None:
    assert expected == domain.retention_ends_on(closed_on=closed_on, retention=retention, starts="case_closed")


def test_retention_counts_from_the_day_where_the_plan_says_so() -> None:
    ends_on = domain.retention_ends_on(closed_on=date(2028, 2, 29), retention="P1Y", starts="day_of_closing")

    assert date(2029, 2, 28) == ends_on


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2200, 12, 31)), st.integers(min_value=1, max_value=110))
def test_retention_is_never_shorter_than_the_period(closed_on: date, years: int) -> None:
    ends_on = domain.retention_ends_on(closed_on=closed_on, retention=f"P{years}Y", starts="case_closed")

    assert date(closed_on.year + years, 12, 31) == ends_on


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"plan_key": "22/41"}, "filing_plan_key"),
        ({"plan_key": ""}, "filing_plan_key"),
        ({"plan_key": "2" * 41}, "filing_plan_key"),
        ({"retention": "10 Jahre"}, "retention"),
        ({"starts": "someday"}, "starts"),
        ({"disposal": "burn"}, "disposal"),
    ],
)
def test_filing_rule_that_cannot_be_applied_is_refused(changes: dict[str, str], path: str) -> None:
    rule = FilingRule(
        **{"plan_key": "22.41", "retention": "P10Y", "starts": "case_closed", "disposal": "destroy", **changes}
    )

    with pytest.raises(Invalid) as refused:
        domain.check_filing_rule(rule)

    assert [path] == [problem.path for problem in refused.value.problems]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Führerschein Müller.pdf", "Führerschein Müller.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\brief.pdf", "brief.pdf"),
        (".bashrc", "bashrc"),
        ("a\r\nb\x00c.pdf", "a_b_c.pdf"),
        ("rechnung\u202efdp.exe", "rechnung_fdp.exe"),
        ("..", "dokument"),
        ("", "dokument"),
    ],
)
def test_safe_filename_keeps_the_name_and_drops_the_surprises(name: str, expected: str) -> None:
    assert expected == domain.safe_filename(name)


@pytest.mark.parametrize(
    ("written", "expected"),
    [(" Antrag\r\nvon\0Erika ", "Antrag von Erika"), ("\t", ""), ("x" * 201, "x" * 200)],
)
def test_title_is_one_clean_line(written: str, expected: str) -> None:
    assert expected == domain.one_line(written)


def test_safe_filename_keeps_the_ending_of_a_long_name() -> None:
    name = domain.safe_filename("x" * 500 + ".pdf")

    assert (120, ".pdf") == (len(name), name[-4:])


def test_applicants_see_what_they_gave_and_got_but_not_notes_or_data() -> None:
    hidden = {kind for kind in domain.KINDS if not domain.is_public_by_default(kind)}

    assert {"note", "data"} == hidden


def test_xdomea_metadata_names_disposal_medium_and_duration() -> None:
    metadata = domain.xdomea_metadata(
        municipality="mainz",
        file_reference="22.41-2026/000123",
        title="Hundesteuer",
        rule=RULE,
        closed_on=date(2026, 12, 1),
    )

    assert {
        "Identifikation": {"ID": metadata["Identifikation"]["ID"]},
        "AllgemeineMetadaten": {
            "Betreff": "Hundesteuer",
            "Kennzeichen": "22.41-2026/000123",
            "Medium": {"code": "001"},
            "Aktenplaneinheit": {"Kennzeichen": "22.41"},
        },
        "ArchivspezifischeMetadaten": {
            "Aussonderungsart": {"Aussonderungsart": {"code": "V"}},
            "Aufbewahrungsdauer": {"AnzahlJahre": 10},
        },
        "ZdA": True,
        "ZdADatum": "2026-12-01",
    } == metadata


def test_xdomea_id_belongs_to_one_record_file_of_one_town() -> None:
    ids = [
        domain.xdomea_metadata(municipality=town, file_reference=reference, title="", rule=RULE, closed_on=None)[
            "Identifikation"
        ]["ID"]
        for town, reference in [("mainz", "1-2026/000001"), ("mainz", "1-2026/000001"), ("b", "1-2026/000001")]
    ]

    assert ids[1] == ids[0]
    assert ids[0] != ids[2]


@pytest.mark.parametrize(("retention", "years"), [("P10Y", 10), ("P30M", 3), ("P30D", 1), ("P1Y1D", 2)])
def test_xdomea_duration_is_rounded_up_to_years(retention: str, years: int) -> None:
    rule = FilingRule(plan_key="1", retention=retention, starts="case_closed", disposal="destroy")

    metadata = domain.xdomea_metadata(municipality="mainz", file_reference="r", title="t", rule=rule, closed_on=None)

    assert {"AnzahlJahre": years} == metadata["ArchivspezifischeMetadaten"]["Aufbewahrungsdauer"]


@pytest.mark.parametrize(
    ("kind", "title", "filename", "expected"),
    [
        ("submission", "Antrag", "Antrag_MZ-26-7F3K-9QXM.pdf", "02_Antrag_MZ-26-7F3K-9QXM_2026-11-21.pdf"),
        ("evidence", "Erlaubnis (foto.jpg)", "datei-4711.jpg", "02_Nachweis_Erlaubnis_2026-11-21.jpg"),
        ("evidence", "foto.jpg", "datei-4711.jpg", "02_Nachweis_foto_2026-11-21.jpg"),
        ("evidence", "Größe, Hund 2: Rex (a.pdf)", "d.pdf", "02_Nachweis_Groesse_Hund_2_Rex_2026-11-21.pdf"),
        ("evidence", "(?)", "d.pdf", "02_Nachweis_2026-11-21.pdf"),
        ("data", "Daten", "daten", "02_daten_2026-11-21"),
    ],
)  # fmt: skip
def test_archive_name_speaks(kind: str, title: str, filename: str, expected: str) -> None:
    named = domain.archive_name(place=2, kind=kind, title=title, filename=filename, filed_on=date(2026, 11, 21))

    assert expected == named
