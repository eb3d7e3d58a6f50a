"""What is asked about activities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import joinedload, selectinload

from programme.activities.models import (
    AUDIENCES,
    Activity,
    activity_facilitator,
    activity_level,
)
from programme.cohorts import queries as cohorts
from programme.cohorts.models import Cohort, CohortState, Enrolment, Role
from programme.core.db import db

if TYPE_CHECKING:
    from programme.people.models import Person


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
        )
    )


def meant_for(person_id: int) -> ColumnElement[bool]:
    """SQL's side of `policy.is_meant_for`, for a statement that selects from Activity."""
    any_level = ~exists().where(activity_level.c.activity_id == Activity.id)
    own_level = exists().where(
        activity_level.c.activity_id == Activity.id,
        activity_level.c.leadership_level_id == Enrolment.level_id,
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
    return exists().where(
        Enrolment.cohort_id == Activity.cohort_id,
        Enrolment.person_id == person_id,
        Enrolment.ended_at.is_(None),
        or_(leader, employee),
    )


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
            )
            .order_by(Activity.starts_on.is_(None), Activity.starts_on, Activity.id)
        )
    )
