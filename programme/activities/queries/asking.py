"""Which facilitators have been asked, and what they have answered."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, and_, select

from programme.activities.asking import Asked, standing
from programme.activities.models import Activity, FacilitatorRequest, activity_facilitator
from programme.core import clock
from programme.core.db import db
from programme.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from sqlalchemy import Row


def asked_of(cohort_id: int, since: date) -> dict[int, tuple[Asked, ...]]:
    """The facilitators of a cohort's activities that are not over and not off, by activity."""
    return _by_activity(Activity.cohort_id == cohort_id, Activity.ends_on >= since)


def asked_about(activity_ids: Collection[int]) -> dict[int, tuple[Asked, ...]]:
    """The facilitators of these activities, by activity."""
    return _by_activity(Activity.id.in_(activity_ids))


def _by_activity(*conditions: ColumnElement[bool]) -> dict[int, tuple[Asked, ...]]:
    rows = db.session.execute(_asked().where(Activity.cancelled_at.is_(None), *conditions))
    return {
        key: tuple(_row(row) for row in group)
        for key, group in groupby(rows, key=lambda row: row[0])
    }


def _asked() -> Select[*tuple[Any, ...]]:
    asked = FacilitatorRequest
    return (
        select(
            Activity.id,
            Person.id,
            Person.name,
            Activity.starts_on,
            Activity.ends_on,
            Activity.start_time,
            Activity.end_time,
            asked.starts_on,
            asked.ends_on,
            asked.start_time,
            asked.end_time,
            asked.answer,
            asked.note,
            asked.expires_at,
        )
        .select_from(Activity)
        .join(activity_facilitator, activity_facilitator.c.activity_id == Activity.id)
        .join(Person, Person.id == activity_facilitator.c.person_id)
        .outerjoin(asked, and_(asked.activity_id == Activity.id, asked.person_id == Person.id))
        .order_by(Activity.id, Person.name, Person.id)
    )


def _row(row: Row[*tuple[Any, ...]]) -> Asked:
    activity_id, person_id, name, *more = row
    days, asked, (answer, note, expires_at) = tuple(more[:4]), tuple(more[4:8]), more[8:]
    was_asked = expires_at is not None
    return Asked(
        activity_id,
        person_id,
        name,
        standing(answer, asked if was_asked else None, days),
        note or "",
        is_over=was_asked and expires_at <= clock.now(),
    )
