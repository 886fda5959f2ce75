"""Notices: letters per second beside bare Typst, and the price of the seal beside bare pyHanko."""

import io
import json
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from laufzettel.engine.documents import (
    Attachment,
    DemoAuthority,
    built_in,
    demo_authority,
    render_built_in,
    seal,
)
from laufzettel.engine.documents.coverage import FONTS
from laufzettel.engine.documents.render import _ATTACH, _MAIN, _attached, _inputs
from laufzettel.engine.documents.sealing.seal import _signer_class
from laufzettel.engine.documents.workspace import Workspaces

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
ROUNDS = 40
LEAST_RATE, MOST_SEAL = 0.5, 3.0


def main() -> int:
    """Print both ratios; always 0, because the figures of a busy machine are for people to judge."""
    authority = demo_authority(town="Musterstadt", now=NOW)
    _letters()
    _seals(authority)
    return 0


def _letters() -> None:
    ours, bare, warm = _take_turns(_render, _bare_typst(), _warm_typst())
    ratio = bare / ours
    print(f"notice: {1 / ours:.0f} letters/s in the confined process; bare typst.compile {1 / bare:.0f}/s")
    print(
        f"notice: rate / bare typst.compile = {ratio:.2f} (aim at least {LEAST_RATE}); {_verdict(ratio >= LEAST_RATE)}"
    )
    print(f"notice: rate / warm typst.Compiler in this process (no limits) = {warm / ours:.2f}")


def _seals(authority: DemoAuthority) -> None:
    pdf = _render(0)

    def ours(number: int) -> bytes:
        return seal(
            pdf=pdf, signer=authority.seal_key, tsa=authority.time_stamper, reason="Bescheid", location="X", now=NOW
        )

    sealed, bare = _take_turns(ours, lambda number: _bare_seal(pdf, authority))
    ratio = sealed / bare
    print(f"seal: {1000 * sealed:.1f} ms with time stamp and tagged field; bare pyHanko B-B {1000 * bare:.1f} ms")
    print(f"seal: time / bare pyHanko B-B = {ratio:.2f} (aim under {MOST_SEAL}); {_verdict(ratio < MOST_SEAL)}")


def _take_turns(*candidates: Callable[[int], object]) -> list[float]:
    """Return the median seconds of each; they run in turns, so that a busy moment hits all alike."""
    for candidate in candidates:
        candidate(0)
        candidate(1)
    taken: list[list[float]] = [[] for _ in candidates]
    for number in range(ROUNDS):
        for times, candidate in zip(taken, candidates, strict=True):
            start = time.perf_counter()
            candidate(number)
            times.append(time.perf_counter() - start)
    return [statistics.median(times) for times in taken]


def _letter(number: int) -> dict[str, Any]:
    town = {
        "name": "Musterstadt",
        "office": "Steueramt",
        "street": "Markt 1",
        "postcode": "12345",
        "city": "Musterstadt",
    }
    reasons = f"Im Vorgang {number} halten Sie zwei Hunde. Für den zweiten Hund gilt der höhere Satz. " * 4
    return {
        "town": town | {"colour": "#16407a", "web": "www.musterstadt.example"},
        "recipient": ["Erika Beispiel", f"Musterweg {number}", "12345 Musterstadt"],
        "reference": f"22.41-2026/{number:06}",
        "date": "2026-11-21",
        "notice": {
            "title": "Bescheid",
            "blocks": [
                {"kind": "tenor", "text": "Es werden 272,00 € festgesetzt."},
                {"kind": "amounts", "rows": [{"label": f"Hund {n}", "amount": "136"} for n in (1, 2)], "total": "272"},
                {"kind": "reasons", "text": reasons},
                {
                    "kind": "appeal",
                    "text": "Gegen diesen Bescheid können Sie innerhalb eines Monats Widerspruch erheben.",
                },
            ],
        },
    }


def _attachment(number: int) -> Attachment:
    return Attachment(name="antrag.json", content=json.dumps(_letter(number)).encode())


def _render(number: int) -> bytes:
    return render_built_in(name="notice", data=_letter(number), attachment=_attachment(number), title="Bescheid")


def _order(number: int) -> dict[str, Any]:
    return {
        "input": (_MAIN + _ATTACH).encode(),
        "format": "pdf",
        "pdf_standards": ["a-3a", "ua-1"],
        "sys_inputs": _inputs(_letter(number), "Bescheid", "de") | _attached(_attachment(number)),
    }


def _bare_typst() -> Callable[[int], object]:
    import typst

    root = Workspaces().lay_out(template=built_in(name="notice"), files={})
    fonts = {"font_paths": [str(FONTS)], "ignore_system_fonts": True}
    return lambda number: typst.compile(root=str(root), **fonts, **_order(number))


def _warm_typst() -> Callable[[int], object]:
    import typst

    root = Workspaces().lay_out(template=built_in(name="notice"), files={})
    compiler = typst.Compiler(font_paths=typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)]))
    return lambda number: compiler.compile(root=str(root), **_order(number))


def _bare_seal(pdf: bytes, authority: DemoAuthority) -> bytes:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata, sign_pdf

    metadata = PdfSignatureMetadata(field_name="Siegel", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES)
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    target = sign_pdf(writer, metadata, signer=_signer_class()(authority.seal_key))
    content: bytes = target.getvalue()
    return content


def _verdict(is_met: bool) -> str:
    return "met" if is_met else "MISSED"


if __name__ == "__main__":
    raise SystemExit(main())
