"""The typesetting process: reads one order after the other from stdin and answers with a PDF or an error text."""

import json
import os
import re
import sys
from typing import IO, Any

from laufzettel.engine.documents.renderer.confine import confine, limit_processor_seconds
from laufzettel.engine.documents.renderer.frames import read_frame, write_frame

_STANDARDS = ["a-3a", "ua-1"]


def main() -> None:
    """Confine this process, then typeset until stdin closes."""
    orders, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    fonts, memory, most = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    confined = confine(memory_bytes=memory)
    write_frame(answers, json.dumps({"confined": confined}).encode())
    _serve(orders, answers, fonts=fonts, most=most)


def _serve(orders: IO[bytes], answers: IO[bytes], *, fonts: str, most: int) -> None:
    import typst

    compiler = typst.Compiler(font_paths=typst.Fonts(include_system_fonts=False, font_paths=[fonts]))
    while (order := read_frame(orders, most=most)) is not None:
        ok, content = _typeset(compiler, json.loads(order))
        write_frame(answers, (b"+" if ok else b"-") + content)


def _typeset(compiler: Any, order: dict[str, Any]) -> tuple[bool, bytes]:
    import typst

    limit_processor_seconds(int(order["seconds"]) + 2)
    try:
        pdf = compiler.compile(
            input=order["main"].encode(),
            root=order["root"],
            format="pdf",
            pdf_standards=_STANDARDS,
            sys_inputs=order["inputs"],
            timestamp=order["timestamp"],
        )
    except typst.TypstError as error:
        return False, json.dumps(_described(error)).encode()
    except BaseException as error:  # a Rust panic is no Exception, yet the next document must still get its turn
        return False, json.dumps({"message": f"{type(error).__name__}: {error}", "place": ""}).encode()
    return True, pdf


def _described(error: Any) -> dict[str, str]:
    """Return what went wrong and where in the template (file and line), without places on our disk."""
    place = re.search(r"([A-Za-z0-9._-]+\.typ):(\d+):", error.diagnostic)
    message = ". ".join([error.message.split(" (searched at")[0], *error.hints])
    return {"message": message, "place": f"{place[1]}, Zeile {place[2]}" if place else ""}


if __name__ == "__main__":
    main()
