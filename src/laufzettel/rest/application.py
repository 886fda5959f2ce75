"""The body of a submission: answers, ticked declarations and files, as JSON or as multipart."""

import base64
import binascii
import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from laufzettel.engine.forms import FormDefinition
from laufzettel.machines import api as machines
from laufzettel.rest.body import parse_json, read_json
from laufzettel.rest.problem import ApiProblem, PointedProblem
from laufzettel.submissions import api as submissions

_PARTS = {"answers", "declarations", "attachments"}
_FILE_PARTS = {"path", "filename", "content"}
MOST_FILES = 20
_EMPTY: tuple[Any, ...] = (None, "", [], {})
_DEEPEST_GROUP = 2


@dataclass(frozen=True, kw_only=True)
class SentFile:
    """A file with the path of the field it answers (`hunde.0.erlaubnis`)."""

    path: str
    filename: str
    content: bytes


@dataclass(frozen=True, kw_only=True)
class Application:
    """What a program hands in."""

    answers: Mapping[str, Any]
    declarations: tuple[str, ...]
    files: tuple[SentFile, ...]
    fingerprint: str


def read_application(request: HttpRequest) -> Application:
    """Return what a request hands in; raises ApiProblem when it has another form."""
    most = machines.read_conf().body_bytes
    if request.content_type == "multipart/form-data":
        text = request.POST.get("application")
        if text is None:
            raise _misformed("", _("Der Teil „application“ mit dem JSON fehlt."))
        return _checked(parse_json(text.encode(), max_bytes=most), _uploaded(request))
    return _checked(read_json(request, max_bytes=most), ())


def _uploaded(request: HttpRequest) -> tuple[SentFile, ...]:
    """Return the files of a multipart request: the name of each part is the path of its field."""
    longest = submissions.largest_upload()
    found = []
    for path in request.FILES:
        for upload in request.FILES.getlist(path):
            # One byte more than allowed is enough to be refused for its size; the rest is not read.
            content = upload.read(longest + 1)
            found.append(SentFile(path=path, filename=upload.name or "", content=content))
    return tuple(found)


def _checked(body: Any, uploaded: tuple[SentFile, ...]) -> Application:
    if not isinstance(body, dict):
        raise _misformed("", _("Senden Sie ein JSON-Objekt."))
    for name in body:
        if name not in _PARTS:
            raise _misformed(f"/{name}", _("Diesen Teil gibt es nicht."))
    answers, declarations = body.get("answers"), body.get("declarations", [])
    if not isinstance(answers, dict):
        raise _misformed("/answers", _("Die Antworten müssen ein Objekt sein."))
    if not isinstance(declarations, list) or not all(isinstance(item, str) for item in declarations):
        raise _misformed("/declarations", _("Die Erklärungen müssen eine Liste von Schlüsseln sein."))
    files = (*_sent(body.get("attachments", [])), *uploaded)
    if len(files) > MOST_FILES:
        raise _misformed("/attachments", _("Das sind zu viele Dateien."))
    return Application(
        answers=answers, declarations=tuple(declarations), files=files, fingerprint=_fingerprint(body, files)
    )


def _sent(attachments: Any) -> tuple[SentFile, ...]:
    if not isinstance(attachments, list):
        raise _misformed("/attachments", _("Die Dateien müssen eine Liste sein."))
    return tuple(_file(item, f"/attachments/{index}") for index, item in enumerate(attachments))


def _file(item: Any, pointer: str) -> SentFile:
    if not isinstance(item, dict) or set(item) != _FILE_PARTS or not all(isinstance(one, str) for one in item.values()):
        raise _misformed(pointer, _("Eine Datei besteht aus path, filename und content (Base64)."))
    try:
        content = base64.b64decode(item["content"], validate=True)
    except (binascii.Error, ValueError):
        raise _misformed(f"{pointer}/content", _("Der Inhalt ist kein Base64.")) from None
    return SentFile(path=item["path"].strip("/").replace("/", "."), filename=item["filename"], content=content)


def _fingerprint(body: Mapping[str, Any], files: tuple[SentFile, ...]) -> str:
    """Return a hash of everything that was sent, to tell a repeated request from another one with the same key."""
    parts = [repr(_sorted({name: body.get(name) for name in ("answers", "declarations")}))]
    parts += [f"{file.path} {file.filename} {hashlib.sha256(file.content).hexdigest()}" for file in files]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return sorted((key, _sorted(part)) for key, part in value.items())
    return [_sorted(part) for part in value] if isinstance(value, list) else str(value)


def unknown_names(form: FormDefinition, answers: Mapping[str, Any]) -> tuple[PointedProblem, ...]:
    """Return a problem for every group and field that the form does not have, and for files among the answers.

    A page cannot send such a name, so nobody would notice that an answer was lost.
    """
    found = []
    for key, value in answers.items():
        group = form.groups.get(key)
        if group is None:
            found.append(PointedProblem(pointer=f"/answers/{key}", message=_("Diese Gruppe gibt es nicht.")))
            continue
        known = {field.key: field for field in group.fields}
        items = enumerate(value) if isinstance(value, list) else [(None, value)]
        for index, item in items:
            base = f"/answers/{key}" if index is None else f"/answers/{key}/{index}"
            for name in item if isinstance(item, dict) else ():
                if name not in known:
                    found.append(PointedProblem(pointer=f"{base}/{name}", message=_("Dieses Feld gibt es nicht.")))
                elif known[name].type == "file":
                    say = _("Dateien stehen nicht bei den Antworten. Senden Sie sie als attachments.")
                    found.append(PointedProblem(pointer=f"{base}/{name}", message=say))
    return tuple(found)


def dropped(sent: Application, *, answers: Mapping[str, Any], files: Collection[str]) -> list[str]:
    """Return the places of answers and files that were sent and did not get into a submission: nobody asks for them.

    `answers` are those of the submission, `files` the paths of its files.
    """
    found = [
        f"/answers/{path}" for group, value in sent.answers.items() for path in _lost(group, value, answers.get(group))
    ]
    return found + [f"/attachments/{index}" for index, file in enumerate(sent.files) if file.path not in files]


def _lost(path: str, value: Any, kept: Any) -> Iterator[str]:
    """Yield what was given and is not kept: groups and items are taken apart into their fields."""
    if isinstance(value, list) and all(isinstance(item, dict) for item in value):
        items = kept if isinstance(kept, list) else []
        for index, item in enumerate(value):
            yield from _lost(f"{path}/{index}", item, items[index] if index < len(items) else {})
    elif isinstance(value, dict) and path.count("/") < _DEEPEST_GROUP:
        known = kept if isinstance(kept, Mapping) else {}
        for key, part in value.items():
            if part not in _EMPTY and known.get(key) is None:
                yield f"{path}/{key}"


def _misformed(pointer: str, message: str) -> ApiProblem:
    return ApiProblem(400, "body", message, problems=(PointedProblem(pointer=pointer, message=message),))
