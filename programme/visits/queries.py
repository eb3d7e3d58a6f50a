"""What is asked about visits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased, joinedload

from programme.cohorts.models import LEARNERS, Cohort, CohortState, Enrolment
from programme.cohorts.queries import nearness
from programme.core.db import db
from programme.people.models import Person
from programme.visits.models import ColleagueVisit

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement


def find_visit(key: int) -> ColleagueVisit | None:
    """A visit with its two persons."""
    return db.session.scalar(
        select(ColleagueVisit)
        .where(ColleagueVisit.id == key)
        .options(
            joinedload(ColleagueVisit.visitor, innerjoin=True),
            joinedload(ColleagueVisit.host, innerjoin=True),
        )
        .with_for_update(of=ColleagueVisit)
    )


def find_by_key(visitor_id: int, key: str) -> ColleagueVisit | None:
    """The visit that this page has asked for already."""
    return db.session.scalar(
        select(ColleagueVisit).where(
            ColleagueVisit.visitor_id == visitor_id, ColleagueVisit.key == key
        )
    )


def visits_of(person_id: int) -> list[ColleagueVisit]:
    """All of a person's visits, as visitor and as host, the latest day first."""
    return list(
        db.session.scalars(
            select(ColleagueVisit)
            .where(or_(ColleagueVisit.visitor_id == person_id, ColleagueVisit.host_id == person_id))
            .options(
                joinedload(ColleagueVisit.visitor, innerjoin=True),
                joinedload(ColleagueVisit.host, innerjoin=True),
            )
            .order_by(ColleagueVisit.visit_on.desc(), ColleagueVisit.id.desc())
        )
    )


def colleagues(person_id: int) -> list[tuple[int, tuple[int, str]]]:
    """(nearness, (key, name)) of those who learn in a cohort with the person now."""
    near = nearness(person_id)
    own, other = aliased(Enrolment), aliased(Enrolment)
    rows = db.session.execute(
        select(near, Person.id, Person.name)
        .join(other, other.person_id == Person.id)
        .join(own, own.cohort_id == other.cohort_id)
        .join(Cohort, Cohort.id == own.cohort_id)
        .where(*_together(person_id, own, other), Person.disabled_at.is_(None))
        .group_by(Person.id, Person.name)
        .order_by(near, Person.name, Person.id)
    )
    return [(place, (key, name)) for place, key, name in rows]


def common_cohort(person_id: int, other_id: int) -> Cohort | None:
    """The cohort begun last in which both learn now."""
    own, other = aliased(Enrolment), aliased(Enrolment)
    return db.session.scalar(
        select(Cohort)
        .join(own, own.cohort_id == Cohort.id)
        .join(other, other.cohort_id == Cohort.id)
        .where(*_together(person_id, own, other), other.person_id == other_id)
        .order_by(Cohort.starts_on.desc(), Cohort.id.desc())
        .limit(1)
    )


def _together(
    person_id: int, own: type[Enrolment], other: type[Enrolment]
) -> tuple[ColumnElement[bool], ...]:
    return (
        own.person_id == person_id,
        other.person_id != person_id,
        own.role.in_(LEARNERS),
        other.role.in_(LEARNERS),
        own.ended_at.is_(None),
        other.ended_at.is_(None),
        Cohort.state == CohortState.PUBLISHED,
    )
