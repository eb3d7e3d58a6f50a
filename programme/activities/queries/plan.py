"""The rows of plans: a cohort's, and one's own; and what a plan serves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, exists, select
from sqlalchemy.orm import aliased, joinedload

from programme.activities.models import (
    Activity,
    activity_facilitator,
    activity_goal,
    activity_level,
    activity_objective,
)
from programme.activities.plan_rows import PlanRow
from programme.activities.queries.access import carried_out_for, common, in_plan_of
from programme.cohorts import queries as cohorts
from programme.cohorts.models import LEARNERS, Cohort, Enrolment
from programme.core.db import db
from programme.frameworks.models import CompetenceGoal, GoalSet
from programme.people.models import LeadershipLevel, Person
from programme.programmes.models import ProgrammeObjective, Track, programme_goal_set

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import Row, Select


def own_plan(person_id: int, cohort_id: int) -> list[Activity]:
    """What stands in a person's own plan of one cohort and is not cancelled, undated last."""
    return list(
        db.session.scalars(
            select(Activity)
            .join(Cohort)
            .where(
                Activity.cohort_id == cohort_id,
                Activity.cancelled_at.is_(None),
                in_plan_of(person_id),
                ~carried_out_for(person_id),
            )
            .order_by(Activity.starts_on.is_(None), Activity.starts_on, Activity.id)
        )
    )


def plan_rows(cohort_id: int) -> list[PlanRow]:
    """The plan that a cohort has in common, drafts included, by key."""
    return _rows(_plan().where(Activity.cohort_id == cohort_id, common()))


def plans_of(cohort_ids: Collection[int]) -> list[PlanRow]:
    """The same of several cohorts, by key."""
    return _rows(_plan().where(Activity.cohort_id.in_(cohort_ids), common()))


def own_rows(person_id: int) -> list[PlanRow]:
    """What stands in a person's own plan, over all cohorts, by key."""
    own = and_(in_plan_of(person_id), ~carried_out_for(person_id))
    return _rows(_plan().join(Activity.cohort).where(own))


# What a row of a plan takes over as it is; `row_values` names what comes back.
ROW_COLUMNS: Final = (
    Activity.id,
    Activity.version,
    Activity.cohort_id,
    Activity.kind,
    Activity.number,
    Activity.title,
    Activity.starts_on,
    Activity.ends_on,
    Activity.start_time,
    Activity.end_time,
    Activity.window_from,
    Activity.window_to,
    Activity.moved_from,
    Activity.place,
    Activity.audience,
    Activity.marker,
    Activity.published_at.is_not(None),
    Activity.cancelled_at.is_not(None),
)
_NAMES: Final = (*(str(column.key) for column in ROW_COLUMNS[:-2]), "is_published", "is_cancelled")


def row_values(columns: Sequence[Any]) -> dict[str, Any]:
    """A row of ROW_COLUMNS, and of what follows them, by the names that PlanRow has."""
    return dict(zip(_NAMES, columns, strict=False))


@cache
def _plan() -> Select[*tuple[Any, ...]]:
    """Rows of columns, one for each facilitator and level of an activity: one statement does."""
    led = activity_facilitator.alias()  # conditions ask for facilitators by the table itself
    meant = activity_level.alias()
    return (
        select(
            *(*ROW_COLUMNS, Activity.try_afterwards, Track.id, Track.name),
            *(LeadershipLevel.id, LeadershipLevel.name, Person.id, Person.name),
        )
        .select_from(Activity)
        .outerjoin(Activity.track)
        .outerjoin(meant, meant.c.activity_id == Activity.id)
        .outerjoin(LeadershipLevel, LeadershipLevel.id == meant.c.leadership_level_id)
        .outerjoin(led, led.c.activity_id == Activity.id)
        .outerjoin(Person, Person.id == led.c.person_id)
        .order_by(Activity.id, LeadershipLevel.position, Person.name, Person.id)
    )


def _rows(statement: Select[*tuple[Any, ...]]) -> list[PlanRow]:
    found = db.session.execute(statement)
    return [_row(list(group)) for _key, group in groupby(found, key=lambda row: row[0])]


