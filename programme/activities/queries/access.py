"""Activities as policy looks at them, and policy said in SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import joinedload, selectinload

from programme.activities.models import (
    AUDIENCES,
    Activity,
    activity_facilitator,
    activity_level,
    activity_person,
)
from programme.cohorts import queries as cohorts
from programme.cohorts.models import Cohort, CohortState, Enrolment, Role
from programme.core.db import db
from programme.programmes.content import Audience

if TYPE_CHECKING:
    from programme.people.models import Person
    from programme.programmes.content import ActivityKind


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
    named = exists().where(
        activity_person.c.activity_id == Activity.id,
        activity_person.c.person_id == person_id,
    )
    place = exists().where(
        Enrolment.cohort_id == Activity.cohort_id, Enrolment.person_id == person_id
    )
    stays = place.where(Enrolment.ended_at.is_(None))
    has_left = place.where(Enrolment.ended_at.is_not(None))
    return and_(
        named.correlate(Activity),
        or_(stays.correlate(Activity), ~has_left.correlate(Activity)),
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
