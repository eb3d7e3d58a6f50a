"""Whom an activity expects, and what they have answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from programme.activities.models import Activity, activity_facilitator
from programme.activities.queries import common, meant_for, shown
from programme.attendance.expected import expected_ids
from programme.attendance.models import Answer
from programme.core.db import db
from programme.people.models import Organisation, Person, Unit

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class Expected:
    """Somebody whom an activity expects; a guest has no place in its cohort."""

    person_id: int
    name: str
    workplace: str
    is_guest: bool


@dataclass(frozen=True, slots=True)
class Response:
    """What somebody expected has answered; `is_coming` is None before."""

    person: Expected
    is_coming: bool | None
    reason: str
    stays_overnight: bool | None
    diet: str


def expected(activity: Activity) -> list[Expected]:
    """Those expected, by name."""
    keys = expected_ids(activity)
    members = {place.person_id for place in activity.cohort.enrolments if place.is_open}
    rows = db.session.execute(
        select(Person.id, Person.name, func.coalesce(Unit.name, Organisation.name))
        .join(Organisation, Organisation.id == Person.organisation_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(Person.id.in_(keys))
        .order_by(Person.name, Person.id)
    )
    return [Expected(key, name, place, key not in members) for key, name, place in rows]


def responses(activity: Activity) -> list[Response]:
    """Everybody expected with their answer, by name."""
    rows = db.session.execute(
        select(
            Answer.person_id,
            Answer.is_coming,
            Answer.reason,
            Answer.stays_overnight,
            Answer.diet,
        ).where(Answer.activity_id == activity.id)
    )
    answers = {row[0]: row[1:] for row in rows}
    nothing = (None, "", None, "")
    return [
        Response(person, *answers.get(person.person_id, nothing)) for person in expected(activity)
    ]


def find_answer(activity_id: int, person_id: int) -> Answer | None:
    """What a person has answered to an activity."""
    return db.session.scalar(
        select(Answer).where(Answer.activity_id == activity_id, Answer.person_id == person_id)
    )


def answerable_by(person_id: int) -> ColumnElement[bool]:
    """SQL's side of `policy.can_answer`, for a statement that joins Activity and Cohort."""
    led = exists().where(
        activity_facilitator.c.activity_id == Activity.id,
        activity_facilitator.c.person_id == person_id,
    )
    return and_(shown(), common(), meant_for(person_id), ~led)


def open_questions(person_id: int, today: date) -> list[Activity]:
    """What a person is asked to answer and has not, the first first."""
    answered = exists().where(Answer.activity_id == Activity.id, Answer.person_id == person_id)
    asks = or_(Activity.answers_until.is_not(None), Activity.asks_overnight, Activity.asks_diet)
    return list(
        db.session.scalars(
            select(Activity)
            .join(Activity.cohort)
            .where(
                answerable_by(person_id),
                asks,
                ~answered,
                Activity.starts_on > today,
                Activity.cancelled_at.is_(None),
            )
            .order_by(Activity.starts_on, Activity.id)
        )
    )
