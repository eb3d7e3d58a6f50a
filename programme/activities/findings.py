"""What is worth knowing about the days of an activity before, and after, they are settled.

A finding says that the days hardly can be meant; a remark only that some people may be away.
Neither ever stops anybody.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from programme.activities.calendar_days import (
    DAY,
    DEFAULT_SCHOOL_HOLIDAYS,
    SchoolHolidays,
    SpecialDay,
    holiday_name,
    is_weekend,
    public_holiday,
    remark,
)
from programme.core.formats import weekday

Period = tuple[date, date]

_OUTSIDE: Final = {"da": "Uden for perioden", "en": "Outside the period"}


class Grade(StrEnum):
    FINDING = "finding"
    REMARK = "remark"


class FindingCode(StrEnum):
    WEEKEND = "weekend"
    PUBLIC_HOLIDAY = "public_holiday"
    OUTSIDE_PERIOD = "outside_period"
    SCHOOL_HOLIDAY = "school_holiday"
    REMARKABLE_DAY = "remarkable_day"

    @property
    def grade(self) -> Grade:
        milder = {FindingCode.SCHOOL_HOLIDAY, FindingCode.REMARKABLE_DAY}
        return Grade.REMARK if self in milder else Grade.FINDING


@dataclass(frozen=True)
class Finding:
    """One thing about one day; `special` says which holiday it is, if it is one."""

    code: FindingCode
    day: date
    special: SpecialDay | None = None

    @property
    def grade(self) -> Grade:
        return self.code.grade

    def name(self, locale: str = "da") -> str:
        """Return "Langfredag", "Lørdag", "Vinterferie" or "Uden for perioden"."""
        if self.special is not None:
            return holiday_name(self.special, locale)
        if self.code is FindingCode.WEEKEND:
            return weekday(self.day, locale).capitalize()
        return _OUTSIDE[locale]


def findings_on(
    first: date,
    last: date,
    period: Period | None = None,
    school_holidays: SchoolHolidays = DEFAULT_SCHOOL_HOLIDAYS,
) -> tuple[Finding, ...]:
    """Return what is found on any of the days, each thing once, in order of days."""
    found: dict[tuple[FindingCode, str], Finding] = {}
    for distance in range((last - first).days + 1):
        for finding in _on_day(first + distance * DAY, period, school_holidays):
            found.setdefault((finding.code, finding.name()), finding)
    return tuple(found.values())


def is_flagged(findings: tuple[Finding, ...]) -> bool:
    """Whether there is more than remarks."""
    return any(finding.grade is Grade.FINDING for finding in findings)


def _on_day(d: date, period: Period | None, school_holidays: SchoolHolidays) -> Iterator[Finding]:
    if is_weekend(d):
        yield Finding(FindingCode.WEEKEND, d)
    if holiday := public_holiday(d):
        yield Finding(FindingCode.PUBLIC_HOLIDAY, d, holiday)
    if period is not None and not period[0] <= d <= period[1]:
        yield Finding(FindingCode.OUTSIDE_PERIOD, d)
    if remarkable := remark(d):
        yield Finding(FindingCode.REMARKABLE_DAY, d, remarkable)
    if school_holiday := school_holidays.on(d):
        yield Finding(FindingCode.SCHOOL_HOLIDAY, d, school_holiday)
