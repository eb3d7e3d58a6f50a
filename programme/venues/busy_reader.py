"""Reads a foreign calendar file for the times at which somebody is taken; never what by.

Run as a program of its own, with little memory and two seconds of CPU: a rule of recurrence can be
written so that no library ever comes to its end. Hence nothing of ours is imported here.
"""

from __future__ import annotations

import json
import re
import resource
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, Final
from zoneinfo import ZoneInfo

from dateutil.rrule import rruleset, rrulestr  # type: ignore[import-untyped]
from icalendar import Calendar

COPENHAGEN: Final = ZoneInfo("Europe/Copenhagen")
DAY: Final = timedelta(days=1)
SECONDS: Final = 2
MEMORY: Final = 512 * 2**20
MOST_EVENTS: Final = 5_000
MOST_TIMES: Final = 5_000
LONGEST: Final = timedelta(days=366)
_OFTEN: Final = re.compile(r"(?i)FREQ=(?:SECONDLY|MINUTELY|HOURLY)|BY(?:HOUR|MINUTE|SECOND)=")
_PARTS: Final = re.compile(r"(?i)BEGIN:(?:VEVENT|VFREEBUSY)\b")
_NEEDED: Final = {
    "DTSTART",
    "DTEND",
    "DURATION",
    "RRULE",
    "RDATE",
    "EXRULE",
    "EXDATE",
    "RECURRENCE-ID",
    "FREEBUSY",
}
_FREE: Final = {("TRANSP", "TRANSPARENT"), ("STATUS", "CANCELLED")}
_SHOWN_FREE: Final = ("X-MICROSOFT-CDO-BUSYSTATUS", "FREE")

# OSError: a zone of which the name is too long for a file's.
_UNREADABLE: Final = (
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    ArithmeticError,
    OSError,
)

Span = tuple[date, date, time | None, time | None]
When = date | datetime


class UnreadableError(Exception):
    """Why nothing is taken from the file: a key of `busy_files._REASONS`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def spans_in(data: bytes, first: date, last: date) -> list[Span]:
    """Return the days, or hours of days, from `first` to `last` that are taken, in order.

    Times are those on the wall in Copenhagen. What is cancelled or shown as free is left out.
    """
    text = data.decode("utf-8-sig", "replace")  # titles, which suffer, are not looked at
    if not text.lstrip().upper().startswith("BEGIN:VCALENDAR"):
        raise UnreadableError("not_calendar")
    if not text.rstrip("\0 \t\r\n").upper().endswith("END:VCALENDAR"):
        raise UnreadableError("broken")  # cut off on its way
    if len(_PARTS.findall(text)) > MOST_EVENTS:
        raise UnreadableError("too_many")
    try:
        found = _found(text, first, last)
    except _UNREADABLE as error:
        raise UnreadableError("broken") from error
    return sorted(found, key=lambda span: (span[0], span[2] or time(), span[1], span[3] or time()))


def _found(text: str, first: date, last: date) -> set[Span]:
    found: set[Span] = set()
    for calendar in Calendar.from_ical(text, multiple=True):
        for span in _spans(calendar, first, last):
            found.add(span)
            if len(found) > MOST_TIMES:
                raise UnreadableError("too_many")
    return found


def _spans(calendar: Any, first: date, last: date) -> Iterator[Span]:  # noqa: ANN401 - the library's
    events = calendar.walk("VEVENT")
    moved: dict[str, set[When]] = {}
    for event in events:
        _check(event)
        if "RECURRENCE-ID" in event:
            when = _instant(event["RECURRENCE-ID"].dt)
            moved.setdefault(str(event.get("UID")), set()).add(when)
    for event in filter(_takes_time, events):
        elsewhere = set() if "RECURRENCE-ID" in event else moved.get(str(event.get("UID")), set())
        for start, end in _times(event, elsewhere, first, last):
            yield from _within(start, end, first, last)
    for part in calendar.walk("VFREEBUSY"):
        for start, end in _periods(part):
            yield from _within(start, end, first, last)


def _periods(part: Any) -> Iterator[tuple[When, When]]:  # noqa: ANN401
    """What is published as taken; a kind that is not known means taken (RFC 5545, 3.2.9)."""
    _check(part)
    for period in _several(part, "FREEBUSY"):
        if str(period.params.get("FBTYPE", "")).upper() == "FREE":
            continue
        if "TZID" in period.params and _zone(period.start) is None:
            raise UnreadableError("zone")
        if period.end - period.start > LONGEST:
            raise UnreadableError("broken")
        yield _wall(period.start), _wall(period.end)


def _check(event: Any) -> None:  # noqa: ANN401
    """What cannot be read is not guessed at: a wrong time is worse than none."""
    if any(name in _NEEDED for name, _error in event.errors):
        raise UnreadableError("broken")
    for name in ("DTSTART", "DTEND", "RECURRENCE-ID"):
        value = event.get(name)
        if value is not None and "TZID" in value.params and _zone(value.dt) is None:
            raise UnreadableError("zone")
    if "RECURRENCE-ID" in event and "RANGE" in event["RECURRENCE-ID"].params:
        raise UnreadableError("following")


def _takes_time(event: Any) -> bool:  # noqa: ANN401
    said = {(name, str(event.get(name, "")).upper()) for name in ("TRANSP", "STATUS")}
    outlook = str(event.get(_SHOWN_FREE[0], "")).upper() == _SHOWN_FREE[1]
    return "DTSTART" in event and not said & _FREE and not outlook


def _times(
    event: Any,  # noqa: ANN401
    elsewhere: set[When],
    first: date,
    last: date,
) -> Iterator[tuple[When, When]]:
    """Beginning and end of each time, days as they are, moments on the wall in Copenhagen."""
    start = event["DTSTART"].dt
    length, zone = _length(event, start), _zone(start)
    for begin in _begins(event, start, first - length - DAY, last + DAY):
        if not isinstance(start, datetime):
            if begin.date() not in elsewhere:
                yield begin.date(), begin.date() + length
        elif _instant(begin.replace(tzinfo=zone)) not in elsewhere:
            yield _wall(begin.replace(tzinfo=zone)), _wall((begin + length).replace(tzinfo=zone))


def _length(event: Any, start: When) -> timedelta:  # noqa: ANN401
    """By the clock of the event's own zone; whole days are one at the least."""
    if "DTEND" in event:
        end = event["DTEND"].dt
        if isinstance(end, datetime) and isinstance(start, datetime) and end.tzinfo != start.tzinfo:
            end = _in_zone(end, _zone(start))
        length: timedelta = _naive(end) - _naive(start)
    elif "DURATION" in event:
        length = event["DURATION"].dt
    else:
        length = timedelta()
    if length < timedelta() or length > LONGEST:
        raise UnreadableError("broken")
    return length if isinstance(start, datetime) else max(length, DAY)


