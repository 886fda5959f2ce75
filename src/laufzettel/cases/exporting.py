"""Everything a town keeps about a person with an account, as one archive (Art. 15 and 20 DSGVO)."""

import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.html import format_html, format_html_join

from laufzettel.accounts import api as accounts
from laufzettel.cases import access
from laufzettel.cases.access_log import access_log
from laufzettel.cases.models import Case
from laufzettel.cases.queries import access_own_case
from laufzettel.cases.views import OwnCaseView
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.dates import LOCAL, local_date
from laufzettel.platform import api as platform
from laufzettel.records.api import DocumentView
from laufzettel.submissions import api as submissions

_PAGE = """<!doctype html>
<html lang="de"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Ihre Daten</title></head><body>
<h1>Ihre Daten</h1>
<p>Stand: {made}. Dieselben Angaben stehen in <a href="daten.json">daten.json</a>, lesbar für Programme.</p>
<h2>Ihr Konto</h2><dl>{account}</dl>
<h2>Ihre Vorgänge</h2>{cases}
<h2>Ihre Entwürfe</h2><ul>{drafts}</ul>
<h2>Was hier fehlt</h2>
<p>Schreiben, die Sie noch nicht geöffnet haben: Das Öffnen kann eine Frist beginnen lassen. Öffnen Sie sie im Portal.
Vorgänge, die einer Organisation gehören, und Vorgänge, die Sie ohne Konto begonnen haben.</p>
</body></html>
"""
_CASE = """<section><h3>{title}, {reference}</h3><p>Eingegangen am {opened}, {state}.</p>
<h4>Verlauf</h4><ol>{course}</ol><h4>Nachrichten</h4><ul>{thread}</ul><h4>Dokumente</h4><ul>{documents}</ul>
<h4>Wer den Vorgang angesehen hat</h4><ul>{looks}</ul></section>
"""


@dataclass(frozen=True, kw_only=True)
class _Matter:
    """A case with the documents that go along and their names in the archive."""

    view: OwnCaseView
    answers: Mapping[str, Any]
    looks: tuple[Any, ...]
    documents: tuple[tuple[str, DocumentView], ...]


def pack_data(*, account_id: str, municipality: str, now: datetime) -> bytes:
    """Return a ZIP archive with `index.html`, `daten.json` and all documents of a person; raises `NotFound`.

    What the person has not opened yet is left out, because opening a notice has consequences.
    """
    actor = Actor(kind="account", key=account_id, municipality=municipality)
    account = _account(account_id)
    matters = tuple(_matters(actor, local_date(now)))
    drafts = tuple(_drafts(actor))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression=zipfile.ZIP_DEFLATED) as archive:
        _add(archive, "index.html", _page(account, matters, drafts, now).encode(), now)
        _add(archive, "daten.json", _json({"konto": account, "vorgaenge": [_plain_matter(matter) for matter in matters],
                                           "entwuerfe": drafts}), now)  # fmt: skip
        for matter in matters:
            for name, document in matter.documents:
                _add(archive, name, platform.read_blob(document.blob), document.filed_at)
    return target.getvalue()


def _account(account_id: str) -> dict[str, Any]:
    info = accounts.get_account(account_id)
    return {
        "vorname": info.given_name,
        "familienname": info.family_name,
        "geburtsdatum": info.birth_date,
        "anschrift": asdict(info.address),
        "e-mail": info.email,
        "anmeldung_ueber": info.provider,
    }


def _matters(actor: Actor, today: date) -> Iterator[_Matter]:
    sent = {submission.reference: submission for submission in submissions.list_submissions(actor)}
    rows = Case.objects.filter(pk__in=access.reachable(actor).values("pk"), account_id=actor.key).order_by("opened_at")
    for reference in rows.values_list("reference", flat=True):
        view = access_own_case(actor, reference, today=today)
        unopened = {notice.document_id for notice in view.notices if notice.retrieved_at is None}
        folder = f"vorgaenge/{reference}"
        yield _Matter(
            view=view,
            answers=sent[reference].answers if reference in sent else {},
            looks=access_log(actor, reference),
            documents=tuple(
                (f"{folder}/{place:03}_{document.filename}", document)
                for place, document in enumerate(view.documents, start=1)
                if document.id not in unopened
            ),
        )


def _drafts(actor: Actor) -> Iterator[dict[str, Any]]:
    for listed in submissions.list_drafts(actor):
        draft = submissions.access_draft(actor, listed.id)
        yield {
            "leistung": draft.service_key,
            "geaendert": draft.changed_at,
            "wird_geloescht": draft.expires_on,
            "angaben": draft.answers,
        }


def _plain_matter(matter: _Matter) -> dict[str, Any]:
    view = matter.view
    return {
        "vorgangsnummer": view.reference,
        "leistung": view.service_key,
        "titel": view.service_title,
        "stelle": view.unit.name,
        "stand": view.state_label,
        "eingegangen": view.opened_at,
        "abgeschlossen": view.closed_at,
        "angaben": matter.answers,
        "verlauf": view.timeline,
        "nachrichten": view.thread,
        "rueckfragen": view.queries,
        "forderung": view.claim,
        "zugriffe": matter.looks,
        "dokumente": [
            {"datei": name, "titel": document.title, "sha256": document.blob} for name, document in matter.documents
        ],
    }


def _page(account: Mapping[str, Any], matters: tuple[_Matter, ...], drafts: tuple[Any, ...], now: datetime) -> str:
    facts = ((key, ", ".join(value.values()) if isinstance(value, dict) else value) for key, value in account.items())
    return format_html(
        _PAGE,
        made=_moment(now),
        account=format_html_join("", "<dt>{}</dt><dd>{}</dd>", ((key, value or "–") for key, value in facts)),
        cases=format_html_join("", "{}", ((_section(matter),) for matter in matters)) or "Keine.",
        drafts=format_html_join(
            "", "<li>{} (bis {})</li>", ((one["leistung"], one["wird_geloescht"]) for one in drafts)
        ),
    )


def _section(matter: _Matter) -> str:
    view = matter.view
    return format_html(
        _CASE,
        title=view.service_title,
        reference=view.reference,
        opened=_moment(view.opened_at),
        state=view.state_label,
        course=format_html_join("", "<li>{}: {}</li>", ((_moment(one.at), one.title) for one in view.timeline)),
        thread=format_html_join(
            "", "<li>{} – <b>{}</b>: {}</li>", ((_moment(one.at), one.title, one.text) for one in view.thread)
        ),
        documents=format_html_join(
            "", '<li><a href="{}">{}</a></li>', ((name, document.title) for name, document in matter.documents)
        ),
        looks=format_html_join(
            "", "<li>{}: {}, {}</li>", ((_moment(one.at), one.unit, one.what) for one in matter.looks)
        ),
    )


def _moment(at: datetime) -> str:
    return f"{at.astimezone(LOCAL):%d.%m.%Y, %H:%M} Uhr"


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2, default=_plain).encode()


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    return list(value) if isinstance(value, frozenset | tuple) else str(value) if isinstance(value, Decimal) else None


def _add(archive: zipfile.ZipFile, name: str, content: bytes, dated: datetime) -> None:
    entry = zipfile.ZipInfo(name, date_time=dated.astimezone(LOCAL).timetuple()[:6])
    entry.external_attr = 0o600 << 16
    archive.writestr(entry, content, compress_type=zipfile.ZIP_DEFLATED)
