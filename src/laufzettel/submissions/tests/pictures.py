"""Files that tell more than they should, made for tests."""

import io

import pikepdf
from PIL import Image

# What a camera writes beside the picture: its name, the day, a comment, a place as text.
TELLING = (b"Kamera von Erika", b"2026:07:04 10:11:12", b"Zu Hause, Musterweg 1")
_MAKE, _TIME, _DESCRIPTION, _ORIENTATION, _GPS = 0x010F, 0x0132, 0x010E, 0x0112, 0x8825


def photograph(size: tuple[int, int] = (64, 48), orientation: int = 1) -> bytes:
    """Return a JPEG with camera, time and place."""
    picture = Image.new("RGB", size, "grey")
    exif = Image.Exif()
    exif[_MAKE], exif[_TIME], exif[_DESCRIPTION] = (text.decode() for text in TELLING)
    exif[_ORIENTATION] = orientation
    exif.get_ifd(_GPS).update({1: "N", 2: (50.0, 0.0, 1.0), 3: "E", 4: (8.0, 16.0, 1.0)})
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif, comment=TELLING[2])
    return out.getvalue()


def see_through() -> bytes:
    """Return a PNG with a transparent ground."""
    out = io.BytesIO()
    Image.new("RGBA", (30, 20), (0, 0, 0, 0)).save(out, "PNG")
    return out.getvalue()


def lively_pdf() -> bytes:
    """Return a PDF that would start a program on a click, carries a file and has further actions."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    name, entry = pikepdf.Name, pikepdf.Dictionary
    launch = entry(S=name.Launch, F=pikepdf.String("evil.exe"))
    rectangle = [0, 0, 10, 10]
    pdf.pages[0].obj.Annots = pikepdf.Array(
        [
            pdf.make_indirect(entry(Type=name.Annot, Subtype=name.Link, Rect=rectangle, A=launch)),
            pdf.make_indirect(entry(Type=name.Annot, Subtype=name.FileAttachment, Rect=rectangle)),
        ]
    )
    pdf.pages[0].obj.AA = entry(O=entry(S=name.JavaScript, JS=pikepdf.String("app.alert(1)")))
    pdf.attachments["evil.exe"] = pikepdf.AttachedFileSpec(pdf, b"MZ evil", filename="evil.exe")
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()
