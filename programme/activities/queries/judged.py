"""What judged plans depend on as one value, and what of it a person may see."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from programme.activities.models import (
    Activity,
    FacilitatorRequest,
    FindingOverride,
    FindingSetting,
)
from programme.activities.queries.access import seen_by
from programme.cohorts.models import Cohort
from programme.core.db import db
from programme.people.models import Person
from programme.venues.models import BusyTime, Room, Venue

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import ColumnElement, Dialect

    from programme.activities.findings import Key
    from programme.activities.models import Severity


def world_version() -> tuple[Any, ...]:
    """Other as soon as anything may be judged otherwise: plans, places, venues, times, answers.

    A plan clashes with the plans of others, so no cohort's own version can tell. School holidays
    are an organisation's setting, and not in it.
    """
    connection = db.session.connection()
    return tuple(connection.exec_driver_sql(_version(connection.dialect)).one())


@cache
def _version(dialect: Dialect) -> str:
    """The statement as text: every plan page asks it, and putting it together costs the most."""
    asked = (
        (Cohort, func.count(Cohort.id), func.sum(Cohort.plan_version)),
        (Person, func.sum(Person.plan_version)),
        (Venue, func.sum(Venue.version)),
        (
            Room,
            *(func.count(Room.id), func.sum(Room.id * func.coalesce(Room.capacity, 0))),
            func.sum(Room.id * func.length(Room.name)),
        ),
        (BusyTime, func.count(BusyTime.id), func.sum(BusyTime.id), func.max(BusyTime.made_at)),
        (
            FacilitatorRequest,
            *(func.count(FacilitatorRequest.id), func.count(FacilitatorRequest.answer)),
            *(func.max(FacilitatorRequest.asked_at), func.max(FacilitatorRequest.answered_at)),
        ),
        (FindingOverride, func.max(FindingOverride.id)),
    )
    statement = select(*(_scalar(column) for _table, *columns in asked for column in columns))
    return str(statement.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))


def _scalar(column: Any) -> ColumnElement[Any]:  # noqa: ANN401 - of any type
    return select(column).scalar_subquery()


def seen_among(person_id: int, keys: Collection[Key]) -> frozenset[Key]:
    """Which of these activities the person may see."""
    wanted = [key for key in keys if isinstance(key, int)]
    if not wanted:
        return frozenset()
    return frozenset(
        db.session.scalars(
            select(Activity.id).join(Cohort).where(Activity.id.in_(wanted), seen_by(person_id))
        )
    )


def grades_of(cohort_id: int) -> dict[str, Severity]:
    """The cohort's own grades by the code of the finding."""
    rows = db.session.execute(
        select(FindingSetting.code, FindingSetting.severity).where(
            FindingSetting.cohort_id == cohort_id
        )
    )
    return {row.code: row.severity for row in rows}
