"""What a line manager sees of their people: the course's dates, and nothing of a log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from programme.activities import policy
from programme.activities.models import Activity
from programme.cohorts.models import LEARNERS, Cohort, CohortState, Enrolment
from programme.core import clock
from programme.core.db import db
from programme.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Collection


@dataclass(frozen=True, slots=True)
class ReportPlace:
    """A place of one's report in a cohort that runs, and what comes next for them there."""

    cohort: str
    next: Activity | None


@dataclass(frozen=True, slots=True)
class Report:
    """Somebody one is the line manager of, who takes part."""

    id: int
    name: str
    first_name: str
    places: tuple[ReportPlace, ...]


def places_of_reports(manager_id: int) -> list[Report]:
    """One's people who take part in a cohort now, by name."""
    enrolments = db.session.scalars(
        select(Enrolment)
        .join(Enrolment.person)
        .join(Enrolment.cohort)
        .where(
            Person.line_manager_id == manager_id,
            Enrolment.ended_at.is_(None),
            Enrolment.role.in_(LEARNERS),
            Cohort.state == CohortState.PUBLISHED,
        )
        .options(contains_eager(Enrolment.person), joinedload(Enrolment.cohort, innerjoin=True))
        .order_by(Person.name, Person.id, Cohort.starts_on)
    ).all()
    ahead = _ahead({enrolment.cohort_id for enrolment in enrolments})
    by_person: dict[Person, list[ReportPlace]] = {}
    for enrolment in enrolments:
        place = ReportPlace(enrolment.cohort.name, _next(enrolment, ahead))
        by_person.setdefault(enrolment.person, []).append(place)
    return [
        Report(person.id, person.name, person.first_name, tuple(places))
        for person, places in by_person.items()
    ]


def _ahead(cohort_ids: Collection[int]) -> list[Activity]:
    """What these cohorts have still before them, as members see it, the nearest first."""
    return list(
        db.session.scalars(
            select(Activity)
            .where(
                Activity.cohort_id.in_(cohort_ids),
                Activity.ends_on >= clock.today(),
                Activity.published_at.is_not(None),
                Activity.cancelled_at.is_(None),
            )
            .options(selectinload(Activity.levels))
            .order_by(Activity.starts_on, Activity.id)
        )
    )


def _next(enrolment: Enrolment, ahead: list[Activity]) -> Activity | None:
    return next(
        (
            activity
            for activity in ahead
            if activity.cohort_id == enrolment.cohort_id
            and policy.is_meant_for(activity, enrolment)
        ),
        None,
    )
