"""What makes one date better than another, and why: soft wishes, each with its weight."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from operator import itemgetter
from typing import Final

from programme.activities.calendar_days import WEEK, public_holiday
from programme.activities.clashes import Judge
from programme.activities.findings import Finding, FindingCode
from programme.activities.placed import Placed, World, bounds
from programme.programmes.content import ActivityKind, Audience

Week = tuple[int, int]


class Hard(StrEnum):
    """What a date may not break, in the order in which one would rather give it up."""

    DISTANCE = "distance"
    ORDER = "order"
    WEEKDAYS = "weekdays"
    PERIOD = "period"
    WINDOW = "window"
    HOLIDAYS = "holidays"
    VENUE = "venue"
    CAPACITY = "capacity"
    PARTICIPANTS = "participants"
    FACILITATORS = "facilitators"


class Why(StrEnum):
    """The reasons for a date, and what is to be known of it."""

    USUAL_WEEKDAY = "usual_weekday"
    SPREAD = "spread"
    AFTER = "after"
    BEFORE = "before"
    IN_WINDOW = "in_window"
    CALM_WEEK = "calm_week"
    BUSY_WEEK = "busy_week"
    NO_HOLIDAY = "no_holiday"
    LATER = "later"
    EARLIER = "earlier"
    REMARK = "remark"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason; which of the rest it speaks of depends on `why`."""

    why: Why
    days: int = 0
    label: str = ""
    other: str = ""
    kind: ActivityKind | None = None
    first: date | None = None
    last: date | None = None
    finding: Finding | None = None


# In the unit of one week away from where it lies today.
OTHER_WEEKDAY: Final = 2.0
UNEVEN: Final = 3.0  # times how uneven, from 0 in the middle to 1 at the edge
BUSY: Final = 1.5  # for each other activity of the week that the same people have
REMARKED: Final = 8.0  # a school holiday, or a day on which many are off
NEAR_HOLIDAY: Final = 0.5
_MIDDLE: Final = 0.2
_TOLD_WITHIN: Final = 12 * WEEK  # days; what lies further off explains nothing
_REMARKS: Final = frozenset({FindingCode.SCHOOL_HOLIDAY, FindingCode.REMARKABLE_DAY})


class Wishing:
    """Weighs the dates of one activity; what does not depend on the date is looked up once."""

    def __init__(self, target: Placed, plan: Iterable[Placed], world: World, judge: Judge) -> None:
        self._target = target
        others = [each for each in plan if each.key != target.key and each.starts_on]
        common = [each for each in others if each.audience is not Audience.NAMED]
        self._weekday = _usual_weekday(target, common)
        self._by_start = sorted(common, key=lambda each: (bounds(each)[0], str(each.key)))
        self._by_end = sorted(common, key=lambda each: (bounds(each)[1], str(each.key)))
        self._starts = [bounds(each)[0] for each in self._by_start]
        self._ends = [bounds(each)[1] for each in self._by_end]
        self._busy = _busy_weeks(target, others, world, judge)

    def judge(self, there: Placed, findings: Sequence[Finding]) -> tuple[float, tuple[Reason, ...]]:
        """The cost of the place, and the reasons for it, the weightiest first."""
        parts = (
            self._usual(there),
            self._spread(there),
            self._window(there),
            self._week(there),
            _holidays(there),
            self._distance(there),
            _remarks(findings),
        )
        return sum(cost for cost, _ in parts), tuple(why for _, some in parts for why in some)

    def _usual(self, there: Placed) -> tuple[float, list[Reason]]:
        if self._weekday is None:
            return 0, []
        if there.starts_on and there.starts_on.weekday() != self._weekday:
            return OTHER_WEEKDAY, []
        return 0, [Reason(Why.USUAL_WEEKDAY, kind=there.kind, first=there.starts_on)]

    def _spread(self, there: Placed) -> tuple[float, list[Reason]]:
        """How evenly it lies between the two around it."""
        first, last = bounds(there)
        before = self._by_end[at - 1] if (at := bisect_left(self._ends, first)) else None
        at = bisect_right(self._starts, last)
        after = self._by_start[at] if at < len(self._by_start) else None
        since = (first - bounds(before)[1]).days if before else 0
        until = (bounds(after)[0] - last).days if after else 0
        if before is None or after is None:
            return 0, _beside(before, since, after, until)
        uneven = abs(since - until) / (since + until)
        if uneven <= _MIDDLE:
            middle = Reason(Why.SPREAD, label=before.label, other=after.label)
            return UNEVEN * uneven, [middle, *_beside(before, since, None, 0)]
        return UNEVEN * uneven, _beside(before, since, None, 0)

    def _window(self, there: Placed) -> tuple[float, list[Reason]]:
        if there.window_from is None or there.window_to is None:
            return 0, []
        return 0, [Reason(Why.IN_WINDOW, first=there.window_from, last=there.window_to)]

    def _week(self, there: Placed) -> tuple[float, list[Reason]]:
        number = self._busy[_week_of(bounds(there)[0])]
        if number:
            return BUSY * number, [Reason(Why.BUSY_WEEK, days=number)]
        return 0, [Reason(Why.CALM_WEEK)]

    def _distance(self, there: Placed) -> tuple[float, list[Reason]]:
        """How far it is from where it lies today."""
        if self._target.starts_on is None:
            return 0, []
        days = (bounds(there)[0] - self._target.starts_on).days
        why = Why.LATER if days > 0 else Why.EARLIER
        return abs(days) / WEEK, [Reason(why, days=abs(days))] if days else []


