"""Cohorts as rows of a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, func, select

from programme.cohorts.models import LEARNERS, Cohort, CohortState, Enrolment
from programme.cohorts.queries.access import enrolled_as, overseen_by
from programme.core.db import db
from programme.programmes.models import Programme

if TYPE_CHECKING:
    from datetime import date

    from programme.people.models import Person


@dataclass(frozen=True, slots=True)
class CohortRow:
    """A cohort as one row: what it runs, when, and how many take part."""

    id: int
    name: str
    programme: str
    state: CohortState
    starts_on: date
    ends_on: date | None
    capacity: int | None
    learners: int


def cohorts_overseen_by(person: Person) -> list[CohortRow]:
    """What a coordinator or facilitator has a hand in, the newest start first."""
    rows = db.session.execute(
        select(
            Cohort.id,
            Cohort.name,
            Programme.name,
            Cohort.state,
            Cohort.starts_on,
            Cohort.ends_on,
            Cohort.capacity,
            _count_learners(),
        )
        .join(Programme)
        .where(overseen_by(person.id))
        .order_by(Cohort.starts_on.desc(), Cohort.id.desc())
    )
    return [CohortRow(*row) for row in rows]


def cohorts_of_learner(person: Person) -> list[Cohort]:
    """The cohorts that a person takes part in now, the newest start first; no drafts."""
    return list(
        db.session.scalars(
            select(Cohort)
            .where(enrolled_as(person.id, LEARNERS), Cohort.state != CohortState.DRAFT)
            .order_by(Cohort.starts_on.desc(), Cohort.id.desc())
        )
    )


def _count_learners() -> ColumnElement[int]:
    return (
        select(func.count(Enrolment.id))
        .where(
            Enrolment.cohort_id == Cohort.id,
            Enrolment.ended_at.is_(None),
            Enrolment.role.in_(LEARNERS),
        )
        .scalar_subquery()
    )
