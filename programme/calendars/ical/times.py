"""When an event begins and ends, in forms that calendar programs agree on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from programme.calendars.ical.plan_event import PlanEvent

TZID = "Europe/Copenhagen"
COPENHAGEN = ZoneInfo(TZID)

# Two rules, no list of dates: Thunderbird reads only the first date of a list, and shows every
# summer session an hour late. A test holds the rules against zoneinfo.
VTIMEZONE = b"""\
BEGIN:VTIMEZONE
TZID:Europe/Copenhagen
BEGIN:DAYLIGHT
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
""".replace(b"\n", b"\r\n")

_SHORTEST = timedelta(minutes=30)  # clients draw an event without length as they please
_FIRST_YEAR = 1996  # since then Denmark has followed the two rules above
_LAST_YEAR = 9998  # the day after the last must exist

Moments = tuple[datetime, datetime]


def span(event: PlanEvent) -> Moments | tuple[date, date]:
    """DTSTART and DTEND: two moments, or whole days with the day after the last."""
    moments = _moments(event)
    if moments is None:
        return event.starts_on, event.ends_on + timedelta(days=1)
    start, end = moments
    if end.astimezone(UTC) <= start.astimezone(UTC):
        end = start.astimezone(UTC) + _SHORTEST
    return _as_sent(start.astimezone(COPENHAGEN), end.astimezone(COPENHAGEN))


def faults(event: PlanEvent) -> Iterator[str]:
    """Why the times of this event cannot be sent; the first that holds is reason enough."""
    if event.revised_at.utcoffset() is None:
        yield "revised at a time without a zone"
    if isinstance(event.starts_on, datetime) or isinstance(event.ends_on, datetime):
        yield "a day with a time of day"
    if any(clock is not None and clock.tzinfo for clock in (event.start_time, event.end_time)):
        yield "a wall clock with a zone of its own"
    if event.starts_on.year < _FIRST_YEAR or event.ends_on.year > _LAST_YEAR:
        yield "a year out of range"
    if event.ends_on < event.starts_on or _runs_backwards(_moments(event)):
        yield "end before start"


def _moments(event: PlanEvent) -> Moments | None:
    """Both ends of a timed event; None for whole days."""
    if event.kind == "deadline":
        due = event.start_time if event.end_time is None else event.end_time
        if due is None:
            return None
        end = _moment(event.ends_on, due)
        return end.astimezone(UTC) - _SHORTEST, end
    if event.start_time is None:
        return None
    if event.end_time is not None:
        return _moment(event.starts_on, event.start_time), _moment(event.ends_on, event.end_time)
    if event.ends_on != event.starts_on:
        return None  # several days of which only the beginning is known
    start = _moment(event.starts_on, event.start_time)
    return start, start


def _moment(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock.replace(microsecond=0), COPENHAGEN)


def _runs_backwards(moments: Moments | None) -> bool:
    """By the wall clock and in real time; where an hour is skipped or repeated they differ."""
    if moments is None:
        return False
    start, end = moments
    # Two datetimes of the same zone compare by the wall clock.
    return end < start and end.astimezone(UTC) < start.astimezone(UTC)


def _as_sent(start: datetime, end: datetime) -> Moments:
    """In UTC when either wall clock happens twice or never: local time cannot say which."""
    if _is_odd(start) or _is_odd(end):
        return start.astimezone(UTC), end.astimezone(UTC)
    return start, end


def _is_odd(moment: datetime) -> bool:
    return moment.replace(fold=0).utcoffset() != moment.replace(fold=1).utcoffset()
