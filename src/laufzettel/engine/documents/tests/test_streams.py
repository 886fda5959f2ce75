"""Streams that end in a carriage return get a coat, and keep their content."""

import io
import zlib
from collections.abc import Callable

import pikepdf

from laufzettel.engine.documents import DemoAuthority, seal
from laufzettel.engine.documents.render import POOL
from laufzettel.engine.documents.streams import settled
from laufzettel.engine.documents.tests.conftest import NOW
from laufzettel.engine.documents.workspace import Workspaces


def content_with_doubtful_end() -> bytes:
    """Give content whose compressed form ends in a carriage return."""
    return next(content for n in range(5000) if zlib.compress(content := b"%% %d" % n).endswith(b"\r"))


def with_stream(content: bytes, **entries: object) -> bytes:
    with pikepdf.new() as document:
        document.add_blank_page()
        stream = pikepdf.Stream(document, b"")
        stream.write(zlib.compress(content), filter=pikepdf.Name.FlateDecode)
        for key, value in entries.items():
            stream[f"/{key}"] = value
        document.Root.Probe = document.make_indirect(stream)
        target = io.BytesIO()
        document.save(target, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
        return target.getvalue()


def test_file_without_doubtful_stream_stays_as_it_is() -> None:
    pdf = with_stream(b"harmlos")

    assert pdf is settled(pdf=pdf)


def test_doubtful_stream_gets_a_coat_and_keeps_its_content() -> None:
    content = content_with_doubtful_end()

    pdf = settled(pdf=with_stream(content))

    assert b"\r\nendstream" not in pdf
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert content == document.Root.Probe.read_bytes()
        assert ["/ASCII85Decode", "/FlateDecode"] == [str(name) for name in document.Root.Probe.Filter]


def test_parameters_of_the_first_filter_stay_with_it() -> None:
    content = content_with_doubtful_end()

    pdf = settled(pdf=with_stream(content, DecodeParms=pikepdf.Dictionary(Predictor=1)))

    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert content == document.Root.Probe.read_bytes()
        assert 1 == int(document.Root.Probe.DecodeParms[1].Predictor)


def doubtful_letter() -> bytes:
    """Give a letter as Typst writes it, one with a stream that ends in a carriage return."""
    root = Workspaces().lay_out(template="= Mitteilung\n#sys.inputs.words", files={})
    for number in range(1000):
        order = {
            "root": str(root),
            "main": '#set document(title: "Mitteilung")\n#set text(lang: "de")\n#include "/notice.typ"',
            "inputs": {"words": f"Zeichen {number} {chr(0xC0 + number % 60)} {chr(0x391 + number % 17)}"},
            "timestamp": number,
            "seconds": 9,
        }
        pdf = POOL.typeset(order, seconds=9)
        if b"\r\nendstream" in pdf:
            return pdf
    raise AssertionError("no doubtful letter among a thousand")


def test_doubtful_letter_conforms_once_it_is_settled(
    authority: DemoAuthority, failures: Callable[[bytes], list[str]]
) -> None:
    raw = doubtful_letter()

    pdf = settled(pdf=raw)
    sealed = seal(pdf=pdf, signer=authority.seal_key, tsa=None, reason="", location="", now=NOW)
    sealed_at_once = seal(pdf=raw, signer=authority.seal_key, tsa=None, reason="", location="", now=NOW)

    assert 1 == len(failures(raw))
    assert [[], [], []] == [failures(pdf), failures(sealed), failures(sealed_at_once)]
