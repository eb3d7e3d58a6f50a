"""What days are judged by, and which days would do better than flagged ones."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from programme.activities.calendar_days import (
    DEFAULT_SCHOOL_HOLIDAYS,
    WEEK,
    SchoolHolidays,
    UnreadableSchoolHolidaysError,
    free_starts,
    is_weekend,
)
from programme.activities.findings import Finding, Period, findings_on, is_flagged

Days = tuple[date, date]  # first and last day of something else that is on

_found = lru_cache(maxsize=4096)(findings_on)  # the same plans are shown all day
_CALM_WITHIN: Final = timedelta(weeks=4)


@dataclass(frozen=True)
class Ground:
    """The cohort's period, if it has one, and the school holidays of its organisation."""

    period: Period | None = None
    school_holidays: SchoolHolidays = DEFAULT_SCHOOL_HOLIDAYS

    @classmethod
    def of(cls, starts_on: date, ends_on: date | None, school_holidays: str) -> Ground:
        """The ground of a cohort; a setting that cannot be read counts as the default."""
        try:
            holidays = SchoolHolidays.from_text(school_holidays)
        except UnreadableSchoolHolidaysError:
            holidays = DEFAULT_SCHOOL_HOLIDAYS
        return cls((starts_on, ends_on) if ends_on else None, holidays)

    def findings(self, start: date, length: int) -> tuple[Finding, ...]:
        """What is found on `length` days from `start` on."""
        last = start + timedelta(days=length - 1)
        return _found(start, last, self.period, self.school_holidays)

    def is_free(self, d: date) -> bool:
        """Whether nothing but remarks is found on the day."""
        return not is_flagged(self.findings(d, 1))

    def suggest(
        self, start: date, length: int, others: Collection[Days], weekday: int | None = None
    ) -> date | None:
        """Return the next days free of findings and of what else is on: see `soonest`."""
        following = min((first for first, _ in others if first > start), default=date.max)

        def is_taken(d: date) -> bool:
            return any(first <= d <= last for first, last in others)

        return self.soonest(start, length, is_taken, following, weekday)

    def soonest(
        self,
        start: date,
        length: int,
        is_taken: Callable[[date], bool],
        following: date,
        weekday: int | None = None,
    ) -> date | None:
        """Return the next days free of findings and not taken.

        They lie before what follows, and soon and calm, if that can be had. Without a weekday
        they begin on the one they began on.
        """

        def is_open(d: date) -> bool:
            return self.is_free(d) and not is_taken(d)

        def rank(candidate: date) -> tuple[bool, bool, date]:
            passes = candidate + timedelta(days=length - 1) >= following
            calm = not self.findings(candidate, length)
            return passes, not (calm and candidate - start <= _CALM_WITHIN), candidate

        # Days that touch a weekend would touch it every week: then any weekday will do.
        step = 1 if any(is_weekend(start + timedelta(days=n)) for n in range(length)) else WEEK
        if step == WEEK and weekday is not None:
            start -= timedelta(days=(start.weekday() - weekday) % WEEK)
        return min(free_starts(start, length, is_open, step=step), key=rank, default=None)
