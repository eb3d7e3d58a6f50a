"""What a coordinator's home page looks through: cohorts that are not over, and their plans."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, func, select

from programme.activities.models import Activity, ActivityChange, ChangeKind
from programme.activities.queries import ROW_COLUMNS, common
from programme.cohorts.models import LEARNERS, Cohort, CohortState, Enrolment
from programme.cohorts.queries import coordinated_by
from programme.core.db import db
from programme.home.queries.own import plan_row
from programme.people.models import Organisation, Person
from programme.programmes.content import ActivityKind

if TYPE_CHECKING:
    from collections.abc import Collection

    from programme.activities.plan_rows import PlanRow

TOLD = frozenset({ChangeKind.EDITED, ChangeKind.MOVED, ChangeKind.CANCELLED, ChangeKind.RESTORED})


@dataclass(frozen=True, slots=True)
class CohortCard:
    """A cohort with how many learn in it, and how many of all have no account yet."""

    id: int
    name: str
    state: CohortState
    starts_on: date
    ends_on: date | None
    school_holidays: str
    learners: int
    invited: int


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """The last of the changes that members can see."""

    activity_id: int
    kind: ActivityKind
    number: int | None
    title: str
    cohort: str
    what: ChangeKind
    at: datetime
    by: str
    reason: str


def cohorts_of_coordinator(person_id: int) -> list[CohortCard]:
    """The cohorts that the person coordinates and that are not closed, by start."""
    rows = db.session.execute(
        select(
            Cohort.id,
            Cohort.name,
            Cohort.state,
            Cohort.starts_on,
            Cohort.ends_on,
            Organisation.school_holidays,
            _places(Enrolment.role.in_(LEARNERS)),
            _places(Person.password_hash.is_(None), Person.disabled_at.is_(None)),
        )
        .join(Cohort.organisation)
        .where(coordinated_by(person_id), Cohort.state != CohortState.CLOSED)
        .order_by(Cohort.starts_on, Cohort.id)
    )
    return [CohortCard(*row) for row in rows]


def plans_of(cohort_ids: Collection[int]) -> list[PlanRow]:
    """What these cohorts have in common, drafts included, by date, the undated last."""
    rows = db.session.execute(
        select(*ROW_COLUMNS)
        .where(Activity.cohort_id.in_(cohort_ids), common())
        .order_by(Activity.starts_on.is_(None), Activity.starts_on, Activity.id)
    )
    return [plan_row(row) for row in rows]


def latest_changes(person_id: int, limit: int = 5) -> list[ChangeRow]:
    """The newest changes of what members see, in the cohorts that the person coordinates."""
    rows = db.session.execute(
        select(
            Activity.id,
            Activity.kind,
            Activity.number,
            Activity.title,
            Cohort.name,
            ActivityChange.kind,
            ActivityChange.at,
            func.coalesce(Person.name, ""),
            ActivityChange.reason,
        )
        .select_from(ActivityChange)
        .join(ActivityChange.activity)
        .join(Activity.cohort)
        .outerjoin(ActivityChange.by)
        .where(
            coordinated_by(person_id),
            Cohort.state != CohortState.CLOSED,
            Activity.published_at.is_not(None),
            ActivityChange.kind.in_(TOLD),
            ActivityChange.undone_at.is_(None),
        )
        .order_by(ActivityChange.at.desc(), ActivityChange.id.desc())
        .limit(limit)
    )
    return [ChangeRow(*row) for row in rows]


def _places(*conditions: ColumnElement[bool]) -> ColumnElement[int]:
    """The number of persons with an open place in the cohort of whom the conditions hold."""
    return (
        select(func.count(Enrolment.person_id.distinct()))
        .join(Enrolment.person)
        .where(Enrolment.cohort_id == Cohort.id, Enrolment.ended_at.is_(None), *conditions)
        .correlate(Cohort)
        .scalar_subquery()
    )
