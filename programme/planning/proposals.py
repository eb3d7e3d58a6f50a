"""A programme's plan laid on a start date: looked at, and made into activities."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from programme.activities.plan import ActivityPlan, Details, Texts, When
from programme.activities.suggestions import Ground
from programme.planning.laying import LaidRow, lay, period_end

if TYPE_CHECKING:
    from collections.abc import Mapping

    from programme.programmes.models import PlanItem, PlanTemplate, Programme


@dataclass(frozen=True, slots=True)
class Slot:
    """Where an item of the template lies, counted in days from the start, and the item."""

    key: str
    offset_days: int | None
    days: int
    window_from: int | None
    window_to: int | None
    item: PlanItem

    @classmethod
    def of(cls, item: PlanItem) -> Slot:
        """The slot of an item."""
        return cls(item.key, item.offset_days, item.days, item.window_from, item.window_to, item)


Row = LaidRow[Slot]


@dataclass(frozen=True)
class Proposal:
    """The rows in the order of the template, and the end of the period that goes with them."""

    rows: tuple[Row, ...]
    ends_on: date | None

    @property
    def dated(self) -> int:
        """How many activities have a date."""
        return sum(row.starts_on is not None for row in self.rows)

    @property
    def flagged(self) -> tuple[Row, ...]:
        """The rows whose days hardly can be meant."""
        return tuple(row for row in self.rows if row.is_flagged)


def template_of(programme: Programme) -> PlanTemplate | None:
    """The plan that the programme's cohorts begin from, if it has one."""
    return programme.templates[0] if programme.templates else None


def propose(
    programme: Programme, starts_on: date, school_holidays: str, moved: Mapping[str, date]
) -> Proposal:
    """Lay the programme's plan; `moved` gives items by key another first day.

    The period is as long as the programme is planned to be; without such a length the last
    activity ends it, and no day lies outside.
    """
    template = template_of(programme)
    planned = period_end(starts_on, programme.planned_months) if programme.planned_months else None
    ground = Ground.of(starts_on, planned, school_holidays)
    rows = lay(
        [Slot.of(item) for item in template.items] if template else (),
        starts_on,
        ends_on=planned,
        school_holidays=ground.school_holidays,
        moved=moved,
    )
    last = max((row.ends_on for row in rows if row.ends_on), default=None)
    return Proposal(rows, planned or last)


def as_plan(row: Row) -> ActivityPlan:
    """The row as an activity to be made."""
    item = row.item.item
    return ActivityPlan(
        details=Details(
            kind=item.kind,
            number=item.number,
            title=item.title,
            track_id=item.track_id,
            audience=item.audience,
            marker=item.marker,
            level_ids=frozenset(level.id for level in item.levels),
            goal_ids=frozenset(goal.id for goal in item.goals),
            objective_ids=frozenset(objective.id for objective in item.objectives),
        ),
        when=_when(row),
        texts=Texts(
            preparation=item.preparation,
            bring=item.bring,
            try_afterwards=item.try_afterwards,
            days=tuple(item.day_programmes),
        ),
    )


def _when(row: Row) -> When:
    return When(
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        start_time=row.item.item.start_time,
        end_time=row.item.item.end_time,
        window_from=row.window_from,
        window_to=row.window_to,
    )
