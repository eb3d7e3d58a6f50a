"""What is asked about programmes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from programme.core.db import db
from programme.frameworks.models import CompetenceGoal, GoalSet
from programme.people.models import CoordinatorGrant, JobTitle, LeadershipLevel, Person
from programme.programmes.models import (
    PlanItem,
    PlanTemplate,
    Programme,
    ProgrammeState,
    programme_goal_set,
    programme_level,
)

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class ProgrammeCard:
    """A programme as one card of the list."""

    slug: str
    name: str
    organisation: str
    purpose: str
    state: ProgrammeState
    planned_months: int | None
    activities: int
    goals: int
    levels: tuple[str, ...]


def find_programme(slug: str) -> Programme | None:
    """A programme with all that its page shows."""
    return db.session.scalar(
        select(Programme)
        .where(Programme.slug == slug)
        .options(
            joinedload(Programme.target_level),
            selectinload(Programme.strategies),
            selectinload(Programme.tracks),
            selectinload(Programme.objectives),
            selectinload(Programme.levels),
            selectinload(Programme.goal_sets).selectinload(GoalSet.goals),
            selectinload(Programme.templates)
            .selectinload(PlanTemplate.items)
            .options(selectinload(PlanItem.goals), selectinload(PlanItem.levels)),
        )
    )


def can_have_been_met(goal_set: GoalSet) -> bool:
    """Whether some programme that uses the set has left its draft."""
    link = programme_goal_set.c
    return bool(
        db.session.scalar(
            select(
                exists().where(
                    link.goal_set_id == goal_set.id,
                    Programme.id == link.programme_id,
                    Programme.state != ProgrammeState.DRAFT,
                )
            )
        )
    )


def edited_by(person_id: int) -> ColumnElement[bool]:
    """SQL's side of `policy.can_edit`, for a statement that selects from Programme."""
    return or_(
        _is_administrator(person_id),
        exists().where(
            CoordinatorGrant.person_id == person_id, CoordinatorGrant.programme_id == Programme.id
        ),
    )


def seen_by(person_id: int) -> ColumnElement[bool]:
    """SQL's side of `policy.can_view`."""
    coordinates = exists().where(CoordinatorGrant.person_id == person_id)
    return or_(edited_by(person_id), and_(Programme.state != ProgrammeState.DRAFT, coordinates))


def _is_administrator(person_id: int) -> ColumnElement[bool]:
    return exists().where(Person.id == person_id, Person.is_administrator)


def visible_to(person: Person) -> list[ProgrammeCard]:
    """Every programme that the person may read, by name."""
    rows = db.session.execute(
        select(
            Programme.id,
            Programme.slug,
            Programme.name,
            Programme.organisation,
            Programme.purpose,
            Programme.state,
            Programme.planned_months,
            _count_activities(),
            _count_goals(),
        )
        .where(seen_by(person.id))
        .order_by(Programme.name, Programme.id)
    ).all()
    levels = _levels_of(row[0] for row in rows)
    return [ProgrammeCard(*row[1:], levels=levels.get(row[0], ())) for row in rows]


def _count_activities() -> ColumnElement[int]:
    return (
        select(func.count(PlanItem.id))
        .join(PlanTemplate)
        .where(PlanTemplate.programme_id == Programme.id)
        .scalar_subquery()
    )


def _count_goals() -> ColumnElement[int]:
    link = programme_goal_set.c
    return (
        select(func.count(CompetenceGoal.id))
        .join(programme_goal_set, link.goal_set_id == CompetenceGoal.goal_set_id)
        .where(link.programme_id == Programme.id)
        .scalar_subquery()
    )


def _levels_of(programme_ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
    link = programme_level.c
    rows = db.session.execute(
        select(link.programme_id, LeadershipLevel.name)
        .join(LeadershipLevel, LeadershipLevel.id == link.leadership_level_id)
        .where(link.programme_id.in_(list(programme_ids)))
        .order_by(LeadershipLevel.position)
    )
    names: dict[int, tuple[str, ...]] = {}
    for programme_id, name in rows:
        names[programme_id] = (*names.get(programme_id, ()), name)
    return names


def leadership_levels() -> list[LeadershipLevel]:
    """The levels, from the top of the chain."""
    return list(db.session.scalars(select(LeadershipLevel).order_by(LeadershipLevel.position)))


def job_titles() -> list[JobTitle]:
    """The titles that a person can be given, by name."""
    return list(db.session.scalars(select(JobTitle).order_by(JobTitle.name)))


def slug_is_taken(slug: str) -> bool:
    """Whether a programme stands under this address already."""
    return bool(db.session.scalar(select(exists().where(Programme.slug == slug))))
