"""Plain accessible German pages of the simulators; every value is escaped."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from markupsafe import Markup, escape
from werkzeug.wrappers import Response

from laufzettel_simulators.control import Control, Switch

CSS = Path(__file__).with_name("style.css").read_text(encoding="utf-8")

# No form-action here: the payment page answers a POST with a redirect to the online service.
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def page(*, title: str, service: str, body: Markup, status: int = 200) -> Response:
    """Return a whole page with one main heading; says clearly that it is a simulation."""
    html = Markup(
        '<!doctype html><html lang="de"><head><meta charset="utf-8"><title>{title} – {service}</title>'
        '<link rel="icon" href="data:,">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="/stil.css">'
        "</head><body><header><p><strong>{service}</strong> – Simulation, kein echtes Geld, keine echten Daten</p>"
        "</header>"
        "<main><h1>{title}</h1>{body}</main>"
        '<footer><a href="/steuerung">Steuerung dieser Simulation</a></footer></body></html>'
    ).format(title=title, service=service, body=body)
    return Response(html, status=status, mimetype="text/html", headers=_HEADERS)


def stylesheet() -> Response:
    """Return the style sheet of all simulator pages."""
    return Response(CSS, mimetype="text/css", headers={"X-Content-Type-Options": "nosniff"})


def facts(rows: Mapping[str, object]) -> Markup:
    """Return a description list."""
    return Markup("<dl>{}</dl>").format(
        Markup("").join(Markup("<dt>{}</dt><dd>{}</dd>").format(label, value) for label, value in rows.items())
    )


def table(*, caption: str, head: Iterable[str], rows: Iterable[Iterable[object]]) -> Markup:
    """Return a table with caption and column headings."""
    top = Markup("").join(Markup('<th scope="col">{}</th>').format(text) for text in head)
    lines = Markup("").join(
        Markup("<tr>{}</tr>").format(Markup("").join(Markup("<td>{}</td>").format(cell) for cell in row))
        for row in rows
    )
    return Markup(
        '<div class="wide" role="region" aria-label="{}" tabindex="0">'
        "<table><caption>{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>"
    ).format(caption, caption, top, lines)


def buttons(choices: Mapping[str, str], *, name: str, action: str = "", quiet: bool = False) -> Markup:
    """Return one form with a button per choice (value → label); `action` empty means: this page."""
    style = Markup(' class="quiet"') if quiet else ""
    inner = Markup("").join(
        Markup('<button{} name="{}" value="{}">{}</button>').format(style, name, value, label)
        for value, label in choices.items()
    )
    target = Markup(' action="{}"').format(action) if action else ""
    return Markup('<form method="post"{}>{}</form>').format(target, inner)


def control_page(*, service: str, control: Control, more: Markup, saved: bool) -> Response:
    """Return the page on which the behaviour of a simulator is switched."""
    note = Markup('<p class="notice" role="status">Gespeichert.</p>') if saved else Markup("")
    positions = control.positions()
    fields = Markup("").join(_switch(switch, positions[switch.key]) for switch in control.switches)
    form = Markup('<form method="post">{}<button>Einstellungen speichern</button></form>').format(fields)
    return page(title="Steuerung", service=service, body=note + form + more)


def _switch(switch: Switch, position: str) -> Markup:
    if not switch.options:
        return Markup(
            '<p><label for="{key}">{label}</label>'
            '<input type="number" min="0" max="86400" id="{key}" name="{key}" value="{value}"></p>'
        ).format(key=switch.key, label=switch.label, value=position)
    radios = Markup("").join(
        Markup('<label><input type="radio" name="{}" value="{}"{}> {}</label>').format(
            switch.key, option.value, Markup(" checked") if option.value == position else "", option.label
        )
        for option in switch.options
    )
    return Markup("<fieldset><legend>{}</legend>{}</fieldset>").format(switch.label, radios)


def message(*, title: str, service: str, text: str, status: int) -> Response:
    """Return a page with one sentence, for errors."""
    return page(title=title, service=service, body=Markup("<p>{}</p>").format(escape(text)), status=status)
