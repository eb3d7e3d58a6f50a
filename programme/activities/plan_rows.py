"""The rows of a plan as the database gives them: plain values, judged, in order of time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from operator import itemgetter
from typing import Final

from programme.activities.findings import Finding, Grade
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


class Order(StrEnum):
    """An opening or a closing that is not in its place."""

    BEFORE_OPENING = "before_opening"
    AFTER_CLOSING = "after_closing"


_ORDER: Final = {
    "da": {
        Order.BEFORE_OPENING: "Før åbningen",
        Order.AFTER_CLOSING: "Efter afslutningen",
    },
    "en": {
        Order.BEFORE_OPENING: "Before the opening",
        Order.AFTER_CLOSING: "After the closing",
    },
}


@dataclass(frozen=True, slots=True)
class Judged:
    """What is found on a row's days, and the start of days that would do better."""

    row: PlanRow
    findings: tuple[Finding, ...] = ()
    order: Order | None = None
    suggestion: date | None = None

    @property
    def is_flagged(self) -> bool:
        """Whether there is more than remarks."""
        return bool(self.order) or any(f.grade is Grade.FINDING for f in self.findings)

    def remarks(self, locale: str) -> tuple[tuple[str, bool], ...]:
        """Each thing found in a word or two, and whether it is more than a remark."""
        found = [(f.name(locale), f.grade is Grade.FINDING) for f in self.findings]
        return (*found, (_ORDER[locale][self.order], True)) if self.order else tuple(found)


def judge(rows: Iterable[PlanRow], ground: Ground, today: date) -> list[Judged]:
    """Judge each row's days, but for cancelled ones; ready dates are for days to come."""
    rows = list(rows)
    held = [row for row in rows if row.starts_on and not row.is_cancelled]
    bounds = _bounds(held)
    return [_judge(row, held, ground, bounds, today) for row in rows]


def _judge(
    row: PlanRow,
    held: list[PlanRow],
    ground: Ground,
    bounds: tuple[date | None, date | None],
    today: date,
) -> Judged:
    if row.starts_on is None or row.ends_on is None or row.is_cancelled:
        return Judged(row)
    judged = Judged(row, ground.findings(row.starts_on, row.length), _order(row, bounds))
    if row.starts_on < today or not any(f.grade is Grade.FINDING for f in judged.findings):
        return judged
    others = [(r.starts_on, r.ends_on) for r in held if r is not row and r.starts_on and r.ends_on]
    better = ground.suggest(row.starts_on, row.length, others, _usual_weekday(row, held))
    return Judged(row, judged.findings, judged.order, better)


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


def _bounds(held: list[PlanRow]) -> tuple[date | None, date | None]:
    """First day of the opening and last day of the closing."""
    opening = [row.starts_on for row in held if row.marker is Marker.OPENING and row.starts_on]
    closing = [row.ends_on for row in held if row.marker is Marker.CLOSING and row.ends_on]
    return min(opening, default=None), max(closing, default=None)


def _order(row: PlanRow, bounds: tuple[date | None, date | None]) -> Order | None:
    opening, closing = bounds
    if opening and row.starts_on and row.starts_on < opening:
        return Order.BEFORE_OPENING
    if closing and row.starts_on and row.starts_on > closing:
        return Order.AFTER_CLOSING
    return None


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
