"""What is asked about activities."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import ColumnElement, and_, bindparam, exists, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from programme.activities.models import (
    AUDIENCES,
    Activity,
    ActivityChange,
    ChangeKind,
    activity_facilitator,
    activity_goal,
    activity_level,
    activity_objective,
    activity_person,
)
from programme.activities.plan_rows import PlanRow
from programme.cohorts import queries as cohorts
from programme.cohorts.models import LEARNERS, Cohort, CohortState, Enrolment, Role
from programme.core.db import db
from programme.frameworks.models import CompetenceGoal, GoalSet
from programme.people.models import Person
from programme.programmes.content import Audience
from programme.programmes.models import ProgrammeObjective, programme_goal_set

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Row, Select

    from programme.programmes.content import ActivityKind

MOVING = frozenset({ChangeKind.MOVED, ChangeKind.CANCELLED, ChangeKind.RESTORED})


def find_activity(key: int) -> Activity | None:
    """An activity with all that its policy looks at."""
    return db.session.scalar(
        select(Activity)
        .where(Activity.id == key)
        .options(
            joinedload(Activity.cohort, innerjoin=True).selectinload(Cohort.enrolments),
            joinedload(Activity.cohort, innerjoin=True).joinedload(Cohort.programme),
            selectinload(Activity.levels),
            selectinload(Activity.facilitators),
            selectinload(Activity.named),
        )
    )


def named_on(person_id: int) -> ColumnElement[bool]:
    """SQL's side of `policy.is_named`, for a statement that selects from Activity."""
    return (
        exists()
        .where(
            activity_person.c.activity_id == Activity.id,
            activity_person.c.person_id == person_id,
        )
        .correlate(Activity)
    )


def meant_for(person_id: int) -> ColumnElement[bool]:
    """SQL's side of `policy.is_for`, for a statement that selects from Activity."""
    # Two deep, so said outright: by itself SQLAlchemy correlates with the next statement out only.
    any_level = ~exists().where(activity_level.c.activity_id == Activity.id).correlate(Activity)
    own_level = (
        exists()
        .where(
            activity_level.c.activity_id == Activity.id,
            activity_level.c.leadership_level_id == Enrolment.level_id,
        )
        .correlate(Activity, Enrolment)
    )
    leader = and_(
        Enrolment.role == Role.PARTICIPANT,
        Activity.audience.in_(AUDIENCES[Role.PARTICIPANT]),
        or_(any_level, own_level),
    )
    employee = and_(
        Enrolment.role == Role.APPOINTED_EMPLOYEE,
        Activity.audience.in_(AUDIENCES[Role.APPOINTED_EMPLOYEE]),
    )
    by_place = exists().where(
        Enrolment.cohort_id == Activity.cohort_id,
        Enrolment.person_id == person_id,
        Enrolment.ended_at.is_(None),
        or_(leader, employee),
    )
    return or_(by_place, named_on(person_id))


def facilitated_by(person_id: int) -> ColumnElement[bool]:
    """The person stands as facilitator of the activity and still facilitates the cohort."""
    return and_(
        exists().where(
            activity_facilitator.c.activity_id == Activity.id,
            activity_facilitator.c.person_id == person_id,
        ),
        exists().where(
            Enrolment.cohort_id == Activity.cohort_id,
            Enrolment.person_id == person_id,
            Enrolment.role == Role.FACILITATOR,
            Enrolment.ended_at.is_(None),
        ),
    )


def common() -> ColumnElement[bool]:
    """What a cohort has in common: all but what is for those alone who stand on it by name."""
    return Activity.audience != Audience.NAMED


def carried_out_for(person_id: int) -> ColumnElement[bool]:
    """Undated, and carried out by a dated activity that names the person: a shadowing pair's."""
    carried_out = (
        select(Activity.part_of_id)
        .join(activity_person, activity_person.c.activity_id == Activity.id)
        .where(
            activity_person.c.person_id == person_id,
            Activity.part_of_id.is_not(None),
            Activity.starts_on.is_not(None),
            Activity.published_at.is_not(None),
            Activity.cancelled_at.is_(None),
        )
        .correlate(None)
    )
    return and_(Activity.starts_on.is_(None), Activity.id.in_(carried_out))


def shown() -> ColumnElement[bool]:
    """SQL's side of `policy.is_shown`, for a statement that joins Activity and Cohort."""
    return and_(Activity.published_at.is_not(None), Cohort.state != CohortState.DRAFT)


def in_plan_of(person_id: int) -> ColumnElement[bool]:
    """What stands in a person's own plan and calendar: theirs as learner or as facilitator.

    For a statement that joins Activity and Cohort.
    """
    return and_(shown(), or_(meant_for(person_id), facilitated_by(person_id)))


