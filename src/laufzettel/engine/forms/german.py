"""Read what people type: German dates, amounts, numbers, plates, phone numbers, names. Tolerant, then exact.

Each reader takes the text without surrounding blanks and returns the value; it raises Unreadable with a
German sentence that says how to put it right.
"""

import re
import unicodedata
from datetime import date, time
from decimal import Decimal

from laufzettel.kernel import language
from laufzettel.kernel.language import say

MONTHS = (
    "januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "september", "oktober", "november",
    "dezember",
)  # fmt: skip

_DATE = re.compile(r"(\d{1,2})[.\-/ ]+(\d{1,2})[.\-/ ]+(\d{4}|\d{2})\Z")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})\Z")
_PACKED = re.compile(r"(\d{2})(\d{2})(\d{4}|\d{2})\Z")
_WORDS = re.compile(r"(\d{1,2})\.?\s*([A-Za-zäÄ]{3,9})\.?\s*(\d{4}|\d{2})\Z")
# Longer numbers could not be kept to the cent.
_LONGEST_NUMBER = 20
_TIME = re.compile(r"(?i)(\d{1,2})(?:\s*[:.h]\s*(\d{2}))?(?::00)?\s*(?:uhr)?\Z")
_PACKED_TIME = re.compile(r"(?i)(\d{2})(\d{2})\s*(?:uhr)?\Z")
_NUMBER = re.compile(r"[+-]?[\d.,'\s]*\d[\d.,'\s]*\Z")
# 1,234.50 is clear in every language, 1,500 is not.
_ENGLISH = re.compile(r"[+-]?\d{1,3}(,\d{3})+\.\d+\Z")
_AMBIGUOUS = re.compile(r"[+-]?\d{1,3}[.,]\d{3}\Z")
_EMAIL = re.compile(
    r"[^\s@,;:<>()\[\]\"\\]{1,64}@[^\s@,;:<>()\[\]\"\\.-][^\s@,;:<>()\[\]\"\\]*\.[^\s@,;:<>()\[\]\"\\\d.]{2,63}\Z"
)
_PLATE = re.compile(r"([A-ZÄÖÜ]{1,3})([A-Z]{1,2})[\s\-.]*([1-9]\d{0,3})[\s\-]*([EH]?)\Z")
_PLATE_APART = re.compile(r"([A-ZÄÖÜ]{1,3})[\s\-.:·]+([A-Z]{1,2})[\s\-.]*([1-9]\d{0,3})[\s\-]*([EH]?)\Z")
_HOUSE = re.compile(r"\d{1,4}\s?[a-zA-Z]?(\s?[-/+]\s?\d{1,4}\s?[a-zA-Z]?)?\Z")
_NAME_SIGNS = frozenset(" -'’.,()·`´/")


