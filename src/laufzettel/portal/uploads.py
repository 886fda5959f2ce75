"""Take uploaded files out of a request without reading what is too large anyway."""

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from laufzettel.kernel.errors import Refused
from laufzettel.submissions import api as submissions
from laufzettel.submissions.api import say_size


def content_of(upload: "UploadedFile[bytes]") -> bytes:
    """Return the content of an upload; raises `Refused` for one larger than any we take."""
    largest = submissions.largest_upload()
    if (upload.size or 0) > largest:
        raise Refused(
            _("Die Datei ist mit {size} zu groß. Höchstens {largest} sind möglich.").format(
                size=say_size(upload.size or 0), largest=say_size(largest)
            )
        )
    content: bytes = upload.read()
    return content
