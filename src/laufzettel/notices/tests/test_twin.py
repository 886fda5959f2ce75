"""The web twin of a notice: every heading once, and nobody addressed whom the document does not address."""

from datetime import date

import pytest

from laufzettel.notices.letter import letter_data
from laufzettel.notices.tests.conftest import content, head
from laufzettel.notices.twin import twin_html


def twin(layout: str) -> str:
    return twin_html(
        letter_data(content=content(layout=layout), letterhead=head(), on=date(2026, 11, 21), verification_code=None)
    )


def test_heading_of_a_table_stands_once_and_names_it(town: None) -> None:
    html = twin("letter")

    assert 1 == html.count(">Gebühr</h3>")
    assert "<caption" not in html
    assert 'aria-label="Gebühr"' in html


@pytest.mark.parametrize(("layout", "is_addressed"), [("letter", True), ("permit", True), ("certificate", False)])
def test_certificate_addresses_nobody(layout: str, is_addressed: bool, town: None) -> None:
    assert is_addressed == ("Musterweg 1" in twin(layout))
