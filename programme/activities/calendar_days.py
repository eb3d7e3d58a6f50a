"""What kind of day a day is in Denmark: public holiday, day worth a remark, school holiday.

Computed for any year, so that no package must be raised when a year turns.
"""

import re
from calendar import SATURDAY
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Final

DAY: Final = timedelta(days=1)
WEEK: Final = 7
LAST_YEAR_OF_PRAYER_DAY: Final = 2023


class Holiday(StrEnum):
    NEW_YEAR = "new_year"
    MAUNDY_THURSDAY = "maundy_thursday"
    GOOD_FRIDAY = "good_friday"
    EASTER_SUNDAY = "easter_sunday"
    EASTER_MONDAY = "easter_monday"
    PRAYER_DAY = "prayer_day"
    ASCENSION = "ascension"
    WHIT_SUNDAY = "whit_sunday"
    WHIT_MONDAY = "whit_monday"
    CHRISTMAS_DAY = "christmas_day"
    BOXING_DAY = "boxing_day"


class RemarkableDay(StrEnum):
    """No public holiday, yet many are off."""

    MAY_DAY = "may_day"
    CONSTITUTION_DAY = "constitution_day"
    AFTER_ASCENSION = "after_ascension"
    CHRISTMAS_EVE = "christmas_eve"
    NEW_YEARS_EVE = "new_years_eve"


class SchoolHoliday(StrEnum):
    WINTER = "winter_holiday"
    SUMMER = "summer_holiday"
    AUTUMN = "autumn_holiday"
    CHRISTMAS = "christmas_holiday"
    OTHER = "school_holiday"


SpecialDay = Holiday | RemarkableDay | SchoolHoliday

_NAMES: Final[dict[str, dict[SpecialDay, str]]] = {
    "da": {
        Holiday.NEW_YEAR: "Nytårsdag",
        Holiday.MAUNDY_THURSDAY: "Skærtorsdag",
        Holiday.GOOD_FRIDAY: "Langfredag",
        Holiday.EASTER_SUNDAY: "Påskedag",
        Holiday.EASTER_MONDAY: "2. påskedag",
        Holiday.PRAYER_DAY: "Store bededag",
        Holiday.ASCENSION: "Kristi himmelfartsdag",
        Holiday.WHIT_SUNDAY: "Pinsedag",
        Holiday.WHIT_MONDAY: "2. pinsedag",
        Holiday.CHRISTMAS_DAY: "Juledag",
        Holiday.BOXING_DAY: "2. juledag",
        RemarkableDay.MAY_DAY: "1. maj",
        RemarkableDay.CONSTITUTION_DAY: "Grundlovsdag",
        RemarkableDay.AFTER_ASCENSION: "Dagen efter Kristi himmelfartsdag",
        RemarkableDay.CHRISTMAS_EVE: "Juleaften",
        RemarkableDay.NEW_YEARS_EVE: "Nytårsaften",
        SchoolHoliday.WINTER: "Vinterferie",
        SchoolHoliday.SUMMER: "Sommerferie",
        SchoolHoliday.AUTUMN: "Efterårsferie",
        SchoolHoliday.CHRISTMAS: "Juleferie",
        SchoolHoliday.OTHER: "Skoleferie",
    },
    "en": {
        Holiday.NEW_YEAR: "New Year’s Day",
        Holiday.MAUNDY_THURSDAY: "Maundy Thursday",
        Holiday.GOOD_FRIDAY: "Good Friday",
        Holiday.EASTER_SUNDAY: "Easter Sunday",
        Holiday.EASTER_MONDAY: "Easter Monday",
        Holiday.PRAYER_DAY: "Great Prayer Day",
        Holiday.ASCENSION: "Ascension Day",
        Holiday.WHIT_SUNDAY: "Whit Sunday",
        Holiday.WHIT_MONDAY: "Whit Monday",
        Holiday.CHRISTMAS_DAY: "Christmas Day",
        Holiday.BOXING_DAY: "Second day of Christmas",
        RemarkableDay.MAY_DAY: "1 May",
        RemarkableDay.CONSTITUTION_DAY: "Constitution Day",
        RemarkableDay.AFTER_ASCENSION: "Day after Ascension Day",
        RemarkableDay.CHRISTMAS_EVE: "Christmas Eve",
        RemarkableDay.NEW_YEARS_EVE: "New Year’s Eve",
        SchoolHoliday.WINTER: "Winter holiday",
        SchoolHoliday.SUMMER: "Summer holiday",
        SchoolHoliday.AUTUMN: "Autumn holiday",
        SchoolHoliday.CHRISTMAS: "Christmas holiday",
        SchoolHoliday.OTHER: "School holiday",
    },
}
_AFTER_EASTER: Final = {
    -3: Holiday.MAUNDY_THURSDAY,
    -2: Holiday.GOOD_FRIDAY,
    0: Holiday.EASTER_SUNDAY,
    1: Holiday.EASTER_MONDAY,
    26: Holiday.PRAYER_DAY,
    39: Holiday.ASCENSION,
    49: Holiday.WHIT_SUNDAY,
    50: Holiday.WHIT_MONDAY,
}
_FIXED: Final = {
    (1, 1): Holiday.NEW_YEAR,
    (12, 25): Holiday.CHRISTMAS_DAY,
    (12, 26): Holiday.BOXING_DAY,
}
_FIXED_REMARKS: Final = {
    (5, 1): RemarkableDay.MAY_DAY,
    (6, 5): RemarkableDay.CONSTITUTION_DAY,
    (12, 24): RemarkableDay.CHRISTMAS_EVE,
    (12, 31): RemarkableDay.NEW_YEARS_EVE,
}


