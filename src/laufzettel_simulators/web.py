"""The small frame of every simulator: routes, control page, error answers, and the program around it."""

import argparse
import json
import signal
import sys
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from markupsafe import Markup
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from laufzettel_simulators import pages
from laufzettel_simulators.control import Control, Switch
from laufzettel_simulators.store import Store

Handler = Callable[..., Response]

MAX_BODY = 1_000_000


class Simulator:
    """A WSGI application with routes, a page `/steuerung` and state in a store."""

    title = "Simulation"

    def __init__(self, store: Store, switches: tuple[Switch, ...]) -> None:
        self.store = store
        self.control = Control(store, switches)
        self._map = Map()
        self.route("/stil.css", ("GET",), lambda request: pages.stylesheet())
        self.route("/steuerung", ("GET", "POST"), self._steer)
        self.route("/bereit", ("GET",), lambda request: Response("bereit", mimetype="text/plain"))

    def route(self, path: str, methods: tuple[str, ...], handler: Handler) -> None:
        """Answer a path with a handler; path variables become keyword arguments."""
        self._map.add(Rule(path, methods=methods, endpoint=handler))

    def more_control(self) -> Markup:
        """Return what the control page shows below the switches."""
        return Markup("")

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer one request (WSGI)."""
        request = Request(environ)
        request.max_content_length = MAX_BODY
        return self._answer(request)(environ, start_response)

    def _answer(self, request: Request) -> Response:
        try:
            handler, given = self._map.bind_to_environ(request.environ).match()
            answer: Response = handler(request, **given)
            return answer
        except HTTPException as problem:
            status = problem.code or 500
            if status < 400:
                return Response.force_type(problem.get_response(request.environ))
            return pages.message(
                title=f"Fehler {status}", service=self.title, text="Das geht hier nicht.", status=status
            )

    def _steer(self, request: Request) -> Response:
        if request.method == "GET":
            saved = request.args.get("gespeichert") == "1"
            return pages.control_page(service=self.title, control=self.control, more=self.more_control(), saved=saved)
        refused = self.control.set({key: value.strip() for key, value in request.form.items()})
        if refused:
            text = "Diese Einstellung gibt es nicht: " + ", ".join(refused)
            return pages.message(title="Nicht gespeichert", service=self.title, text=text, status=400)
        return redirect("/steuerung?gespeichert=1", code=303)


def json_answer(value: object, *, status: int = 200) -> Response:
    """Return an answer for machines that nobody may keep."""
    headers = {"Cache-Control": "no-store"}
    return Response(json.dumps(value), status=status, mimetype="application/json", headers=headers)


class _QuietHandler(WSGIRequestHandler):
    """Answer requests without writing a line for each."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Write nothing."""


def serve(app: Simulator, *, host: str, port: int) -> None:
    """Serve until SIGTERM or Ctrl-C."""
    server = make_server(host, port, app, threaded=True, request_handler=_QuietHandler)

    def stop(*_: object) -> None:
        threading.Thread(target=server.shutdown).start()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    print(f"{app.title}: http://{host}:{port}/", flush=True, file=sys.stderr)
    server.serve_forever()
    server.server_close()


def arguments(*, name: str, port: int) -> argparse.ArgumentParser:
    """Return the command line that all simulators share."""
    parser = argparse.ArgumentParser(prog=f"python -m laufzettel_simulators.{name}")
    parser.add_argument("--host", default="127.0.0.1", help="Adresse, auf der gelauscht wird")
    parser.add_argument("--port", type=int, default=port, help="Port")
    parser.add_argument("--state", type=Path, default=Path("var") / "simulators", help="Ordner für den Zustand")
    return parser
