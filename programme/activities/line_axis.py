"""The calendar behind a course line: a panel for each year, and names of months below."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from programme.activities.line_marks import Scale
from programme.activities.picture_text import text_width
from programme.core import formats

_SPLIT: Final = 1.5  # half the gap between two panels
_INSET: Final = 8.0
_MONTH_STEPS: Final = (1, 3, 6)
_MONTH: Final = timedelta(days=30.44)


@dataclass(frozen=True, slots=True)
class Panel:
    """A year, or the part of one that the course takes; no label where it would not fit."""

    left: float
    width: float
    label: str
    label_x: float


@dataclass(frozen=True, slots=True)
class Month:
    """The first day of a month that is marked; some have no label."""

    x: float
    label: str


def panels(scale: Scale, width: float, size: float) -> list[Panel]:
    """Return the years from edge to edge of the picture."""
    return [
        _panel(year, scale, width, size) for year in range(scale.start.year, scale.end.year + 1)
    ]


def months(scale: Scale, width: float, size: float, locale: str) -> list[Month]:
    """Return ticks as close as the names allow; none where even half-years are too close."""
    room = max(text_width(name, size) for name in _names(locale)) + _INSET
    step = next((step for step in _MONTH_STEPS if _length(scale, step) >= room), None)
    if step is None:
        return []
    return [
        Month(scale.x(first), _label(scale.x(first), first, width - room, locale))
        for first in _firsts(scale.start, scale.end)
        if (first.month - 1) % step == 0
    ]


def _panel(year: int, scale: Scale, width: float, size: float) -> Panel:
    left = scale.x(date(year, 1, 1)) + _SPLIT if year > scale.start.year else 0.0
    right = scale.x(date(year + 1, 1, 1)) - _SPLIT if year < scale.end.year else width
    fits = text_width(str(year), size) + 2 * _INSET <= right - left
    return Panel(left, right - left, str(year) if fits else "", left + _INSET)


def _names(locale: str) -> list[str]:
    return [name.rstrip(".") for name in formats.SHORT_MONTHS[locale]]


def _length(scale: Scale, count: int) -> float:
    if scale.end <= scale.start:
        return 0.0
    return scale.x(scale.start + count * _MONTH) - scale.left


def _label(x: float, first: date, most: float, locale: str) -> str:
    return _names(locale)[first.month - 1] if x <= most else ""


def _firsts(start: date, end: date) -> Iterator[date]:
    first = start.replace(day=1)
    while first <= end:
        if first >= start:
            yield first
        first = (first + timedelta(days=31)).replace(day=1)
