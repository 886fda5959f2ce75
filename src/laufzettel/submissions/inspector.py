"""Look into an uploaded file and make the copy that people open. Runs as a child process without Django, with limits.

Usage: python inspector.py MEDIA_TYPE < content; prints one JSON object in one line (page_count, problem, treatment),
then the bytes of the copy, which are empty when the file itself may be opened.
"""

import io
import json
import resource
import sys
import warnings
import zlib
from typing import Any

MEMORY_BYTES = 1536 * 1024**2
CPU_SECONDS = 25
MOST_PIXELS = 60_000_000
_SHARP_PIXELS = 12_000_000
_JPEG_QUALITY = 90
_A4 = (595.28, 841.89)
_ACTIVE = ("/JavaScript", "/Launch")
_HARMLESS_ACTIONS = ("/GoTo", "/URI", "/Named", "/GoToR", "/Thread")
_LIVELY = ("/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D")
_XMP = b"""<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 pdfaid:part="2" pdfaid:conformance="B"/></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""

Found = tuple[dict[str, object], bytes]


def confine() -> None:
    """Give up what looking into a file does not need."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def look_into_pdf(content: bytes) -> Found:
    """Count pages; name encrypted, damaged and active documents; copy the document without what could act."""
    import pikepdf

    if b"%%EOF" not in content[-4096:]:
        return {"problem": "broken"}, b""
    try:
        with pikepdf.open(io.BytesIO(content), suppress_warnings=True) as pdf:
            pages = len(pdf.pages)
            if pages == 0 or not all("/MediaBox" in page or "/Parent" in page for page in pdf.pages):
                return {"problem": "broken"}, b""
            if _is_active(pdf):
                return {"page_count": pages, "problem": "active"}, b""
            if not _calmed(pdf):
                return {"page_count": pages, "problem": "", "treatment": "unchanged"}, b""
            out = io.BytesIO()
            pdf.save(out, deterministic_id=True)
            return {"page_count": pages, "problem": "", "treatment": "cleaned"}, out.getvalue()
    except pikepdf.PasswordError:
        return {"problem": "encrypted"}, b""
    except (pikepdf.PdfError, ValueError, KeyError, TypeError, AttributeError, RuntimeError, RecursionError):
        return {"problem": "broken"}, b""


def _is_active(pdf: Any) -> bool:
    root = pdf.Root
    if "/Names" in root and "/JavaScript" in root.Names:
        return True
    start = root.get("/OpenAction")
    kind = start.get("/S") if hasattr(start, "keys") else None
    return kind is not None and str(kind) in _ACTIVE


def _calmed(pdf: Any) -> bool:
    """Take out attachments, further actions, forms with programs and media; say whether there was any."""
    root = pdf.Root
    found = _dropped(root, "/AA", "/AF", "/Collection")
    if "/Names" in root:
        found |= _dropped(root.Names, "/EmbeddedFiles")
    if _acts(root.get("/OpenAction")):
        found |= _dropped(root, "/OpenAction")
    if "/AcroForm" in root:
        found |= _dropped(root.AcroForm, "/XFA")
    for page in pdf.pages:
        found |= _dropped(page.obj, "/AA", "/AF")
        if "/Annots" in page.obj:
            found |= _calm_annotations(page.obj)
    for thing in pdf.objects:
        # Fields and outline entries act too, wherever they hang.
        found |= _calm_object(thing)
    return found


def _dropped(thing: Any, *names: str) -> bool:
    there = [name for name in names if name in thing]
    for name in there:
        del thing[name]
    return bool(there)


def _calm_annotations(page: Any) -> bool:
    import pikepdf

    kept = [one for one in page.Annots if str(one.get("/Subtype")) not in _LIVELY]
    if len(kept) == len(page.Annots):
        return False
    page.Annots = pikepdf.Array(kept)
    return True


def _calm_object(thing: Any) -> bool:
    """Take actions out of an object and of everything that is written inside it instead of having a number."""
    import pikepdf

    containers = (pikepdf.Dictionary, pikepdf.Stream, pikepdf.Array)
    found, waiting = False, [thing]
    while waiting:
        one = waiting.pop()
        if isinstance(one, pikepdf.Array):
            parts = list(one)
        elif isinstance(one, containers):
            # /AA of a catalogue or page is gone already; what is left belongs to fields and annotations.
            found |= _acts(one.get("/A")) and _dropped(one, "/A")
            found |= isinstance(one.get("/AA"), pikepdf.Dictionary) and _dropped(one, "/AA")
            parts = [part for _, part in one.items()]
        else:
            continue
        waiting += [part for part in parts if isinstance(part, pikepdf.Object) and not part.is_indirect]
    return found


