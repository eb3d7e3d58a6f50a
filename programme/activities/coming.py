"""What comes next in cohorts: one statement, however many there are."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, time
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, and_, func, select

from programme.activities.models import Activity
from programme.activities.queries import in_plan_of
from programme.core.db import db
from programme.programmes.content import ActivityKind

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class FirstComing:
    """The activity that comes next in a cohort."""

    id: int
    cohort_id: int
    kind: ActivityKind
    number: int | None
    title: str
    starts_on: date
    ends_on: date
    start_time: time | None
    end_time: time | None


def meetings_of(person_id: int) -> ColumnElement[bool]:
    """A person's own network meetings, for a statement that joins Activity and Cohort."""
    return and_(Activity.kind == ActivityKind.NETWORK_MEETING, in_plan_of(person_id))


def first_coming(
    cohort_ids: Iterable[int], today: date, *further: ColumnElement[bool]
) -> list[FirstComing]:
    """For each cohort the first activity that is neither over nor off."""
    place = func.row_number().over(
        partition_by=Activity.cohort_id, order_by=(Activity.starts_on, Activity.id)
    )
    columns = [getattr(Activity, field.name) for field in fields(FirstComing)]
    ranked = (
        select(*columns, place.label("place"))
        .join(Activity.cohort)
        .where(
            Activity.cohort_id.in_(cohort_ids),
            Activity.ends_on >= today,
            Activity.cancelled_at.is_(None),
            *further,
        )
        .subquery()
    )
    names = [ranked.c[field.name] for field in fields(FirstComing)]
    found = db.session.execute(select(*names).where(ranked.c.place == 1))
    return [FirstComing(*row) for row in found]
