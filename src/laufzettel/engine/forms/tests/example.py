"""A form about dogs that the tests of forms share."""

from datetime import date
from decimal import Decimal
from typing import Any

from laufzettel.engine.forms import FormState

RAW: dict[str, Any] = {
    "pages": [
        {
            "key": "halter",
            "title": "Wer hält die Hunde?",
            "groups": [
                {
                    "key": "halter",
                    "title": "Halter",
                    "fields": [
                        {
                            "key": "familienname",
                            "type": "name",
                            "label": "Familienname",
                            "prefill": "account.family_name",
                        },
                        {"key": "anschrift", "type": "address", "label": "Anschrift", "prefill": "account.address"},
                        {"key": "telefon", "type": "phone", "label": "Telefon", "required": False},
                        {
                            "key": "kennzeichen",
                            "type": "plate",
                            "label": "Kennzeichen",
                            "required": False,
                            "look_up": {"register": "vehicles", "with": {"plate": "kennzeichen"}, "as": "fahrzeug"},
                        },
                        {
                            "key": "schein",
                            "type": "file",
                            "label": "Schein",
                            "when": 'auskunft.fahrzeug.ergebnis = "nicht_gefunden"',
                        },
                    ],
                }
            ],
        },
        {
            "key": "hunde",
            "title": "Welche Hunde?",
            "groups": [
                {
                    "key": "hunde",
                    "title": "Hund",
                    "repeat": {"min": 1, "max": 3, "label": "Hund"},
                    "fields": [
                        {
                            "key": "rasse",
                            "type": "choice",
                            "label": "Rasse",
                            "options": [{"value": "pudel", "label": "Pudel"}, {"value": "dogge", "label": "Dogge"}],
                        },
                        {"key": "gefaehrlich", "type": "boolean", "label": "Gefährlich?"},
                        {
                            "key": "erlaubnis",
                            "type": "file",
                            "label": "Erlaubnis",
                            "when": "gefaehrlich = true",
                            "may_follow": True,
                        },
                        {
                            "key": "seit",
                            "type": "date",
                            "label": "Seit",
                            "checks": [{"rule": "seit <= heute", "say": "Das liegt in der Zukunft."}],
                        },
                        {"key": "ende", "type": "date", "label": "Bis", "required": False},
                    ],
                    "checks": [{"rule": "seit <= ende", "say": "Das Ende liegt vor dem Anfang.", "at": "ende"}],
                }
            ],
            "checks": [
                {
                    "rule": "count(hunde[gefaehrlich = true]) < 2",
                    "say": "Nur ein gefährlicher Hund.",
                    "at": "hunde.0.gefaehrlich",
                }
            ],
        },
        {
            "key": "ermaessigung",
            "title": "Ermäßigung",
            "when": "steuer > 100",
            "groups": [
                {
                    "key": "ermaessigung",
                    "title": "Grund",
                    "fields": [
                        {"key": "grund", "type": "text", "label": "Grund", "required": False},
                        {
                            "key": "hinweis",
                            "type": "info",
                            "label": "Hinweis",
                            "text": "Für {halter.familienname}: {steuer}",
                        },
                        {
                            "key": "arten",
                            "type": "multi_choice",
                            "label": "Arten",
                            "required": False,
                            "options_from": {
                                "parameter": "arten",
                                "value": "k",
                                "label": "n",
                                "only": 'if halter.familienname = "Gast" then ["b"] else null',
                            },
                        },
                    ],
                }
            ],
        },
    ],
    "computed": [
        {"key": "anzahl_hunde", "type": "number", "label": "Anzahl", "value": "count(hunde)"},
        {
            "key": "steuer",
            "type": "money",
            "label": "Steuer",
            "value": "anzahl_hunde * satz",
            "show": True,
            "role": "fee",
        },
    ],
    "declarations": [
        {"key": "richtig", "label": "Richtig"},
        {
            "key": "gefahr",
            "label": "{halter.familienname} kennt die Gefahr",
            "when": "some h in hunde satisfies h.gefaehrlich = true",
        },
    ],
    "checks": [{"rule": 'halter.familienname != "Gesperrt"', "say": "Gesperrt.", "at": "halter.familienname"}],
}
ENVIRONMENT: dict[str, object] = {
    "heute": date(2026, 5, 4),
    "satz": Decimal("60"),
    "auskunft": {},
    "konto": {},
    "arten": [{"k": "a", "n": "Alter"}, {"k": "b", "n": "Besuch"}],
}
ADDRESS = {"strasse": "Weg", "hausnummer": "1", "plz": "55116", "ort": "Mainz"}
DOG: dict[str, object] = {"rasse": "pudel", "gefaehrlich": False, "seit": "2026-05-01"}
ANSWERS: dict[str, Any] = {"halter": {"familienname": "Beispiel", "anschrift": ADDRESS}, "hunde": [DOG]}


def messages(state: FormState) -> dict[str, str]:
    return {problem.path: problem.message for problem in state.problems}
