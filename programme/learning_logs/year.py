"""Året i loggen: the weeks of a year in rows, a disc for the entries of each.

Round the discs stand the activities of one's plan and the threads that tie the entries of a chain.
templates/learning_logs/_year.html draws what comes back; nothing here knows a text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

WIDE: Final = 14  # weeks in a row
NARROW: Final = 7  # the same on a phone
_WEEKS: Final = 54  # that a year can touch
CELL: Final = 44.0  # side of a week in the picture
ROW: Final = 92.0  # a row with its months above and its activities below
TOP: Final = 46.0  # middle of the discs in their row
RAIL: Final = 22.0  # how far above them the threads run, so that they touch their own entries only
LARGEST: Final = 17.0  # radius of the disc of a week with many entries
SMALLEST: Final = 8.0
_MANY: Final = 5
_WEEK: Final = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Week:
    """A week with anything in it: its place in the picture, and what the table says of it."""

    number: int
    monday: date
    x: float
    y: float
    radius: float
    entries: tuple[int, ...]
    activities: tuple[int, ...]

    @property
    def key(self) -> str:
        """The name of its row in the table."""
        return f"uge-{self.monday.isoformat()}"


@dataclass(frozen=True, slots=True)
class Month:
    """Where a month begins."""

    first: date
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Year:
    """The picture of a year."""

    weeks: tuple[Week, ...]
    months: tuple[Month, ...]
    threads: tuple[str, ...]
    spots: tuple[tuple[float, float], ...]
    today: tuple[float, float] | None
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class _Grid:
    """Where the weeks of a year lie."""

    first: date
    columns: int

    @property
    def width(self) -> float:
        return self.columns * CELL

    def place(self, day: date) -> int:
        """How many weeks a day lies behind the year's first."""
        return (day - self.first).days // 7

    def spots(self, last: date) -> Iterator[tuple[float, float]]:
        """The middles of all weeks up to the one with this day."""
        for place in range(self.place(last) + 1):
            yield self.spot(self.first + place * _WEEK)

    def spot(self, day: date) -> tuple[float, float]:
        """The middle of a day's week."""
        row, column = divmod(self.place(day), self.columns)
        return column * CELL + CELL / 2, row * ROW + TOP


def picture(
    year: int,
    entries: Iterable[tuple[int, date]],
    activities: Iterable[tuple[int, date]],
    chains: Iterable[Sequence[date]],
    *,
    today: date,
    columns: int = WIDE,
) -> Year:
    """Lay the days of one year out; chains are the days of each one's entries, the oldest first."""
    new_year = date(year, 1, 1)
    grid = _Grid(new_year - timedelta(days=new_year.weekday()), columns)
    return Year(
        _weeks(grid, _by_week(grid, entries), _by_week(grid, activities)),
        tuple(Month(day, *grid.spot(day)) for day in (date(year, m, 1) for m in range(1, 13))),
        tuple(_threads(grid, year, chains)),
        tuple(grid.spots(date(year, 12, 31))),
        grid.spot(today) if today.year == year else None,
        grid.width,
        -(-_WEEKS // columns) * ROW,
    )


def _weeks(
    grid: _Grid, entries: dict[int, list[int]], activities: dict[int, list[int]]
) -> tuple[Week, ...]:
    found = []
    for place in sorted(entries.keys() | activities.keys()):
        monday = grid.first + place * _WEEK
        keys, held = tuple(entries.get(place, ())), tuple(activities.get(place, ()))
        number = monday.isocalendar().week
        found.append(Week(number, monday, *grid.spot(monday), _radius(len(keys)), keys, held))
    return tuple(found)


def _by_week(grid: _Grid, things: Iterable[tuple[int, date]]) -> dict[int, list[int]]:
    found: defaultdict[int, list[int]] = defaultdict(list)
    for key, day in things:
        found[grid.place(day)].append(key)
    return found


def _radius(number: int) -> float:
    """Of a disc: from five entries in a week on it grows no more; without any there is none."""
    if not number:
        return 0
    return SMALLEST + (LARGEST - SMALLEST) * (min(number, _MANY) - 1) / (_MANY - 1)


def _threads(grid: _Grid, year: int, chains: Iterable[Sequence[date]]) -> Iterator[str]:
    for chain in chains:
        for start, end in pairwise(chain):
            if start.year == end.year == year:
                yield from _thread(grid, start, end)


def _thread(grid: _Grid, start: date, end: date) -> list[str]:
    """The way from one entry of a chain to the next, in each row that it runs through."""
    x, y = grid.spot(start)
    to_x, to_y = grid.spot(end)
    if y == to_y:
        return [f"M{x:g} {y:g}V{y - RAIL:g}H{to_x:g}V{y:g}"] if x != to_x else []
    rows = range(round((y - TOP) / ROW) + 1, round((to_y - TOP) / ROW))
    return [
        f"M{x:g} {y:g}V{y - RAIL:g}H{grid.width:g}",
        *(f"M0 {row * ROW + TOP - RAIL:g}H{grid.width:g}" for row in rows),
        f"M0 {to_y - RAIL:g}H{to_x:g}V{to_y:g}",
    ]
