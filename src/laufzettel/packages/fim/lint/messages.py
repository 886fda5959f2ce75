"""The quality findings of FIM by their number: how grave they are, and what they mean in our words.

Number and gravity are those of the code list XDFM 1.8 (urn:xoev-de:fim-datenfelder:codeliste:xdfm); the sentences are
ours.
"""

from typing import Literal

Gravity = Literal["critical", "methodical", "warning", "hint"]

GERMAN: dict[Gravity, str] = {
    "critical": "Fehler",
    "methodical": "Fehler der Methode",
    "warning": "Warnung",
    "hint": "Hinweis",
}

CRITICAL: dict[int, str] = {
    1002: "Der Name fehlt.",
    1005: "Die Kennung der Codeliste ist keine URN: {}.",
    1006: "Ein Element, das an eine Rechtsnorm gebunden ist, muss sie nennen.",
    1007: "Dem Schema ist kein Dokumentsteckbrief zugeordnet.",
    1009: "Die Bezeichnung für die Eingabe fehlt.",
    1010: "Die Bezeichnung für die Ausgabe fehlt.",
    1011: "Ein Auswahlfeld muss den Datentyp Text haben, nicht „{}“.",
    1014: "Ein Datenfeld darf nicht abstrakt sein.",
    1015: "Eine Feldlänge passt nur zu Text, nicht zu „{}“.",
    1016: "Ein Wertebereich passt nur zu Zahlen und Zeiten, nicht zu „{}“.",
    1017: "Wer eine Code- oder Werteliste hat, muss ein Auswahlfeld sein.",
    1021: "Es steht nicht da, wie oft das Element vorkommt.",
    1023: "Die Gruppe ist leer.",
    1026: "Die Gruppe enthält sich selbst.",
    1027: "Die Feldart „{}“ ist leer oder unbekannt.",
    1028: "Der Datentyp „{}“ ist leer oder unbekannt.",
    1029: "Die Relationsart „{}“ ist leer oder unbekannt.",
    1030: "Die Art der Vorbefüllung „{}“ ist leer oder unbekannt.",
    1031: "Die Strukturelementart „{}“ ist leer oder unbekannt.",
    1032: "Der Status „{}“ ist leer oder unbekannt.",
    1033: "Ob die Struktur geändert werden darf, ist leer oder unbekannt: „{}“.",
    1034: "Ob die Darstellung geändert werden darf, ist leer oder unbekannt: „{}“.",
    1038: "Die ID fehlt.",
    1039: "Die ID „{}“ hat nicht die richtige Form.",
    1040: "Die Kennung der Codeliste fehlt.",
    1042: "Die Gruppenart „{}“ ist unbekannt.",
    1045: "Der Code „{}“ steht zweimal in der Werteliste.",
    1046: "Die Anzahl „{}“ hat nicht die Form 0:1 oder 1:*.",
    1047: "Die kleinste Anzahl ist größer als die größte: {}.",
    1050: "Die Bezeichnung des Schemas fehlt.",
    1051: "Das Schema nennt keine Handlungsgrundlage.",
    1056: "Eine Dateigröße passt nur zu einer Anlage.",
    1057: "Erlaubte Dateitypen passen nur zu einer Anlage.",
    1059: "Die kleinste Länge „{}“ ist keine ganze Zahl ab 0.",
    1060: "Die größte Länge „{}“ ist keine ganze Zahl ab 1.",
    1061: "Die kleinste Länge ist größer als die größte.",
    1062: "Die untere Grenze „{}“ ist keine Zahl.",
    1063: "Die obere Grenze „{}“ ist keine Zahl.",
    1064: "Die untere Grenze liegt über der oberen.",
    1065: "Die untere Grenze „{}“ ist keine ganze Zahl.",
    1066: "Die obere Grenze „{}“ ist keine ganze Zahl.",
    1067: "Die untere Grenze „{}“ ist kein Datum.",
    1068: "Die obere Grenze „{}“ ist kein Datum.",
    1069: "Der Inhalt „{}“ ist keine Zahl.",
    1070: "Der Inhalt „{}“ ist keine ganze Zahl.",
    1071: "Der Inhalt „{}“ ist kein Datum.",
    1072: "Der Inhalt „{}“ liegt unter der unteren Grenze.",
    1073: "Der Inhalt „{}“ liegt über der oberen Grenze.",
    1074: "Der Inhalt „{}“ ist kürzer als erlaubt.",
    1075: "Der Inhalt „{}“ ist länger als erlaubt.",
    1077: "Der Inhalt „{}“ ist weder true noch false.",
    1078: "Das Schema ist leer.",
    1079: "Die untere Grenze „{}“ ist kein Zeitpunkt.",
    1080: "Die obere Grenze „{}“ ist kein Zeitpunkt.",
    1081: "Die untere Grenze „{}“ ist keine Uhrzeit.",
    1082: "Die obere Grenze „{}“ ist keine Uhrzeit.",
    1083: "Der Inhalt „{}“ ist kein Zeitpunkt.",
    1084: "Der Inhalt „{}“ ist keine Uhrzeit.",
    1087: "Die Relation zeigt auf ein Objekt anderer Art: {}.",
    1090: "Ein statisches Feld muss Text oder ein statisches Objekt sein, nicht „{}“.",
    1091: "Die Relation nennt kein Objekt.",
    1100: "Eine Anlage und ein statisches Objekt dürfen keinen Inhalt haben.",
    1118: "In einer Auswahlgruppe muss jedes Element 0:1 vorkommen, nicht {}.",
    1135: "Ein Schema mit Version enthält das Element ohne Version.",
    1142: "Der Status verlangt, dass der Tag seiner Änderung dabeisteht.",
    1143: "Der Status des Schemas verlangt, dass der Tag seiner Änderung dabeisteht.",
}

