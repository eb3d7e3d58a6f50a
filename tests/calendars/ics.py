"""Calendar files read by the letter of RFC 5545, with no line of the code under test."""

from __future__ import annotations

import io
import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from dateutil import tz
from icalendar import Calendar

from programme.calendars.ical import PlanEvent, calendar_bytes, event_bytes, information_event

REVISED = datetime(2026, 5, 4, 12, 30, tzinfo=UTC)
EMPTY = information_event(
    "tom@lederforloeb.example", "Ingen aktiviteter", "Planen er tom.", date(2026, 5, 4), REVISED
)

_ONCE_IN_CALENDAR = ("VERSION", "PRODID", "CALSCALE", "NAME", "X-WR-CALNAME", "X-WR-TIMEZONE")
_ONCE_IN_EVENT = (
    *("UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "DTEND"),
    *("SUMMARY", "STATUS", "TRANSP"),
)
_AT_MOST_ONCE = ("DESCRIPTION", "LOCATION", "URL", "CATEGORIES", "X-MICROSOFT-CDO-BUSYSTATUS")
_NEVER = ("METHOD", "ORGANIZER", "ATTENDEE", "CLASS", "RDATE", "COMMENT", "X-ALT-DESC", "SOURCE")


class Line(NamedTuple):
    name: str
    params: str
    value: str


def an_event(**changes) -> PlanEvent:
    """A session on 19 August 2026 from 9 to 16, changed as asked."""
    values = {
        "uid": "5d3c9c7e-6f0a-4d58-9c0e-1a2b3c4d5e6f@lederforloeb.example",
        "sequence": 0,
        "revised_at": REVISED,
        "starts_on": date(2026, 8, 19),
        "ends_on": date(2026, 8, 19),
        "start_time": time(9),
        "end_time": time(16),
        "title": "Seminar 1",
        "description": "Medbring din log.",
        "place": "Rådhuspladsen 1",
        "url": "https://lederforloeb.example/aktivitet/1",
        "cancelled": False,
        "kind": "session",
    }
    return PlanEvent(**{**values, **changes})


def whole_days(first: date, last: date, **changes) -> PlanEvent:
    return an_event(starts_on=first, ends_on=last, start_time=None, end_time=None, **changes)


def a_file(*events: PlanEvent, name: str = "Hold 7") -> bytes:
    return calendar_bytes(name, map(event_bytes, events), if_empty=EMPTY)


def lines(body: bytes) -> list[Line]:
    """The content lines of a file, after its form has been checked octet by octet."""
    assert body.endswith(b"\r\n")
    assert b"\r" not in body.replace(b"\r\n", b"")
    assert b"\n" not in body.replace(b"\r\n", b"")
    for physical in body.split(b"\r\n"):
        assert len(physical) <= 75
        text = physical.decode("utf-8")  # each physical line by itself
        assert not re.search("[\x00-\x08\x0a-\x1f\x7f-\x9f\ufeff\u2028\u2029\ufffe\uffff]", text)
    unfolded = body.decode("utf-8").replace("\r\n ", "").split("\r\n")[:-1]
    found = [
        Line(*re.fullmatch(r"([A-Z0-9-]+)((?:;[^:]*)?):(.*)", row).groups()) for row in unfolded
    ]
    _check_structure(found)
    _check_with_library(body, found)
    return found


def blocks(body: bytes) -> list[dict[str, Line]]:
    """The VEVENTs of a checked file."""
    found, inside = [], None
    for line in lines(body):
        if line == ("BEGIN", "", "VEVENT"):
            inside = {}
            found.append(inside)
        elif line == ("END", "", "VEVENT"):
            inside = None
        elif inside is not None:
            inside[line.name] = line
    return found


def only(body: bytes) -> dict[str, Line]:
    (block,) = blocks(body)
    return block


def text(line: Line) -> str:
    """TEXT as RFC 5545 3.3.11 reads it, in one pass."""
    return re.sub(
        r"\\(.)", lambda found: {"n": "\n", "N": "\n"}.get(found[1], found[1]), line.value
    )


def times(body: bytes) -> str:
    """Start and end as they stand in the file: parameters and values."""
    block = only(body)
    return " ".join(f"{block[n].params}:{block[n].value}" for n in ("DTSTART", "DTEND"))


def moments(body: bytes) -> tuple[datetime, datetime]:
    """Start and end in UTC, as a program sees them that knows only the file's own VTIMEZONE."""
    block, zone = only(body), _zone_of(body)
    start, end = (_moment(block[name], zone) for name in ("DTSTART", "DTEND"))
    return start, end


def days(body: bytes) -> list[date]:
    """The days a whole-day event fills in a calendar program."""
    block = only(body)
    start, end = (_day(block[name]) for name in ("DTSTART", "DTEND"))
    return [start + timedelta(days=n) for n in range((end - start).days)]


def _check_structure(found: list[Line]) -> None:
    assert found[0] == ("BEGIN", "", "VCALENDAR")
    assert found[-1] == ("END", "", "VCALENDAR")
    components = [line.value for line in found if line.name == "BEGIN"]
    assert components[:4] == ["VCALENDAR", "VTIMEZONE", "DAYLIGHT", "STANDARD"]
    assert components[4:]
    assert set(components[4:]) == {"VEVENT"}
    assert not {line.name for line in found} & set(_NEVER)
    head = [line.name for line in found[: _index(found, "VTIMEZONE")]]
    assert all(head.count(name) == 1 for name in _ONCE_IN_CALENDAR)
    for start in (i for i, line in enumerate(found) if line == ("BEGIN", "", "VEVENT")):
        end = start + found[start:].index(("END", "", "VEVENT"))
        names = [line.name for line in found[start:end]]
        assert all(names.count(name) == 1 for name in _ONCE_IN_EVENT)
        assert all(names.count(name) <= 1 for name in _AT_MOST_ONCE)
        assert not [line for line in found[start:end] if line.value == ""]
    uids = [line.value for line in found if line.name == "UID"]
    assert len(uids) == len(set(uids))


def _check_with_library(body: bytes, found: list[Line]) -> None:
    calendar = Calendar.from_ical(body)
    assert not [error for component in calendar.walk() for error in component.errors]
    assert len(calendar.events) == sum(line == ("BEGIN", "", "VEVENT") for line in found)


def _index(found: list[Line], component: str) -> int:
    return found.index(("BEGIN", "", component))


def _zone_of(body: bytes) -> tzinfo:
    start, end = body.index(b"BEGIN:VTIMEZONE"), body.index(b"END:VTIMEZONE\r\n")
    return tz.tzical(io.StringIO(body[start:end].decode() + "END:VTIMEZONE\r\n")).get()


def _moment(line: Line, zone: tzinfo) -> datetime:
    if line.value.endswith("Z"):
        assert line.params == ""
        return datetime.strptime(line.value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    assert line.params == ";TZID=Europe/Copenhagen"
    naive = datetime.strptime(line.value, "%Y%m%dT%H%M%S")  # noqa: DTZ007 - the zone is the file's
    return naive.replace(tzinfo=zone).astimezone(UTC)


def _day(line: Line) -> date:
    assert line.params == ";VALUE=DATE"
    return datetime.strptime(line.value, "%Y%m%d").replace(tzinfo=UTC).date()
