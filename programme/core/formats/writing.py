"""Dates and times as people read them, Danish first, English too.

Hand-written tables, because Babel costs too much in a list of a hundred rows; a test holds
the two against each other.
"""

from collections.abc import Callable
from datetime import date, datetime, time
from functools import lru_cache
from typing import Final, TypeVar, cast
from zoneinfo import ZoneInfo

Function = TypeVar("Function", bound=Callable[..., str])

COPENHAGEN: Final = ZoneInfo("Europe/Copenhagen")
# fmt: off
MONTHS: Final = {
    "da": ("januar", "februar", "marts", "april", "maj", "juni", "juli", "august",
           "september", "oktober", "november", "december"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August",
           "September", "October", "November", "December"),
}
SHORT_MONTHS: Final = {
    "da": ("jan.", "feb.", "mar.", "apr.", "maj", "jun.", "jul.", "aug.", "sep.", "okt.",
           "nov.", "dec."),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
WEEKDAYS: Final = {
    "da": ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
# fmt: on
_DAY_UNITS: Final = {"da": ("dag", "dage"), "en": ("day", "days")}
_NEAR: Final = {
    "da": {-1: "I går", 0: "I dag", 1: "I morgen"},
    "en": {-1: "Yesterday", 0: "Today", 1: "Tomorrow"},
}


def _memo(function: Function) -> Function:
    # lru_cache alone would hide the signature from mypy.
    return cast("Function", lru_cache(maxsize=4096)(function))


@_memo
def day(d: date, locale: str = "da") -> str:
    """Return "torsdag den 3. december 2026"."""
    return _weekday_prefix(d, locale) + _day_month_year(d, locale)


@_memo
def short_day(d: date, locale: str = "da") -> str:
    """Return "3. dec. 2026"."""
    return f"{_number(d, locale)} {SHORT_MONTHS[locale][d.month - 1]} {d.year}"


@_memo
def days(first: date, last: date, locale: str = "da") -> str:
    """Return "20.–21. august 2020", saying month and year only once where that is enough."""
    if first == last:
        return _day_month_year(last, locale)
    return f"{_opening(first, last, locale)}–{_day_month_year(last, locale)}"


@_memo
def weekday_days(first: date, last: date, locale: str = "da") -> str:
    """Return "torsdag den 3.–fredag den 4. december 2026"."""
    if first == last:
        return day(last, locale)
    opening = _weekday_prefix(first, locale) + _opening(first, last, locale)
    return f"{opening}–{day(last, locale)}"


@_memo
def clock(t: time, locale: str = "da") -> str:
    """Return "9.00"."""
    return f"{t.hour}{'.' if locale == 'da' else ':'}{t.minute:02}"


@_memo
def times(start: time, end: time | None = None, locale: str = "da") -> str:
    """Return "kl. 9.00–15.30", or "kl. 9.00" when the end is not known."""
    span = clock(start, locale) if end is None else f"{clock(start, locale)}–{clock(end, locale)}"
    return f"kl. {span}" if locale == "da" else span


@_memo
def stamp(moment: datetime, locale: str = "da") -> str:
    """Return an aware moment in Copenhagen's time: "20. januar 2027 kl. 9.05"."""
    if moment.tzinfo is None:
        message = "a moment without time zone cannot be shown"
        raise ValueError(message)
    local = moment.astimezone(COPENHAGEN)
    joint = "kl." if locale == "da" else "at"
    return f"{_day_month_year(local, locale)} {joint} {clock(local.time(), locale)}"


@_memo
def month(d: date, locale: str = "da") -> str:
    """Return "december 2026"."""
    return f"{MONTHS[locale][d.month - 1]} {d.year}"


@_memo
def weekday(d: date, locale: str = "da") -> str:
    """Return "torsdag"."""
    return WEEKDAYS[locale][d.weekday()]


def iso_week(d: date) -> int:
    """Return the week's number as Danish calendars count it."""
    return d.isocalendar().week


@_memo
def away(d: date, today: date, locale: str = "da") -> str:
    """Return "I morgen", "Om 11 dage" or "For 3 dage siden"."""
    distance = (d - today).days
    if distance in _NEAR[locale]:
        return _NEAR[locale][distance]
    count = days_count(abs(distance), locale)
    if distance > 0:
        return f"Om {count}" if locale == "da" else f"In {count}"
    return f"For {count} siden" if locale == "da" else f"{count} ago"


@_memo
def days_count(n: int, locale: str = "da") -> str:
    """Return "84 dage" or "1 dag"."""
    one, many = _DAY_UNITS[locale]
    number = f"{n:,}".replace(",", ".") if locale == "da" else f"{n:,}"
    return f"{number} {one if n == 1 else many}"


def _opening(first: date, last: date, locale: str) -> str:
    if first.year != last.year:
        return _day_month_year(first, locale)
    if first.month != last.month:
        return _day_month(first, locale)
    return _number(first, locale)


def _number(d: date, locale: str) -> str:
    return f"{d.day}." if locale == "da" else str(d.day)


def _day_month(d: date, locale: str) -> str:
    return f"{_number(d, locale)} {MONTHS[locale][d.month - 1]}"


def _day_month_year(d: date, locale: str) -> str:
    return f"{_day_month(d, locale)} {d.year}"


def _weekday_prefix(d: date, locale: str) -> str:
    return f"{weekday(d, locale)} den " if locale == "da" else f"{weekday(d, locale)} "