METHODICAL: dict[int, str] = {
    1001: "Die Regel {} nennt ein Element, das hier nicht vorkommt: {}.",
    1012: "Ein Auswahlfeld oder ein statisches oder gesperrtes Feld darf keine Feldlänge haben.",
    1013: "Ein abstraktes Element darf in Schemata und Gruppen nicht benutzt werden.",
    1019: "Die Regel {} nennt ein Element mit seiner Version: {}.",
    1022: "In einer Gruppe, die an eine Rechtsnorm gebunden ist, braucht die Anzahl dieses Elements einen Rechtsbezug.",
    1024: "Die Regel {} ist nicht in Worten beschrieben.",
    1025: "Dieselbe Fassung des Elements steht auf der obersten Ebene zweimal.",
    1041: "Die Regel {} nennt ein Element mit der alten, kurzen ID: {}.",
    1043: "Eine Auswahlgruppe braucht mindestens zwei Elemente.",
    1044: "Eine Werteliste braucht mindestens zwei Einträge.",
    1048: "Die Kennung der Codeliste hat nicht die Form einer URN: {}.",
    1058: "Spalten passen nur zu einem Feld mit einer Codeliste.",
    1085: "Der Inhalt „{}“ steht nicht in der Werteliste.",
    1094: "Neben anderen Elementen darf das Standardfeld F60000000001 nicht stehen.",
    1097: "Ein freigegebenes Schema darf nicht dem Standard-Dokumentsteckbrief zugeordnet sein.",
    1098: "Bezeichnung und Hilfetext sind gleich.",
    1099: "Name und Hilfetext sind gleich.",
    1120: "Eine Anlage und ein statisches Objekt dürfen kein Muster haben.",
    1140: "Nur Elemente des Nummernkreises 60 dürfen den FIM-Baustein als Ersteller nennen.",
    1141: "Nur Schemata des Nummernkreises 60 dürfen den FIM-Baustein als Ersteller nennen.",
}

