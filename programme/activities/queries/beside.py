"""The cohorts whose plans somebody may lay side by side, and the rows of those plans."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, or_, select

from programme.cohorts.models import Cohort, CohortState
from programme.cohorts.queries import coordinated_by, overseen_by
from programme.core.db import db
from programme.people.models import Organisation


@dataclass(frozen=True, slots=True)
class Beside:
    """A cohort with all that its picture needs; `may_edit` says whether the viewer plans it."""

    id: int
    name: str
    starts_on: date
    ends_on: date | None
    school_holidays: str
    may_edit: bool


def cohorts_beside(person_id: int, besides: int | None = None) -> list[Beside]:
    """What the person has a hand in and what is not closed, by start; `besides` though closed."""
    still = or_(Cohort.state != CohortState.CLOSED, Cohort.id == besides)
    return _cohorts(overseen_by(person_id), still, person_id=person_id)


def cohorts_coordinated(person_id: int) -> list[Beside]:
    """Every cohort that the person coordinates, closed ones too: a year that is over is a year."""
    return _cohorts(coordinated_by(person_id), person_id=person_id)


def _cohorts(*conditions: ColumnElement[bool], person_id: int) -> list[Beside]:
    found = db.session.execute(
        select(
            Cohort.id,
            Cohort.name,
            Cohort.starts_on,
            Cohort.ends_on,
            Organisation.school_holidays,
            coordinated_by(person_id),
        )
        .join(Cohort.organisation)
        .where(*conditions)
        .order_by(Cohort.starts_on, Cohort.id)
    )
    return [Beside(*row[:5], may_edit=bool(row[5])) for row in found]
