"""The competence goals that an author meets: those of their own level, and no others."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select, true
from sqlalchemy.orm import aliased

from programme.activities import queries as activities
from programme.activities.models import Activity, activity_goal
from programme.cohorts import queries as cohorts
from programme.cohorts.models import Cohort, CohortState, Enrolment, Role
from programme.core import clock
from programme.core.db import db
from programme.frameworks.models import CompetenceGoal, GoalAid, GoalSet
from programme.frameworks.queries import all_editions, same_goals
from programme.learning_logs.models import LogEntry, entry_goal
from programme.people.models import Person
from programme.programmes.models import ProgrammeObjective, programme_goal_set

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sqlalchemy import Select


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal; `objective` is the short name of the general aim above it, if it has one."""

    id: int
    number: int
    short_name: str
    text: str
    objective: str = ""


@dataclass(frozen=True, slots=True)
class Goals:
    """A set in the edition that holds now. It may be empty: some levels have no goals yet."""

    id: int
    name: str
    aim: str
    goals: list[Goal] = field(default_factory=list)


def goal_sets(person_id: int) -> list[Goals]:
    """The sets of the person's level in the programmes that they take part in."""
    newest: dict[str, tuple[int, Goals]] = {}
    for key, edition, set_id, name, aim, *goal in db.session.execute(_sets(person_id)):
        if key not in newest or edition > newest[key][0]:
            newest[key] = (edition, Goals(set_id, name, aim))
        if goal[0] is not None and newest[key][0] == edition:
            newest[key][1].goals.append(Goal(*goal))
    return [goals for _edition, goals in newest.values()]


def _sets(person_id: int) -> Select[*tuple[Any, ...]]:
    return (
        select(
            GoalSet.key,
            GoalSet.edition,
            GoalSet.id,
            GoalSet.name,
            GoalSet.aim,
            CompetenceGoal.id,
            CompetenceGoal.number,
            CompetenceGoal.short_name,
            CompetenceGoal.text,
            func.coalesce(ProgrammeObjective.short_name, ""),
        )
        .outerjoin(CompetenceGoal, CompetenceGoal.goal_set_id == GoalSet.id)
        .outerjoin(ProgrammeObjective, ProgrammeObjective.id == CompetenceGoal.parent_objective_id)
        .where(_is_met_by(person_id), _holds(clock.today()))
        .order_by(GoalSet.id, CompetenceGoal.number)
    )


def _is_met_by(person_id: int) -> ColumnElement[bool]:
    """A set of the level that the person has in a cohort whose programme uses the set.

    Levels sort leaders: an appointed employee has none, and so meets no leaders' goals.
    """
    return exists().where(
        programme_goal_set.c.goal_set_id == GoalSet.id,
        Cohort.programme_id == programme_goal_set.c.programme_id,
        Cohort.state != CohortState.DRAFT,
        Enrolment.cohort_id == Cohort.id,
        Enrolment.person_id == person_id,
        Enrolment.ended_at.is_(None),
        Enrolment.role == Role.PARTICIPANT,
        Person.id == Enrolment.person_id,
        GoalSet.level_id == func.coalesce(Enrolment.level_id, Person.level_id),
    )


def _holds(today: date) -> ColumnElement[bool]:
    return or_(GoalSet.valid_from.is_(None), GoalSet.valid_from <= today)


def chosen_goal_ids(person_id: int, wanted: Iterable[int]) -> frozenset[int]:
    """Those of the wanted goals that the person may choose."""
    offered = {goal.id for goals in goal_sets(person_id) for goal in goals.goals}
    return frozenset(offered.intersection(wanted))


def suggested_goal_ids(person_id: int, activity_id: int | None) -> frozenset[int]:
    """The goals of this activity, or else of the person's next one, or else of the last one."""
    is_past = Activity.ends_on < clock.today()
    nearest = (
        select(Activity.id)
        .join(Cohort)
        .where(
            activities.in_plan_of(person_id),
            Activity.starts_on.is_not(None),
            Activity.cancelled_at.is_(None),
        )
        .order_by(
            is_past,
            case((is_past, None), else_=Activity.starts_on),
            Activity.starts_on.desc(),
        )
        .limit(1)
    )
    wanted = Activity.id == (nearest.scalar_subquery() if activity_id is None else activity_id)
    met = (
        select(activity_goal.c.competence_goal_id)
        .join(Activity, Activity.id == activity_goal.c.activity_id)
        .where(wanted)
    )
    return frozenset(db.session.scalars(all_editions(met)))


