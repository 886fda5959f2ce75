"""Show a notice before it is issued: web twin and PDF, marked as a draft, not sealed."""

from dataclasses import dataclass
from datetime import date

from laufzettel.notices.letter import Letterhead, letter_data
from laufzettel.notices.printing import print_notice
from laufzettel.notices.twin import twin_html
from laufzettel.packages import NoticeContent


@dataclass(frozen=True, kw_only=True)
class Preview:
    """Both looks of a draft."""

    html: str
    pdf: bytes


def preview(*, content: NoticeContent, letterhead: Letterhead, on: date) -> Preview:
    """Return web twin and PDF of a notice that nobody has issued yet; raises `DocumentError`."""
    letter = letter_data(content=content, letterhead=letterhead, on=on, verification_code=None, is_draft=True)
    return Preview(html=twin_html(letter), pdf=print_notice(letter=letter, application_data=None, made_at=None))
