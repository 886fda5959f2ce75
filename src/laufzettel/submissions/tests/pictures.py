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


def pdf_with_hidden_programs() -> bytes:
    """Return a PDF whose programs stand inside other objects instead of having a number of their own."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    name, entry, several = pikepdf.Name, pikepdf.Dictionary, pikepdf.Array
    script = entry(S=name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    link = entry(Type=name.Annot, Subtype=name.Link, Rect=[0, 0, 10, 10], A=script)
    button = entry(FT=name.Btn, T=pikepdf.String("a"), AA=entry(K=script), Kids=several([entry(A=script)]))
    pdf.pages[0].obj.Annots = several([link])
    pdf.Root.AcroForm = entry(Fields=several([button]))
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True)
    return out.getvalue()


def pdf_with_places_and_layout() -> bytes:
    """Return a harmless PDF that says where it opens and how its paragraphs are laid out."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    name, entry, several = pikepdf.Name, pikepdf.Dictionary, pikepdf.Array
    layout = entry(O=name.Layout, Placement=name.Block)
    paragraphs = [entry(S=name.P, A=layout), entry(S=name.P, A=several([layout]))]
    pdf.Root.StructTreeRoot = pdf.make_indirect(entry(Type=name.StructTreeRoot, K=several(paragraphs)))
    pdf.Root.OpenAction = several([pdf.pages[0].obj, name.Fit])
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True)
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
