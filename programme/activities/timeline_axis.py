"""The days behind Tidslinjen: how wide one is, its years, months, weeks and holidays."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby
from typing import Final

from programme.activities.calendar_days import (
    DAY,
    WEEK,
    SchoolHolidays,
    holiday_name,
    is_weekend,
    public_holiday,
)
from programme.activities.line_marks import Scale
from programme.activities.picture_text import text_width
from programme.core import formats

PAGE: Final = 1040.0  # what the span of a zoom fills: the room of a wide page
LEFT: Final = 14.0
RIGHT: Final = 96.0  # room for the label of what lies last
TEXT: Final = 12.5
MOST_DAYS: Final = 3653  # ten years; what lies further off stands in the table alone
_LEAST: Final = 0.3  # units a day, however long the whole is
_INSET: Final = 4.0
_WEEK_STEPS: Final = (1, 2, 4, 13)
_MONTH_STEPS: Final = (1, 3, 6)
_WEEK_ROOM: Final = 20.0
_WEEKENDS_FROM: Final = 4.0  # units a day, from which on weekends are worth shading


class Zoom(StrEnum):
    """What fills a wide page, by its name in the address."""

    WHOLE = "alt"
    YEAR = "aar"
    HALF = "halvaar"
    QUARTER = "kvartal"


_SPANS: Final = {Zoom.YEAR: 365, Zoom.HALF: 184, Zoom.QUARTER: 92}


@dataclass(frozen=True, slots=True)
class Days:
    """The days of the picture, from a first of a month on, each `width` wide."""

    start: date
    count: int
    width: float

    @property
    def scale(self) -> Scale:
        """The left edge of each day; the end is the day after the last."""
        return Scale(
            self.start, self.start + self.count * DAY, LEFT, LEFT + self.count * self.width
        )

    @property
    def last(self) -> date:
        return self.start + (self.count - 1) * DAY

    def holds(self, day: date) -> bool:
        return self.start <= day <= self.last


@dataclass(frozen=True, slots=True)
class Tick:
    """Where a year, a month or a week begins; some have no room for a label."""

    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Shade:
    """Days on end that are off, and what they are called."""

    left: float
    width: float
    name: str


def days_of(first: date, last: date, zoom: Zoom) -> Days:
    """Return whole months from the first day to the last, at least as many as fill the zoom."""
    start = first.replace(day=1)
    count = (_next_month(last) - start).days
    span = _SPANS.get(zoom, count)
    count = min(max(count, span), MOST_DAYS)
    return Days(start, count, max(PAGE / span, _LEAST))


def years(days: Days) -> list[Tick]:
    """The first day of each year, and of the picture."""
    firsts = [days.start, *(date(y, 1, 1) for y in range(days.start.year + 1, days.last.year + 1))]
    return _labelled(days, firsts, lambda day: str(day.year))


def months(days: Days, locale: str) -> list[Tick]:
    """The first day of each month, as many named as there is room for."""
    names = [name.rstrip(".") for name in formats.SHORT_MONTHS[locale]]
    room = max(text_width(name, TEXT) for name in names) + 2 * _INSET
    step = next((step for step in _MONTH_STEPS if 28 * step * days.width >= room), 12)
    return [
        Tick(days.scale.x(day), names[day.month - 1] if (day.month - 1) % step == 0 else "")
        for day in _firsts(days)
    ]


def weeks(days: Days) -> list[Tick]:
    """The Mondays, every one or as many as there is room for, with the number of the ISO week."""
    step = next((s for s in _WEEK_STEPS if WEEK * s * days.width >= _WEEK_ROOM), _WEEK_STEPS[-1])
    monday = days.start + timedelta(days=-days.start.weekday() % WEEK)
    found: list[Tick] = []
    for number in range(days.count // WEEK + 1):
        day = monday + number * timedelta(weeks=1)
        week, x = formats.iso_week(day), days.scale.x(day)
        near = bool(found) and x - found[-1].x < _WEEK_ROOM  # week 53 beside week 1
        if days.holds(day) and (week - 1) % step == 0 and not near:
            found.append(Tick(x, str(week)))
    return found


def weekends(days: Days) -> list[Shade]:
    """Saturdays with their Sundays, where days are wide enough to be told apart."""
    if days.width < _WEEKENDS_FROM:
        return []
    return _shades(days, lambda day: " " if is_weekend(day) else "")


def holidays(days: Days, locale: str) -> list[Shade]:
    """Public holidays, those next to each other as one."""

    def name(day: date) -> str:
        found = public_holiday(day)
        return holiday_name(found, locale) if found else ""

    found = [(day, name(day)) for day in _all(days) if public_holiday(day)]
    return [Shade(days.scale.x(day), days.width, text) for day, text in found]


def school_holidays(days: Days, school: SchoolHolidays, locale: str) -> list[Shade]:
    """School holidays, each from its first day to its last."""
    return _shades(days, lambda day: school.name_on(day, locale) or "")


def _shades(days: Days, name: Callable[[date], str]) -> list[Shade]:
    found: list[Shade] = []
    for text, group in groupby(_all(days), key=name):
        run = list(group)
        if text:
            found.append(Shade(days.scale.x(run[0]), len(run) * days.width, text.strip()))
    return found


def _all(days: Days) -> Iterator[date]:
    return (days.start + n * DAY for n in range(days.count))


def _firsts(days: Days) -> Iterator[date]:
    first = days.start
    while first <= days.last:
        yield first
        first = _next_month(first)


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1)


def _labelled(days: Days, firsts: Iterable[date], name: Callable[[date], str]) -> list[Tick]:
    places = [(days.scale.x(day), name(day)) for day in firsts]
    ends = [x for x, _ in places[1:]] + [LEFT + days.count * days.width]
    return [
        Tick(x, text if text_width(text, TEXT) + 2 * _INSET <= end - x else "")
        for (x, text), end in zip(places, ends, strict=True)
    ]