class Unreadable(Exception):
    """The text is not what the field asks for; the message says how to put it right."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def read_date(text: str, *, today: date | None = None) -> date:
    """Read 1.2.1990, 01021990, 1.2.90, 1990-02-01, 1. Februar 1990.

    A year of two digits is the latest one not more than ten years after `today` (without `today`: 1950 to 2049).
    """
    day, month, year = _date_parts(text)
    try:
        found = date(_year(year, today), month, day)
    except ValueError:
        raise Unreadable(say("Das Datum {text} gibt es nicht. Prüfen Sie Tag und Monat.", text=text)) from None
    if not 1850 <= found.year <= 2200:
        raise Unreadable(say("Prüfen Sie das Jahr."))
    return found


def _date_parts(text: str) -> tuple[int, int, str]:
    if found := _ISO.match(text):
        return int(found[3]), int(found[2]), found[1]
    if found := _DATE.match(text) or _PACKED.match(text):
        return int(found[1]), int(found[2]), found[3]
    if found := _WORDS.match(text):
        names = [index for index, name in enumerate(MONTHS, 1) if name.startswith(found[2].lower())]
        if len(names) == 1:
            return int(found[1]), names[0], found[3]
    raise Unreadable(say("Geben Sie ein Datum mit Tag, Monat und Jahr ein, zum Beispiel 21.11.2026."))


def _year(text: str, today: date | None) -> int:
    if len(text) == 4:
        return int(text)
    latest = today.year + 10 if today else 2049
    return latest - (latest - int(text)) % 100


def read_time(text: str) -> time:
    """Read a time of day: 14:30, 14.30 Uhr, 1430, 9 Uhr, 9; local time without a zone, to the minute."""
    found = _TIME.match(text) or _PACKED_TIME.match(text)
    if found is None or int(found[1]) > 23 or int(found[2] or 0) > 59:
        raise Unreadable(say("Geben Sie eine Uhrzeit ein, zum Beispiel 14:30."))
    return time(int(found[1]), int(found[2] or 0))


def read_money(text: str) -> Decimal:
    """Read an amount in EUR: 1.234,50 · 1234,5 · 1234.50 · 12 €."""
    bare = re.sub(r"(?i)\s*(€|eur|euro)\s*", "", text)
    amount = read_number(bare, decimals=2, example="1.234,50")
    return amount.quantize(Decimal("0.01"))


def read_number(text: str, *, decimals: int = 0, example: str = "") -> Decimal:
    """Read a number with German or international signs; raises Unreadable beyond `decimals` places."""
    example = example or ("12,5" if decimals else "12")
    if not _NUMBER.match(text) or len(text) > 30:
        raise Unreadable(say("Geben Sie eine Zahl ein, zum Beispiel {example}.", example=_as_read(example)))
    bare = re.sub(r"[\s']", "", text)
    if _ENGLISH.match(bare):
        bare = bare.replace(",", "").replace(".", ",")
    elif language.reader() != language.SOURCE and _AMBIGUOUS.match(bare):
        raise Unreadable(say("Schreiben Sie die Zahl ohne Zeichen für die Tausender, zum Beispiel 1500."))
    whole, comma, fraction = bare.partition(",")
    if not comma and bare.count(".") == 1 and len(bare.rsplit(".", 1)[1]) != 3:
        whole, comma, fraction = bare.partition(".")
    if "," in fraction or "." in fraction or not re.match(r"[+-]?(\d+|\d{1,3}(\.\d{3})+)\Z", whole):
        raise Unreadable(say("Geben Sie eine Zahl ein, zum Beispiel {example}.", example=_as_read(example)))
    if sum(sign.isdigit() for sign in whole) > _LONGEST_NUMBER:
        raise Unreadable(say("Die Zahl ist zu lang. Prüfen Sie die Ziffern."))
    if len(fraction.rstrip("0")) > decimals:
        raise Unreadable(
            say("Höchstens {decimals} Stellen nach dem Komma sind möglich.", decimals=decimals)
            if decimals
            else say("Geben Sie eine ganze Zahl ein.")
        )
    return Decimal(whole.replace(".", "") + ("." + fraction if fraction else ""))


def _as_read(example: str) -> str:
    """Return a German example number as the reader would write it."""
    return example if language.reader() == language.SOURCE else example.replace(".", "").replace(",", ".")


def read_plate(text: str) -> str:
    """Read a German number plate and return it as MZ-AB 123 (suffix E or H directly behind)."""
    upper = text.upper()
    found = _PLATE_APART.match(upper)
    if found is None:
        found = _PLATE.match(upper)
        letters = len(found[1]) + len(found[2]) if found else 0
        if found is None or letters not in (2, 5):
            raise Unreadable(say("Geben Sie das Kennzeichen mit Bindestrich ein, zum Beispiel MZ-AB 123."))
    if len("".join(found.groups())) > 8:
        raise Unreadable(say("Das Kennzeichen ist zu lang. Ein Beispiel: MZ-AB 123."))
    return f"{found[1]}-{found[2]} {found[3]}{found[4]}"


def read_phone(text: str) -> str:
    """Read a phone number and return it as +4961311234."""
    bare = re.sub(r"[\s\-/.()]", "", text.replace("(0)", ""))
    bare = re.sub(r"\A00", "+", bare)
    bare = re.sub(r"\A0", "+49", bare)
    if not re.match(r"\+[1-9]\d{6,14}\Z", bare):
        raise Unreadable(say("Geben Sie die Telefonnummer mit Vorwahl ein, zum Beispiel 06131 1234567."))
    return bare


def read_email(text: str) -> str:
    """Read an e-mail address; the domain becomes lower case."""
    if len(text) > 254 or not _EMAIL.match(text) or ".." in text or not text.isprintable():
        raise Unreadable(say("Geben Sie eine E-Mail-Adresse ein, zum Beispiel name@beispiel.de."))
    local, _, domain = text.rpartition("@")
    return f"{local}@{domain.lower()}"


def read_iban(text: str) -> str:
    """Read an IBAN and return it without blanks; the check digits must be right."""
    from schwifty import IBAN  # costs 44 ms to import
    from schwifty.exceptions import SchwiftyException

    try:
        return str(IBAN(re.sub(r"[\s\-.]", "", text).upper()).compact)
    except SchwiftyException:
        raise Unreadable(
            say("Diese IBAN ist nicht gültig. Prüfen Sie die Ziffern, zum Beispiel auf Ihrem Kontoauszug.")
        ) from None


def read_name(text: str, *, max_length: int = 120) -> str:
    """Read a name in the Latin letters of DIN 91379, composed (NFC), with single blanks."""
    name = " ".join(unicodedata.normalize("NFC", text).split())
    wrong = sorted({sign for sign in name if not _is_name_sign(sign)})
    if wrong:
        shown = " ".join(sign for sign in wrong if sign.isprintable()) or say("Steuerzeichen")
        raise Unreadable(
            say(
                "Diese Zeichen kommen in Namen nicht vor: {shown}. Schreiben Sie den Namen wie im Ausweis.", shown=shown
            )
        )
    if not any(sign.isalpha() for sign in name):
        raise Unreadable(say("Schreiben Sie den Namen wie im Ausweis."))
    if len(name) > max_length:
        raise Unreadable(say("Der Name ist zu lang: höchstens {max_length} Zeichen.", max_length=max_length))
    return name


def _is_name_sign(sign: str) -> bool:
    if sign in _NAME_SIGNS:
        return True
    name = unicodedata.name(sign, "")
    return name.startswith(("LATIN ", "COMBINING ", "MODIFIER LETTER "))


# Signs that turn the direction of writing could show a clerk another text than the one that is stored.
_NO_DIRECTION = dict.fromkeys((0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))


def read_text(text: str, *, multiline: bool, max_length: int) -> str:
    """Read free text: composed (NFC), without control characters; line ends become single."""
    clean = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").translate(_NO_DIRECTION)
    if not multiline:
        clean = " ".join(clean.split())
    if any(unicodedata.category(sign) in ("Cc", "Cs", "Co", "Cn") for sign in clean if sign not in "\n\t"):
        raise Unreadable(
            say("Der Text enthält Zeichen, die wir nicht verarbeiten können. Tippen Sie ihn bitte neu ein.")
        )
    if len(clean) > max_length:
        raise Unreadable(
            say(
                "Der Text ist zu lang: höchstens {max_length} Zeichen, jetzt sind es {count}.",
                max_length=max_length,
                count=len(clean),
            )
        )
    return clean


def read_postal_code(text: str) -> str:
    """Read a German postal code of five digits."""
    bare = re.sub(r"\A(D|DE)[\s\-]*", "", text.upper()).replace(" ", "")
    if not re.match(r"(0[1-9]|[1-9]\d)\d{3}\Z", bare):
        raise Unreadable(say("Geben Sie eine Postleitzahl mit fünf Ziffern ein, zum Beispiel 55116."))
    return bare


def read_house_number(text: str) -> str:
    """Read a house number such as 12, 12a, 12-14, 3/4."""
    if not _HOUSE.match(text):
        raise Unreadable(say("Geben Sie eine Hausnummer ein, zum Beispiel 12 oder 12a."))
    return " ".join(text.split())
