"""Cohorts as policy looks at them, and policy said in SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import joinedload, selectinload

from programme.cohorts.models import LEARNERS, Cohort, CohortState, Enrolment, NetworkGroup, Role
from programme.core.db import db
from programme.people.models import CoordinatorGrant

if TYPE_CHECKING:
    from programme.people.models import Person

# What policy asks of a place; the rest is fetched when it is asked for.
_LOOKED_AT = (
    Enrolment.cohort_id,
    Enrolment.person_id,
    Enrolment.role,
    Enrolment.level_id,
    Enrolment.ended_at,
)


def find_cohort(key: int) -> Cohort | None:
    """A cohort with all that its policy looks at."""
    return db.session.scalar(
        select(Cohort)
        .where(Cohort.id == key)
        .options(
            joinedload(Cohort.programme, innerjoin=True),
            joinedload(Cohort.organisation, innerjoin=True),
            selectinload(Cohort.enrolments).load_only(*_LOOKED_AT),
        )
    )


def find_enrolment(cohort: Cohort, key: int) -> Enrolment | None:
    """An open place of the cohort, with the person who holds it."""
    return db.session.scalar(
        select(Enrolment)
        .where(Enrolment.id == key, Enrolment.cohort_id == cohort.id, Enrolment.ended_at.is_(None))
        .options(joinedload(Enrolment.person), joinedload(Enrolment.level))
    )


def find_place(key: int) -> Enrolment | None:
    """A place by its key alone, with the cohort as its policy looks at it."""
    return db.session.scalar(
        select(Enrolment)
        .where(Enrolment.id == key)
        .options(
            joinedload(Enrolment.cohort, innerjoin=True).options(
                joinedload(Cohort.programme, innerjoin=True), selectinload(Cohort.enrolments)
            )
        )
    )


def find_group(cohort: Cohort, key: int) -> NetworkGroup | None:
    """A network group of the cohort."""
    return db.session.scalar(
        select(NetworkGroup).where(NetworkGroup.id == key, NetworkGroup.cohort_id == cohort.id)
    )


def coordinated_by(person_id: int) -> ColumnElement[bool]:
    """SQL's side of `policy.coordinates`, for a statement that selects from Cohort."""
    return exists().where(
        CoordinatorGrant.person_id == person_id,
        or_(
            CoordinatorGrant.cohort_id == Cohort.id,
            CoordinatorGrant.programme_id == Cohort.programme_id,
            CoordinatorGrant.organisation_id == Cohort.organisation_id,
        ),
    )


def enrolled_as(person_id: int, roles: frozenset[Role]) -> ColumnElement[bool]:
    """SQL's side of holding a place now, for a statement that selects from Cohort."""
    return exists().where(
        Enrolment.cohort_id == Cohort.id,
        Enrolment.person_id == person_id,
        Enrolment.ended_at.is_(None),
        Enrolment.role.in_(roles),
    )


def overseen_by(person_id: int) -> ColumnElement[bool]:
    """SQL's side of `policy.can_oversee`."""
    return or_(coordinated_by(person_id), enrolled_as(person_id, frozenset({Role.FACILITATOR})))


def seen_by(person_id: int) -> ColumnElement[bool]:
    """SQL's side of `policy.can_view`."""
    return or_(
        overseen_by(person_id),
        and_(Cohort.state != CohortState.DRAFT, enrolled_as(person_id, LEARNERS)),
    )


def visible_to(person: Person) -> list[Cohort]:
    """Every cohort that the person may know of, by start."""
    return list(
        db.session.scalars(
            select(Cohort).where(seen_by(person.id)).order_by(Cohort.starts_on, Cohort.id)
        )
    )
