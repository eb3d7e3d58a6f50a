"""What an author may tie an entry to: activities of their own plan, and the cohort written for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import bindparam, or_, select

from programme.activities import queries as activities
from programme.activities.models import Activity
from programme.cohorts.models import LEARNERS, Cohort, CohortState, Enrolment
from programme.core.db import db
from programme.frameworks.models import CompetenceGoal
from programme.frameworks.queries import same_goals
from programme.programmes.content import ActivityKind


@dataclass(frozen=True, slots=True)
class ActivityChoice:
    """An activity as one line of a drop-down."""

    id: int
    kind: ActivityKind
    number: int | None
    title: str
    starts_on: date | None


def activity_choices(person_id: int, keep: int | None = None) -> list[ActivityChoice]:
    """The activities of a person's plan, the latest first, and the one already chosen."""
    return [
        ActivityChoice(*row)
        for row in db.session.execute(
            select(Activity.id, Activity.kind, Activity.number, Activity.title, Activity.starts_on)
            .join(Cohort)
            .where(or_(activities.in_plan_of(person_id), Activity.id == keep))
            .order_by(Activity.starts_on.is_(None), Activity.starts_on.desc(), Activity.id)
        )
    ]


def activities_for_goal(person_id: int, goal_id: int) -> list[ActivityChoice]:
    """The activities of a person's plan that work on a goal, by date."""
    return [
        ActivityChoice(*row)
        for row in db.session.execute(
            select(Activity.id, Activity.kind, Activity.number, Activity.title, Activity.starts_on)
            .join(Cohort)
            .where(
                Activity.goals.any(CompetenceGoal.id.in_(same_goals(goal_id))),
                activities.in_plan_of(person_id),
                Activity.cancelled_at.is_(None),
            )
            .order_by(Activity.starts_on.is_(None), Activity.starts_on, Activity.id)
        )
    ]


def allowed_activity(person_id: int, key: int | None) -> Activity | None:
    """The activity with this key, if it stands in the person's plan."""
    if key is None:
        return None
    return db.session.scalar(
        select(Activity).join(Cohort).where(Activity.id == key, activities.in_plan_of(person_id))
    )


def cohort_to_write_for(person_id: int) -> int | None:
    """The cohort that a new entry belongs to: the one begun last that the person learns in."""
    return db.session.scalar(_TO_WRITE_FOR, {"person_id": person_id})


# Made once: every new entry asks it.
_TO_WRITE_FOR: Final = (
    select(Cohort.id)
    .join(Enrolment)
    .where(
        Enrolment.person_id == bindparam("person_id"),
        Enrolment.role.in_(LEARNERS),
        Enrolment.ended_at.is_(None),
        Cohort.state != CohortState.DRAFT,
    )
    .order_by(Cohort.state == CohortState.CLOSED, Cohort.starts_on.desc(), Cohort.id.desc())
    .limit(1)
)
