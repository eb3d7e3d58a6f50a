"""A plan laid on a start date: looked at, and made into activities."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from programme.activities.plan import ActivityPlan, Details, Texts, When
from programme.activities.suggestions import Ground
from programme.planning.laying import LaidRow, Laying, lay, period_end, shift_of
from programme.planning.rules import Rules

if TYPE_CHECKING:
    from collections.abc import Mapping

    from programme.programmes.models import PlanItem, PlanTemplate, Programme


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """Where an activity of the plan lies, counted in days from the start, and what it is.

    `plan` has no days yet, only its times on the wall. `number` names it in a form.
    """

    key: str
    number: int
    offset_days: int | None
    days: int
    window_from: int | None
    window_to: int | None
    plan: ActivityPlan

    @classmethod
    def of(cls, item: PlanItem) -> Slot:
        """The slot of a template's item."""
        return cls(
            key=item.key,
            number=item.position,
            offset_days=item.offset_days,
            days=item.days,
            window_from=item.window_from,
            window_to=item.window_to,
            plan=_plan_of(item),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What is laid: the slots in their order, the start that they lay on, and how long it was.

    `months` is what the programme is planned to take. `laid_on` is None where nobody knows:
    then there are no weekdays to keep. `ends_on` is where a copied cohort ended.
    """

    slots: tuple[Slot, ...]
    months: int | None = None
    laid_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """How it is laid: the new start, by which rules, what by hand and what not at all."""

    starts_on: date
    school_holidays: str
    rules: Rules = field(default_factory=Rules)
    moved: Mapping[str, date] = field(default_factory=dict)
    left_out: frozenset[str] = frozenset()


Row = LaidRow[Slot]


@dataclass(frozen=True)
class Proposal:
    """The rows in the order of the plan, and the end of the period that goes with them.

    `period_end` is the end that was planned: with none, no day lies outside.
    """

    rows: tuple[Row, ...]
    ends_on: date | None
    period_end: date | None = None

    @property
    def taken(self) -> tuple[Row, ...]:
        """The rows that are to become activities."""
        return tuple(row for row in self.rows if row.is_taken)

    @property
    def dated(self) -> int:
        """How many of them have a date."""
        return sum(row.starts_on is not None for row in self.taken)

    @property
    def flagged(self) -> tuple[Row, ...]:
        """The rows whose days hardly can be meant."""
        return tuple(row for row in self.taken if row.is_flagged)


def template_of(programme: Programme) -> PlanTemplate | None:
    """The plan that the programme's cohorts begin from, if it has one."""
    return programme.templates[0] if programme.templates else None


def template_source(programme: Programme) -> Source:
    """The programme's own plan, empty where it has none."""
    template = template_of(programme)
    return Source(
        slots=tuple(Slot.of(item) for item in template.items) if template else (),
        months=programme.planned_months,
        laid_on=template.laid_on if template else None,
    )


def propose(
    programme: Programme, starts_on: date, school_holidays: str, moved: Mapping[str, date]
) -> Proposal:
    """Lay the programme's plan to the day; `moved` gives items by key another first day."""
    choice = Choice(starts_on=starts_on, school_holidays=school_holidays, moved=moved)
    return lay_source(template_source(programme), choice)


def lay_source(source: Source, choice: Choice) -> Proposal:
    """Lay the plan as chosen.

    The period is as long as the programme is planned to be, or as the copied one was and as its
    plan takes by the rules; without such a length the last activity ends it, and no day lies
    outside.
    """
    laying = Laying(
        start=choice.starts_on,
        moved=choice.moved,
        left_out=choice.left_out,
        rules=choice.rules,
        laid_on=source.laid_on,
    )
    planned = _end(source, laying)
    ground = Ground.of(choice.starts_on, planned, choice.school_holidays)
    laying = replace(laying, ends_on=planned, school_holidays=ground.school_holidays)
    rows = lay(source.slots, laying)
    ruled = max((row.ends_on for row in rows if row.is_ruled and row.ends_on), default=None)
    if planned and ruled and ruled > planned and not source.months:
        planned = ruled
        rows = lay(source.slots, replace(laying, ends_on=planned))
    last = max((row.ends_on for row in rows if row.ends_on and row.is_taken), default=None)
    return Proposal(rows, planned or last, planned)


def as_plan(row: Row) -> ActivityPlan:
    """The row as an activity to be made; the day by which to answer keeps its distance."""
    plan = row.item.plan
    when = replace(
        plan.when,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        window_from=row.window_from,
        window_to=row.window_to,
    )
    details, until, old = plan.details, plan.details.answers_until, plan.when.starts_on
    if until is not None:
        new = row.starts_on - (old - until) if row.starts_on and old else None
        details = replace(details, answers_until=new)
    return replace(plan, when=when, details=details)


def _end(source: Source, laying: Laying) -> date | None:
    if source.months:
        return period_end(laying.start, source.months)
    if source.ends_on is None:
        return None
    return max(source.ends_on + timedelta(days=shift_of(source.slots, laying)), laying.start)


def _plan_of(item: PlanItem) -> ActivityPlan:
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
        when=When(start_time=item.start_time, end_time=item.end_time),
        texts=Texts(
            preparation=item.preparation,
            bring=item.bring,
            try_afterwards=item.try_afterwards,
            days=tuple(item.day_programmes),
        ),
    )
