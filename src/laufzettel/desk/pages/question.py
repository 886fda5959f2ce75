"""Ask the applicant; what is asked for becomes a small form."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from laufzettel.cases import api as cases
from laufzettel.cases.api import CaseView, QueryItem
from laufzettel.desk.conflict import conflict_page
from laufzettel.desk.controls import error_lines
from laufzettel.desk.days import read_day
from laufzettel.desk.pages.case import head_context
from laufzettel.desk.session import clerk_page, show, town_of
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.dates import deadline_end, format_de, local_date
from laufzettel.kernel.errors import Invalid, NotFound, Problem, Refused
from laufzettel.look.controls import Control
from laufzettel.platform import api as platform

ITEM_KINDS = (("text", "Text"), ("file", "Datei"), ("date", "Datum"), ("boolean", "Ja oder Nein"))
_ROWS, _MOST_ROWS = 3, 10
_PERIOD = "P14D"


@require_http_methods(["GET", "HEAD", "POST"])
@clerk_page
def ask(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Compose a question: text, what is asked for, the day of the answer."""
    case = cases.access_case(actor, reference, today=local_date(platform.now()))
    if request.method != "POST" or request.POST.get("schritt") == "zeile":
        return _page(request, case, ())
    try:
        _send(request.POST, case, actor)
    except Invalid as invalid:
        return _page(request, case, invalid.problems)
    except Refused as refusal:
        return _page(request, case, (Problem("frist", refusal.message),))
    except NotFound as gone:
        return conflict_page(request, case, gone, typed=[("Frage", request.POST.get("text", ""))])
    messages.success(request, "Die Frage ist gestellt. Der Vorgang wartet jetzt auf die Antwort.")
    return redirect("desk:case", reference=case.reference)


def _send(post: QueryDict, case: CaseView, actor: Actor) -> None:
    cases.ask_applicant(
        reference=case.reference,
        text=post.get("text", ""),
        items=[item for item in _items(post) if item.label],
        due_on=_answer_day(post),
        actor=actor,
        now=platform.now(),
    )


def _page(request: HttpRequest, case: CaseView, problems: tuple[Problem, ...]) -> HttpResponse:
    today = local_date(platform.now())
    errors = {problem.path: problem.message for problem in problems}
    proposal = deadline_end(start=today, period=_PERIOD, land=town_of(request).land)
    text = Control(
        kind="textarea",
        name="text",
        label="Was möchten Sie wissen?",
        hint="Schreiben Sie einfach und höflich. Der Text geht genau so an die antragstellende Person.",
        value=request.POST.get("text", ""),
        error=errors.get("text", ""),
    )
    due = Control(
        kind="text",
        name="frist",
        label="Antwort bis",
        hint="Vorschlag: 14 Tage, nie auf einem Wochenende oder Feiertag (§ 31 VwVfG).",
        value=request.POST.get("frist", format_de(proposal)),
        width="10",
        inputmode="numeric",
        error=errors.get("frist", ""),
    )
    context = {
        **head_context(case, today=today),
        "text": text,
        "due": due,
        "rows": _items_to_draw(request.POST),
        "kinds": ITEM_KINDS,
        "errors": error_lines(problems, [text, due]),
    }
    return show(request, "ask.html", context, status=422 if problems else 200)


def _answer_day(post: QueryDict) -> date | None:
    typed = post.get("frist", "").strip()
    day = read_day(typed) if typed else None
    if typed and day is None:
        raise Invalid((Problem("frist", "Geben Sie den Tag so an: 21.11.2026."),))
    return day


def _items(post: QueryDict) -> list[QueryItem]:
    labels, kinds, optional = post.getlist("angabe"), post.getlist("art"), set(post.getlist("freiwillig"))
    return [
        QueryItem(
            key="",
            label=label.strip(),
            type=kinds[place] if place < len(kinds) else "text",
            required=str(place) not in optional,
        )
        for place, label in enumerate(labels[:_MOST_ROWS])
    ]


def _items_to_draw(post: QueryDict) -> list[QueryItem]:
    """Return what was typed, with empty rows to go on."""
    items = _items(post)
    more = 1 if post.get("schritt") == "zeile" else 0
    wanted = min(_MOST_ROWS, max(_ROWS, len(items) + more))
    return items + [QueryItem(key="", label="", type="text")] * (wanted - len(items))
