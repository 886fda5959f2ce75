"""Look into an uploaded file. Runs as a child process without Django, with limits on memory, time and files.

Usage: python inspector.py MEDIA_TYPE < content; prints one JSON object: page_count, problem.
"""

import io
import json
import resource
import sys
import warnings

MEMORY_BYTES = 1024**3
CPU_SECONDS = 20
MOST_PIXELS = 60_000_000
_ACTIVE = ("/JavaScript", "/Launch")


def confine() -> None:
    """Give up what looking into a file does not need."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def look_into_pdf(content: bytes) -> dict[str, object]:
    """Count pages; name encrypted, damaged and active documents."""
    import pikepdf

    if b"%%EOF" not in content[-4096:]:
        return {"problem": "broken"}
    try:
        with pikepdf.open(io.BytesIO(content), suppress_warnings=True) as pdf:
            pages = len(pdf.pages)
            if pages == 0 or not all("/MediaBox" in page or "/Parent" in page for page in pdf.pages):
                return {"problem": "broken"}
            return {"page_count": pages, "problem": "active" if _is_active(pdf) else ""}
    except pikepdf.PasswordError:
        return {"problem": "encrypted"}
    except (pikepdf.PdfError, ValueError, KeyError, TypeError, RuntimeError, RecursionError):
        return {"problem": "broken"}


def _is_active(pdf: object) -> bool:
    root = pdf.Root  # type: ignore[attr-defined]
    if "/Names" in root and "/JavaScript" in root.Names:
        return True
    start = root.get("/OpenAction")
    kind = start.get("/S") if hasattr(start, "keys") else None
    return kind is not None and str(kind) in _ACTIVE


def look_into_image(content: bytes) -> dict[str, object]:
    """Decode the whole image; name damaged ones and those with more pixels than a photograph has."""
    from PIL import Image, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as image:
            image.load()
        return {"page_count": 1, "problem": ""}
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError):
        return {"problem": "huge"}
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        return {"problem": "broken"}


def main() -> None:
    """Read the file from standard input and print what was found."""
    confine()
    content = sys.stdin.buffer.read()
    look = look_into_pdf if sys.argv[1] == "application/pdf" else look_into_image
    sys.stdout.write(json.dumps(look(content)))


if __name__ == "__main__":
    main()
