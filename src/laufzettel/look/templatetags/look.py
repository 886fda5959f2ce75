"""Template tags and filters: draw a control; write dates, amounts and sizes the way of the reader."""

from datetime import date, datetime
from decimal import Decimal

from django import template
from django.utils.html import format_html

from laufzettel.kernel import dates, language, money
from laufzettel.look import drawing
from laufzettel.look.controls import Control

register = template.Library()
ALERTS = {"success": "success", "warning": "warning", "error": "danger", "danger": "danger"}


@register.simple_tag
def control(item: Control) -> str:
    """Draw one field of a form."""
    return drawing.draw(item)


@register.filter
def german_date(value: date | datetime | None) -> str:
    """Write a day, or the day of a moment in Germany, as `21.11.2026` or as the reader writes it."""
    if value is None:
        return ""
    return dates.say_day(dates.local_date(value) if isinstance(value, datetime) else value)


@register.filter
def german_moment(value: datetime | None) -> str:
    """Write a moment in German time as `21.11.2026, 14:05 Uhr` or as the reader writes it."""
    return dates.say_moment(value) if value else ""


@register.filter
def clock(value: datetime | None) -> str:
    """Write the German time of a moment as `14:05`."""
    return f"{value.astimezone(dates.LOCAL):%H:%M}" if value else ""


@register.filter
def iso(value: date | datetime | None) -> str:
    """Write a day or moment for the `datetime` attribute of `<time>`."""
    return value.isoformat() if value else ""


@register.filter
def euro(value: Decimal | None) -> str:
    """Write an amount as `1.234,50 €` or as the reader writes it."""
    return money.say_amount(value) if value is not None else ""


@register.filter
def size(value: int) -> str:
    """Write a number of bytes as people say it."""
    if value < 1024 * 1024:
        return f"{max(1, round(value / 1024))} KB"
    return f"{value / 1024 / 1024:.1f} MB".replace(".", ",")


@register.filter
def german(value: str) -> str:
    """Draw a text that is stored in German: translated where the catalogue knows it, else marked as German."""
    said = language.say(str(value))
    if not value or language.reader() == language.SOURCE or said != str(value):
        return said
    return format_html('<span lang="de" dir="ltr">{}</span>', value)


@register.filter
def alert_kind(tag: str) -> str:
    """Return the kind of alert for the level of a message."""
    return ALERTS.get(tag, "info")
