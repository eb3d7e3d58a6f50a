"""Årshjulet: the months of a year in a ring, a ring for each cohort, and a name to each mark.

Give it what is on; templates/activities/_year_wheel.html draws what comes back.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

from programme.activities import line_shapes
from programme.activities.calendar_days import DAY, WEEK, SchoolHolidays
from programme.activities.line_items import KINDS, Row, State
from programme.activities.wheel_geometry import Turn, circumference, upright
from programme.activities.wheel_labels import Note, Wish, place_notes
from programme.core import formats

MOST_RINGS: Final = 6  # thinner ones hold no marks
LETTERS: Final = "ABCDEF"
# How far from the middle, of the whole: the months' ring, the weeks' ring, the cohorts' rings.
_MONTHS, _WEEKS, _RINGS = 0.34, 0.46, 0.53


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What sets one drawing apart from the next."""

    name: str
    width: float
    height: float
    radius: float
    mark: float
    text: float
    month_text: float
    week_text: float
    week_step: int
    has_notes: bool


# A sheet of A3 lying down, and what a phone has room for.
SHEET: Final = Frame(
    name="sheet", width=1260, height=764, radius=320, mark=9, text=13, month_text=14,
    week_text=9.5, week_step=1, has_notes=True,
)  # fmt: skip
SMALL: Final = Frame(
    name="small", width=328, height=328, radius=160, mark=7, text=12, month_text=11.5,
    week_text=9.5, week_step=4, has_notes=False,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ring:
    """A cohort: what is on in order of time, and its school holidays."""

    name: str
    rows: tuple[Row, ...]
    school_holidays: SchoolHolidays


@dataclass(frozen=True, slots=True)
class Word:
    """A short text round (x, y), turned by an angle."""

    text: str
    x: float
    y: float
    angle: float


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a ring; `is_now` where today is in it."""

    path: str
    is_now: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """An activity on its ring: its shape, an arc over further days, or a window's dashed arc."""

    row: Row
    path: str
    days: str
    cross: str


@dataclass(frozen=True, slots=True)
class RingView:
    """A cohort's ring, drawn; its letter tells it from others."""

    letter: str
    name: str
    ground: str
    school_holidays: str
    marks: tuple[Mark, ...]
    word: Word


@dataclass(frozen=True, slots=True, kw_only=True)
class WheelView:
    """One drawing; `today` is a line outwards, or nothing in another year."""

    frame: Frame
    months: tuple[Part, ...]
    month_names: tuple[Word, ...]
    month_lines: str
    weeks: str
    week_numbers: tuple[Word, ...]
    rings: tuple[RingView, ...]
    today: str
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class YearWheel:
    """A year, drawn for a sheet and for a phone; for `unnamed` activities there is no room."""

    year: int
    views: tuple[WheelView, ...]
    legend: tuple[tuple[str, str], ...]
    has_window: bool
    has_cancelled: bool
    unnamed: int


def year_wheel(rings: Sequence[Ring], year: int, today: date, locale: str = "da") -> YearWheel:
    """Return the year of at most six cohorts; what lies outside of it is left out."""
    rings = [_within(ring, year) for ring in rings[:MOST_RINGS]]
    views = tuple(_Drawing(rings, year, today, locale, frame).view() for frame in (SHEET, SMALL))
    rows = [row for ring in rings for row in ring.rows]
    used = {row.kind for row in rows if not row.is_window}
    return YearWheel(
        year=year,
        views=views,
        legend=tuple((k, line_shapes.shape(k, 10.0, 10.0, 7.0)) for k in KINDS if k in used),
        has_window=any(row.is_window for row in rows),
        has_cancelled=any(row.state is State.CANCELLED for row in rows),
        unnamed=len(rows) - len(views[0].notes),
    )


def is_in(row: Row, year: int) -> bool:
    """Whether any day of it, or that it may take, is in the year."""
    return (
        row.first is not None and row.last is not None and row.first.year <= year <= row.last.year
    )


def _within(ring: Ring, year: int) -> Ring:
    rows = tuple(row for row in ring.rows if is_in(row, year))
    return Ring(ring.name, rows, ring.school_holidays)


@dataclass(frozen=True, slots=True)
class _Drawing:
    rings: Sequence[Ring]
    year: int
    today: date
    locale: str
    frame: Frame

    @property
    def turn(self) -> Turn:
        return Turn(self.frame.width / 2, self.frame.height / 2, self.year)

    def view(self) -> WheelView:
        rings = tuple(self._ring(number, ring) for number, ring in enumerate(self.rings))
        return WheelView(
            frame=self.frame,
            months=tuple(self._months()),
            month_names=tuple(self._month_names()),
            month_lines="".join(
                self.turn.spoke(self._at(_MONTHS), self.frame.radius, self.turn.angle(first))
                for first in self._firsts()
            ),
            weeks="".join(
                self.turn.spoke(self._at(_WEEKS), self._at(_RINGS), self.turn.angle(day))
                for day in self._mondays()
            ),
            week_numbers=tuple(self._week_numbers()),
            rings=rings,
            today=self._today(),
            notes=tuple(self._notes(rings)) if self.frame.has_notes else (),
        )

    def _at(self, share: float) -> float:
        return self.frame.radius * share

    def _firsts(self) -> list[date]:
        return [date(self.year, month, 1) for month in range(1, 13)]

    def _months(self) -> Iterator[Part]:
        for first in self._firsts():
            ends = self.turn.angle(first), self.turn.angle(_next(first))
            path = self.turn.ring_part(self._at(_MONTHS), self._at(_WEEKS), *ends)
            yield Part(path, (first.year, first.month) == (self.today.year, self.today.month))

    def _month_names(self) -> Iterator[Word]:
        names = formats.MONTHS if self.frame.has_notes else formats.SHORT_MONTHS
        for first, name in zip(self._firsts(), names[self.locale], strict=True):
            angle = (self.turn.angle(first) + self.turn.angle(_next(first))) / 2
            yield self._word(name.rstrip("."), (_MONTHS + _WEEKS) / 2, angle)

    def _word(self, text: str, share: float, angle: float) -> Word:
        return Word(text, *self.turn.point(self._at(share), angle), upright(angle))

    def _mondays(self) -> Iterator[date]:
        monday = self.turn.first + (-self.turn.first.weekday() % WEEK) * DAY
        while monday.year == self.year:
            yield monday
            monday += WEEK * DAY

    def _week_numbers(self) -> Iterator[Word]:
        """The number in the middle of its week; a week that begins last year has none."""
        for day in self._mondays():
            week = formats.iso_week(day)
            if week % self.frame.week_step == 0 and day + 3 * DAY <= self.turn.last:
                yield self._word(str(week), (_WEEKS + _RINGS) / 2, self.turn.angle(day, 3.5))

    def _bounds(self, number: int) -> tuple[float, float]:
        """The inner and the outer radius of a ring; the first stands outermost."""
        outer, thick = self.frame.radius, (1 - _RINGS) * self.frame.radius / len(self.rings)
        return outer - (number + 1) * thick, outer - number * thick

    def _ring(self, number: int, ring: Ring) -> RingView:
        inner, outer = self._bounds(number)
        letter = LETTERS[number] if len(self.rings) > 1 else ""
        size = min(self.frame.mark, (outer - inner) / 2 - 1)
        middle = (inner + outer) / 2
        return RingView(
            letter=letter,
            name=ring.name,
            ground=self.turn.ring_part(inner + 0.5, outer - 0.5, 0, 360),
            school_holidays=self._off(ring.school_holidays, inner, outer),
            marks=tuple(self._mark(row, middle, size) for row in ring.rows),
            word=self._word(letter, middle / self.frame.radius, 2.0),
        )

    def _off(self, school: SchoolHolidays, inner: float, outer: float) -> str:
        days = (self.turn.first + n * DAY for n in range(self.turn.length))
        runs = [list(run) for is_off, run in groupby(days, lambda d: bool(school.on(d))) if is_off]
        return "".join(
            self.turn.ring_part(
                inner + 0.5, outer - 0.5, self.turn.angle(run[0]), self.turn.angle(run[-1] + DAY)
            )
            for run in runs
        )

    def _mark(self, row: Row, radius: float, size: float) -> Mark:
        first, last = row.first or self.turn.first, row.last or self.turn.last
        begins, ends = self.turn.angle(first), self.turn.angle(last, 1.0)
        if row.is_window:
            return Mark(row, "", self.turn.arc(radius, begins, min(ends, begins + 359)), "")
        x, y = self.turn.point(radius, self._middle(row))
        is_long = circumference(radius, ends - begins) > 2 * size
        return Mark(
            row,
            line_shapes.shape(row.kind, x, y, size),
            self.turn.arc(radius, begins, ends) if is_long else "",
            line_shapes.cross(x, y, size) if row.state is State.CANCELLED else "",
        )

    def _middle(self, row: Row) -> float:
        first, last = row.first or self.turn.first, row.last or self.turn.last
        return (self.turn.angle(first) + self.turn.angle(last, 1.0)) / 2

    def _notes(self, rings: Sequence[RingView]) -> list[Note]:
        wishes = [
            Wish(self._middle(mark.row), sum(self._bounds(number)) / 2, text, mark.row.state)
            for number, ring in enumerate(rings)
            for mark in ring.marks
            for text in [_note(ring.letter, mark.row)]
        ]
        return place_notes(wishes, self.turn, self.frame.radius, self.frame.text)

    def _today(self) -> str:
        if self.today.year != self.year:
            return ""
        angle = self.turn.angle(self.today, 0.5)
        return self.turn.spoke(self._at(_WEEKS), self.frame.radius + 8, angle)


def _note(letter: str, row: Row) -> str:
    return " ".join(part for part in (letter, f"{row.short_dates} · {row.item.label}") if part)


def _next(first: date) -> date:
    """The day after a month's last, as a day of the same year's end in December."""
    return (first.replace(day=28) + 4 * DAY).replace(day=1)
