"""What is worth knowing about an activity in its place, before and after it is settled.

Each kind of finding has a grade: what it does when somebody is about to save. A cohort may have
its own; a remark is shown and never asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
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
from programme.activities.models import Severity
from programme.core.formats import days, days_count, weekday

Period = tuple[date, date]
Key = int | str  # an activity's key, or that of a row that is to become one


class Grade(StrEnum):
    FINDING = "finding"
    REMARK = "remark"


class FindingCode(StrEnum):
    """The kinds, in the order in which they are shown."""

    FACILITATOR_BUSY = "facilitator_busy"
    FACILITATOR_AWAY = "facilitator_away"
    PARTICIPANT_BUSY = "participant_busy"
    COHORT_BUSY = "cohort_busy"
    VENUE_BUSY = "venue_busy"
    VENUE_TOO_SMALL = "venue_too_small"
    PUBLIC_HOLIDAY = "public_holiday"
    WEEKEND = "weekend"
    SCHOOL_HOLIDAY = "school_holiday"
    REMARKABLE_DAY = "remarkable_day"
    OUTSIDE_PERIOD = "outside_period"
    BEFORE_OPENING = "before_opening"
    AFTER_CLOSING = "after_closing"
    TOO_CLOSE = "too_close"
    WINDOW_MISSED = "window_missed"
    OBJECTIVE_UNSERVED = "objective_unserved"

    @property
    def default(self) -> Severity:
        """What it does where the cohort has said nothing."""
        return Severity.REMARK if self in _MILD else Severity.WARN


_MILD: Final = frozenset(
    {FindingCode.SCHOOL_HOLIDAY, FindingCode.REMARKABLE_DAY, FindingCode.OBJECTIVE_UNSERVED}
)

# `who` is the person, the place or the objective; without one, what stands last in the pair.
_SAID: Final[dict[str, dict[FindingCode, str]]] = {
    "da": {
        FindingCode.FACILITATOR_BUSY: "{who} er optaget",
        FindingCode.FACILITATOR_AWAY: "{who} kan ikke",
        FindingCode.PARTICIPANT_BUSY: "{who} er optaget",
        FindingCode.COHORT_BUSY: "Holdet er optaget",
        FindingCode.VENUE_BUSY: "{who} er optaget",
        FindingCode.VENUE_TOO_SMALL: "{who} har plads til {seats}, ikke {count}",
        FindingCode.OUTSIDE_PERIOD: "Uden for perioden",
        FindingCode.BEFORE_OPENING: "Før åbningen",
        FindingCode.AFTER_CLOSING: "Efter afslutningen",
        FindingCode.TOO_CLOSE: "Kun {between} imellem",
        FindingCode.WINDOW_MISSED: "Skulle ligge {days}",
        FindingCode.OBJECTIVE_UNSERVED: "Ingen aktivitet tjener “{who}”",
    },
    "en": {
        FindingCode.FACILITATOR_BUSY: "{who} is busy",
        FindingCode.FACILITATOR_AWAY: "{who} cannot come",
        FindingCode.PARTICIPANT_BUSY: "{who} is busy",
        FindingCode.COHORT_BUSY: "The cohort is busy",
        FindingCode.VENUE_BUSY: "{who} is busy",
        FindingCode.VENUE_TOO_SMALL: "{who} seats {seats}, not {count}",
        FindingCode.OUTSIDE_PERIOD: "Outside the period",
        FindingCode.BEFORE_OPENING: "Before the opening",
        FindingCode.AFTER_CLOSING: "After the closing",
        FindingCode.TOO_CLOSE: "Only {between} between",
        FindingCode.WINDOW_MISSED: "Was to lie {days}",
        FindingCode.OBJECTIVE_UNSERVED: "No activity serves “{who}”",
    },
}
_PEOPLE: Final = {"da": "{count} deltagere er optaget", "en": "{count} participants are busy"}


@dataclass(frozen=True, slots=True)
class Other:
    """The activity that one clashes with; whether the viewer may see it is asked elsewhere."""

    key: Key
    cohort_id: int
    label: str
    cohort: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """Who went on in spite of a finding, when and why."""

    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found, about one day; `special` says which holiday it is, if it is one.

    `subject` is what it is about in this place, its fingerprint: with the same one it has been
    seen before. `graded` is the cohort's own grade, if it has one.
    """

    code: FindingCode
    day: date
    special: SpecialDay | None = None
    who: str = ""
    count: int = 0
    seats: int = 0
    window: tuple[date | None, date | None] = (None, None)
    subject: str = ""
    other: Other | None = None
    graded: Severity | None = None
    accepted: Accepted | None = None

    @property
    def severity(self) -> Severity:
        """What it does: stop, ask for a reason, or be shown only."""
        return self.graded or self.code.default

    @property
    def grade(self) -> Grade:
        return _grade(self.severity)

    def name(self, locale: str = "da") -> str:
        """Return "Langfredag", "Lørdag", "Vinterferie" or "Søren Holm er optaget".

        What one clashes with is not in it: that is for those who may see it.
        """
        if self.special is not None:
            return holiday_name(self.special, locale)
        if self.code is FindingCode.WEEKEND:
            return weekday(self.day, locale).capitalize()
        said = _SAID[locale][self.code]
        if self.code is FindingCode.PARTICIPANT_BUSY and self.count > 1:
            said = _PEOPLE[locale]
        return said.format(
            who=self.who,
            count=self.count,
            seats=self.seats,
            between=days_count(self.count, locale),
            days=_days(self.window, locale),
        )


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


def is_flagged(findings: Iterable[Finding]) -> bool:
    """Whether there is more than remarks."""
    return any(finding.grade is Grade.FINDING for finding in findings)


def _days(window: tuple[date | None, date | None], locale: str) -> str:
    """Return "5. juni–13. oktober 2027"; of a period with one end, that day."""
    ends = [day for day in window if day]
    return days(ends[0], ends[-1], locale) if ends else ""


def _grade(severity: Severity) -> Grade:
    stern = severity in {Severity.BLOCK, Severity.WARN}
    return Grade.FINDING if stern else Grade.REMARK


def _on_day(d: date, period: Period | None, school_holidays: SchoolHolidays) -> Iterator[Finding]:
    if is_weekend(d):
        yield _about(FindingCode.WEEKEND, d)
    if holiday := public_holiday(d):
        yield _about(FindingCode.PUBLIC_HOLIDAY, d, holiday)
    if period is not None and not period[0] <= d <= period[1]:
        yield _about(FindingCode.OUTSIDE_PERIOD, d)
    if remarkable := remark(d):
        yield _about(FindingCode.REMARKABLE_DAY, d, remarkable)
    if school_holiday := school_holidays.on(d):
        yield _about(FindingCode.SCHOOL_HOLIDAY, d, school_holiday)


def _about(code: FindingCode, d: date, special: SpecialDay | None = None) -> Finding:
    return Finding(code, d, special, subject=d.isoformat())
