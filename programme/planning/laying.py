"""Lay a plan, known by offsets from its own start, on another: days, findings, suggestions."""

from bisect import bisect_right
from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final, Generic, Protocol, TypeVar

from programme.activities.calendar_days import DEFAULT_SCHOOL_HOLIDAYS, SchoolHolidays
from programme.activities.findings import Finding, is_flagged
from programme.activities.suggestions import Ground
from programme.planning.rules import Rule, Rules
from programme.planning.shifting import Placed, place, whole_shift

_MONTHS_A_YEAR: Final = 12
Span = tuple[date, date]


class TemplateItem(Protocol):
    """What laying asks of an item; offsets are days from the start, None is undated."""

    @property
    def key(self) -> str: ...
    @property
    def offset_days(self) -> int | None: ...
    @property
    def days(self) -> int: ...
    @property
    def window_from(self) -> int | None: ...
    @property
    def window_to(self) -> int | None: ...


Item = TypeVar("Item", bound=TemplateItem)


@dataclass(frozen=True)
class LaidRow(Generic[Item]):
    """An item with its days; a flagged one with the start of days that would do better.

    `plain` is where the shift alone would have put it, `unmet` the rules that could not be kept;
    it `is_ruled` when a rule, and nobody's hand, has put it elsewhere.
    """

    item: Item
    starts_on: date | None
    ends_on: date | None
    window_from: date | None
    window_to: date | None
    findings: tuple[Finding, ...] = ()
    suggestion: date | None = None
    plain: date | None = None
    unmet: tuple[Rule, ...] = ()
    is_ruled: bool = False
    is_taken: bool = True

    @property
    def weekday(self) -> int | None:
        """Monday is 0."""
        return None if self.starts_on is None else self.starts_on.weekday()

    @property
    def week(self) -> int | None:
        return None if self.starts_on is None else self.starts_on.isocalendar().week

    @property
    def is_flagged(self) -> bool:
        return bool(self.unmet) or is_flagged(self.findings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Laying:
    """How a plan is laid: its new start and end, by which rules, and what is set by hand.

    `laid_on` is the start on which the plan lay before: weekdays are known only with it.
    Without an end no day is outside the period. `moved` gives items by key another first day;
    those `left_out` are shown where they would lie, and are in nobody's way.
    """

    start: date
    ends_on: date | None = None
    school_holidays: SchoolHolidays = DEFAULT_SCHOOL_HOLIDAYS
    moved: Mapping[str, date] = field(default_factory=dict)
    left_out: frozenset[str] = frozenset()
    rules: Rules = field(default_factory=Rules)
    laid_on: date | None = None


def lay(items: Iterable[Item], laying: Laying) -> tuple[LaidRow[Item], ...]:
    """Lay the items, in their order."""
    ground = Ground(
        None if laying.ends_on is None else (laying.start, laying.ends_on), laying.school_holidays
    )
    rows = _placed(list(items), laying)
    around = Around(rows)
    judged = (_judge(row, ground) for row in rows)
    return tuple(
        replace(row, suggestion=around.suggest(row, ground)) if row.is_flagged else row
        for row in judged
    )


def period_end(start: date, months: int) -> date:
    """Return the last day of a period of whole months: 31 July for six from 1 February."""
    years, month = divmod(start.month - 1 + months, _MONTHS_A_YEAR)
    year = start.year + years
    # A period from the 31st ends with a month that has no 30th, as from the 1st with its last.
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, 1) + timedelta(days=min(start.day - 1, last) - 1)


def _placed(items: list[Item], laying: Laying) -> list[LaidRow[Item]]:
    days = shift_of(items, laying)
    start = (laying.laid_on or laying.start) + timedelta(days=days)
    taken = [item for item in items if item.key not in laying.left_out]
    given = [laying.moved.get(item.key) for item in taken]
    # An undated one that is given a day counts as having lain there.
    firsts = [
        _after(start, item.offset_days) or day for item, day in zip(taken, given, strict=True)
    ]
    found = place(
        [_back(_span(item, first), days) for item, first in zip(taken, firsts, strict=True)],
        days,
        laying.rules,
        laying.school_holidays,
        {n: day for n, day in enumerate(given) if day},
    )
    placed = {item.key: each for item, each in zip(taken, found, strict=True)}
    return [
        _row(item, placed[item.key], start, by_hand=bool(laying.moved.get(item.key)))
        if item.key in placed
        else _left_out(item, start)
        for item in items
    ]


def shift_of(items: Iterable[TemplateItem], laying: Laying) -> int:
    """By how many days the plan as a whole moves; what is left out counts all the same."""
    old = laying.laid_on or laying.start
    firsts = [_after(old, item.offset_days) for item in items]
    return whole_shift(
        [first for first in firsts if first],
        old,
        laying.start,
        keep_weekday=laying.rules.keep_weekday,
    )


def _span(item: TemplateItem, first: date | None) -> Span | None:
    return (first, first + timedelta(days=item.days - 1)) if first else None


def _back(span: Span | None, days: int) -> Span | None:
    back = timedelta(days=days)
    return (span[0] - back, span[1] - back) if span else None


def _row(item: Item, placed: Placed | None, start: date, *, by_hand: bool) -> LaidRow[Item]:
    return LaidRow(
        item,
        placed.first if placed else None,
        placed.last if placed else None,
        _after(start, item.window_from),
        _after(start, item.window_to),
        plain=placed.plain if placed else None,
        unmet=placed.unmet if placed else (),
        is_ruled=placed is not None and placed.has_moved and not by_hand,
    )


def _left_out(item: Item, start: date) -> LaidRow[Item]:
    first, last = _span(item, _after(start, item.offset_days)) or (None, None)
    window = _after(start, item.window_from), _after(start, item.window_to)
    return LaidRow(item, first, last, *window, plain=first, is_taken=False)


def _after(start: date, offset: int | None) -> date | None:
    return None if offset is None else start + timedelta(days=offset)


class Around(Generic[Item]):
    """The other rows of a plan, by day: asked for each flagged row without looking at them all."""

    def __init__(self, rows: Sequence[LaidRow[Item]]) -> None:
        taken = [row for row in rows if row.is_taken]
        self._starts = sorted(row.starts_on for row in taken if row.starts_on)
        self._days = Counter(day for row in taken for day in _days(row))

    def suggest(
        self,
        row: LaidRow[Item],
        ground: Ground,
        is_taken: Callable[[date], bool] = lambda _day: False,
    ) -> date | None:
        """Days that would do better, free of the other rows and of what else is taken."""
        if row.starts_on is None:
            return None
        own = set(_days(row))
        return ground.soonest(
            row.starts_on,
            row.item.days,
            lambda day: self._days[day] > (day in own) or is_taken(day),
            self._following(row.starts_on),
        )

    def _following(self, day: date) -> date:
        """The first day after this one on which another row begins."""
        place = bisect_right(self._starts, day)
        return self._starts[place] if place < len(self._starts) else date.max


def _days(row: LaidRow[Item]) -> list[date]:
    if row.starts_on is None:
        return []
    return [row.starts_on + timedelta(days=n) for n in range(row.item.days)]


def _judge(row: LaidRow[Item], ground: Ground) -> LaidRow[Item]:
    if row.starts_on is None or not row.is_taken:
        return row
    return replace(row, findings=ground.findings(row.starts_on, row.item.days))