def seen_by(person_id: int) -> ColumnElement[bool]:
    """SQL's side of `policy.can_view`, for a statement that joins Activity and Cohort."""
    return or_(cohorts.overseen_by(person_id), and_(shown(), meant_for(person_id)))


def visible_to(person: Person) -> list[Activity]:
    """Every activity that the person may see, by date, undated last."""
    return list(
        db.session.scalars(
            select(Activity)
            .join(Cohort)
            .where(seen_by(person.id))
            .order_by(Activity.starts_on.is_(None), Activity.starts_on, Activity.id)
        )
    )


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
    """Rows of columns, one for each facilitator of an activity: one statement is enough."""
    led = activity_facilitator.alias()  # conditions ask for facilitators by the table itself
    return (
        select(*ROW_COLUMNS, Activity.try_afterwards, Person.name)
        .select_from(Activity)
        .outerjoin(led, led.c.activity_id == Activity.id)
        .outerjoin(Person, Person.id == led.c.person_id)
        .order_by(Activity.id, Person.name)
    )


def _rows(statement: Select[*tuple[Any, ...]]) -> list[PlanRow]:
    found = db.session.execute(statement)
    return [_row(list(group)) for _key, group in groupby(found, key=lambda row: row[0])]


def _row(group: list[Row[*tuple[Any, ...]]]) -> PlanRow:
    first = group[0]
    return PlanRow(
        **row_values(first),
        try_afterwards=first[-2],
        facilitators=tuple(row[-1] for row in group if row[-1]),
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
    focus = (
        select(activity_goal.c.competence_goal_id, activity_goal.c.activity_id)
        .join(Activity, Activity.id == activity_goal.c.activity_id)
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
        .outerjoin(focus, focus.c.competence_goal_id == CompetenceGoal.id)
        .where(programme_goal_set.c.programme_id == cohort.programme_id)
        .order_by(GoalSet.id, CompetenceGoal.number)
    )
    return [
        PlanGoal(name, number, short_name, frozenset(row[4] for row in rows if row[4]))
        for (_set, name, number, short_name), rows in groupby(found, key=lambda row: row[:4])
    ]


def changes_of(cohort_id: int, limit: int, before: int | None = None) -> list[ActivityChange]:
    """The change list of a cohort, the newest first, from below the change `before`."""
    statement = (
        select(ActivityChange)
        .join(ActivityChange.activity)
        .where(Activity.cohort_id == cohort_id)
        .options(
            joinedload(ActivityChange.activity, innerjoin=True),
            joinedload(ActivityChange.by),
            joinedload(ActivityChange.undone_by),
        )
        .order_by(ActivityChange.id.desc())
        .limit(limit)
    )
    if before is not None:
        statement = statement.where(ActivityChange.id < before)
    return list(db.session.scalars(statement))


def undo_offers(cohort_ids: Iterable[int], since: datetime) -> list[ActivityChange]:
    """The latest moves, cancellings and restorings after `since` that stand, one an activity."""
    return list(
        db.session.scalars(_undo_offers(), {"cohort_ids": list(cohort_ids), "since": since})
    )


@cache
def _undo_offers() -> Select[ActivityChange]:
    """Put together once: an alias costs more than the answer, and every plan page asks."""
    later = aliased(ActivityChange)
    overtaken = exists().where(
        later.activity_id == ActivityChange.activity_id,
        later.id > ActivityChange.id,
        later.kind.in_(MOVING),
        later.undone_at.is_(None),
    )
    return (
        select(ActivityChange)
        .join(ActivityChange.activity)
        .where(
            Activity.cohort_id.in_(bindparam("cohort_ids", expanding=True)),
            ActivityChange.at > bindparam("since"),
            ActivityChange.kind.in_(MOVING),
            ActivityChange.undone_at.is_(None),
            ~overtaken,
        )
        .options(joinedload(ActivityChange.activity, innerjoin=True))
        .order_by(ActivityChange.id.desc())
    )


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


def find_before(activity: Activity, kind: ActivityKind) -> Activity | None:
    """The last of a kind before a dated activity of the same cohort, as members see it."""
    return db.session.scalar(
        select(Activity)
        .where(
            Activity.cohort_id == activity.cohort_id,
            Activity.kind == kind,
            Activity.starts_on < activity.starts_on,
            Activity.cancelled_at.is_(None),
            Activity.published_at.is_not(None),
        )
        .order_by(Activity.starts_on.desc(), Activity.id.desc())
        .limit(1)
    )
