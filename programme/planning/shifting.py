"""Lay a plan on another start by rules: days in, days out, the same every time.

Pure: no database, no clock. What the rules cannot give together is named on the row.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from programme.activities.calendar_days import WEEK, SchoolHolidays, is_weekend, public_holiday
from programme.planning.rules import SEARCHED_WEEKS, Direction, Rule, Rules
from programme.planning.spans import NEVER, Before, Floor, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_REACH: Final = SEARCHED_WEEKS * WEEK


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a row ends up. `plain` is where the shift alone would have put it."""

    first: date
    last: date
    plain: date
    unmet: tuple[Rule, ...] = ()

    @property
    def has_moved(self) -> bool:
        """Whether a rule has moved it away from where the shift alone would have put it."""
        return self.first != self.plain


def whole_shift(firsts: Iterable[date], old: date, new: date, *, keep_weekday: bool) -> int:
    """By how many days a plan moves whose start moves from `old` to `new`.

    Weekdays are kept by whole weeks: the number nearest, and one more where the plan would
    begin before its start though it did not before.
    """
    days = (new - old).days
    if not keep_weekday:
        return days
    weeks = round(days / WEEK) * WEEK
    inside = [first for first in firsts if first >= old]
    if inside and (min(inside) - old).days + weeks < days:
        weeks += WEEK
    return weeks


def place(
    source: Sequence[tuple[date, date] | None],
    days: int,
    rules: Rules,
    school_holidays: SchoolHolidays,
    fixed: Mapping[int, date],
) -> list[Placed | None]:
    """Place each dated row of the source, `days` later or as the rules want it.

    `fixed` gives rows, by their number, a first day that stays, whatever the rules say; such a
    row moves no other.
    """
    spans = {n: Span(*map(date.toordinal, each)) for n, each in enumerate(source) if each}
    plain = {n: Span(span.first + days, span.last + days) for n, span in spans.items()}
    calendar = _Days(rules, school_holidays)
    free = [n for n in spans if n not in fixed]
    placed = _Placing(free, spans, plain, rules, calendar).run()
    for n in spans.keys() - placed.keys():
        first = fixed[n].toordinal()
        placed[n] = Span(first, first + spans[n].length)
    unmet = _unmet(spans, placed, frozenset(free), rules, calendar)
    return [
        Placed(
            date.fromordinal(placed[n].first),
            date.fromordinal(placed[n].last),
            date.fromordinal(plain[n].first),
            tuple(rule for rule in Rule if rule in unmet[n]),
        )
        if n in spans
        else None
        for n in range(len(source))
    ]


class _Days:
    """What the rules say of single days, each looked up once."""

    def __init__(self, rules: Rules, school_holidays: SchoolHolidays) -> None:
        self._rules = rules
        self._school_holidays = school_holidays
        self._broken: dict[int, tuple[Rule, ...]] = {}
        self._open: dict[int, bool] = {}

    def broken(self, span: Span) -> set[Rule]:
        """The rules about days that a row in this place would break."""
        return {rule for day in _each(span) for rule in self._broken_on(day)}

    def is_good(self, span: Span) -> bool:
        """Whether a row may stay in this place."""
        return not any(self._broken_on(day) for day in _each(span))

    def is_open(self, span: Span) -> bool:
        """Whether a row that has to move may come here: never to a holiday."""
        return all(self._is_open(day) for day in _each(span))

    def _broken_on(self, day: int) -> tuple[Rule, ...]:
        if day not in self._broken:
            self._broken[day] = tuple(self._look_up(date.fromordinal(day)))
        return self._broken[day]

    def _is_open(self, day: int) -> bool:
        if day not in self._open:
            holiday = public_holiday(date.fromordinal(day)) is not None
            self._open[day] = not holiday and not self._broken_on(day)
        return self._open[day]

    def _look_up(self, day: date) -> Iterator[Rule]:
        if self._rules.off_holidays and public_holiday(day):
            yield Rule.HOLIDAY
        if self._rules.off_weekends and is_weekend(day):
            yield Rule.WEEKEND
        if self._rules.off_school_holidays and self._school_holidays.on(day):
            yield Rule.SCHOOL_HOLIDAY


