"""Where venues are used: counted, and one by one for who may know of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select

from programme.activities.models import Activity
from programme.activities.queries.access import seen_by
from programme.cohorts.models import Cohort
from programme.core.db import db
from programme.venues.models import Room

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, time

    from programme.programmes.content import ActivityKind


@dataclass(frozen=True, slots=True)
class Use:
    """An activity at a venue; one that the viewer may not see is a time taken, and no more."""

    id: int
    kind: ActivityKind
    number: int | None
    title: str
    starts_on: date
    ends_on: date
    start_time: time | None
    end_time: time | None
    room: str
    cohort: str
    is_seen: bool


def use_counts(venue_ids: Collection[int]) -> dict[int, int]:
    """How many activities each of the venues has or has had."""
    rows = db.session.execute(
        select(Activity.venue_id, func.count(Activity.id))
        .where(Activity.venue_id.in_(venue_ids), Activity.cancelled_at.is_(None))
        .group_by(Activity.venue_id)
    )
    return {venue_id: count for venue_id, count in rows if venue_id is not None}


def coming_at(venue_id: int, viewer_id: int, today: date) -> list[Use]:
    """What takes place at the venue from today on, over all cohorts, drafts included."""
    rows = db.session.execute(
        select(
            Activity.id,
            Activity.kind,
            Activity.number,
            Activity.title,
            Activity.starts_on,
            Activity.ends_on,
            Activity.start_time,
            Activity.end_time,
            func.coalesce(Room.name, ""),
            Cohort.name,
            seen_by(viewer_id),
        )
        .join(Activity.cohort)
        .outerjoin(Activity.room)
        .where(
            Activity.venue_id == venue_id,
            Activity.ends_on >= today,
            Activity.cancelled_at.is_(None),
        )
        .order_by(Activity.starts_on, Activity.start_time, Activity.id)
    )
    return [_use(*row) for row in rows]


def not_over_at(venue_id: int, today: date) -> list[Activity]:
    """The activities that a change of the venue's words concerns: to come, or without a date."""
    return list(
        db.session.scalars(
            select(Activity)
            .where(
                Activity.venue_id == venue_id,
                or_(Activity.ends_on >= today, Activity.ends_on.is_(None)),
            )
            .order_by(Activity.id)
        )
    )


def _use(*columns: Any) -> Use:  # noqa: ANN401 - a row's columns
    use = Use(*columns)
    return use if use.is_seen else replace(use, title="", number=None, cohort="")
