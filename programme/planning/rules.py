"""The rules by which a plan is laid on other days: chosen each time, never broken in silence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

WORKING_WEEK: Final = frozenset(range(5))
SEARCHED_WEEKS: Final = 12


class Rule(StrEnum):
    """One thing that may be asked of the new days; a row names those that it could not keep."""

    WEEKDAY = "weekday"
    HOLIDAY = "holiday"
    WEEKEND = "weekend"
    SCHOOL_HOLIDAY = "school_holiday"
    ORDER = "order"
    DISTANCE = "distance"


class Direction(StrEnum):
    """Where better days are looked for first; when there are none, the other way is tried."""

    NEXT = "next"
    PREVIOUS = "previous"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What to keep and what to avoid; by itself nothing, so that offsets are kept to the day.

    `keep_weekday`: the whole plan moves by whole weeks, the number of them nearest to the new
    start, but one week later where it would otherwise begin before the start.
    `off_…`: what falls on such a day moves, `direction` first, to days that are no holidays,
    not taken, and the same weekday if weekdays are kept; else on one of `weekdays`.
    `keep_order`: what came before still does, and at least `distance` days lie between two,
    or as many as lay between them where they were closer.
    Times of day are those on the wall, and stay so whatever the clocks do.
    """

    keep_weekday: bool = False
    off_holidays: bool = False
    off_weekends: bool = False
    off_school_holidays: bool = False
    direction: Direction = Direction.NEXT
    weekdays: frozenset[int] = WORKING_WEEK
    keep_order: bool = False
    distance: int = 0
