"""When a reminder may leave: in daytime on days on which people work. Values in, values out."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta
from typing import Final

from programme.activities.calendar_days import public_holiday, remark
from programme.core.clock import COPENHAGEN

DAY: Final = timedelta(days=1)
FIRST_HOUR: Final = 8
LAST_HOUR: Final = 16
_SATURDAY: Final = 5


def is_working_day(day: date) -> bool:
    """Neither weekend nor a day on which many are off."""
    return day.weekday() < _SATURDAY and not public_holiday(day) and not remark(day)


def previous_working_day(day: date) -> date:
    """The last one before the day."""
    day -= DAY
    while not is_working_day(day):
        day -= DAY
    return day


def next_working_day(day: date) -> date:
    """The first one after the day."""
    day += DAY
    while not is_working_day(day):
        day += DAY
    return day


def is_daytime(moment: datetime) -> bool:
    """Whether a mail may leave now: 8 to 16 in Copenhagen on a working day."""
    here = moment.astimezone(COPENHAGEN)
    return is_working_day(here.date()) and FIRST_HOUR <= here.hour < LAST_HOUR


def nudges_on(day: date) -> frozenset[int]:
    """Weekdays (Monday is 0) whose nudge is due: the day's own, and those of days off before it."""
    found, at = {day.weekday()}, day - DAY
    while not is_working_day(at):
        found.add(at.weekday())
        at -= DAY
    return frozenset(found)


def months_later(day: date, months: int) -> date:
    """The same date so many months on, or the month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
