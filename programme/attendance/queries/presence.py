"""Marks: of a day, of a cohort, of oneself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from programme.activities.models import Activity, activity_person
from programme.activities.queries import common
from programme.attendance.models import (
    Answer,
    Attendance,
    CatchUpOffer,
    OfferState,
    Presence,
)
from programme.cohorts.models import Cohort, Enrolment
from programme.core.db import db
from programme.programmes.content import ActivityKind

if TYPE_CHECKING:
    from collections.abc import Collection

    from programme.attendance.standing import Key


@dataclass(frozen=True, slots=True)
class OwnDay:
    """A day on which one's own presence was noted."""

    activity_id: int
    kind: ActivityKind
    number: int | None
    title: str
    cohort: str
    day: date
    presence: Presence
    note: str


def marks_of_day(activity_id: int, day: date) -> dict[int, Attendance]:
    """What is noted of a day, by person."""
    rows = db.session.scalars(
        select(Attendance)
        .where(Attendance.activity_id == activity_id, Attendance.day == day)
        .execution_options(populate_existing=True)
    )
    return {row.person_id: row for row in rows}


def own_marks(activity_id: int, person_id: int) -> list[tuple[date, Presence, str]]:
    """A person's own days of one activity."""
    rows = db.session.execute(
        select(Attendance.day, Attendance.presence, Attendance.note)
        .where(Attendance.activity_id == activity_id, Attendance.person_id == person_id)
        .order_by(Attendance.day)
    )
    return [(day, presence, note) for day, presence, note in rows]


def own_days(person_id: int) -> list[OwnDay]:
    """All that is noted of a person, the newest first."""
    rows = db.session.execute(
        select(
            Activity.id,
            Activity.kind,
            Activity.number,
            Activity.title,
            Cohort.name,
            Attendance.day,
            Attendance.presence,
            Attendance.note,
        )
        .select_from(Attendance)
        .join(Activity, Activity.id == Attendance.activity_id)
        .join(Cohort, Cohort.id == Activity.cohort_id)
        .where(Attendance.person_id == person_id)
        .order_by(Attendance.day.desc(), Activity.id)
    )
    return [OwnDay(*row) for row in rows]


def plan_of(cohort_id: int) -> list[Activity]:
    """What the cohort has in common and members see, by date, with what policy looks at."""
    return list(
        db.session.scalars(
            select(Activity)
            .where(
                Activity.cohort_id == cohort_id,
                Activity.starts_on.is_not(None),
                Activity.published_at.is_not(None),
                Activity.cancelled_at.is_(None),
                common(),
            )
            .options(
                joinedload(Activity.cohort, innerjoin=True).selectinload(Cohort.enrolments),
                selectinload(Activity.levels),
                selectinload(Activity.named),
                selectinload(Activity.facilitators),
            )
            .order_by(Activity.starts_on, Activity.id)
        )
    )


def marks_in(activity_ids: Collection[int]) -> dict[Key, Presence]:
    """All that is noted of these activities."""
    rows = db.session.execute(
        select(
            Attendance.activity_id, Attendance.day, Attendance.person_id, Attendance.presence
        ).where(Attendance.activity_id.in_(activity_ids))
    )
    return {(activity, day, person): presence for activity, day, person, presence in rows}


def apologies_in(activity_ids: Collection[int]) -> frozenset[tuple[int, int]]:
    """Who has sent an apology to which of these, as (activity, person), if expected still."""
    rows = db.session.execute(
        select(Answer.activity_id, Answer.person_id)
        .join(Activity, Activity.id == Answer.activity_id)
        .where(Answer.activity_id.in_(activity_ids), Answer.is_coming.is_(False), _is_there())
    )
    return frozenset((activity, person) for activity, person in rows)


def open_apologies(cohort_ids: Collection[int], today: date) -> dict[int, int]:
    """How many apologies each activity ahead has for which nothing has been offered."""
    offered = exists().where(
        CatchUpOffer.missed_id == Answer.activity_id,
        CatchUpOffer.person_id == Answer.person_id,
        CatchUpOffer.state.in_((OfferState.OFFERED, OfferState.ACCEPTED)),
    )
    rows = db.session.execute(
        select(Answer.activity_id, func.count())
        .join(Activity, Activity.id == Answer.activity_id)
        .where(
            Activity.cohort_id.in_(cohort_ids),
            Activity.starts_on >= today,
            Activity.cancelled_at.is_(None),
            Answer.is_coming.is_(False),
            _is_there(),
            ~offered,
        )
        .group_by(Answer.activity_id)
    )
    return {activity: count for activity, count in rows}  # noqa: C416 - rows are not pairs


def _is_there() -> ColumnElement[bool]:
    """Who answered has a place in the cohort still, or stands on the activity by name."""
    return or_(
        exists().where(
            Enrolment.cohort_id == Activity.cohort_id,
            Enrolment.person_id == Answer.person_id,
            Enrolment.ended_at.is_(None),
        ),
        exists().where(
            activity_person.c.activity_id == Activity.id,
            activity_person.c.person_id == Answer.person_id,
        ),
    )