def _row(group: list[Row[*tuple[Any, ...]]]) -> PlanRow:
    first = group[0]
    led = dict.fromkeys((row[-2], row[-1]) for row in group if row[-2])
    return PlanRow(
        **row_values(first),
        try_afterwards=first[-7],
        facilitators=tuple(name for _key, name in led),
        led_by=tuple(key for key, _name in led),
        track=(first[-6], first[-5]) if first[-6] else None,
        levels=tuple(dict.fromkeys((row[-4], row[-3]) for row in group if row[-4])),
    )


def unserved_objectives(cohort: Cohort) -> list[str]:
    """Short names of the programme's objectives that no activity of the plan serves."""
    serves = exists().where(
        activity_objective.c.programme_objective_id == ProgrammeObjective.id,
        activity_objective.c.activity_id == Activity.id,
        Activity.cohort_id == cohort.id,
        Activity.cancelled_at.is_(None),
    )
    return list(
        db.session.scalars(
            select(ProgrammeObjective.short_name)
            .where(ProgrammeObjective.programme_id == cohort.programme_id, ~serves)
            .order_by(ProgrammeObjective.number)
        )
    )


@dataclass(frozen=True, slots=True)
class PlanGoal:
    """A competence goal of the programme, and the keys of the activities that have it in focus."""

    set_name: str
    number: int
    short_name: str
    activity_ids: frozenset[int]


def goals_of(cohort: Cohort) -> list[PlanGoal]:
    """The programme's goals by set and number, each with the cohort's activities."""
    met, met_in = aliased(CompetenceGoal), aliased(GoalSet)  # in whichever edition
    focus = (
        select(met_in.key, met.number, activity_goal.c.activity_id)
        .join(Activity, Activity.id == activity_goal.c.activity_id)
        .join(met, met.id == activity_goal.c.competence_goal_id)
        .join(met_in, met_in.id == met.goal_set_id)
        .where(Activity.cohort_id == cohort.id, common())
        .subquery()
    )
    found = db.session.execute(
        select(
            GoalSet.id,
            GoalSet.name,
            CompetenceGoal.number,
            CompetenceGoal.short_name,
            focus.c.activity_id,
        )
        .select_from(programme_goal_set)
        .join(GoalSet, GoalSet.id == programme_goal_set.c.goal_set_id)
        .join(CompetenceGoal, CompetenceGoal.goal_set_id == GoalSet.id)
        .outerjoin(focus, and_(focus.c.key == GoalSet.key, focus.c.number == CompetenceGoal.number))
        .where(programme_goal_set.c.programme_id == cohort.programme_id)
        .order_by(GoalSet.id, CompetenceGoal.number)
    )
    return [
        PlanGoal(name, number, short_name, frozenset(row[4] for row in rows if row[4]))
        for (_set, name, number, short_name), rows in groupby(found, key=lambda row: row[:4])
    ]


def enrolments_of(cohort_id: int) -> list[Enrolment]:
    """The places held in a cohort now, with the persons, by name."""
    return list(
        db.session.scalars(
            select(Enrolment)
            .join(Enrolment.person)
            .where(Enrolment.cohort_id == cohort_id, Enrolment.ended_at.is_(None))
            .options(joinedload(Enrolment.person, innerjoin=True))
            .order_by(Person.name, Person.id)
        )
    )


@dataclass(frozen=True, slots=True)
class OwnCohort:
    """A cohort in which a person holds a place now."""

    id: int
    name: str
    starts_on: date
    ends_on: date | None
    is_learner: bool


def own_cohorts(person_id: int) -> list[OwnCohort]:
    """The published cohorts in which the person has an activity as learner or facilitator."""
    learns = cohorts.enrolled_as(person_id, LEARNERS)
    found = db.session.execute(
        select(Cohort.id, Cohort.name, Cohort.starts_on, Cohort.ends_on, learns)
        .join(Activity, Activity.cohort_id == Cohort.id)
        .where(in_plan_of(person_id))
        .distinct()
        .order_by(Cohort.starts_on, Cohort.id)
    )
    return [OwnCohort(*row[:4], is_learner=bool(row[4])) for row in found]
