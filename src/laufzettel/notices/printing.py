"""From the data of a letter to its PDF, before sealing."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from laufzettel.engine.documents import Attachment, render_built_in

LAYOUTS = {"letter": "notice", "permit": "permit", "certificate": "certificate"}


def print_notice(
    *, letter: Mapping[str, Any], application_data: Mapping[str, Any] | None, made_at: datetime | None
) -> bytes:
    """Return the accessible PDF of a letter with its data inside; raises `DocumentError`.

    A decision carries the data of the application. Permits, certificates and other letters are shown to third
    parties: they carry only what stands on them.
    """
    return render_built_in(
        name=LAYOUTS[letter["notice"]["layout"]],  # type: ignore[arg-type]
        data=letter,
        attachment=_attachment(letter, application_data),
        title=letter["notice"]["title"],
        made_at=made_at,
    )


def _attachment(letter: Mapping[str, Any], application_data: Mapping[str, Any] | None) -> Attachment | None:
    if letter["draft"]:
        return None
    if letter["notice"]["kind"] != "decision":
        return Attachment(name="angaben.json", content=_json(_own_facts(letter)))
    return Attachment(name="antragsdaten.json", content=_json(application_data)) if application_data else None


def _own_facts(letter: Mapping[str, Any]) -> dict[str, Any]:
    notice = letter["notice"]
    rows = [row for block in notice["blocks"] if block["kind"] == "facts" for row in block["rows"]]
    return {
        "titel": notice["title"],
        "art": notice["kind"],
        "aussteller": letter["town"]["name"],
        "ausgestellt": letter["date"],
        "gueltig_ab": notice["valid_from"],
        "gueltig_bis": notice["valid_until"],
        "angaben": [{"bezeichnung": row["label"], "wert": row["value"]} for row in rows],
    }


def _json(data: Mapping[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True).encode()