WARNINGS: dict[int, str] = {
    1003: "Das Element kommt in mehreren Versionen vor: {}.",
    1004: "Dieselbe Fassung des Elements steht in der Gruppe zweimal.",
    1018: "Ein Auswahlfeld braucht eine Code- oder Werteliste.",
    1037: "Die Codeliste kommt in mehreren Versionen vor: {}.",
    1093: "Der Name „{}“ steht zweimal in der Werteliste.",
    1095: "Das Standardfeld F60000000001 sollte nur ausnahmsweise vorkommen.",
    1096: "Der Standard-Dokumentsteckbrief D99000000001 ist nur für den Übergang gedacht.",
    1101: "Auch ein harmonisiertes Element sollte seine Handlungsgrundlage nennen.",
    1102: "Ein Textfeld sollte eine kleinste und eine größte Länge haben.",
    1103: "Ein Feld für Zahlen oder ein Datum sollte einen Wertebereich haben.",
    1105: "Die Version der Codeliste sollte ein Tag sein, zum Beispiel 2018-03-01, nicht „{}“.",
    1106: "Eine Gruppe sollte mehr als ein Element haben.",
    1109: "Ein statisches Feld sollte einen Text als Inhalt haben.",
    1116: "Das Element ist inaktiv.",
    1132: "Handlungsgrundlagen sollten einzeln stehen: {}.",
    1133: "Die Adresse der Handlungsgrundlage ist keine Web-Adresse: {}.",
}

HINTS: dict[int, str] = {
    1117: "Der fachliche Ersteller fehlt.",
    1127: "Das Schema ist veröffentlicht, das Element nicht.",
    1128: "Die Gruppe ist veröffentlicht, das Element nicht.",
    1129: "Das Schema ist veröffentlicht, das Element noch nicht einmal ein Entwurf.",
    1130: "Die Gruppe ist veröffentlicht, das Element noch nicht einmal ein Entwurf.",
    1139: "Von einer Anlage sollten beliebig viele möglich sein (n:*), nicht {}.",
}

_LIST = "Dafür muss man den Inhalt der Codeliste kennen."
_PROFILE = "Das betrifft Dokumentsteckbriefe, nicht Schemata."
_REPOSITORY = "Dafür muss man im Repository nachsehen."
_SWITCHED_OFF = "In der Liste ist die Meldung abgeschaltet."
_LENGTH = "Die empfohlene Länge steht nicht in der Datei."

LEFT_OUT: dict[int, str] = {
    1008: _PROFILE, 1049: _PROFILE, 1052: _PROFILE, 1053: _PROFILE, 1054: _PROFILE, 1055: _PROFILE, 1092: _PROFILE,
    1107: _PROFILE, 1144: _PROFILE,
    1035: "Das betrifft die Arbeit im Redaktionssystem: was ein altes Format ist, sagt die Datei nicht.",
    1036: "Ein Schema verweist nur auf Codelisten; ob es zwei gleiche gibt, sieht nur das Redaktionssystem.",
    1076: _LIST, 1121: _LIST, 1122: _LIST, 1123: _LIST,
    1088: "Welche Relation wo erlaubt ist, steht nicht in den Quellen, die wir haben.",
    1115: _REPOSITORY, 1124: _REPOSITORY, 1125: _REPOSITORY, 1126: _REPOSITORY,
    1131: "Die Zeichentabelle von String.Latin+ liegt nicht unter einer freien Lizenz vor.",
    1134: "Welcher Nummernkreis der eigene ist, sagt die Datei nicht.",
    1136: _LENGTH, 1137: _LENGTH, 1138: _LENGTH,
    1089: _SWITCHED_OFF, 1104: _SWITCHED_OFF, 1108: _SWITCHED_OFF, 1110: _SWITCHED_OFF, 1111: _SWITCHED_OFF,
    1112: _SWITCHED_OFF, 1113: _SWITCHED_OFF, 1114: _SWITCHED_OFF, 1119: _SWITCHED_OFF,
}  # fmt: skip

MESSAGES: dict[int, tuple[Gravity, str]] = {
    **{number: ("critical", say) for number, say in CRITICAL.items()},
    **{number: ("methodical", say) for number, say in METHODICAL.items()},
    **{number: ("warning", say) for number, say in WARNINGS.items()},
    **{number: ("hint", say) for number, say in HINTS.items()},
}
