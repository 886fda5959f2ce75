"""Take uploaded files out of a request without reading what is too large anyway."""

from django.core.files.uploadedfile import UploadedFile

from laufzettel.kernel.errors import Refused
from laufzettel.submissions import api as submissions
from laufzettel.submissions.api import size_de


def content_of(upload: "UploadedFile[bytes]") -> bytes:
    """Return the content of an upload; raises `Refused` for one larger than any we take."""
    largest = submissions.largest_upload()
    if (upload.size or 0) > largest:
        raise Refused(
            f"Die Datei ist mit {size_de(upload.size or 0)} zu groß. Höchstens {size_de(largest)} sind möglich."
        )
    content: bytes = upload.read()
    return content
