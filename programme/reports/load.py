"""How many days of a year are taken, month by month: of facilitators, of places, of cohorts.

A day counts once for a person, a place or a cohort, however much of it is taken; what is
cancelled takes none.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from programme.activities.plan_rows import PlanRow

MONTHS: Final = range(1, 13)
SHADES: Final = 4  # of the table's cells, besides none

Subject = tuple[Hashable, str]  # what it is known by, and its name


@dataclass(frozen=True, slots=True)
class Cell:
    """The days of a month, and how much that is beside the busiest of the table: 0 to 4."""

    days: int
    shade: int


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody or something, the months of the year, all days, and their share of the most."""

    name: str
    cells: tuple[Cell, ...]
    total: int
    share: int  # per cent of the table's longest line


@dataclass(frozen=True, slots=True)
class Load:
    """A year; the most taken comes first. `months` are the days of all cohorts together."""

    facilitators: tuple[Line, ...]
    places: tuple[Line, ...]
    cohorts: tuple[Line, ...]
    months: Line


def years_of(rows: Iterable[PlanRow]) -> list[int]:
    """The years in which anything is on."""
    return sorted({day.year for row in rows for day in _days(row)})


def load(rows: Iterable[PlanRow], cohorts: Mapping[int, str], year: int) -> Load:
    """Return the days of the year that the plans' rows take; cohorts by key and name."""
    taken: defaultdict[str, defaultdict[Subject, set[date]]] = defaultdict(lambda: defaultdict(set))
    for row in rows:
        days = {day for day in _days(row) if day.year == year}
        for table, subject in _subjects(row, cohorts):
            taken[table][subject] |= days
    together = Counter(day.month for days in taken["cohorts"].values() for day in days)
    return Load(
        _lines(taken["facilitators"]),
        _lines(taken["places"]),
        _lines(taken["cohorts"]),
        _line("", together, max(together.values(), default=0), together.total()),
    )


def _subjects(row: PlanRow, cohorts: Mapping[int, str]) -> Iterator[tuple[str, Subject]]:
    yield "cohorts", (row.cohort_id, cohorts[row.cohort_id])
    for key, name in zip(row.led_by, row.facilitators, strict=True):
        yield "facilitators", (key, name)
    if row.place:
        yield "places", (row.place, row.place)


def _lines(taken: Mapping[Subject, set[date]]) -> tuple[Line, ...]:
    """A line for whatever has any day, the longest first, then by name."""
    busy = {subject: days for subject, days in taken.items() if days}
    in_order = sorted(busy, key=lambda subject: (-len(busy[subject]), subject[1].casefold()))
    counts = {subject: Counter(day.month for day in busy[subject]) for subject in in_order}
    most = max((max(count.values()) for count in counts.values()), default=0)
    longest = max((len(days) for days in busy.values()), default=0)
    return tuple(_line(subject[1], counts[subject], most, longest) for subject in in_order)


def _line(name: str, months: Counter[int], most: int, longest: int) -> Line:
    cells = tuple(Cell(months[month], _shade(months[month], most)) for month in MONTHS)
    total = months.total()
    return Line(name, cells, total, round(100 * total / longest) if longest else 0)


def _shade(days: int, most: int) -> int:
    """From 1 for a little to 4 for the most; 0 for none."""
    return -(-SHADES * days // most) if days else 0


def _days(row: PlanRow) -> Iterator[date]:
    if row.starts_on and row.ends_on and not row.is_cancelled:
        for offset in range((row.ends_on - row.starts_on).days + 1):
            yield row.starts_on + timedelta(days=offset)