def _beside(before: Placed | None, since: int, after: Placed | None, until: int) -> list[Reason]:
    found = [Reason(Why.AFTER, days=since, label=before.label)] if before else []
    found += [Reason(Why.BEFORE, days=until, label=after.label)] if after else []
    return [reason for reason in found if reason.days <= _TOLD_WITHIN]


def _holidays(there: Placed) -> tuple[float, list[Reason]]:
    """Whether a public holiday lies in the week around it."""
    first, last = bounds(there)
    monday = first - timedelta(days=first.weekday())
    days = (last - monday).days + 1
    week = range(max(days, WEEK))
    if any(public_holiday(monday + timedelta(days=n)) for n in week):
        return NEAR_HOLIDAY, []
    return 0, [Reason(Why.NO_HOLIDAY)]


def _remarks(findings: Sequence[Finding]) -> tuple[float, list[Reason]]:
    found = [each for each in findings if each.code in _REMARKS]
    return REMARKED * bool(found), [Reason(Why.REMARK, finding=each) for each in found]


def _usual_weekday(target: Placed, others: Iterable[Placed]) -> int | None:
    """On which weekday most others of its kind begin, if most do on one."""
    days = Counter(
        each.starts_on.weekday() for each in others if each.starts_on and each.kind is target.kind
    )
    weekday, most = max(sorted(days.items()), key=itemgetter(1), default=(None, 0))
    return weekday if 1 < most > days.total() / 2 else None


def _busy_weeks(target: Placed, own: Iterable[Placed], world: World, judge: Judge) -> Counter[Week]:
    """How many other activities the same people have, by week."""
    known = {each.key: each for each in (*world.others, *own) if each.starts_on}
    people = judge.meant(target) | target.facilitator_ids
    return Counter(
        _week_of(bounds(each)[0])
        for each in known.values()
        if each.key != target.key and _touches(each, target, people, judge)
    )


def _touches(each: Placed, target: Placed, people: frozenset[int], judge: Judge) -> bool:
    if each.cohort_id == target.cohort_id:
        return True
    return not people.isdisjoint(each.facilitator_ids) or not people.isdisjoint(judge.meant(each))


def _week_of(day: date) -> Week:
    year, week, _ = day.isocalendar()
    return year, week
