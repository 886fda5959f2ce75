"""Calendar files hold whole days and nothing that could break out of a line."""

from datetime import UTC, date, datetime

from laufzettel.kernel.calendars import CalendarDay, calendar_file

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


def made(**given: str) -> list[str]:
    entry = CalendarDay(**{"uid": "1@example.org", "day": date(2026, 12, 31), "title": "Antworten", **given})
    return calendar_file([entry], name="Vorgang", now=NOW).decode().split("\r\n")


def test_whole_day_ends_before_the_next_one() -> None:
    lines = made()

    assert "DTSTART;VALUE=DATE:20261231" in lines
    assert "DTEND;VALUE=DATE:20270101" in lines
    assert "DTSTAMP:20261121T093000Z" in lines
    assert ("BEGIN:VCALENDAR", "END:VCALENDAR", "") == (lines[0], lines[-2], lines[-1])


def test_text_cannot_begin_a_line_of_its_own() -> None:
    lines = made(title="A;B,C\\D\r\nATTENDEE:mailto:x@example.org")

    assert "SUMMARY:A\\;B\\,C\\\\D\\nATTENDEE:mailto:x@example.org" in lines
    assert not any(line.startswith("ATTENDEE") for line in lines)


def test_long_lines_are_folded_between_characters() -> None:
    content = calendar_file([CalendarDay(uid="1", day=date(2026, 12, 1), title="ß€😀" * 40)], name="x", now=NOW)
    lines = content.split(b"\r\n")

    assert max(len(line) for line in lines) <= 75
    assert "SUMMARY:" + "ß€😀" * 40 in content.replace(b"\r\n ", b"").decode()