def _acts(action: Any) -> bool:
    """Say whether this is an action that does more than show a place; destinations and layout attributes are none."""
    import pikepdf

    if not isinstance(action, pikepdf.Dictionary) or "/S" not in action:
        return False
    return str(action.S) not in _HARMLESS_ACTIONS or "/Next" in action


def look_into_image(content: bytes) -> Found:
    """Decode the whole image and put its pixels, and nothing else of it, into a PDF/A of one page.

    Names damaged images and those with more pixels than a photograph has. Whatever describes the picture (place,
    camera, time, thumbnails) stays behind.
    """
    from PIL import Image, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    formats = ["JPEG", "PNG"]
    if content[4:8] == b"ftyp":
        import pillow_heif

        pillow_heif.register_heif_opener(thumbnails=False, decode_threads=1)
        formats = ["HEIF"]
    try:
        with Image.open(io.BytesIO(content), formats=formats) as image:
            image.load()
            is_photo = image.format != "PNG"
            return {"page_count": 1, "problem": "", "treatment": "pdf_a"}, _as_pdf(_pixels(image), is_photo=is_photo)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError):
        return {"problem": "huge"}, b""
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, RuntimeError, EOFError):
        return {"problem": "broken"}, b""


def _pixels(image: Any) -> Any:
    """Return the picture upright, in sRGB or grey, on white where it was transparent."""
    from PIL import Image, ImageCms, ImageOps

    profile = image.info.get("icc_profile")
    image = ImageOps.exif_transpose(image)
    if image.mode in ("1", "L", "I;16", "I", "F"):
        return image.convert("L")
    if "A" in image.getbands() or "transparency" in image.info:
        see_through = image.convert("RGBA")
        image = Image.new("RGB", image.size, "white")
        image.paste(see_through, mask=see_through.getchannel("A"))
    if profile and image.mode in ("RGB", "CMYK"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            image = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a profile that cannot be read: the colours stay as they are
    return image.convert("RGB")


def _as_pdf(image: Any, *, is_photo: bool) -> bytes:
    """Put a picture on one page, as large as fits on A4, the way PDF/A-2b wants it."""
    import pikepdf
    from PIL import ImageCms

    # Comments and the like would be written into the new picture.
    image.info.clear()
    Name, Dictionary = pikepdf.Name, pikepdf.Dictionary
    width, height = image.size
    space = Name.DeviceGray if image.mode == "L" else Name.DeviceRGB
    pdf = pikepdf.new()
    data, method = _encoded(image, is_photo=is_photo)
    picture = pikepdf.Stream(pdf, data, Type=Name.XObject, Subtype=Name.Image, Width=width, Height=height)
    picture.ColorSpace, picture.BitsPerComponent, picture.Filter = space, 8, Name(method)
    longest, shortest = max(width, height), min(width, height)
    scale = min(_A4[1] / longest, _A4[0] / shortest, 72 / 50)
    across, up = round(width * scale, 2), round(height * scale, 2)
    drawn = pikepdf.Stream(pdf, f"q {across} 0 0 {up} 0 0 cm /Bild Do Q".encode())
    page = Dictionary(
        Type=Name.Page,
        MediaBox=[0, 0, across, up],
        Resources=Dictionary(XObject=Dictionary(Bild=pdf.make_indirect(picture))),
        Contents=pdf.make_indirect(drawn),
    )
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    colours = pikepdf.Stream(pdf, ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(), N=3)
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=pikepdf.String("sRGB IEC61966-2.1"),
        Info=pikepdf.String("sRGB IEC61966-2.1"),
        DestOutputProfile=pdf.make_indirect(colours),
    )
    pdf.Root.OutputIntents = pikepdf.Array([pdf.make_indirect(intent)])
    pdf.Root.Metadata = pdf.make_indirect(pikepdf.Stream(pdf, _XMP, Type=Name.Metadata, Subtype=Name.XML))
    out = io.BytesIO()
    pdf.save(out, min_version="1.7", deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


def _encoded(image: Any, *, is_photo: bool) -> tuple[bytes, str]:
    """Return the pixels packed: photographs as JPEG, drawings and screenshots without any loss."""
    if is_photo or image.width * image.height > _SHARP_PIXELS:
        out = io.BytesIO()
        image.save(out, "JPEG", quality=_JPEG_QUALITY)
        return out.getvalue(), "/DCTDecode"
    return zlib.compress(image.tobytes(), 6), "/FlateDecode"


def main() -> None:
    """Read the file from standard input and print what was found, then the copy."""
    confine()
    content = sys.stdin.buffer.read()
    look = look_into_pdf if sys.argv[1] == "application/pdf" else look_into_image
    found, copy = look(content)
    sys.stdout.buffer.write(json.dumps(found).encode() + b"\n" + copy)


if __name__ == "__main__":
    main()
