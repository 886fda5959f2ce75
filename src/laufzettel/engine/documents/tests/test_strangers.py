"""Templates come from strangers: whatever they try, the worker stays well and the author learns why."""

import os
import socket
import subprocess
import sys
import threading

import pytest

from laufzettel.engine.documents import DocumentError, render
from laufzettel.engine.documents.renderer.pool import Pool, Typesetter

HEAD = '#import "/laufzettel/letter.typ": *\n#show: letter\n= Titel\n'
SLOW = "#for a in range(9000) { for b in range(9000) { let x = calc.sin(b) } }"
CONFINED = (
    "import os, socket\nfrom laufzettel.engine.documents.renderer.confine import confine\n"
    "print(confine(memory_bytes=2**30))\n"
)


def refused(body: str, *, files: dict[str, bytes] | None = None, seconds: float = 10.0) -> DocumentError:
    with pytest.raises(DocumentError) as caught:
        render(template=HEAD + body, files=files, data={}, attachment=None, title="x", seconds=seconds)
    return caught.value


@pytest.mark.parametrize(
    "path", ["/etc/passwd", "/proc/self/environ", "../../../etc/passwd", "/../../etc/passwd", "file:///etc/passwd"]
)
def test_template_that_reads_a_foreign_file_is_refused(path: str) -> None:
    error = refused(f'#read("{path}")')

    assert "refused" == error.reason
    assert "notice.typ, Zeile 4" in error.message


@pytest.mark.parametrize(
    "body",
    [
        '#import "@preview/tablex:0.0.8": *',
        '#import ("@pre" + "view/tablex:0.0.8"): *',
        '#import "@local/geheim:1.0.0": *',
    ],
)
def test_template_that_wants_a_package_from_the_network_is_refused(body: str) -> None:
    assert "refused" == refused(body).reason


def test_template_without_end_is_ended_at_its_time_limit() -> None:
    error = refused(SLOW, seconds=0.5)

    assert "time" == error.reason
    assert "nach 0.5 Sekunden abgebrochen" in error.message


@pytest.mark.parametrize("body", ['#("a" * 1000000000).len()', "#range(1000000000).len()"])
def test_template_that_takes_all_memory_is_ended(body: str) -> None:
    assert "memory" == refused(body).reason


def test_next_letter_is_made_after_an_attack() -> None:
    refused(SLOW, seconds=0.5)
    refused('#("a" * 1000000000).len()')

    pdf = render(template=HEAD, data={}, attachment=None, title="x")

    assert pdf.startswith(b"%PDF-1.7")


def test_other_letters_are_made_while_one_does_not_end() -> None:
    attack = threading.Thread(target=refused, args=(SLOW,), kwargs={"seconds": 3.0})
    attack.start()

    pdf = render(template=HEAD, data={}, attachment=None, title="x", seconds=2.0)

    assert pdf.startswith(b"%PDF-1.7")
    assert attack.is_alive()
    attack.join()


@pytest.mark.parametrize(
    "body",
    [
        "#unbekannt()",
        "#let x = (",
        "==== Sprung",
        "#image(bytes(\"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>\"), format: \"svg\")",
        "😀",
        '#qr("https://andere.example/", alt: "x")',
    ],
)
def test_template_that_is_wrong_or_not_accessible_names_the_place(body: str) -> None:
    error = refused(body)

    assert "template" == error.reason
    assert "Die Vorlage lässt sich nicht setzen" in error.message


@pytest.mark.parametrize("link", ["file:///etc/passwd", "http://127.0.0.1:9/x.png"])
def test_picture_that_reaches_outside_shows_nothing_of_it(link: str) -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">'
        f'<image xlink:href="{link}" width="5" height="5"/></svg>'
    )

    assert "template" == refused('#image("b.svg", alt: "Bild")', files={"b.svg": svg.encode()}).reason


@pytest.mark.parametrize(
    "name", ["../x.typ", "/x.typ", "laufzettel/letter.typ", "notice.typ", "x.wasm", ".x.typ", "a//b.typ", "a/../b.typ"]
)
def test_file_name_outside_the_package_is_refused(name: str) -> None:
    assert "refused" == refused("", files={name: b""}).reason


def test_too_many_files_are_refused() -> None:
    assert "refused" == refused("", files={f"f{number}.txt": b"" for number in range(101)}).reason


def test_too_much_data_is_refused() -> None:
    with pytest.raises(DocumentError) as caught:
        render(template=HEAD, data={"x": "a" * 17_000_000}, attachment=None, title="x")

    assert "size" == caught.value.reason


def test_template_learns_nothing_about_the_machine() -> None:
    allowed = {"attachment", "author", "data", "lang", "qr-codes", "title"}
    template = HEAD + f"#assert(sys.inputs.keys().all(key => {tuple(sorted(allowed))!s}.contains(key)))".replace(
        "'", '"'
    )

    assert render(template=template, data={}, attachment=None, title="x").startswith(b"%PDF-1.7")


def test_typesetting_process_has_no_network_no_programs_and_no_secrets() -> None:
    setter = Typesetter()

    with open(f"/proc/{setter._process.pid}/environ", "rb") as environment:
        names = {entry.split(b"=")[0] for entry in environment.read().split(b"\0") if entry}
    confined = setter.confined
    setter.end()

    assert confined
    assert not {name for name in names if name.startswith((b"LAUFZETTEL", b"DATABASE", b"PATH"))}


def run_confined(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", CONFINED + code], capture_output=True, text=True, check=False)


def test_confined_process_cannot_open_a_socket() -> None:
    done = run_confined("socket.socket()")

    assert "PermissionError" in done.stderr
    socket.socket().close()


def test_confined_process_cannot_start_a_program() -> None:
    assert "PermissionError" in run_confined("os.execv('/bin/true', ['true'])").stderr


def test_confined_process_cannot_write_a_file(tmp_path: object) -> None:
    target = f"{tmp_path}/x"

    done = run_confined(f"os.write(os.open({target!r}, os.O_CREAT | os.O_WRONLY), b'x')")

    assert 0 != done.returncode
    assert 0 == os.path.getsize(target)


def test_pool_uses_a_warm_process_again() -> None:
    pool = Pool()
    order = {"root": "/nonexistent", "main": "= x", "inputs": {}, "timestamp": 0, "seconds": 5}

    for _ in range(2):
        with pytest.raises(DocumentError):  # without a title it is not accessible
            pool.typeset(order, seconds=5)

    assert [2] == [setter._served for setter in pool._idle]
    pool.close()
    assert [] == pool._idle
