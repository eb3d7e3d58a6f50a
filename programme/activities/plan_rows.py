"""The rows of a plan as the database gives them: plain values, judged, in order of time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from operator import itemgetter
from typing import Final

from programme.activities.findings import Finding, FindingCode, Grade, Key
from programme.activities.suggestions import Ground
from programme.programmes.content import ActivityKind, Audience, Marker


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRow:
    """An activity as the database gives it; its track and levels are pairs of key and name."""

    id: int
    version: int
    cohort_id: int
    kind: ActivityKind
    number: int | None
    title: str
    starts_on: date | None
    ends_on: date | None
    start_time: time | None
    end_time: time | None
    window_from: date | None
    window_to: date | None
    moved_from: date | None
    place: str
    audience: Audience
    marker: Marker
    try_afterwards: str
    is_published: bool
    is_cancelled: bool
    facilitators: tuple[str, ...] = ()
    led_by: tuple[int, ...] = ()
    track: tuple[int, str] | None = None
    levels: tuple[tuple[int, str], ...] = ()

    @property
    def length(self) -> int:
        """Days that it takes; one where no date is set."""
        if self.starts_on is None or self.ends_on is None:
            return 1
        return (self.ends_on - self.starts_on).days + 1

    def is_over(self, today: date) -> bool:
        """Whether its last day has passed."""
        return self.ends_on is not None and self.ends_on < today


def next_of(rows: Iterable[PlanRow], today: date) -> int | None:
    """The key of what comes next: the first of the rows in order that is neither over nor off."""
    return next(
        (r.id for r in rows if r.starts_on and not r.is_over(today) and not r.is_cancelled), None
    )


# What other days would mend.
_OF_THE_DAYS: Final = frozenset(
    {FindingCode.WEEKEND, FindingCode.PUBLIC_HOLIDAY, FindingCode.OUTSIDE_PERIOD}
)


@dataclass(frozen=True, slots=True)
class Judged:
    """What is found about a row, and the start of days that would do better."""

    row: PlanRow
    findings: tuple[Finding, ...] = ()
    suggestion: date | None = None

    @property
    def is_flagged(self) -> bool:
        """Whether there is more than remarks and what somebody has accepted."""
        return any(_is_open(each) for each in self.findings)


def judge(
    rows: Iterable[PlanRow],
    found: Mapping[Key, tuple[Finding, ...]],
    ground: Ground,
    today: date,
) -> list[Judged]:
    """Put what is found to the rows, and ready dates to flagged days to come."""
    rows = list(rows)
    held = [row for row in rows if row.starts_on and not row.is_cancelled]
    return [_judge(row, found.get(row.id, ()), held, ground, today) for row in rows]


def _judge(
    row: PlanRow,
    findings: tuple[Finding, ...],
    held: list[PlanRow],
    ground: Ground,
    today: date,
) -> Judged:
    flagged = any(each.code in _OF_THE_DAYS and _is_open(each) for each in findings)
    if row.starts_on is None or row.starts_on < today or not flagged:
        return Judged(row, findings)
    others = [(r.starts_on, r.ends_on) for r in held if r is not row and r.starts_on and r.ends_on]
    better = ground.suggest(row.starts_on, row.length, others, _usual_weekday(row, held))
    return Judged(row, findings, better)


def _is_open(found: Finding) -> bool:
    return found.grade is Grade.FINDING and found.accepted is None


def _usual_weekday(row: PlanRow, held: Iterable[PlanRow]) -> int | None:
    """On which weekday most others of its kind and length begin, if most do on one."""
    days = Counter(
        other.starts_on.weekday()
        for other in held
        if other is not row
        and other.starts_on
        and (other.kind, other.length) == (row.kind, row.length)
    )
    weekday, most = max(days.items(), key=itemgetter(1), default=(None, 0))
    return weekday if 1 < most > days.total() / 2 else None


def in_order(rows: Iterable[PlanRow]) -> list[PlanRow]:
    """By first day, the undated by their window, and last those that may lie anywhere."""
    return sorted(
        rows,
        key=lambda row: (
            row.starts_on or row.window_from or date.max,
            row.starts_on is None,
            row.id,
        ),
    )