def _begins(event: Any, start: When, earliest: date, latest: date) -> Iterator[datetime]:  # noqa: ANN401
    """The beginnings by the clock of the event's own zone, from about `earliest` to `latest`."""
    if "RRULE" not in event and "RDATE" not in event:
        yield _naive(start)
        return
    rules, until = _rules(event, start), datetime.combine(latest, time())
    for begin in rules.xafter(datetime.combine(earliest, time()), inc=True):
        if begin > until:
            return
        yield begin


def _rules(event: Any, start: When) -> Any:  # noqa: ANN401
    rules, zone = rruleset(), _zone(start)
    rules.rdate(_naive(start))
    for name, follow in (("RRULE", rules.rrule), ("EXRULE", rules.exrule)):
        for rule in _several(event, name):
            follow(_rule(rule, start, zone))
    for name, add in (("RDATE", rules.rdate), ("EXDATE", rules.exdate)):
        for each in _listed(event, name):
            add(_naive(_in_zone(each, zone)))
    return rules


def _rule(rule: Any, start: When, zone: tzinfo | None) -> Any:  # noqa: ANN401
    if "UNTIL" in rule:
        rule["UNTIL"] = [_until(each, zone) for each in rule["UNTIL"]]
    text = rule.to_ical().decode()
    if _OFTEN.search(text):
        raise UnreadableError("too_often")
    return rrulestr(text, dtstart=_naive(start))


def _until(value: When, zone: tzinfo | None) -> datetime:
    """The last moment by the event's own clock; of a day the end."""
    if not isinstance(value, datetime):
        return datetime.combine(value, time(23, 59, 59))
    return _naive(_in_zone(value, zone))


def _listed(event: Any, name: str) -> Iterator[When]:  # noqa: ANN401
    for dates in _several(event, name):
        for each in dates.dts:
            # RDATE may name a period; its beginning counts, its length is the event's.
            yield each.dt[0] if isinstance(each.dt, tuple) else each.dt


def _several(event: Any, name: str) -> list[Any]:  # noqa: ANN401
    value = event.get(name, [])
    return value if isinstance(value, list) else [value]


def _within(begin: When, end: When, first: date, last: date) -> Iterable[Span]:
    """The days of one time that lie in the period; hours only of a first and a last part day."""
    if not isinstance(begin, datetime) or not isinstance(end, datetime):
        start, until = max(begin, first), min(end - DAY, last)
        return [(start, until, None, None)] if start <= until else []
    days = (begin.date() + number * DAY for number in range((end.date() - begin.date()).days + 1))
    return [span for day in days if first <= day <= last for span in _on(day, begin, end)]


def _on(day: date, begin: datetime, end: datetime) -> Iterator[Span]:
    opening = begin.time() if day == begin.date() else time()
    closing = end.time() if day == end.date() else time(23, 59)
    if opening == time() and closing == time(23, 59):
        yield day, day, None, None
    elif opening < closing:
        yield day, day, opening, closing


def _zone(value: When) -> tzinfo | None:
    """None for a day, and for a moment that floats: such a one is meant where one is."""
    return value.tzinfo if isinstance(value, datetime) else None


def _naive(value: When) -> datetime:
    """By its own clock."""
    if not isinstance(value, datetime):
        return datetime.combine(value, time())
    return value.replace(tzinfo=None, microsecond=0, fold=0)


def _in_zone(value: When, zone: tzinfo | None) -> When:
    if isinstance(value, datetime) and value.tzinfo and zone:
        return value.astimezone(UTC).astimezone(zone)
    return value


def _instant(value: When) -> When:
    return _wall(value) if isinstance(value, datetime) else value


def _wall(moment: datetime) -> datetime:
    """On the wall in Copenhagen, to the minute, without a zone."""
    local = moment.astimezone(UTC).astimezone(COPENHAGEN) if moment.tzinfo else moment
    return local.replace(tzinfo=None, second=0, microsecond=0, fold=0)


def main() -> None:
    """Read the file from standard input; write its spans, or why there are none, as JSON."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    first, last = (date.fromisoformat(text) for text in sys.argv[1:3])
    try:
        spans = spans_in(sys.stdin.buffer.read(), first, last)
    except (UnreadableError, MemoryError, RecursionError) as error:
        print(json.dumps({"reason": getattr(error, "reason", "too_often")}))  # noqa: T201 - its answer
        return
    print(json.dumps({"spans": [[e.isoformat() if e else None for e in s] for s in spans]}))  # noqa: T201


if __name__ == "__main__":
    main()
