"""The course of a case in words: what happened, for the town hall and for the applicant, and whose turn it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from laufzettel.cases.events import CaseViewed
from laufzettel.kernel.dates import say_day
from laufzettel.kernel.language import phrase, say
from laufzettel.packages import APPLICATION, Noun
from laufzettel.platform.api import EventRecord


@dataclass(frozen=True)
class Line:
    """How one kind of event reads; an empty public text keeps it inside the town hall."""

    internal: str
    public: str = ""
    public_detail: str = ""


@dataclass(frozen=True, kw_only=True)
class TimelineEntry:
    """One line of the course of a case."""

    at: datetime
    kind: str
    title: str
    detail: str
    actor: str


LINES: Mapping[str, Line] = {
    "SubmissionReceived": Line("{noun} eingegangen", phrase("{yours} ist eingegangen")),
    "SubmissionCopyMade": Line("Eingangsbestätigung erstellt"),
    "RecordFileOpened": Line("Akte {file_reference} angelegt"),
    "CaseOpened": Line("Vorgang eröffnet", phrase("{yours} ist bei der zuständigen Stelle")),
    "DocumentFiled": Line("Zur Akte genommen: {document_kind_de}"),
    "PaymentRequested": Line("Zahlung angefordert", phrase("Bitte bezahlen Sie die Gebühr")),
    "PaymentSettled": Line("Zahlung eingegangen", phrase("Ihre Zahlung ist eingegangen")),
    "PaymentAttemptStarted": Line("Zahlungsversuch begonnen"),
    "PaymentAttemptChanged": Line("Zahlungsversuch: {after_de}"),
    "PaymentAttemptEnded": Line("Zahlungsversuch beendet"),
    "PaymentContradicted": Line("Zahlungsdienst widerruft die Zahlung"),
    "PaymentOverpaid": Line("Zu viel bezahlt"),
    "PaymentClarified": Line("Zahlung geklärt", phrase("Ihre Zahlung ist geklärt")),
    "RefundChanged": Line("Erstattung: {state_de}"),
    "AttachmentAdded": Line("Datei hochgeladen"),
    "PaymentUnclear": Line(
        "Zahlung unklar", phrase("Wir prüfen Ihre Zahlung"), phrase("Bitte bezahlen Sie nicht noch einmal.")
    ),
    "PaymentExpired": Line("Zahlungsfrist abgelaufen", phrase("Die Frist für die Zahlung ist abgelaufen")),
    "PaymentWaived": Line("Gebühr erlassen", phrase("Sie müssen keine Gebühr bezahlen")),
    "PaymentCancelled": Line("Zahlungsanforderung aufgehoben"),
    "LookUpOrdered": Line("Registerabfrage gestartet"),
    "LookUpAnswered": Line("Registerabfrage: {state_de}"),
    "HandOverStarted": Line("Übergabe an das Fachverfahren gestartet"),
    "HandOverDelayed": Line("Fachverfahren antwortet nicht, die Übergabe wird wiederholt"),
    "HandOverEnded": Line("Übergabe an das Fachverfahren: {state_de}"),
    "TaskCompleted": Line("Erledigt: {step_name}"),
    "CaseAdvanced": Line("{step_name}: {result_de}"),
    "TaskAssigned": Line("Zuständigkeit geändert: {step_name}"),
    "DecisionProposed": Line("Entscheidung entworfen, Freigabe durch eine zweite Person steht aus"),
    "DecisionReturned": Line("Entwurf der Entscheidung zurückgegeben"),
    "DecisionMade": Line("Entschieden: {outcome_name}", phrase("Über {yours_acting_on} ist entschieden")),
    "NoticeOrdered": Line("Schreiben wird erstellt"),
    "NoticeIssued": Line("Schreiben gesiegelt und bereitgestellt", phrase("Ihr Dokument liegt für Sie bereit")),
    "NoticeRetrieved": Line("Schreiben vom Empfänger geöffnet", phrase("Sie haben das Dokument geöffnet")),
    "NoticeServed": Line(
        "Bescheid gilt seit {served_on_de} als bekannt gegeben", phrase("Der Bescheid ist bekannt gegeben")
    ),
    "NoticeNotRetrieved": Line("Bescheid nicht abgerufen", phrase("Sie bekommen den Bescheid mit der Post")),
    "NoticePosted": Line("Bescheid zur Post gegeben", phrase("Der Bescheid ist mit der Post unterwegs")),
    "NoticeRevoked": Line("Dokument widerrufen", phrase("Das Dokument ist nicht mehr gültig")),
    "QuestionAsked": Line(
        "Rückfrage gestellt, Antwort bis {due_on_de}",
        phrase("Wir haben eine Frage an Sie"),
        phrase("Bitte antworten Sie bis {due_on_de}."),
    ),
    "QuestionAnswered": Line("Rückfrage beantwortet", phrase("Sie haben unsere Frage beantwortet")),
    "QuestionPartlyAnswered": Line(
        "Rückfrage zum Teil beantwortet", phrase("Sie haben einen Teil unserer Frage beantwortet")
    ),
    "ApplicantWrote": Line("Nachricht der antragstellenden Person", phrase("Sie haben uns geschrieben")),
    "EvidenceAdded": Line("Nachweise nachgereicht", phrase("Sie haben Unterlagen nachgereicht")),
    "NoteWritten": Line("Aktenvermerk geschrieben"),
    "CaseForwarded": Line(
        "Abgegeben an {to_unit_name}", phrase("Eine andere Stelle bearbeitet jetzt {yours_acting_on}")
    ),
    "DeadlinePassed": Line("Frist abgelaufen: {step_name}"),
    "MessageSent": Line("Nachricht gesendet"),
    "RecipientNotified": Line("Benachrichtigung per E-Mail versendet"),
    "NotificationFailed": Line("Benachrichtigung per E-Mail nicht zustellbar"),
    "MessageRead": Line("Nachricht geöffnet"),
    "CaseWithdrawn": Line("{noun} zurückgenommen", phrase("Sie haben {yours_acting_on} zurückgenommen")),
    "RecordFileClosed": Line("Akte geschlossen (z. d. A.), aufzubewahren bis {retention_ends_on_de}"),
    "CaseClosed": Line("Vorgang abgeschlossen", phrase("{yours} ist abgeschlossen")),
}

WORDS_DE: Mapping[str, str] = {
    "found": "gefunden",
    "not_found": "nicht gefunden",
    "unavailable": "Register nicht erreichbar",
    "acknowledged": "angenommen",
    "refused": "abgelehnt",
    "evidence": "Nachweis",
    "note": "Aktenvermerk",
    "payment": "Zahlungsbeleg",
    "notice": "Schreiben",
    "delivery": "Nachweis der Bekanntgabe",
    "message": "Nachricht",
    "data": "Daten",
    "created": "angelegt",
    "handed_over": "beim Zahlungsdienst",
    "pending": "in Arbeit",
    "unclear": "unklar",
    "disputed": "strittig",
    "paid": "bezahlt",
    "failed": "gescheitert",
    "cancelled": "abgebrochen",
    "expired": "abgelaufen",
    "requested": "beantragt",
    "approved": "freigegeben",
    "done": "ausgezahlt",
    "rejected": "abgelehnt",
    "bekannt_gegeben": "bereitgestellt",
    "nicht_erreichbar": "Register nicht erreichbar, weiter ohne Auskunft",
    "nicht_gefunden": "nicht gefunden",
}


STEPS_BESIDES: Mapping[str, str] = {"besides": "Aufgabe außerhalb des Ablaufs"}


@dataclass(frozen=True, kw_only=True)
class Names:
    """Names that events only refer to: titles of steps, outcomes and units, what the submission is called."""

    steps: Mapping[str, str]
    outcomes: Mapping[str, str]
    units: Mapping[str, str]
    noun: Noun = APPLICATION


def internal_timeline(events: Sequence[EventRecord], names: Names) -> tuple[TimelineEntry, ...]:
    """Return everything that happened, oldest first, in words for the town hall."""
    entries = []
    for event in events:
        line = LINES.get(event.kind, Line(event.kind))
        entries.append(_entry(event, line.internal, "", names))
    return tuple(entries)


def without_looks(events: Sequence[EventRecord]) -> tuple[EventRecord, ...]:
    """Return the events that moved a case, without those who only looked at it."""
    return tuple(event for event in events if event.kind != CaseViewed.kind)


def public_timeline(events: Sequence[EventRecord], names: Names) -> tuple[TimelineEntry, ...]:
    """Return what applicants see, oldest first; clerks are not named."""
    shown = (
        (event, LINES[event.kind])
        for event in sorted(events, key=_for_applicants)
        if event.kind in LINES and LINES[event.kind].public
    )
    return tuple(_entry(event, say(line.public), say(line.public_detail), names) for event, line in shown)


def _for_applicants(event: EventRecord) -> tuple[datetime, int]:
    """Put the opening of a case before what its process asked for in the same moment: nobody pays before that."""
    return event.at, {"SubmissionReceived": 0, "CaseOpened": 1}.get(event.kind, 2)


_ACTORS = {"system": "automatisch", "clerk": "Stadt", "machine": "Programm im Auftrag"}


def _entry(event: EventRecord, title: str, detail: str, names: Names) -> TimelineEntry:
    words = _words(event.payload, names)
    return TimelineEntry(
        at=event.at,
        kind=event.kind,
        title=title.format_map(words),
        detail=detail.format_map(words),
        actor=_ACTORS.get(event.actor_kind, "Antragstellerin oder Antragsteller"),
    )


class _Words(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""


def _words(payload: Mapping[str, object], names: Names) -> _Words:
    words = _Words({key: str(value) for key, value in payload.items()})
    for key, value in payload.items():
        words[f"{key}_de"] = _german(str(value))
    words["noun"], words["yours"] = names.noun.said, names.noun.yours
    words["yours_acting_on"] = names.noun.yours_acting_on
    if words["document_kind"] == "submission":
        words["document_kind_de"] = names.noun.word
    words["step_name"] = names.steps.get(words["step"], STEPS_BESIDES.get(words["step"], words["step"]))
    words["outcome_name"] = names.outcomes.get(words["outcome"], words["outcome"])
    words["to_unit_name"] = names.units.get(words["to_unit"], words["to_unit"])
    return words


def _german(value: str) -> str:
    try:
        return say_day(date.fromisoformat(value))
    except ValueError:
        return WORDS_DE.get(value, value)
