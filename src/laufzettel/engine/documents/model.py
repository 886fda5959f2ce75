"""Values that go into a document."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """Machine-readable data that travels inside the PDF (PDF/A-3, ISO 19005-3 annex E).

    `relationship`: `data` when the page was made from it, `source` when it is the original material.
    """

    name: str
    content: bytes
    media_type: str = "application/json"
    description: str = "Daten zu diesem Dokument"
    relationship: Literal["data", "source", "alternative", "supplement"] = "data"
