"""Dates of the demo: everything hangs on today, so that the demo never grows stale."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import chain, groupby, pairwise
from typing import Final

from programme.activities.calendar_days import SchoolHolidays, is_weekend, public_holiday

DAY: Final = timedelta(days=1)
WEEK: Final = timedelta(weeks=1)
# Nobody plans a course into these; the winter holiday lies in another week in every municipality.
HOLIDAYS: Final = SchoolHolidays(weeks=((27, 32), (42, 42)), christmas=True)
SEMINAR_4: Final = "seminar-4"
SOONEST: Final = 7 * DAY
APART: Final = 14 * DAY
# How far the start is sought: a week more than the holidays before, well over the year after.
_SOUGHT: Final = range(-8, 60)


@dataclass(frozen=True, slots=True)
class Slot:
    """A dated item of a plan template: days from the start, and how many days it takes."""

    key: str
    offset_days: int
    days: int = 1


@dataclass(frozen=True, slots=True)
class Series:
    """Gatherings in an even rhythm; `next` is the one to come, soonest from day `soonest` on.

    `weekday` is that of all of them, Monday being 0.
    """

    next: str
    soonest: int
    weekday: int


HALF_YEAR: Final = Series(next="seance-4", soonest=2, weekday=2)
JOINT: Final = Series(next="seance-2", soonest=5, weekday=1)


@dataclass(frozen=True, slots=True)
class Laid:
    """A plan on its days; `moved` are the items that do not lie where the template puts them."""

    start: date
    first_days: Mapping[str, date]
    moved: Mapping[str, date]


def demo_start(today: date, slots: Sequence[Slot]) -> Laid:
    """Return the plan of the main story: Seminar 4 comes soonest from day 7 on, on a Thursday.

    What falls into holidays moves on by whole weeks. The order stands with two weeks between,
    and what precedes Seminar 4 is over. Of several starts the one with fewest moves is taken.
    """
    offset = next(slot.offset_days for slot in slots if slot.key == SEMINAR_4)
    monday = _on_weekday(today + SOONEST - offset * DAY, 0)
    laid = (lay(slots, monday + weeks * WEEK) for weeks in _SOUGHT)
    fitting = (plan for plan in laid if _tells_the_story(plan, slots, today))
    # A later start never brings the seminar sooner, so the first group has the soonest.
    _day, soonest = next(groupby(fitting, key=lambda plan: plan.first_days[SEMINAR_4]))
    return min(soonest, key=lambda plan: len(plan.moved))


def lay(slots: Iterable[Slot], start: date) -> Laid:
    """Return the plan laid on a start, with everything moved out of the holidays."""
    slots = tuple(slots)
    days = {slot.key: _free(start + slot.offset_days * DAY, slot.days) for slot in slots}
    return _laid(slots, days, start)


def series(today: date, slots: Sequence[Slot], wanted: Series) -> Laid:
    """Return a series built round its next gathering: forth and back in the template's rhythm.

    A holiday makes a pause longer; what precedes the next gathering is over.
    """
    offsets = {slot.key: slot.offset_days * DAY for slot in slots}
    keys = list(offsets)
    middle = keys.index(wanted.next)
    days = {wanted.next: _free(_on_weekday(today + wanted.soonest * DAY, wanted.weekday), 1)}
    for earlier, later in pairwise(keys[middle:]):
        days[later] = _free(days[earlier] + offsets[later] - offsets[earlier], 1)
    for later, earlier in pairwise(keys[middle::-1]):
        day = days[later] - (offsets[later] - offsets[earlier])
        days[earlier] = _step(day, -WEEK, lambda d: is_ordinary(d) and d < today)
    return _laid(slots, days, days[keys[0]])


def draft_start(today: date) -> date:
    """Return the Monday on which the cohort that is a draft begins: in about 90 days."""
    return _free(_on_weekday(today + 90 * DAY, 0), 1)


def onto_holiday(meetings: Mapping[str, date]) -> tuple[str, date]:
    """Return which meeting lies nearest to a public holiday on a weekday, and that holiday."""
    _distance, holiday, key = min(
        (abs((holiday - day).days), holiday, key)
        for key, day in meetings.items()
        for holiday in _weekday_holidays(day.year)
    )
    return key, holiday


def working_day(today: date, distance: int, before: date) -> date:
    """Return the first working day from `distance` days ahead on, outside holidays if it can be."""
    ahead = (today + n * DAY for n in chain(range(distance, 30), range(distance - 1, 0, -1)))
    days = [d for d in ahead if d < before and not is_weekend(d) and not public_holiday(d)]
    return min(days, key=lambda day: not is_ordinary(day))


def week_beside(day: date, others: Iterable[date]) -> date:
    """Return the nearest free day of the same weekday: where something lay before it was moved."""
    taken = set(others)
    beside = (day + n * WEEK for n in (-1, 1, -2, 2, -3, 3, -4, 4))
    return next(d for d in beside if is_ordinary(d) and d not in taken)


@lru_cache(maxsize=4096)
def is_ordinary(day: date) -> bool:
    """Whether the day is neither a public holiday nor in a school holiday."""
    return public_holiday(day) is None and HOLIDAYS.on(day) is None


def _laid(slots: Iterable[Slot], days: Mapping[str, date], start: date) -> Laid:
    wanted = {slot.key: start + slot.offset_days * DAY for slot in slots}
    return Laid(start, days, {key: day for key, day in days.items() if day != wanted[key]})


def _tells_the_story(plan: Laid, slots: Sequence[Slot], today: date) -> bool:
    last_days = {slot.key: plan.first_days[slot.key] + (slot.days - 1) * DAY for slot in slots}
    seminar = plan.first_days[SEMINAR_4]
    before = max(day for day in last_days.values() if day < seminar)
    in_order = all(
        plan.first_days[after.key] - last_days[slot.key] >= APART for slot, after in pairwise(slots)
    )
    return in_order and before < today and seminar >= today + SOONEST


def _on_weekday(day: date, weekday: int) -> date:
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def _free(day: date, length: int) -> date:
    return _step(day, WEEK, lambda d: all(is_ordinary(d + n * DAY) for n in range(length)))


def _step(day: date, by: timedelta, fits: Callable[[date], bool]) -> date:
    while not fits(day):
        day += by
    return day


def _weekday_holidays(year: int) -> list[date]:
    """Those of the year, and of the turns of the years beside it."""
    days = (date(year - 1, 12, 20) + n * DAY for n in range(390))
    return [day for day in days if public_holiday(day) and not is_weekend(day)]