@dataclass(frozen=True, slots=True)
class GoalInSet:
    """A goal as its own page shows it, with what helps on the way to it."""

    goal: Goal
    set_name: str
    question: str
    tool: str
    tool_text: str


def find_goal(person_id: int, key: int) -> GoalInSet | None:
    """A goal, if the person meets it, oversees it or has written about it."""
    return _find(key, _is_own(person_id) | _is_overseen_by(person_id))


def find_own_goal(person_id: int, key: int, *, known: bool = False) -> GoalInSet | None:
    """A goal, if the person meets it or has written about it; or whichever is `known` theirs."""
    return _find(key, true() if known else _is_own(person_id))


def _is_own(person_id: int) -> ColumnElement[bool]:
    return or_(_is_met_by(person_id), _is_used_by(person_id))


def _find(key: int, condition: ColumnElement[bool]) -> GoalInSet | None:
    row = db.session.execute(
        select(
            CompetenceGoal.id,
            CompetenceGoal.number,
            CompetenceGoal.short_name,
            CompetenceGoal.text,
            func.coalesce(ProgrammeObjective.short_name, ""),
            GoalSet.name,
            *(
                func.coalesce(column, "")
                for column in (GoalAid.question, GoalAid.tool, GoalAid.tool_text)
            ),
        )
        .join(GoalSet, GoalSet.id == CompetenceGoal.goal_set_id)
        .outerjoin(ProgrammeObjective, ProgrammeObjective.id == CompetenceGoal.parent_objective_id)
        .outerjoin(GoalAid, GoalAid.goal_id == CompetenceGoal.id)
        .where(CompetenceGoal.id == key, condition)
    ).one_or_none()
    return GoalInSet(Goal(*row[:5]), row[5], row[6], row[7], row[8]) if row else None


def newer_wording(person_id: int, key: int) -> int | None:
    """The goal in the edition that the person meets now, when that is another one."""
    offered = {goal.id for goals in goal_sets(person_id) for goal in goals.goals}
    same = set(db.session.scalars(same_goals(key)))
    return max((offered & same) - {key}, default=None)


def _is_overseen_by(person_id: int) -> ColumnElement[bool]:
    return exists().where(
        programme_goal_set.c.goal_set_id == GoalSet.id,
        Cohort.programme_id == programme_goal_set.c.programme_id,
        cohorts.overseen_by(person_id),
    )


def _is_used_by(person_id: int) -> ColumnElement[bool]:
    return exists().where(
        entry_goal.c.competence_goal_id == CompetenceGoal.id,
        LogEntry.id == entry_goal.c.entry_id,
        LogEntry.author_id == person_id,
    )


def goal_counts(person_id: int, goal_ids: Collection[int]) -> tuple[Counter[int], Counter[int]]:
    """For each goal the person's own entries, and the activities of their plan that work on it.

    An entry counts once, whichever edition of the goal it met.
    """
    now, now_set, met, met_set = (
        aliased(CompetenceGoal),
        aliased(GoalSet),
        aliased(CompetenceGoal),
        aliased(GoalSet),
    )
    same = (
        select(now.id.label("now"), met.id.label("met"))
        .join(now_set, now_set.id == now.goal_set_id)
        .join(met_set, met_set.key == now_set.key)
        .join(met, and_(met.goal_set_id == met_set.id, met.number == now.number))
        .where(now.id.in_(goal_ids))
        .subquery()
    )
    entries = (
        select(same.c.now, func.count(LogEntry.id.distinct()))
        .join(entry_goal, entry_goal.c.competence_goal_id == same.c.met)
        .join(LogEntry, LogEntry.id == entry_goal.c.entry_id)
        .where(LogEntry.author_id == person_id)
        .group_by(same.c.now)
    )
    planned = (
        select(same.c.now, func.count(Activity.id.distinct()))
        .join(activity_goal, activity_goal.c.competence_goal_id == same.c.met)
        .join(Activity, Activity.id == activity_goal.c.activity_id)
        .join(Cohort, Cohort.id == Activity.cohort_id)
        .where(activities.in_plan_of(person_id), Activity.cancelled_at.is_(None))
        .group_by(same.c.now)
    )
    first, second = (
        Counter({key: count for key, count in db.session.execute(statement)})  # noqa: C416
        for statement in (entries, planned)
    )
    return first, second
