"""Årsoverblik: twelve small months a year with ISO weeks and the days on which something is.

Give it the items of the course line; templates/activities/_year_overview.html draws the months.
"""

from calendar import Calendar
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from programme.activities.line_items import LineItem
from programme.core import formats

_WEEKS: Final = Calendar()  # Monday first, as the ISO weeks run
_WEEKEND: Final = (6, 7)
_LONGEST: Final = 366  # days of one activity that are marked


@dataclass(frozen=True, slots=True)
class Day:
    """One day; holiday is its name or None."""

    on: date
    items: tuple[LineItem, ...]
    holiday: str | None
    is_today: bool

    @property
    def looks(self) -> tuple[str, ...]:
        """What the style sheet should show of it."""
        looks = {
            "busy": bool(self.items),
            "cancelled": self.is_cancelled,
            "holiday": self.holiday is not None,
            "weekend": self.on.isoweekday() in _WEEKEND,
            "today": self.is_today,
        }
        return tuple(name for name, shows in looks.items() if shows)

    @property
    def is_cancelled(self) -> bool:
        """Whether all that was to be on the day is called off."""
        return bool(self.items) and all(item.cancelled for item in self.items)

    @property
    def href(self) -> str | None:
        """The address of the first activity that has one."""
        return next((item.href for item in self.items if item.href), None)

    @property
    def label(self) -> str:
        """All that is on the day."""
        return ", ".join(item.label for item in self.items)


@dataclass(frozen=True, slots=True)
class Week:
    """A row of a month; days of the months beside it are None."""

    number: int
    days: tuple[Day | None, ...]


@dataclass(frozen=True, slots=True)
class Month:
    """A month by its name, without the year."""

    name: str
    weeks: tuple[Week, ...]
    count: int  # days with something on

    @property
    def is_empty(self) -> bool:
        return self.count == 0


@dataclass(frozen=True, slots=True)
class Year:
    number: int
    months: tuple[Month, ...]
    count: int


@dataclass(frozen=True, slots=True)
class YearOverview:
    """The years, and the names of the weekdays from Monday on."""

    years: tuple[Year, ...]
    weekdays: tuple[str, ...]


def year_overview(
    items: Iterable[LineItem],
    starts_on: date,
    ends_on: date,
    today: date,
    *,
    holiday_name: Callable[[date], str | None] = lambda _day: None,
    locale: str = "da",
) -> YearOverview:
    """Return each year from the first day to the last, or further where items lie outside."""
    days = _days(items)
    first = min([starts_on, *days]).year
    last = max([ends_on, *days]).year
    maker = _Maker(days, today, holiday_name, formats.MONTHS[locale])
    years = tuple(maker.year(number) for number in range(first, last + 1))
    return YearOverview(years, formats.WEEKDAYS[locale])


@dataclass(frozen=True, slots=True)
class _Maker:
    days: Mapping[date, list[LineItem]]
    today: date
    holiday_name: Callable[[date], str | None]
    month_names: tuple[str, ...]

    def year(self, number: int) -> Year:
        months = tuple(self._month(date(number, month, 1)) for month in range(1, 13))
        return Year(number, months, sum(month.count for month in months))

    def _month(self, first: date) -> Month:
        weeks = tuple(
            self._week(days, first) for days in _WEEKS.monthdatescalendar(first.year, first.month)
        )
        count = sum(_is_busy(day) for week in weeks for day in week.days)
        return Month(self.month_names[first.month - 1], weeks, count)

    def _week(self, days: list[date], first: date) -> Week:
        own = tuple(self._day(day) if day.month == first.month else None for day in days)
        return Week(days[0].isocalendar().week, own)

    def _day(self, on: date) -> Day:
        items = tuple(self.days.get(on, ()))
        return Day(on, items, self.holiday_name(on), on == self.today)


def _is_busy(day: Day | None) -> bool:
    return day is not None and bool(day.items)


def _days(items: Iterable[LineItem]) -> dict[date, list[LineItem]]:
    """Return what is on each day, many days for an activity of many."""
    days: defaultdict[date, list[LineItem]] = defaultdict(list)
    for item in items:
        if item.starts_on and item.last:
            length = min((item.last - item.starts_on).days + 1, _LONGEST)
            for offset in range(length):
                days[item.starts_on + timedelta(days=offset)].append(item)
    return days