def public_holiday(d: date) -> Holiday | None:
    return _holidays_of(d.year).get(d)


def remark(d: date) -> RemarkableDay | None:
    if public_holiday(d - DAY) is Holiday.ASCENSION:
        return RemarkableDay.AFTER_ASCENSION
    return _FIXED_REMARKS.get((d.month, d.day))


def is_weekend(d: date) -> bool:
    return d.weekday() >= SATURDAY


def holiday_name(code: SpecialDay, locale: str = "da") -> str:
    """Return the name of a holiday, a remarkable day or a school holiday."""
    return _NAMES[locale][code]


@lru_cache(maxsize=512)
def _holidays_of(year: int) -> dict[date, Holiday]:
    easter = _easter(year)
    found = {easter + offset * DAY: holiday for offset, holiday in _AFTER_EASTER.items()}
    found |= {date(year, *day): holiday for day, holiday in _FIXED.items()}
    if year > LAST_YEAR_OF_PRAYER_DAY:
        del found[easter + 26 * DAY]
    return found


def _easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar, by the rule printed in Nature in 1876."""
    golden = year % 19
    century, rest = divmod(year, 100)
    leap_centuries, century_rest = divmod(century, 4)
    moon_shift = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - moon_shift + 15) % 30
    weekday = (32 + 2 * century_rest + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


# What the weeks of a school holiday are usually for; weeks differ between municipalities.
_KINDS_BY_WEEK: Final = (
    (range(5, 11), SchoolHoliday.WINTER),
    (range(25, 34), SchoolHoliday.SUMMER),
    (range(40, 45), SchoolHoliday.AUTUMN),
)
_CHRISTMAS_FROM: Final = (12, 20)
_CHRISTMAS_TO: Final = (1, 3)
_CHRISTMAS_WORD: Final = "jul"
_WEEKS: Final = re.compile(r"([0-9]{1,2})(?:\s*[-–]\s*([0-9]{1,2}))?")
_LAST_WEEK: Final = 53


class UnreadableSchoolHolidaysError(ValueError):
    """A part of the setting is neither "42", "7-8" nor "jul"."""

    def __init__(self, part: str) -> None:
        super().__init__(f"no weeks of a school holiday: {part!r}")
        self.part = part


@dataclass(frozen=True)
class SchoolHolidays:
    """An organisation's school holidays: ranges of ISO weeks, and 20 December–3 January."""

    weeks: tuple[tuple[int, int], ...] = ((7, 8), (27, 32), (42, 42))
    christmas: bool = True

    @classmethod
    def from_text(cls, text: str) -> "SchoolHolidays":
        """Read the setting "7-8, 27-32, 42, jul"; the empty text means none."""
        parts = [part for part in (raw.strip().casefold() for raw in text.split(",")) if part]
        weeks = {_weeks(part) for part in parts if part != _CHRISTMAS_WORD}
        return cls(tuple(sorted(weeks)), _CHRISTMAS_WORD in parts)

    def as_text(self) -> str:
        """Return the setting as `from_text` reads it."""
        weeks = [str(a) if a == b else f"{a}-{b}" for a, b in self.weeks]
        return ", ".join([*weeks, *([_CHRISTMAS_WORD] if self.christmas else [])])

    def on(self, d: date) -> SchoolHoliday | None:
        day = (d.month, d.day)
        if self.christmas and (day >= _CHRISTMAS_FROM or day <= _CHRISTMAS_TO):
            return SchoolHoliday.CHRISTMAS
        week = d.isocalendar().week
        if any(first <= week <= last for first, last in self.weeks):
            kinds = (kind for weeks, kind in _KINDS_BY_WEEK if week in weeks)
            return next(kinds, SchoolHoliday.OTHER)
        return None

    def name_on(self, d: date, locale: str = "da") -> str | None:
        code = self.on(d)
        return None if code is None else holiday_name(code, locale)


DEFAULT_SCHOOL_HOLIDAYS: Final = SchoolHolidays()


def _weeks(part: str) -> tuple[int, int]:
    match = _WEEKS.fullmatch(part)
    if match is None:
        raise UnreadableSchoolHolidaysError(part)
    first, last = int(match[1]), int(match[2] or match[1])
    if not 1 <= first <= last <= _LAST_WEEK:
        raise UnreadableSchoolHolidaysError(part)
    return first, last


def free_starts(
    d: date, length: int, allowed: Callable[[date], bool], *, step: int = WEEK, weeks: int = 12
) -> Iterator[date]:
    """Yield the days after `d` from which `length` days on end are all allowed."""
    for distance in range(step, weeks * WEEK + 1, step):
        start = d + distance * DAY
        if all(allowed(start + n * DAY) for n in range(length)):
            yield start


def next_free_same_weekday(d: date, length: int, allowed: Callable[[date], bool]) -> date | None:
    """Return the first such day on the weekday of `d`, if there is one within twelve weeks."""
    return next(free_starts(d, length, allowed), None)