class _Placing:
    """Places the rows one after the other, in the order of their source."""

    def __init__(
        self,
        keys: Sequence[int],
        source: Mapping[int, Span],
        plain: Mapping[int, Span],
        rules: Rules,
        calendar: _Days,
    ) -> None:
        self._keys = sorted(keys, key=lambda n: (source[n].first, source[n].last, n))
        self._source, self._plain = source, plain
        self._rules, self._calendar = rules, calendar
        self._placed: dict[int, Span] = {}
        self._before = Before(keys, source, self._placed, rules.distance)
        # With the order kept, what follows makes room; without it, nothing does.
        ahead = () if rules.keep_order else {plain[n] for n in keys}
        self._taken = Counter(day for span in ahead for day in _each(span))

    def run(self) -> dict[int, Span]:
        """The new spans by the rows' numbers."""
        alike: dict[Span, Span] = {}
        for n in self._keys:
            span = self._source[n]
            floor = self._before.floor(n) if self._rules.keep_order else Floor(NEVER, NEVER)
            if span not in alike:  # what lay on the same days stays together
                alike[span] = self._put(self._plain[n], floor.day)
            self._placed[n] = alike[span]
        return self._placed

    def _put(self, plain: Span, floor: int) -> Span:
        if not self._rules.keep_order:
            self._taken.subtract(_each(plain))
        found = plain
        if plain.first < floor or not self._calendar.is_good(plain):
            found = next(self._better(plain, floor), None) or self._at_least(plain, floor)
        self._taken.update(_each(found))
        return found

    def _better(self, plain: Span, floor: int) -> Iterator[Span]:
        """Open days from the best on: on the same weekday first, if it is to be kept."""
        if self._rules.keep_weekday:
            for span in self._around(plain, floor, WEEK):
                if self._is_free(span):
                    yield span
        for span in self._around(plain, floor, 1):
            if self._is_free(span) and self._is_allowed(span):
                yield span

    def _around(self, plain: Span, floor: int, step: int) -> Iterator[Span]:
        start = max(plain.first, floor)
        start += (plain.first - start) % step
        later = range(start, start + _REACH + 1, step)
        earlier = range(plain.first - step, max(floor, plain.first - _REACH) - 1, -step)
        ways = (later, earlier) if self._rules.direction is Direction.NEXT else (earlier, later)
        for way in ways:
            for first in way:
                yield Span(first, first + plain.length)

    def _is_free(self, span: Span) -> bool:
        return self._calendar.is_open(span) and not any(self._taken[day] for day in _each(span))

    def _is_allowed(self, span: Span) -> bool:
        return all(_weekday(day) in self._rules.weekdays for day in _each(span))

    def _at_least(self, plain: Span, floor: int) -> Span:
        """No good days: what stands is the order, as far as it can."""
        first = max(plain.first, floor)
        if self._rules.keep_weekday:
            first += (plain.first - first) % WEEK
        return Span(first, first + plain.length)


def _unmet(
    source: Mapping[int, Span],
    placed: Mapping[int, Span],
    free: frozenset[int],
    rules: Rules,
    calendar: _Days,
) -> dict[int, set[Rule]]:
    """Which rules each row breaks where it has been put: looked at anew, however it came there."""
    unmet = {n: calendar.broken(placed[n]) for n in source}
    for n, span in source.items():
        if rules.keep_weekday and _weekday(placed[n].first) != _weekday(span.first):
            unmet[n].add(Rule.WEEKDAY)
    if not rules.keep_order:
        return unmet
    _look_back(sorted(free), source, placed, rules.distance, unmet)
    set_by_hand = [n for n in source if n not in free]
    if set_by_hand:
        others = {n: set[Rule]() for n in source}
        _look_back(sorted(source), source, placed, rules.distance, others)
        mirrored = {n: span.mirrored() for n, span in source.items()}
        mirrored_placed = {n: span.mirrored() for n, span in placed.items()}
        _look_back(sorted(source), mirrored, mirrored_placed, rules.distance, others)
        for n in set_by_hand:
            unmet[n] |= others[n]
    return unmet


def _look_back(
    keys: Sequence[int],
    source: Mapping[int, Span],
    placed: Mapping[int, Span],
    least: int,
    unmet: dict[int, set[Rule]],
) -> None:
    before = Before(keys, source, placed, least)
    for n in sorted(keys, key=lambda n: (source[n].first, source[n].last, n)):
        floor = before.floor(n)
        if placed[n].first < floor.order:
            unmet[n].add(Rule.ORDER)
        if placed[n].first < floor.distance:
            unmet[n].add(Rule.DISTANCE)


def _each(span: Span) -> range:
    return range(span.first, span.last + 1)


def _weekday(day: int) -> int:
    return (day - 1) % WEEK
