"""Dates for activities that have none, or none that can be meant: searched day by day.

Pure: the plan, what is around it and the wishes in; the same dates out every time. A date breaks
no hard rule; among those that break none the one with the least cost is the best.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final

from programme.activities.clashes import Judge
from programme.activities.findings import FindingCode, Grade, Key, Period
from programme.activities.placed import Placed, World
from programme.planning.neighbours import Neighbours, neighbours_of
from programme.planning.rules import WORKING_WEEK
from programme.planning.wishes import Hard, Reason, Wishing
from programme.programmes.content import ActivityKind

REACH: Final = timedelta(weeks=26)
BEST: Final = 3
TRIED: Final = 4  # so many of the best dates of each activity are tried before giving up
MOST_STEPS: Final = 60
_DAY: Final = timedelta(days=1)
_MEANS: Final[Mapping[FindingCode, Hard]] = {
    FindingCode.FACILITATOR_BUSY: Hard.FACILITATORS,
    FindingCode.FACILITATOR_AWAY: Hard.FACILITATORS,
    FindingCode.PARTICIPANT_BUSY: Hard.PARTICIPANTS,
    FindingCode.COHORT_BUSY: Hard.PARTICIPANTS,
    FindingCode.VENUE_BUSY: Hard.VENUE,
    FindingCode.VENUE_TOO_SMALL: Hard.CAPACITY,
    FindingCode.PUBLIC_HOLIDAY: Hard.HOLIDAYS,
    FindingCode.SCHOOL_HOLIDAY: Hard.HOLIDAYS,
    FindingCode.REMARKABLE_DAY: Hard.HOLIDAYS,
    FindingCode.OUTSIDE_PERIOD: Hard.PERIOD,
    FindingCode.BEFORE_OPENING: Hard.ORDER,
    FindingCode.AFTER_CLOSING: Hard.ORDER,
    FindingCode.TOO_CLOSE: Hard.DISTANCE,
    FindingCode.WINDOW_MISSED: Hard.WINDOW,
}


@dataclass(frozen=True, slots=True)
class Option:
    """A date, and why it is a good one."""

    starts_on: date
    ends_on: date
    cost: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The best dates for an activity, the best first; or which rules cannot all hold."""

    key: Key
    options: tuple[Option, ...] = ()
    cannot: tuple[Hard, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A cohort's plan with the numbers in its series, what is around it, and on which weekdays.

    `plan` holds every activity of the cohort that is not cancelled; `world` may hold it too.
    """

    plan: Sequence[Placed]
    world: World
    numbers: Mapping[Key, int] = field(default_factory=dict)
    weekdays: frozenset[int] = WORKING_WEEK


def suggest_one(question: Question, key: Key) -> Answer:
    """The three best other dates for one activity, in different weeks; none for a cancelled one."""
    search = _Search(question, [key])
    if not search.keys:
        return Answer(key)
    options = sorted(search.options(key), key=_rank)
    if not options:
        return Answer(key, cannot=search.conflict(key))
    present = next(each.starts_on for each in question.plan if each.key == key)
    return Answer(key, tuple(_apart([o for o in options if o.starts_on != present])))


def suggest_all(question: Question, keys: Collection[Key]) -> tuple[Answer, ...]:
    """A date for each of these activities, in order of time, that go together.

    The best date of each is tried first; where one then has none left, others of those before
    it, as many steps as there may be. What has no date even by itself says which rules stand
    against each other.
    """
    search = _Search(question, keys)
    alone = {key: search.options(key, only_first=True) for key in search.keys}
    possible = [key for key in search.keys if alone[key]]
    found = _Together(search, possible).best()
    return tuple(_answer(search, key, found.get(key)) for key in search.keys)


def _answer(search: _Search, key: Key, option: Option | None) -> Answer:
    if option:
        return Answer(key, (option,))
    return Answer(key, cannot=search.conflict(key))


def _rank(option: Option) -> tuple[float, date]:
    return option.cost, option.starts_on


def _apart(options: Sequence[Option]) -> Iterator[Option]:
    """The best of each of the best weeks."""
    weeks: set[tuple[int, int]] = set()
    for option in options:
        week = option.starts_on.isocalendar()[:2]
        if week not in weeks:
            weeks.add(week)
            yield option
        if len(weeks) == BEST:
            return


class _Search:
    """The days on which an activity may lie, with all others where they are at the moment."""

    def __init__(self, question: Question, keys: Collection[Key]) -> None:
        self._question = question
        self._plan = {each.key: each for each in question.plan}
        self._judge = Judge(question.plan, question.world)
        wanted = [self._plan[key] for key in keys if key in self._plan]
        self._misplaced = {each.key for each in wanted if self._is_misplaced(each)}
        self._first_places = self._plan | {
            key: replace(self._plan[key], starts_on=None, ends_on=None) for key in self._misplaced
        }
        self._places = dict(self._first_places)
        self.keys = [each.key for each in sorted(wanted, key=self._anchor_of)]
        for key in self.keys:
            self._judge.remove(key)

    def place(self, key: Key, option: Option | None) -> None:
        """Let what is asked from now on meet the activity here, or nowhere where it has no date."""
        if option is None:
            self._judge.remove(key)
            self._places[key] = self._first_places[key]
            return
        there = _at(self._plan[key], option.starts_on)
        self._judge.place(there)
        self._places[key] = there

    def options(self, key: Key, *, only_first: bool = False) -> list[Option]:
        """Every date that breaks no hard rule, with its cost; the first alone if that will do."""
        target, around = self._plan[key], self._around(key)
        plan = list(self._places.values())
        wishing = Wishing(target, plan, self._question.world, self._judge)
        found = []
        for day in self._days(key, around):
            there = _at(target, day)
            if around.keeps_order(there) and not self._broken(there, around):
                found.append(self._option(there, wishing))
                if only_first:
                    break
        return found

    def conflict(self, key: Key) -> tuple[Hard, ...]:
        """Rules that no day keeps all of, though it would if any of them were dropped."""
        around = self._around(key)
        broken = [
            self._broken(_at(self._plan[key], day), around) for day in self._wide_days(key, around)
        ]
        against = list(Hard)
        for rule in Hard:
            fewer = [each for each in against if each is not rule]
            if all(found.intersection(fewer) for found in broken):
                against = fewer
        return tuple(against)

    def _option(self, there: Placed, wishing: Wishing) -> Option:
        first = there.starts_on or date.max
        cost, reasons = wishing.judge(there, self._judge.findings(there))
        return Option(first, there.ends_on or first, cost, reasons)

    def _around(self, key: Key) -> Neighbours:
        return neighbours_of(
            self._plan[key],
            [each for each in self._places.values() if each.key != key],
            self._question.numbers,
            by_date=key not in self._misplaced,
        )

    def _broken(self, there: Placed, around: Neighbours) -> set[Hard]:
        broken = {
            _MEANS[found.code]
            for found in self._judge.findings(there)
            if found.grade is Grade.FINDING and found.code in _MEANS
        }
        if not self._is_allowed(there):
            broken.add(Hard.WEEKDAYS)
        if not around.keeps_order(there):
            broken.add(Hard.ORDER)
        return broken

    def _is_allowed(self, there: Placed) -> bool:
        return all(day.weekday() in self._question.weekdays for day in _each(there))

    def _days(self, key: Key, around: Neighbours) -> Iterator[date]:
        """The days to look at: those to come within reach of where it lies or is expected."""
        target, today = self._plan[key], self._question.world.today
        if target.starts_on and key not in self._misplaced:
            return _days_between(target.starts_on - REACH, target.starts_on + REACH, today)
        period = self._period(target)
        first = target.window_from or around.earliest or (period[0] if period else today)
        last = target.window_to or around.latest or (period[1] if period else first + 2 * REACH)
        return _days_between(first, last, today)

    def _wide_days(self, key: Key, around: Neighbours) -> Iterator[date]:
        """As many days again, whatever window, order and period say."""
        target, today = self._plan[key], self._question.world.today
        middle = target.starts_on or target.window_from or around.earliest or today
        return _days_between(middle - REACH, max(middle, today) + REACH, today)

    def _period(self, target: Placed) -> Period | None:
        frame = self._question.world.cohorts.get(target.cohort_id)
        return frame.ground.period if frame else None

    def _is_misplaced(self, placed: Placed) -> bool:
        """Whether its place says nothing of where it belongs."""
        found = {finding.code for finding in self._judge.findings(placed)}
        return placed.starts_on is None or not found.isdisjoint(
            {
                FindingCode.WINDOW_MISSED,
                FindingCode.OUTSIDE_PERIOD,
                FindingCode.BEFORE_OPENING,
                FindingCode.AFTER_CLOSING,
            }
        )

    def _anchor_of(self, placed: Placed) -> tuple[bool, date, int, str]:
        """In order of time; shadowing last, for pairs agree on it and it is in nobody's way."""
        number = self._question.numbers.get(placed.key, 0)
        day = placed.starts_on or placed.window_from or date.max
        return placed.kind is ActivityKind.SHADOWING, day, number, str(placed.key)


class _Together:
    """Dates for several activities that go together: one after the other, with a way back."""

    def __init__(self, search: _Search, keys: Sequence[Key]) -> None:
        self._search, self._keys = search, keys
        self._steps = 0
        self._best: dict[Key, Option] = {}
        self._chosen: dict[Key, Option] = {}

    def best(self) -> dict[Key, Option]:
        """The first way to place them all, or the one that placed the most."""
        self._go_on(0)
        for key in self._keys:
            self._search.place(key, self._best.get(key))
        return self._best

    def _go_on(self, number: int) -> bool:
        """Whether all from this one on have found a date; else the next way is tried."""
        if number == len(self._keys):
            if len(self._chosen) > len(self._best):
                self._best = dict(self._chosen)
            return len(self._chosen) == len(self._keys)
        key = self._keys[number]
        for option in sorted(self._search.options(key), key=_rank)[:TRIED]:
            self._search.place(key, option)
            self._chosen[key] = option
            if self._go_on(number + 1) or self._is_weary():
                return True
            del self._chosen[key]
        self._search.place(key, None)
        return self._go_on(number + 1)

    def _is_weary(self) -> bool:
        self._steps += 1
        return self._steps >= MOST_STEPS


def _days_between(first: date, last: date, today: date) -> Iterator[date]:
    day = max(first, today + _DAY)
    while day <= last:
        yield day
        day += _DAY


def _at(placed: Placed, day: date) -> Placed:
    length = (placed.ends_on or day) - (placed.starts_on or day)
    return replace(placed, starts_on=day, ends_on=day + length)


def _each(placed: Placed) -> Iterator[date]:
    day = placed.starts_on
    while day and placed.ends_on and day <= placed.ends_on:
        yield day
        day += _DAY
